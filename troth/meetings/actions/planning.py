"""Making, changing and deleting meetings."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from troth.accounts.models import Person
from troth.meetings.access import access_hosting
from troth.meetings.actions.hosting import end_session
from troth.meetings.models import Entry, Meeting


@dataclass(frozen=True)
class Plan:
    """What a host decides about a meeting. `starts_at` is aware; None means open at any time."""

    title: str
    starts_at: datetime | None = None
    minutes: int = 60
    time_zone: str = "UTC"
    passcode: str = ""
    entry: Entry = Entry.ORGANIZATION


def make_meeting(host: Person, plan: Plan) -> Meeting:
    """A new meeting of the host's organization. Raises 403 for somebody who may not host."""
    membership = access_hosting(host)
    return Meeting.objects.create(organization_id=membership.organization_id, host=host, **vars(plan))


def change_meeting(meeting: Meeting, plan: Plan) -> None:
    """The meeting as its host wants it now. Its link stays."""
    for name, value in vars(plan).items():
        setattr(meeting, name, value)
    meeting.save(update_fields=list(vars(plan)))


def delete_meeting(meeting: Meeting) -> None:
    """The meeting with its sessions, attendances and chat, gone for good; one that is on is ended first."""
    session = meeting.sessions.filter(ended_at__isnull=True).first()
    if session is not None:
        end_session(session)
    with transaction.atomic():
        meeting.delete()
