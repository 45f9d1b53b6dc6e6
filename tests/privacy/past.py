"""Meetings of the past, written as they would be found."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from troth.accounts.models import Person
from troth.meetings.models import Attendance, AttendanceRole, Meeting, Message, Presence, Session
from troth.organizations.models import Organization
from troth.privacy.models import Tally
from troth.privacy.notice import notice_in_force

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def held(meeting: Meeting, at: datetime, minutes: int = 30, ended: bool = True) -> Session:
    """A session of the meeting that began then."""
    session = Session.everything.create(
        meeting=meeting,
        capacity=100,
        started_at=at,
        ended_at=at + timedelta(minutes=minutes) if ended else None,
    )
    # auto_now_add takes the clock's.
    Session.everything.filter(pk=session.pk).update(opened_at=at)
    session.opened_at = at
    return session


def attends(
    session: Session, person: Person | None = None, role: str = AttendanceRole.GUEST, **fields: Any
) -> Attendance:
    """Somebody's entry to it, with a presence."""
    at = session.opened_at
    values: dict[str, Any] = {
        "name": "Gus Guest",
        "notice": notice_in_force(),
        "admission": "admitted",
        "acknowledged_at": at,
        "asked_at": at,
        "seen_at": at,
        "admitted_at": at,
        "joined_at": at,
        "left_at": session.ended_at,
        "seconds": 60,
    }
    row = Attendance.everything.create(session=session, person=person, role=role, **(values | fields))
    Presence.everything.create(
        attendance=row, media_id=uuid4().hex, joined_at=at, seen_at=at, left_at=session.ended_at
    )
    return row


def writes(author: Attendance, number: int, text: str = "hello", **fields: Any) -> Message:
    """A line of chat."""
    session = author.session
    return Message.everything.create(
        meeting=session.meeting,
        session=session,
        author=author,
        number=number,
        changed=number,
        text=text,
        nonce=uuid4(),
        written_at=session.opened_at,
        **fields,
    )


def meeting_of(host: Person | None, organization: Organization, **fields: Any) -> Meeting:
    return Meeting.objects.create(host=host, organization=organization, title="Weekly", **fields)


def counted(label: str) -> tuple[int, int]:
    """All rows of a table that are counted, and the seconds in them."""
    cells = Tally.objects.filter(table=label)
    return sum(cell.rows for cell in cells), sum(cell.sums.get("seconds", 0) for cell in cells)


def by_month(label: str, scope: str) -> dict[date | None, int]:
    months: Counter[date | None] = Counter()
    for cell in Tally.objects.filter(table=label, scope=scope):
        months[cell.month] += cell.rows
    return dict(months)
