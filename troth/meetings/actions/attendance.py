"""Who was there: what the media server says, written down once however often it says it.

Its messages come late, twice, in any order, or never. A presence is known by
the id that the server gives each connection, so a message can be taken again;
what never came, `reconcile` finds in the server's own list.
"""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from troth.lib.clock import now
from troth.media import rooms
from troth.meetings.actions.leading import find_stand_in
from troth.meetings.actions.rules import hold
from troth.meetings.models import Admission, Attendance, HowLeft, Presence, Session

# So long a person who lost the connection is expected back; the client tries for as long.
COMES_BACK = timedelta(minutes=3)
# So long somebody waiting may be silent before they count as gone. They ask every two seconds or more often.
STILL_WAITS = timedelta(seconds=30)
ARRIVAL = timedelta(seconds=60)


def note_joined(room: str, identity: str, media_id: str, at: datetime) -> bool:
    """Somebody is in the room: true whoever it is. False when they may not be, and the caller puts them out."""
    with transaction.atomic():
        attendance = _find(room, identity)
        if attendance is None or attendance.admitted_at is None:
            return False
        session = attendance.session
        stay: dict[str, object] = {"joined_at": at, "seen_at": max(at, now())}
        if session.ended_at is not None:
            stay |= {"left_at": max(at, session.ended_at), "how_left": HowLeft.ENDED}
        presence, new = Presence.objects.get_or_create(
            attendance=attendance, media_id=media_id, defaults=stay
        )
        if new:
            # One identity is connected once: whatever was still open had ended when it was last seen.
            earlier = attendance.presences.filter(left_at__isnull=True).exclude(id=presence.id)
            _close(earlier, HowLeft.LOST, before=at)
        elif at < presence.joined_at:
            presence.joined_at = at
            presence.save(update_fields=["joined_at"])
        _sum_up(attendance)
        if session.started_at is None or at < session.started_at:
            Session.objects.filter(id=session.id).update(started_at=at)
    return attendance.admission == Admission.ADMITTED and session.ended_at is None


def note_left(
    room: str, identity: str, media_id: str, joined_at: datetime, at: datetime, how: HowLeft
) -> None:
    """Somebody's connection ended. May come before `note_joined`, or without it."""
    with transaction.atomic():
        attendance = _find(room, identity)
        if attendance is None or attendance.admitted_at is None:
            return
        presence = attendance.presences.filter(media_id=media_id).first()
        if presence is None:
            presence = Presence(attendance=attendance, media_id=media_id, joined_at=joined_at, seen_at=at)
        # A message beats a guess: what the reconciler closed as lost is corrected.
        if presence.left_at is None or presence.how_left == HowLeft.LOST:
            presence.left_at = max(at, presence.joined_at)
            presence.how_left = how
            presence.save()
        _sum_up(attendance)


def _find(room: str, identity: str) -> Attendance | None:
    """The attendance of an identity, locked. Rooms of others may live on the same media server."""
    session_id = _as_id(room)
    if session_id is None:
        return None
    return (
        Attendance.objects.select_for_update(of=("self",))
        .select_related("session")
        .filter(identity=identity, session_id=session_id)
        .first()
    )


def session_of(room: str) -> Session | None:
    """The session of a room at the media server; None where the room is not ours."""
    session_id = _as_id(room)
    return Session.objects.select_related("meeting").filter(id=session_id).first() if session_id else None


