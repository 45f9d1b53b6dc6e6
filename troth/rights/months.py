"""What happened in an organization, month by month, also of what is gone (RET-5)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from troth.meetings.models import Attendance, Session
from troth.organizations.models import Organization
from troth.privacy.tallies import tallied

SHOWN = 24


@dataclass
class Month:
    """Sessions and entries of people in one month, in UTC; `counted` says that some are known as numbers only."""

    first: date
    sessions: int = 0
    entries: int = 0
    counted: bool = False
    share: int = 0


def by_month(organization: Organization) -> list[Month]:
    """The latest months in which anything happened, the newest first. `share` is in percent of the busiest."""
    months: dict[date, Month] = {}

    def month(first: date) -> Month:
        return months.setdefault(first, Month(first))

    sessions = Session.objects.filter(meeting__organization=organization)
    for first, count in _live(sessions, "opened_at"):
        month(first).sessions += count
    entries = Attendance.objects.filter(session__meeting__organization=organization)
    for first, count in _live(entries, "session__opened_at"):
        month(first).entries += count
    for label, name in ((Session._meta.label, "sessions"), (Attendance._meta.label, "entries")):
        for gone in tallied(label, str(organization.pk)):
            if gone.month:
                one = month(gone.month)
                setattr(one, name, getattr(one, name) + gone.rows)
                one.counted = True
    shown = sorted(months.values(), key=lambda one: one.first, reverse=True)[:SHOWN]
    busiest = max((one.entries for one in shown), default=0)
    for one in shown:
        one.share = round(100 * one.entries / busiest) if busiest else 0
    return shown


def _live(rows: "QuerySet[Session] | QuerySet[Attendance]", when: str) -> Iterator[tuple[date, int]]:
    grouped = (
        rows.order_by()
        .annotate(month=TruncMonth(when, tzinfo=UTC))
        .values_list("month")
        .annotate(count=Count("pk"))
    )
    totals: dict[date, int] = defaultdict(int)
    for moment, count in grouped:
        totals[moment.date()] += count
    yield from totals.items()
