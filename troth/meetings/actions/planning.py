"""Making, changing and deleting meetings."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.media import rooms
from troth.meetings.access import access_hosting
from troth.meetings.actions.hosting import end_session
from troth.meetings.models import Entry, Meeting

# By then the reconciler has taken the room of an ended session away, whatever went wrong.
ROOM_GOES = timedelta(minutes=1)


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
    """The meeting with its sessions, attendances and chat, gone for good; one that is on is ended first.

    Raises MediaDown where its room may be left: without the rows nobody would know whose it is.
    """
    for session in meeting.sessions.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=now() - ROOM_GOES)):
        end_session(session)
        rooms.delete_room(session.room)
    with transaction.atomic():
        meeting.delete()
