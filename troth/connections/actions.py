"""Taking in what room clients measure."""

from datetime import UTC, timedelta

from django.db import IntegrityError, transaction
from django.db.models import UUIDField
from django.http import HttpRequest
from django.utils.translation import gettext as _

from troth.connections.endpoint import endpoint_of
from troth.connections.judging import Judged, judge
from troth.connections.models import Connection, Minute
from troth.connections.readings import BatchIn
from troth.connections.score import POOR
from troth.lib.clock import now
from troth.lib.prepared import Prepared, Slot, insert, update
from troth.lib.problems import Problem
from troth.meetings.models import Attendance

AHEAD = 120
"""Seconds that may be told of beyond those that have passed: clocks differ, and batches overlap at their ends."""
A_READING = 10
"""Seconds: a batch has one reading at least, but for the last of an entry."""
WINDOW = 63


def take_in(attendance: Attendance, batch: BatchIn, request: HttpRequest) -> None:
    """Adds a batch to the attendance's connection. One that has come before changes nothing.

    Raises 429 where more time is told of than has passed.
    """
    moment = now()
    admitted_at = attendance.admitted_at or moment
    # Before the transaction: on SQLite it is the one that writes.
    judged = judge(batch)
    ends = max(admitted_at, moment - timedelta(seconds=batch.age))
    begins = max(admitted_at, ends - timedelta(seconds=judged.seconds))
    with transaction.atomic():
        connection = _connection_of(attendance, request)
        if not _is_new(connection, attendance.entries, batch.number):
            return
        # All entries count together: whoever reloads the page goes on with the same connection.
        passed = (moment - connection.started_at).total_seconds() + AHEAD
        since_entry = (moment - admitted_at).total_seconds() + AHEAD
        if connection.seconds + judged.seconds > passed or batch.number * A_READING > since_entry:
            raise Problem(429, "too-many", _("That is more than can have happened."))
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
        update(connection, CHANGED)


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


# Not past its period either; locked, for the SQL is written inside a transaction.
OF_ATTENDANCE = Prepared(
    lambda: (
        Connection.everything.select_for_update()
        .filter(attendance_id=Slot("attendance", UUIDField()))
        .order_by()
    )
)


def _connection_of(attendance: Attendance, request: HttpRequest) -> Connection:
    """The attendance's connection, locked; made with its first batch."""
    there = OF_ATTENDANCE.first(attendance=attendance.pk)
    if there is not None:
        return there
    moment = now()
    began = attendance.admitted_at or moment
    made = Connection(
        attendance=attendance,
        session=attendance.session,
        organization_id=attendance.session.meeting.organization_id,
        day=began.astimezone(UTC).date(),
        started_at=began,
        heard_at=moment,
        **vars(endpoint_of(request)),
    )
    try:
        with transaction.atomic():
            insert(made)
    except IntegrityError:
        # Another batch of theirs came at the same moment.
        return Connection.everything.select_for_update().get(attendance=attendance)
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
