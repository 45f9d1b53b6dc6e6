"""Who comes in: asking, being let in, being refused.

The session is on, so nothing of it is past its period: what is asked while
somebody comes in reads `everything`.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, DateTimeField, F, Q, UUIDField
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.billing.queries import meeting_capacity
from troth.lib.clock import now
from troth.lib.limits import Limit
from troth.lib.prepared import Prepared, Slot, insert
from troth.lib.problems import Problem
from troth.media import rooms
from troth.meetings.actions.leading import end_stand_in, find_stand_in
from troth.meetings.actions.news import tell_leaders
from troth.meetings.actions.rules import BARS
from troth.meetings.models import (
    Admission,
    Attendance,
    AttendanceRole,
    CoHost,
    Entry,
    Meeting,
    Session,
)
from troth.meetings.queries import role_in
from troth.privacy.models import Notice

PASSCODE_GUESSES = Limit("meeting-passcode", times=10, seconds=600)
# A token lives a minute: until then an admitted person's seat is kept though they have not arrived.
ARRIVAL = timedelta(seconds=60)
# For so long after a host ended it for all, a meeting does not begin again without one.
AFTER_END = timedelta(hours=1)


@dataclass(frozen=True)
class Visitor:
    """Somebody at the door.

    `earlier` is the attendance whose ticket they showed, of whatever meeting;
    `invited` says that they came by a link that was mailed to them.
    """

    person: Person | None
    name: str
    notice: Notice
    passcode: str = ""
    address: str = ""
    earlier: Attendance | None = None
    invited: bool = False


def enter(meeting: Meeting, session: Session | None, visitor: Visitor) -> Attendance:
    """The visitor's attendance: admitted, or waiting for the host. `session` is the meeting's open one, if any.

    Raises Problem: 403 `passcode`, `removed`, `refused`; 409 `full`;
    423 `locked`; 429 `too-many`; 503 `media-down`. Nothing is recorded then.

    No lock is taken, so that a crowd does not queue at the door. What two at
    once could get wrong is looked at after the row is written: whichever is
    second sees the other.
    """
    role = role_in(meeting, visitor.person)
    returning = _returning(session, visitor)
    if role != AttendanceRole.HOST and returning is None:
        _check_passcode(meeting, visitor)
    if session is None or session.room_made_at is None:
        session = open_session(meeting)
    admission = _decide(meeting, session, role, visitor, returning)
    if returning is None:
        attendance = _record(session, visitor, role, admission)
    else:
        attendance = _record_again(returning, visitor, role, admission)
    attendance.session = session
    _check_afterwards(session, attendance, visitor)
    if attendance.admission == Admission.WAITING:
        tell_leaders(session)
    elif role == AttendanceRole.HOST:
        _welcome_host(session)
    return attendance


def _welcome_host(session: Session) -> None:
    if session.needs_host:
        Session.objects.filter(id=session.id).update(needs_host=False)
    end_stand_in(session)


def open_session(meeting: Meeting) -> Session:
    """The meeting's open session, with a room at the media server. Raises MediaDown."""
    session = meeting.sessions.filter(ended_at__isnull=True).first()
    if session is None:
        ended_lately = meeting.sessions.filter(ended_by_host=True, ended_at__gt=now() - AFTER_END)
        try:
            with transaction.atomic():
                session = Session.objects.create(
                    meeting=meeting,
                    capacity=meeting_capacity(meeting.organization_id),
                    needs_host=ended_lately.exists(),
                    enter_muted=meeting.enter_muted,
                )
        except IntegrityError:
            session = meeting.sessions.get(ended_at__isnull=True)
    if session.room_made_at is None:
        make_room(session)
    return session


def make_room(session: Session) -> None:
    """Makes sure the media server has the session's room. Raises MediaDown."""
    rooms.make_room(session.room, session.capacity)
    session.room_made_at = now()
    Session.objects.filter(id=session.id).update(room_made_at=session.room_made_at)


