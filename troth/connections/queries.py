"""What is read of connections: by day, by meeting, by what they have in common. Measurements are never gone through."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, FloatField, Min, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.accounts.models import Person
from troth.connections.access import Viewer
from troth.connections.models import Connection, Device, Minute, Transport, Trouble
from troth.connections.quality import (
    SUMS,
    DayQuality,
    Group,
    InCommon,
    MeetingQuality,
    Quality,
    Remainder,
)
from troth.connections.score import grade, mos
from troth.lib.clock import now
from troth.lib.countries import country_name
from troth.meetings.models import AttendanceRole, Session
from troth.privacy.retention import days_of
from troth.privacy.tallies import tallied_days

RULE = "connection_days"
PERIODS = (7, 30, 90)
MOST_DAYS = 396
HEARD = timedelta(minutes=3)
"""A connection that was not heard of for so long is not on any more."""
WORST = 10
DAYS = 60
"""Days of one person on a page."""
IN_COMMON = 8
"""Lines of a table of what connections have in common."""
ENOUGH = 30
"""Measured seconds from which on a meeting can be among the worst."""

SCORE = ExpressionWrapper(Sum("score_seconds") * 1.0 / Sum("scored_seconds"), output_field=FloatField())


def readable(organization_id: uuid.UUID, since: date | None = None) -> QuerySet[Connection]:
    """An organization's connections that may be looked at, since a day in UTC.

    One organization has one period, so it is looked up once; `objects` would for each row.
    """
    began = now() - timedelta(days=days_of(str(organization_id), RULE))
    rows = Connection.everything.filter(organization_id=organization_id, started_at__gt=began)
    return rows.filter(day__gte=max(since, began.astimezone(UTC).date())) if since else rows


TOTALS = {f"sum_{name}": Sum(name) for name in SUMS}


def _totals(row: Mapping[str, Any]) -> dict[str, int]:
    return {name: row[f"sum_{name}"] or 0 for name in SUMS}


def first_day(days: int) -> date:
    """The first of the last so many days, in UTC; today is one of them."""
    return now().astimezone(UTC).date() - timedelta(days=days - 1)


def by_day(
    organization_id: uuid.UUID, days: int, rows: QuerySet[Connection]
) -> tuple[list[DayQuality], list[Remainder]]:
    """The days of the last so many, each of them, oldest first, with what is archived; and what is in no day of them.

    `rows` are the organization's readable ones since then.
    """
    since = first_day(days)
    found = {since + timedelta(days=n): DayQuality(day=since + timedelta(days=n)) for n in range(days)}
    grouped: QuerySet[Any, Any] = rows.order_by().values("day").annotate(n=Count("pk"), **TOTALS)
    for row in grouped:
        if row["day"] in found:
            found[row["day"]].add(Quality(row["n"], **_totals(row)))
    rest = []
    for cell in tallied_days(Connection._meta.label, str(organization_id), since):
        if cell.day is None:
            rest.append(Remainder(cell.rows, **_summed(cell.sums), month=cell.month))
        elif cell.day in found:
            found[cell.day].add(Quality(cell.rows, **_summed(cell.sums)))
            found[cell.day].archived = True
    return list(found.values()), rest


def _summed(sums: dict[str, int]) -> dict[str, int]:
    return {name: sums.get(name, 0) for name in SUMS}


def _known(key: str) -> str:
    return key or _("unknown")


def _device(key: str) -> str:
    return str(Device(key).label)


def _way(key: str) -> str:
    return str(Transport(key).label) if key else _("unknown")


def _country(key: str) -> str:
    return country_name(key) if key else _("local, or unknown")


def _network(key: str) -> str:
    return key or _("local, or unknown")


def _trouble(key: str) -> str:
    return str(Trouble(key).label) if key else _("nothing")


COMMON: tuple[tuple[str | Promise, str, Callable[[str], str]], ...] = (
    (gettext_lazy("Browser"), "browser", _known),
    (gettext_lazy("System"), "system", _known),
    (gettext_lazy("Device"), "device", _device),
    (gettext_lazy("Way of the media"), "transport", _way),
    (gettext_lazy("Country"), "country", _country),
    (gettext_lazy("Network"), "network", _network),
    (gettext_lazy("What went wrong"), "trouble", _trouble),
)


PLACES = ("country", "network")
"""Where somebody's device was: of colleagues alone."""


def in_common(rows: QuerySet[Connection]) -> list[InCommon]:
    """Connections by network, client and region; the most used first. Where guests were is not among it."""
    found = []
    for title, name, words in COMMON:
        told = rows.exclude(attendance__role=AttendanceRole.GUEST) if name in PLACES else rows
        grouped: QuerySet[Any, Any] = (
            told.order_by().values(name).annotate(n=Count("pk"), **TOTALS).order_by("-n", name)
        )
        groups = [
            Group(row["n"], **_totals(row), key=row[name], name=words(row[name]))
            for row in grouped[:IN_COMMON]
        ]
        found.append(InCommon(str(title), name, groups))
    return found


