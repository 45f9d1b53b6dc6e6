"""What a host may do in the room. The database first, then the media server: what it misses, the reconciler does."""

import logging

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.media import rooms
from troth.media.connection import MediaDown
from troth.meetings.actions.attendance import close_presences
from troth.meetings.actions.door import say
from troth.meetings.models import Admission, Attendance, AttendanceRole, HowLeft, Session

log = logging.getLogger(__name__)
ELSEWHERE = Q(joined_at__isnull=True) | Q(left_at__isnull=False)
"""Of an attendance: not connected to the room."""


def lock(session: Session, locked: bool) -> None:
    """Shuts the door to everybody who has not been in, or opens it."""
    session.locked = locked
    session.save(update_fields=["locked"])
    say(session, {"kind": "session"})


def mute(session: Session, participant: Attendance, source: str, by: Attendance) -> None:
    """Ends what the participant sends from `source`; only they can send again."""
    if rooms.mute(session.room, participant.identity, source):
        say(session, {"kind": "muted", "source": source, "by": by.name}, [participant.identity])


def remove(session: Session, participant: Attendance) -> None:
    """Puts somebody out and keeps them out of this session.

    A person with an account is known again, unless they sign out; a guest is
    not. So guests wait for the host from now on, also with the ticket of an
    entry that was admitted: one can have got several of them beforehand.
    """
    if participant.role == AttendanceRole.HOST:
        raise Problem(403, "not-allowed", _("The host can not be removed."))
    with transaction.atomic():
        Attendance.objects.filter(id=participant.id).update(admission=Admission.REMOVED)
        Session.objects.filter(id=session.id).update(guests_wait=True)
        session.attendances.filter(
            ELSEWHERE, role=AttendanceRole.GUEST, admission__in=[Admission.ADMITTED, Admission.GONE]
        ).update(admission=Admission.GONE, admitted_at=None)
        if participant.person_id is not None:
            session.attendances.filter(person_id=participant.person_id).update(admission=Admission.REMOVED)
        gone = list(
            session.attendances.filter(admission=Admission.REMOVED, left_at__isnull=True).values_list(
                "identity", flat=True
            )
        )
    for identity in gone:
        try:
            rooms.remove_participant(session.room, identity)
        except MediaDown:
            log.warning("session %s: a removal waits for the media server", session.id)


def end_session(session: Session, by_host: bool = True) -> None:
    """Ends the meeting for everybody. Old tokens find no room afterwards."""
    with transaction.atomic():
        at = now()
        ended = Session.objects.filter(id=session.id, ended_at__isnull=True).update(
            ended_at=at, ended_by_host=by_host, room_made_at=None
        )
        if not ended:
            return
        session.attendances.filter(admission=Admission.WAITING).update(admission=Admission.GONE)
        close_presences(session, at, HowLeft.ENDED)
    try:
        rooms.delete_room(session.room)
    except MediaDown:
        log.warning("session %s: its room waits for the media server", session.id)
