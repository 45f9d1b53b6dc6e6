"""`python -m benchmarks.attending SESSIONS EACH`: so many sessions of long ago, each with so many who attended.

On the settings in force. Rows are copied by the database, since a million would take an hour to be made one by one.
"""

import sys
from datetime import timedelta
from typing import Any

import django
from django.db import connection
from django.db.models import Model

django.setup()

from troth.accounts.models import Person  # noqa: E402
from troth.lib.clock import now  # noqa: E402
from troth.meetings.models import Attendance, Meeting, Session  # noqa: E402
from troth.privacy.notice import notice_in_force  # noqa: E402
from troth.privacy.purposes import for_the_engine  # noqa: E402

AGO = timedelta(days=1200)


@for_the_engine()
def main() -> None:
    sessions, each = map(int, sys.argv[1:])
    host = Person.objects.get(email="alice@demo.example")
    meeting = Meeting.objects.create(organization=host.membership.organization, host=host, title="Old")
    base = (now() - AGO).replace(microsecond=0)
    session = Session.everything.create(meeting=meeting, capacity=100, started_at=base, ended_at=base)
    attendance = Attendance.everything.create(
        session=session,
        name="Gus",
        role="guest",
        notice=notice_in_force(),
        admission="gone",
        acknowledged_at=base,
        asked_at=base,
        seen_at=base,
        seconds=60,
    )
    sqlite = connection.vendor == "sqlite"
    key = "lower(hex(randomblob(16)))" if sqlite else "gen_random_uuid()"
    word = "lower(hex(randomblob(16)))" if sqlite else "md5(random()::text || clock_timestamp()::text)"
    moment = (
        "datetime(s.ended_at, '+' || n.i || ' minutes')"
        if sqlite
        else "s.ended_at + make_interval(mins => n.i::int)"
    )
    _copy(session, sessions, {"id": key, "ended_at": moment, "opened_at": moment})
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE copies AS SELECT id FROM meetings_session WHERE meeting_id = %s "
            "AND id <> %s",
            [_as_column(meeting), _as_column(session)],
        )
    _copy(attendance, each, {"id": key, "identity": word, "session_id": "t.id"}, ", copies t")
    attendance.delete()
    if not sqlite:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _copy(row: Model, count: int, changes: dict[str, str], beside: str = "") -> None:
    """So many copies of a row (for each row of what is beside it), with columns that differ."""
    table = row._meta.db_table
    columns = [field.column for field in row._meta.concrete_fields]
    values = [changes.get(column, f"s.{column}") for column in columns]
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{numbers} INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608  # names of columns
            f"SELECT {', '.join(values)} FROM {table} s, n{beside} WHERE s.id = %s",
            [count, _as_column(row)],
        )


def _as_column(row: Model) -> Any:
    """A row's key as the database holds it."""
    return row._meta.pk.get_db_prep_value(row.pk, connection)


if __name__ == "__main__":
    main()