def _as_id(room: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(room)
    except ValueError:
        return None


def note_seen(attendance: Attendance) -> None:
    """The person says that they are there, or trying to be: should the media server never say more, it was until now."""
    attendance.presences.filter(left_at__isnull=True).update(seen_at=now())


def close_presences(session: Session, at: datetime, how: HowLeft) -> None:
    """Ends every presence of a session that is over."""
    open_ones = Presence.objects.filter(attendance__session=session, left_at__isnull=True)
    attendances = list(Attendance.objects.filter(id__in=open_ones.values("attendance_id")))
    open_ones.update(left_at=at, how_left=how)
    for attendance in attendances:
        _sum_up(attendance)


def close_if_over(session: Session) -> bool:
    """Ends a session in which nobody is, waits, is on the way or expected back."""
    at = now()
    people = session.attendances
    if (
        Presence.objects.filter(attendance__session=session, left_at__isnull=True).exists()
        or people.filter(admission=Admission.WAITING, seen_at__gt=at - STILL_WAITS).exists()
        or people.filter(
            admission=Admission.ADMITTED, joined_at__isnull=True, admitted_at__gt=at - ARRIVAL
        ).exists()
        or people.filter(
            admission=Admission.ADMITTED, how_left=HowLeft.LOST, left_at__gt=at - COMES_BACK
        ).exists()
    ):
        return False
    with transaction.atomic():
        people.filter(admission=Admission.WAITING).update(admission=Admission.GONE)
        Session.objects.filter(id=session.id, ended_at__isnull=True).update(ended_at=at, room_made_at=None)
    return True


def forget_room(room: str) -> None:
    """The media server has ended a room: the next who comes makes it again, or the session is over."""
    session_id = _as_id(room)
    session = Session.objects.filter(id=session_id, ended_at__isnull=True).first() if session_id else None
    if session is not None:
        Session.objects.filter(id=session.id).update(room_made_at=None)
        close_if_over(session)


def reconcile() -> None:
    """Compares every open session with the media server's own list. Raises MediaDown when there is no list."""
    existing = rooms.rooms()
    sessions = {
        session.room: session
        for session in Session.objects.filter(ended_at__isnull=True).select_related("meeting")
    }
    for room in existing - sessions.keys():
        if session_of(room) is not None:
            rooms.delete_room(room)
    for room, session in sessions.items():
        if room in existing:
            _compare(session)
        else:
            _without_room(session)
        at = now()
        session.attendances.filter(admission=Admission.WAITING, seen_at__lt=at - STILL_WAITS).update(
            admission=Admission.GONE
        )
        if session.opened_at < at - STILL_WAITS:
            close_if_over(session)


def _compare(session: Session) -> None:
    asked_at = now()
    there = rooms.participants(session.room)
    for one in there:
        if not note_joined(session.room, one.identity, one.media_id, one.joined_at):
            rooms.remove_participant(session.room, one.identity)
    hold(session, there)
    ids = [one.media_id for one in there]
    presences = Presence.objects.filter(attendance__session=session, left_at__isnull=True)
    presences.filter(media_id__in=ids).update(seen_at=asked_at)
    # Who joined after the list was asked for can not be on it.
    _close_all(presences.exclude(media_id__in=ids).filter(joined_at__lt=asked_at), HowLeft.LOST)
    if there:
        find_stand_in(session)


def _without_room(session: Session) -> None:
    _close_all(Presence.objects.filter(attendance__session=session, left_at__isnull=True), HowLeft.LOST)
    Session.objects.filter(id=session.id).update(room_made_at=None)
    lost = session.attendances.filter(
        admission=Admission.ADMITTED, how_left=HowLeft.LOST, left_at__gt=now() - COMES_BACK
    )
    if lost.exists():
        rooms.make_room(session.room, session.capacity)
        Session.objects.filter(id=session.id).update(room_made_at=now())


def _close_all(presences: QuerySet[Presence], how: HowLeft) -> None:
    ids = set(presences.values_list("attendance_id", flat=True))
    for attendance in Attendance.objects.filter(id__in=ids):
        with transaction.atomic():
            _close(presences.filter(attendance=attendance), how)
            _sum_up(attendance)


def _close(presences: QuerySet[Presence], how: HowLeft, before: datetime | None = None) -> None:
    for presence in presences:
        end = min(presence.seen_at, before) if before else presence.seen_at
        presence.left_at = max(end, presence.joined_at)
        presence.how_left = how
        presence.save(update_fields=["left_at", "how_left"])


def _sum_up(attendance: Attendance) -> None:
    """First and last moment and seconds of an attendance, from its presences; overlaps count once."""
    stays = sorted(attendance.presences.all(), key=lambda one: one.joined_at)
    if not stays:
        return
    seconds, until = 0.0, stays[0].joined_at
    for stay in stays:
        end = stay.left_at or stay.joined_at
        seconds += max(0.0, (end - max(until, stay.joined_at)).total_seconds())
        until = max(until, end)
    there = any(stay.left_at is None for stay in stays)
    attendance.joined_at = stays[0].joined_at
    attendance.left_at = None if there else until
    attendance.how_left = "" if there else stays[-1].how_left
    attendance.seconds = round(seconds)
    attendance.save(update_fields=["joined_at", "left_at", "how_left", "seconds"])
