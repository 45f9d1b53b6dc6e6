"""What people in the room are told, after the fact. Whoever misses it reads the same from the database."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F, Q

from troth.media import rooms
from troth.media.connection import MediaDown
from troth.meetings.models import Admission, Attendance, AttendanceRole, Session
from troth.meetings.schemas import PersonOut, SessionState

RULES = ("microphone", "camera", "share", "chat", "rename")
"""What a session allows those who do not lead it; its fields are `may_…`."""
log = logging.getLogger(__name__)
LEADS = Q(role=AttendanceRole.HOST) | ~Q(cohost="")
"""Of an attendance: with the host's rights."""
EXPECTED = Q(admission=Admission.ADMITTED, left_at__isnull=True)
"""Of an attendance: in the room, or let in and on the way."""
THERE = Q(admission=Admission.ADMITTED, joined_at__isnull=False, left_at__isnull=True)
"""Of an attendance: in the room."""


def say(session: Session, message: dict[str, object], to: list[str] | None = None) -> None:
    """A data message to everybody in the room, or to some."""
    try:
        rooms.send(session.room, message, to)
    except MediaDown:
        log.warning("session %s: a message was not sent, the media server is away", session.id)


def tell_leaders(session: Session) -> None:
    """Says to those who lead the session that the lobby changed; they read the list from us."""
    leaders = list(session.attendances.filter(LEADS, THERE).values_list("identity", flat=True))
    if leaders:
        say(session, {"kind": "lobby"}, leaders)


@contextmanager
def changing(
    session: Session, enforce: Callable[[list[Attendance]], None] | None = None
) -> Iterator[list[Attendance]]:
    """A transaction that changes what everybody in the room sees of the session and of the people put in the list.

    `enforce` gets that list once the change is kept and before it is told: who
    hears that they may do something can do it.

    The session's row is the lock: its changes are numbered one after the
    other. Who hears of a number that does not follow the last one known reads
    the whole session again.
    """
    changed: list[Attendance] = []
    with transaction.atomic():
        Session.objects.filter(id=session.id).update(version=F("version") + 1)
        # The session was read before the lock: what others changed since must not be told as it was.
        session.refresh_from_db(
            fields=["version", "locked", "enter_muted", *(f"may_{what}" for what in RULES)]
        )
        yield changed
    if enforce is not None:
        enforce(changed)
    say(
        session,
        {
            "kind": "change",
            "version": session.version,
            "state": SessionState.of(session).model_dump(),
            "people": [PersonOut.of(one).model_dump(mode="json") for one in changed],
        },
    )