def leave(attendance: Attendance) -> None:
    """The person goes by themselves: their token does not let them in again, their ticket does.

    Who came back meanwhile stays: it is the entry before that is over.
    """
    Attendance.objects.filter(
        id=attendance.id,
        entries=attendance.entries,
        admission__in=[Admission.ADMITTED, Admission.WAITING],
    ).update(admission=Admission.GONE, hand_at=None, spotlit_at=None)
    if attendance.admission == Admission.WAITING:
        tell_leaders(attendance.session)
    elif attendance.leads:
        find_stand_in(attendance.session)


SEATS = Prepared(
    lambda: (
        Attendance.everything.filter(
            Q(joined_at__isnull=False) | Q(admitted_at__gt=Slot("since", DateTimeField())),
            session=Slot("session", UUIDField()),
            admission=Admission.ADMITTED,
            left_at__isnull=True,
        )
        .order_by()
        .values("session")
        .annotate(taken=Count("*"))
        .values_list("taken")
    )
)


OPEN = Prepared(
    lambda: (
        Session.everything.filter(id=Slot("session", UUIDField()), guests_wait=False, locked=False)
        .order_by()
        .values_list("capacity")
    )
)


def seats_taken(session: Session, at: datetime) -> int:
    """Seats held: people in the room, and people let in so lately that they may be on their way."""
    return SEATS.number(session=session.id, since=at - ARRIVAL)


def _check_passcode(meeting: Meeting, visitor: Visitor) -> None:
    if not meeting.passcode or visitor.invited:
        return
    key = f"{meeting.id}:{visitor.address}"
    PASSCODE_GUESSES.refuse_when_reached(key)
    if not visitor.passcode:
        raise Problem(403, "passcode", _("This meeting asks for a passcode."), asked=True)
    if not hmac.compare_digest(visitor.passcode.strip().encode(), meeting.passcode.encode()):
        PASSCODE_GUESSES.count(key)
        raise Problem(403, "passcode", _("That is not the passcode."), asked=False)


def _returning(session: Session | None, visitor: Visitor) -> Attendance | None:
    """The attendance of this session that the visitor goes on with, if they showed its ticket."""
    earlier = visitor.earlier
    if session is None or earlier is None or earlier.session_id != session.id:
        return None
    return earlier if earlier.person_id == (visitor.person.pk if visitor.person else None) else None


def _decide(
    meeting: Meeting, session: Session, role: str, visitor: Visitor, returning: Attendance | None
) -> Admission:
    if returning is not None and returning.admission == Admission.REMOVED:
        raise _removed()
    if role != AttendanceRole.HOST:
        decided = _decided(session, visitor, returning)
        if any(admission == Admission.REFUSED for admission, _waits in decided):
            raise Problem(403, "refused", _("The host did not let you in."))
        if any(waits for _admission, waits in decided):
            return Admission.WAITING
    if role == AttendanceRole.HOST or (returning is not None and returning.admitted_at is not None):
        return Admission.ADMITTED
    if session.locked:
        raise Problem(423, "locked", _("The host has locked this meeting."))
    free = meeting.entry == Entry.EVERYONE or (
        meeting.entry == Entry.ORGANIZATION and (role == AttendanceRole.MEMBER or visitor.invited)
    )
    if not free or session.needs_host or (session.guests_wait and role == AttendanceRole.GUEST):
        return Admission.WAITING
    return Admission.ADMITTED


def _decided(session: Session, visitor: Visitor, returning: Attendance | None) -> list[tuple[str, bool]]:
    """What a host decided about them before: the admission of each entry, and whether they were sent out to wait.

    Somebody with an account is known without their ticket. A guest without it is somebody new.
    """
    said: list[tuple[str, bool]] = [] if returning is None else [(returning.admission, returning.waits)]
    if visitor.person is not None:
        said += session.attendances.filter(
            Q(waits=True) | Q(admission=Admission.REFUSED), person=visitor.person
        ).values_list("admission", "waits")
    return said