def meetings(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """The sessions of connections, as rows for `as_meeting`; the worst first."""
    found: QuerySet[Any, Any] = (
        rows.order_by()
        .values("session", "session__meeting", "session__meeting__title", "session__started_at")
        .annotate(n=Count("pk"), least=Min("score"), **TOTALS, mos=SCORE)
        .order_by(F("mos").asc(nulls_last=True), "session")
    )
    return found


def as_meeting(row: dict[str, Any]) -> MeetingQuality:
    return MeetingQuality(
        row["n"],
        **_totals(row),
        session=row["session"],
        meeting=row["session__meeting"],
        title=row["session__meeting__title"],
        started_at=row["session__started_at"],
        least=mos(row["least"]),
    )


def worst_meetings(rows: QuerySet[Connection]) -> list[MeetingQuality]:
    """Of the meetings of connections, those whose connections were worst."""
    measured = meetings(rows).filter(sum_scored_seconds__gte=ENOUGH)
    return [as_meeting(row) for row in measured[:WORST]]


@dataclass(frozen=True)
class Live:
    """A meeting that is on: how many are measured, how good the last minute was together, and for whom it was worst."""

    session: uuid.UUID
    meeting: uuid.UUID
    title: str
    started_at: datetime | None
    people: int
    poor: int
    score: float | None
    least: float | None

    @property
    def grade(self) -> str:
        return grade(self.score)


def live(organization_id: uuid.UUID) -> list[Live]:
    """Meetings that are on, the worst first, as of the last minute."""
    rows = (
        readable(organization_id)
        .filter(heard_at__gt=now() - HEARD, session__ended_at=None)
        .select_related("session__meeting")
    )
    found: dict[uuid.UUID, list[Connection]] = {}
    for one in rows.order_by("session"):
        found.setdefault(one.session_id, []).append(one)
    lines = [_as_live(connections) for connections in found.values()]
    return sorted(lines, key=lambda one: (one.score is None, one.score or 0.0, str(one.session)))


def _as_live(connections: list[Connection]) -> Live:
    session = connections[0].session
    scores = [score for one in connections if (score := mos(one.latest)) is not None]
    return Live(
        session=session.pk,
        meeting=session.meeting_id,
        title=session.meeting.title,
        started_at=session.started_at,
        people=len(connections),
        poor=sum(grade(one) == "poor" for one in scores),
        score=sum(scores) / len(scores) if scores else None,
        least=min(scores, default=None),
    )


def of_session(session: Session, viewer: Viewer) -> QuerySet[Connection]:
    """The connections to a session that somebody may see, all or their own, in the order they came."""
    rows = Connection.objects.filter(session=session).select_related("attendance", "session__meeting")
    if not viewer.sees_all:
        rows = rows.filter(attendance__person=viewer.person)
    return rows.order_by("started_at", "pk")


def of_person(person: Person, organization_id: uuid.UUID | None = None) -> QuerySet[Connection]:
    """Somebody's own connections, the latest first; in one organization, if given."""
    rows = Connection.objects.filter(attendance__person=person).select_related(
        "attendance", "session__meeting"
    )
    if organization_id:
        rows = rows.filter(organization_id=organization_id)
    return rows.order_by("-started_at", "pk")


def days_of_rows(rows: QuerySet[Connection]) -> list[DayQuality]:
    """How good connections were together on each of their days, the latest first."""
    grouped: QuerySet[Any, Any] = rows.order_by().values("day").annotate(n=Count("pk"), **TOTALS)
    found = []
    for row in grouped.order_by("-day")[:DAYS]:
        found.append(DayQuality(day=row["day"]))
        found[-1].add(Quality(row["n"], **_totals(row)))
    return found


def minutes_of(connections: Iterable[Connection]) -> dict[uuid.UUID, list[Minute]]:
    """What was measured of connections that may be looked at, minute by minute, by the connection's id."""
    found: dict[uuid.UUID, list[Minute]] = {one.pk: [] for one in connections}
    # `objects` would ask for each minute what was asked of its connection already.
    for minute in Minute.everything.filter(connection__in=list(found)).order_by("connection", "at", "pk"):
        found[minute.connection_id].append(minute)
    return found


def troubled_minutes(connections: Iterable[Connection]) -> dict[uuid.UUID, list[Minute]]:
    """As `minutes_of`, but only those in which something went wrong, and of each no more than that."""
    found: dict[uuid.UUID, list[Minute]] = {one.pk: [] for one in connections}
    rows = (
        Minute.everything.filter(connection__in=list(found))
        .exclude(trouble="")
        .only("connection", "at", "seconds", "trouble")
    )
    for minute in rows.order_by("connection", "at", "pk"):
        found[minute.connection_id].append(minute)
    return found
