"""Forms about people's data."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Person
from troth.lib.days import LastDayField
from troth.lib.text import LineField
from troth.meetings.models import Meeting
from troth.organizations.models import Organization
from troth.privacy.vocabulary import RULES

RULE = RULES["meeting_days"]
CONNECTION_RULE = RULES["connection_days"]
RECORDING_RULE = RULES["recording_days"]
MEETINGS = 500
"""The latest meetings that can be chosen."""


class HoldForm(forms.Form):
    """What is held, why, who demands it, and until when."""

    what = forms.ChoiceField(label=_("What is held"))
    authority = forms.CharField(
        label=_("Who demands it"),
        max_length=200,
        help_text=_("A court, an authority, your legal department."),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Administrators read this. Write no more about people than has to be there."),
    )
    until = LastDayField(
        label=_("Until"),
        help_text=_("The hold ends with this day. Empty: until somebody releases it."),
    )

    def __init__(self, organization: Organization, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(membership__organization=organization).order_by("name")
        meetings = Meeting.objects.filter(organization=organization).order_by("-created_at")[:MEETINGS]
        self._targets: dict[str, Model] = {"organization": organization}
        self._targets |= {f"person:{person.pk}": person for person in people}
        self._targets |= {f"meeting:{meeting.pk}": meeting for meeting in meetings}
        self.fields["what"] = forms.ChoiceField(
            label=_("What is held"),
            choices=[
                ("organization", _("Everything of the organization")),
                (_("A colleague"), [(f"person:{person.pk}", person.name) for person in people]),
                (
                    _("A meeting"),
                    [(f"meeting:{meeting.pk}", meeting.title or meeting.code) for meeting in meetings],
                ),
            ],
        )
        self.order_fields(["what", "authority", "reason", "until"])

    def target(self) -> Model:
        """The row that was chosen."""
        return self._targets[self.cleaned_data["what"]]


class AddressForm(forms.Form):
    """The address whose owner is told what is known about them."""

    email = forms.EmailField(
        label=_("Your address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}), max_length=254
    )


class ToldForm(forms.Form):
    """How a recipient was told of an erasure."""

    how = LineField(
        label=_("How you told them"),
        max_length=200,
        help_text=_(
            "By which way, and to whom there: “their portal, ticket 4711”. Name nobody who was erased."
        ),
    )


class PeriodForm(forms.Form):
    """How many days what happened in a meeting, and how people were connected to it, can be looked at.

    `confirmed` and `connections_confirmed` repeat them once the loss was shown.
    """

    days = forms.IntegerField(
        label=_("Days after the end of a meeting"),
        min_value=RULE.least,
        max_value=RULE.most,
        help_text=format_lazy(
            _("From {least} to {most}. Unless you choose, it is {default}."),
            least=RULE.least,
            most=RULE.most,
            default=RULE.default,
        ),
    )
    connection_days = forms.IntegerField(
        label=_("Days how people were connected"),
        required=False,
        min_value=CONNECTION_RULE.least,
        max_value=CONNECTION_RULE.most,
        help_text=format_lazy(
            _(
                "Browser, network, country and quality of each connection. From {least} to {most}, and never longer "
                "than the meeting. Unless you choose, it is {default}. Left empty, it stays as it is."
            ),
            least=CONNECTION_RULE.least,
            most=CONNECTION_RULE.most,
            default=CONNECTION_RULE.default,
        ),
    )
    confirmed = forms.IntegerField(required=False, widget=forms.HiddenInput)
    connections_confirmed = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A connection is not known for longer than the meeting that it was to."""
        cleaned = super().clean() or self.cleaned_data
        days, connection_days = cleaned.get("days"), cleaned.get("connection_days")
        if days is not None and connection_days is not None and connection_days > days:
            self.add_error(
                "connection_days", _("No longer than the meeting itself: at most %(days)s.") % {"days": days}
            )
        return cleaned


class RecordingPeriodForm(forms.Form):
    """How many days recordings are kept; `confirmed` repeats them once the loss was shown."""

    days = forms.IntegerField(
        label=_("Days after the end of a recording"),
        min_value=RECORDING_RULE.least,
        max_value=RECORDING_RULE.most,
        help_text=format_lazy(
            _("From {least} to {most}. Unless you choose, it is {default}."),
            least=RECORDING_RULE.least,
            most=RECORDING_RULE.most,
            default=RECORDING_RULE.default,
        ),
    )
    rule = forms.CharField(required=False, widget=forms.HiddenInput)
    confirmed = forms.IntegerField(required=False, widget=forms.HiddenInput)
