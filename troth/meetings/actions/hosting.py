"""What a host may do in the room. The database first, then the media server: what it misses, the reconciler does."""

import logging
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Model, Q

from troth.lib.clock import now
from troth.media import rooms
from troth.media.connection import MediaDown
from troth.meetings.actions.attendance import close_presences
from troth.meetings.actions.leading import refuse_for_host
from troth.meetings.actions.news import EXPECTED, LEADS, changing, say
from troth.meetings.actions.rules import entries_of, set_rules
from troth.meetings.models import Admission, Attendance, AttendanceRole, HowLeft, Session
from troth.privacy.audit import record

log = logging.getLogger(__name__)
ELSEWHERE = Q(joined_at__isnull=True) | Q(left_at__isnull=False)
"""Of an attendance: not connected to the room."""


def lock(session: Session, locked: bool, by: Attendance) -> None:
    """Shuts the door to everybody who has not been in, or opens it."""
    with changing(session):
        if session.locked == locked:
            return
        session.locked = locked
        session.save(update_fields=["locked"])
        _record("meeting.locked" if locked else "meeting.unlocked", session, by)


def mute(session: Session, participant: Attendance, source: str, by: Attendance) -> None:
    """Ends what the participant sends from `source`; only they can send again."""
    if rooms.mute(session.room, participant.identity, source):
        say(session, {"kind": "muted", "source": source, "by": by.name}, [participant.identity])


def mute_all(session: Session, source: str, stay: bool, by: Attendance) -> None:
    """Ends what all who do not lead send from `source`; with `stay` they can not send it again.

    Who comes later comes muted too, where it is the microphone.
    """
    if stay:
        rule = "share" if source == "screen_share" else source
        set_rules(session, {rule: False}, enter_muted=session.enter_muted or source == "microphone")
    elif source == "microphone":
        set_rules(session, {}, enter_muted=True)
    spared = set(session.attendances.filter(LEADS, EXPECTED).values_list("identity", flat=True))
    muted = rooms.mute_all(session.room, source, spared)
    if muted:
        say(session, {"kind": "muted", "source": source, "by": by.name}, muted)


def ask_for(session: Session, participant: Attendance, source: str, by: Attendance) -> None:
    """Asks somebody to turn on a microphone or camera: only they can."""
    say(session, {"kind": "asked", "source": source, "by": by.name}, [participant.identity])


def remove(session: Session, participant: Attendance, by: Attendance) -> None:
    """Puts somebody out and keeps them out of this session.

    A person with an account is known again, unless they sign out; a guest is
    not. So guests wait for the host from now on, also with the ticket of an
    entry that was admitted: one can have got several of them beforehand.
    """
    refuse_for_host(participant)
    with transaction.atomic():
        entries_of(session, participant).update(admission=Admission.REMOVED)
        Session.objects.filter(id=session.id).update(guests_wait=True)
        session.attendances.filter(
            ELSEWHERE, role=AttendanceRole.GUEST, admission__in=[Admission.ADMITTED, Admission.GONE]
        ).update(admission=Admission.GONE, admitted_at=None)
        gone = list(
            session.attendances.filter(admission=Admission.REMOVED, left_at__isnull=True).values_list(
                "identity", flat=True
            )
        )
        _record("meeting.person_removed", session, by, participant.person or participant)
    take_out(session, gone)


def take_out(session: Session, identities: Iterable[str]) -> None:
    """Takes these out of the room; where the media server is away they are when it is back."""
    for identity in identities:
        try:
            rooms.remove_participant(session.room, identity)
        except MediaDown:
            log.warning("session %s: a removal waits for the media server", session.id)


def end_session(session: Session, by: Attendance | None) -> None:
    """Ends the meeting for everybody. Old tokens find no room afterwards.

    `by` is who did it in the room; None where the whole meeting is deleted.
    """
    with transaction.atomic():
        at = now()
        ended = Session.objects.filter(id=session.id, ended_at__isnull=True).update(
            ended_at=at, ended_by_host=True, room_made_at=None
        )
        if not ended:
            return
        session.attendances.filter(admission=Admission.WAITING).update(admission=Admission.GONE)
        close_presences(session, at, HowLeft.ENDED)
        if by is not None:
            _record("meeting.ended", session, by)
    try:
        rooms.delete_room(session.room)
    except MediaDown:
        log.warning("session %s: its room waits for the media server", session.id)


def _record(action: str, session: Session, by: Attendance, object: Model | None = None) -> None:
    scope = session.meeting.organization_id
    record(action, scope=scope, actor=by.person or by, object=object or session.meeting)
