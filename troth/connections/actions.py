"""Taking in what room clients measure."""

from datetime import UTC, timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from troth.connections.endpoint import endpoint_of
from troth.connections.judging import Judged, judge
from troth.connections.models import Connection, Minute
from troth.connections.readings import BatchIn
from troth.connections.score import POOR
from troth.lib.clock import now
from troth.lib.prepared import insert
from troth.lib.problems import Problem
from troth.meetings.models import Attendance

AFTERWARDS = timedelta(minutes=15)
"""So long after its end a session still takes what was measured in it: the last batch, and those that were kept back."""
AHEAD = 120
"""Seconds that may be told of beyond those that have passed: clocks differ, and batches overlap at their ends."""
WINDOW = 63


@transaction.atomic
def take_in(attendance: Attendance, batch: BatchIn, request: HttpRequest) -> None:
    """Adds a batch to the attendance's connection. One that has come before changes nothing.

    Raises 410 where the session is long over, 429 where more time is told of than has passed.
    """
    moment = now()
    session = attendance.session
    if session.ended_at is not None and session.ended_at < moment - AFTERWARDS:
        raise Problem(410, "ended", _("This meeting has ended."))
    admitted_at = attendance.admitted_at or moment
    judged = judge(batch)
    ends = max(admitted_at, moment - timedelta(seconds=batch.age))
    begins = max(admitted_at, ends - timedelta(seconds=judged.seconds))
    connection = _connection_of(attendance, request)
    if not _is_new(connection, attendance.entries, batch.number):
        return
    if connection.seconds + judged.seconds > (moment - admitted_at).total_seconds() + AHEAD:
        raise Problem(429, "too-many", _("That is more than can have happened."))
    # What the beginning alone brings, a connection of no length yet, is no minute.
    if judged.seconds or judged.events:
        insert(
            Minute(
                connection=connection,
                at=begins,
                seconds=judged.seconds,
                score=judged.score,
                sound=judged.sound,
                picture=judged.picture,
                trouble=judged.trouble,
                transport=batch.transport,
                figures=judged.figures,
                events=judged.events,
            )
        )
    _add(connection, judged)
    connection.heard_at = max(connection.heard_at, ends)
    connection.transport = batch.transport or connection.transport
    if connection.first_frame is None:
        connection.first_frame = batch.first_frame
    connection.save(update_fields=CHANGED)


CHANGED = (
    "heard_at",
    "transport",
    "first_frame",
    "seconds",
    "scored_seconds",
    "score_seconds",
    "poor_seconds",
    "score",
    "latest",
    "reconnects",
    "trouble",
    "troubles",
    "entry",
    "number",
    "window",
)


def _connection_of(attendance: Attendance, request: HttpRequest) -> Connection:
    """The attendance's connection, locked; made with its first batch."""
    there = Connection.everything.select_for_update().filter(attendance=attendance).order_by().first()
    if there is not None:
        return there
    moment = now()
    session = attendance.session
    values = {
        "session": session,
        "organization_id": session.meeting.organization_id,
        "day": (attendance.admitted_at or moment).astimezone(UTC).date(),
        "started_at": attendance.admitted_at or moment,
        "heard_at": moment,
        **vars(endpoint_of(request)),
    }
    made, _new = Connection.everything.select_for_update().get_or_create(
        attendance=attendance, defaults=values
    )
    return made


def _is_new(connection: Connection, entry: int, number: int) -> bool:
    """Whether a batch has not come before; it has then. One that is far behind counts as having come."""
    if entry != connection.entry:
        connection.entry, connection.number, connection.window = entry, number, 0
        return True
    ahead = number - connection.number
    if ahead > 0:
        before = ((connection.window << 1) | 1) << (ahead - 1) if ahead <= WINDOW else 0
        connection.number, connection.window = number, before & ((1 << WINDOW) - 1)
        return True
    bit = 1 << (-ahead - 1) if ahead < 0 else 0
    if ahead == 0 or -ahead > WINDOW or connection.window & bit:
        return False
    connection.window |= bit
    return True


def _add(connection: Connection, judged: Judged) -> None:
    connection.seconds += judged.seconds
    connection.reconnects += judged.reconnects
    if judged.score is None or not judged.seconds:
        return
    connection.latest = judged.score
    connection.scored_seconds += judged.seconds
    connection.score_seconds += judged.seconds * judged.score
    connection.score = round(connection.score_seconds / connection.scored_seconds)
    if judged.score < 100 * POOR:
        connection.poor_seconds += judged.seconds
    if judged.trouble:
        # A minute counts the more the worse it is.
        weight = judged.seconds * (450 - judged.score) // 100
        troubles = {
            **connection.troubles,
            judged.trouble: connection.troubles.get(judged.trouble, 0) + weight,
        }
        connection.troubles = troubles
        connection.trouble = max(troubles, key=lambda one: (troubles[one], one))
