"""What each may send and write: by the rules of the session, and by what a host took from one person."""

import logging
from collections.abc import Iterable
from functools import partial

from django.db.models import QuerySet

from troth.media import rooms
from troth.media.connection import MediaDown
from troth.meetings.actions.news import EXPECTED, LEADS, RULES, changing, say
from troth.meetings.models import Attendance, AttendanceRole, Session

log = logging.getLogger(__name__)
BARS = ("microphone", "camera", "share", "chat")
SOURCES = {"microphone": "microphone", "camera": "camera", "share": "screen_share"}
"""Of the rules, those that the media server holds, and its word for them."""


def allowed(session: Session, attendance: Attendance) -> dict[str, bool]:
    """What somebody may do now, by each of RULES. Who leads may everything."""
    return {
        what: attendance.leads
        or (getattr(session, f"may_{what}") and (what not in BARS or getattr(attendance, f"may_{what}")))
        for what in RULES
    }


def sources_of(session: Session, attendance: Attendance) -> frozenset[str]:
    """What the media server shall take from somebody, as keys of `rooms.SOURCES`."""
    may = allowed(session, attendance)
    return frozenset(source for what, source in SOURCES.items() if may[what])


def enforce(session: Session, people: Iterable[Attendance]) -> None:
    """Has the media server hold the rules for people in the room; what they send against them ends at once."""
    sources = {one.identity: sources_of(session, one) for one in people}
    if not sources:
        return
    try:
        rooms.allow(session.room, sources)
    except MediaDown:
        log.warning("session %s: its rules wait for the media server", session.id)


def hold(session: Session, there: list[rooms.Participant]) -> None:
    """Puts right what the media server takes from people: a token may be older than a rule."""
    known = {
        one.identity: one for one in session.attendances.filter(identity__in=[p.identity for p in there])
    }
    enforce(
        session,
        [
            known[p.identity]
            for p in there
            if p.identity in known and sources_of(session, known[p.identity]) != p.sources
        ],
    )


def set_rules(session: Session, rules: dict[str, bool], enter_muted: bool | None = None) -> None:
    """Changes what those may do who do not lead."""

    def enforce_on_all(_: list[Attendance]) -> None:
        if SOURCES.keys() & rules.keys():
            enforce(session, session.attendances.filter(EXPECTED).exclude(LEADS))

    with changing(session, enforce_on_all):
        for what, may in rules.items():
            setattr(session, f"may_{what}", may)
        if enter_muted is not None:
            session.enter_muted = enter_muted
        session.save(update_fields=[*(f"may_{what}" for what in rules), "enter_muted"])


def bar(session: Session, participant: Attendance, may: dict[str, bool], by: Attendance) -> None:
    """Takes something from one person, or gives it back: under each of their entries to the session.

    A guest who comes again is not known again, so guests wait for the host
    from then on.
    """
    mine = entries_of(session, participant)
    with changing(session, partial(enforce, session)) as changed:
        mine.update(**{f"may_{what}": allow for what, allow in may.items()})
        if participant.role == AttendanceRole.GUEST and not all(may.values()):
            Session.objects.filter(id=session.id).update(guests_wait=True)
        changed.extend(mine.filter(EXPECTED))
    for what, allow in may.items():
        word = "allowed" if allow else "barred"
        say(session, {"kind": word, "what": what, "by": by.name}, [one.identity for one in changed])


def entries_of(session: Session, participant: Attendance) -> QuerySet[Attendance]:
    """All entries of one person to the session; of a guest, who has no account, the one."""
    if participant.person_id is None:
        return session.attendances.filter(id=participant.id)
    return session.attendances.filter(person_id=participant.person_id)
