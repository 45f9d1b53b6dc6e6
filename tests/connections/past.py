"""Connections of the past, as they would be found."""

from datetime import UTC, timedelta
from typing import Any

from tests.privacy.past import attends
from troth.accounts.models import Person
from troth.connections.models import Connection, Minute
from troth.meetings.models import Attendance, Session


def connected(attendance: Attendance, score: int = 430, minutes: int = 1, **fields: Any) -> Connection:
    """A connection of an attendance, measured for so many minutes, all alike."""
    session = attendance.session
    began = attendance.admitted_at or session.opened_at
    poor = score < 310
    values: dict[str, Any] = {
        "session": session,
        "organization": session.meeting.organization,
        "day": began.astimezone(UTC).date(),
        "started_at": began,
        "heard_at": began + timedelta(minutes=minutes),
        "browser": "Chrome",
        "browser_version": "138",
        "system": "Windows",
        "transport": "udp",
        "country": "NL",
        "first_frame": 900,
        "seconds": 60 * minutes,
        "scored_seconds": 60 * minutes,
        "score_seconds": 60 * minutes * score,
        "poor_seconds": 60 * minutes if poor else 0,
        "score": score,
        "latest": score,
        "trouble": "up" if poor else "",
        "troubles": {"up": 60} if poor else {},
    }
    row = Connection.everything.create(attendance=attendance, **(values | fields))
    Minute.everything.bulk_create(
        Minute(
            connection=row,
            at=began + timedelta(minutes=minute),
            seconds=60,
            score=score,
            sound=score,
            picture=430,
            trouble="up" if poor else "",
            transport="udp",
            figures={"rtt": [40, 55], "lost_up_audio": [0.1, 0.2] if poor else [0, 0]},
        )
        for minute in range(minutes)
    )
    return row


def guest(session: Session, score: int = 430, **fields: Any) -> Connection:
    """The connection of a guest of a session."""
    return connected(attends(session), score, **fields)


def colleague(session: Session, person: Person, score: int = 430, **fields: Any) -> Connection:
    """The connection of somebody of the organization."""
    return connected(attends(session, person, "member", name=person.name), score, **fields)
