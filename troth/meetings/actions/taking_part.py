"""What everybody may do in the room besides being seen and heard: hands, names, reactions."""

from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.lib.limits import Limit
from troth.lib.problems import Problem
from troth.media import rooms
from troth.media.connection import MediaDown
from troth.meetings.actions.news import changing, log, say
from troth.meetings.models import Attendance, Session

REACTIONS = Limit("reaction", times=8, seconds=1)
# More at once would be a grid.
MOST_SPOTLIT = 9


def raise_hand(session: Session, participant: Attendance, raised: bool) -> None:
    """Raises or lowers a hand. Our clock orders them; a hand that is up keeps its place."""
    with changing(session) as changed:
        mine = session.attendances.filter(id=participant.id)
        if raised:
            mine.filter(hand_at=None).update(hand_at=now())
        else:
            mine.update(hand_at=None)
        changed.extend(mine)


def lower_hands(session: Session) -> None:
    """Lowers every hand."""
    with changing(session) as changed:
        up = list(session.attendances.exclude(hand_at=None))
        session.attendances.filter(id__in=[one.id for one in up]).update(hand_at=None)
        for one in up:
            one.hand_at = None
        changed.extend(up)


def spotlight(session: Session, participant: Attendance, lit: bool) -> None:
    """Puts somebody large on every screen, or takes them off. Raises 409 beyond MOST_SPOTLIT."""
    with changing(session) as changed:
        others = session.attendances.exclude(spotlit_at=None).exclude(id=participant.id)
        if lit and others.count() >= MOST_SPOTLIT:
            raise Problem(409, "full", _("Nine people are in the spotlight already."))
        session.attendances.filter(id=participant.id).update(spotlit_at=now() if lit else None)
        changed.extend(session.attendances.filter(id=participant.id))


def rename(session: Session, participant: Attendance, name: str) -> None:
    """Changes the name that somebody has in this session."""
    with changing(session) as changed:
        session.attendances.filter(id=participant.id).update(name=name)
        changed.extend(session.attendances.filter(id=participant.id))
    try:
        rooms.rename(session.room, participant.identity, name)
    except MediaDown:
        log.warning("session %s: a new name waits for the media server", session.id)


def react(session: Session, participant: Attendance, reaction: str) -> None:
    """Shows a reaction to everybody, once: it is not kept. Raises 429 for a flood."""
    key = str(participant.id)
    REACTIONS.refuse_when_reached(key)
    REACTIONS.count(key)
    say(session, {"kind": "reaction", "identity": participant.identity, "reaction": reaction})
