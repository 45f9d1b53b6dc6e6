"""Where a person changes or deletes things themselves (RET-2)."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Way:
    """A page, and what a person does there."""

    words: str | Promise
    url: str


WAYS: dict[str, tuple[str | Promise, str]] = {
    "accounts.Person": (_("Change it in your profile"), "profile"),
    "account.EmailAddress": (_("Change your address"), "account_email"),
    "usersessions.UserSession": (_("Sign browsers out"), "usersessions_list"),
    "rights.SubjectRequest": (_("Read and answer them"), "your_data_requests"),
    "organizations.Membership": (_("Leave the organization"), "leave_organization"),
    "meetings.Meeting": (_("Change or delete your meetings"), "meetings"),
    "meetings.Invitee": (_("Take invitations back on a meeting's page"), "meetings"),
    "recordings.Answer": (_("Keep receipts of your answers"), "your_data_choices"),
    "captions.CaptionsAnswer": (_("Keep receipts of your answers"), "your_data_choices"),
    "recordings.Recording": (_("Watch them"), "recordings"),
    "transcripts.Line": (_("Read them beside the recording"), "recordings"),
    "meetings.Message": (
        _("Read the chat on a meeting's page; delete your lines in the meeting"),
        "meetings",
    ),
}


def ways_to_change() -> dict[str, Way]:
    """By the label of a table, where its rows are changed."""
    return {label: Way(words, reverse(name)) for label, (words, name) in WAYS.items()}
