"""Making, changing and deleting meetings."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.ids import new_code
from troth.media import rooms
from troth.meetings.access import access_hosting
from troth.meetings.actions.hosting import end_session
from troth.meetings.actions.inviting import invited_ahead, tell_of_change, tell_of_end, void_all
from troth.meetings.models import Entry, Meeting
from troth.privacy.audit import record
from troth.privacy.deleting import erase_whole, refuse_if_held

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
    enter_muted: bool = False
    sounds: bool = True


def make_meeting(host: Person, plan: Plan) -> Meeting:
    """A new meeting of the host's organization. Raises 403 for somebody who may not host."""
    membership = access_hosting(host)
    return Meeting.objects.create(organization_id=membership.organization_id, host=host, **vars(plan))


def personal_room(host: Person) -> Meeting:
    """The host's own meeting, open at any time under a link that stays. Raises 403 for somebody who may not host."""
    membership = access_hosting(host)
    room, _new = Meeting.objects.get_or_create(
        host=host,
        organization_id=membership.organization_id,
        is_personal=True,
        defaults={"title": _("%(name)s's room") % {"name": host.name}, "time_zone": host.time_zone},
    )
    return room


def renew_link(meeting: Meeting) -> None:
    """Gives a meeting another link. The old one leads nowhere, and invitations to it are void."""
    with transaction.atomic():
        void_all(meeting)
        meeting.code = new_code()
        meeting.save(update_fields=["code"])
        _record("meeting.link_renewed", meeting)


@transaction.atomic
def change_meeting(meeting: Meeting, plan: Plan, tell: bool = False) -> None:
    """The meeting as its host wants it now. Its link stays. With `tell`, the people invited hear of it by mail. Raises 429, 409."""
    before = Meeting.objects.select_for_update().get(pk=meeting.pk)
    for name, value in vars(plan).items():
        setattr(meeting, name, value)
    meeting.save(update_fields=list(vars(plan)))
    if tell:
        tell_of_change(meeting)
    if meeting.entry != before.entry:
        _record("meeting.entry_changed", meeting, entry=meeting.entry)
    if meeting.passcode != before.passcode:
        _record("meeting.passcode_set" if meeting.passcode else "meeting.passcode_removed", meeting)


def delete_meeting(meeting: Meeting) -> None:
    """The meeting with its sessions, attendances and chat, gone for good; one that is on is ended first.

    Raises MediaDown where its room may be left: without the rows nobody would know whose it is. Raises Problem
    409 where a hold keeps it, or anything that would go with it, or where its title can't stand in a mail.
    """
    refuse_if_held(meeting, scope=meeting.organization_id, by=meeting.host)
    # Before its session is ended; whoever is invited meanwhile is told too.
    invited_ahead(meeting)
    for session in meeting.sessions.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=now() - ROOM_GOES)):
        end_session(session, by=None)
        rooms.delete_room(session.room)
    with transaction.atomic():
        tell_of_end(meeting)
        if Meeting.objects.select_for_update().filter(pk=meeting.pk).exists():
            erase_whole(Meeting, {meeting.pk})
            _record("meeting.deleted", meeting)


def _record(action: str, meeting: Meeting, **facts: str) -> None:
    """Only its host plans a meeting."""
    record(action, scope=meeting.organization_id, actor=meeting.host, object=meeting, **facts)