def _removed() -> Problem:
    return Problem(403, "removed", _("The host has removed you from this meeting."))


def _record(session: Session, visitor: Visitor, role: str, admission: Admission) -> Attendance:
    at = now()
    attendance = Attendance(
        session=session,
        person=visitor.person,
        name=visitor.name,
        **_kept_for(session, visitor.person),
        role=role,
        admission=admission,
        notice=visitor.notice,
        acknowledged_at=at,
        asked_at=at,
        seen_at=at,
        admitted_at=at if admission == Admission.ADMITTED else None,
    )
    insert(attendance)
    return attendance


def _kept_for(session: Session, person: Person | None) -> dict[str, object]:
    """What a host gave to or took from somebody with an account goes with them to their next entry."""
    if person is None:
        return {}
    last = Attendance.everything.filter(session=session, person=person).order_by("-asked_at").first()
    if last is None:
        return {}
    cohost = {"cohost": last.cohost} if last.cohost == CoHost.NAMED else {}
    return cohost | {f"may_{what}": getattr(last, f"may_{what}") for what in BARS}


def _record_again(returning: Attendance, visitor: Visitor, role: str, admission: Admission) -> Attendance:
    """The attendance gone on with, under a new ticket. A host's decision that came meanwhile stands.

    That the person went is none: a page that is reloaded says so while it comes back.
    """
    at = now()
    as_it_was = Attendance.objects.filter(
        id=returning.id,
        entries=returning.entries,
        admission__in=[returning.admission, Admission.GONE],
        admitted_at=returning.admitted_at,
        waits=returning.waits,
    )
    taken = as_it_was.exclude(admission__in=[Admission.REMOVED, Admission.REFUSED]).update(
        name=_name_of(returning, visitor),
        role=role,
        hand_at=None,
        admission=admission,
        notice=visitor.notice,
        acknowledged_at=at,
        seen_at=at,
        admitted_at=at if admission == Admission.ADMITTED else None,
        entries=F("entries") + 1,
    )
    if not taken:
        raise Problem(409, "elsewhere", _("You have just entered in another tab."))
    returning.refresh_from_db()
    return returning


def _name_of(returning: Attendance, visitor: Visitor) -> str:
    """A name that was given in the room stays; a guest may come back under another one, unless that is forbidden."""
    may = visitor.person is None and (returning.leads or returning.session.may_rename)
    return visitor.name if may else returning.name


def _check_afterwards(session: Session, attendance: Attendance, visitor: Visitor) -> None:
    """Takes the entry back where the host removed the person or shut the door meanwhile, or others took the last seat.

    Two who take the last seat in the same moment may both be turned away;
    never are both let in.
    """
    mine = Attendance.everything.filter(id=attendance.id)
    if visitor.person is not None:
        entries = Attendance.everything.filter(
            session=session, person=visitor.person, admission=Admission.REMOVED
        )
        if entries.exists():
            mine.update(admission=Admission.REMOVED)
            raise _removed()
    if attendance.admission == Admission.ADMITTED and _was_shut(session, attendance):
        mine.update(admission=Admission.WAITING, admitted_at=None)
        attendance.admission, attendance.admitted_at = Admission.WAITING, None
    if attendance.admission == Admission.ADMITTED and seats_taken(session, now()) > session.capacity:
        if attendance.entries == 1:
            mine.delete()
        else:
            mine.update(admission=Admission.GONE)
        raise Problem(409, "full", _("This meeting is full."))


def _was_shut(session: Session, attendance: Attendance) -> bool:
    """Whether a host had guests wait, or locked the meeting, since it was decided about this one."""
    if attendance.role != AttendanceRole.GUEST or session.guests_wait or session.locked:
        return False
    return not OPEN.number(session=session.id)
