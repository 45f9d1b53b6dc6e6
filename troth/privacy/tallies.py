"""What is left of rows whose time is over: numbers by month, or by day, and by a few words (RET-5).

A group is counted in its scope only where it is of five people or more, or is
added to a count that is there already; one of a day goes into its month first.
What is too small is counted in scope "", and where that would be too small too,
without its month. So each row is in one count, and no count
is of a few people, but for the last. Rows about nobody are counted as they are.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Count, F, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, TruncDay, TruncMonth

from troth.privacy.declarations import SELF, Counts, Declaration, kinds_of
from troth.privacy.expiry import AsText
from troth.privacy.graph import graph
from troth.privacy.models import Tally
from troth.privacy.paths import follow_relations
from troth.privacy.registry import ModelClass

LEAST = 5
"""People in a group that is counted by itself (COL-10)."""

STEPS = 4
"""Owners of owners that are followed, to tell how many people rows are about."""


@dataclass
class Group:
    """Rows that are counted together. `people` is how many they are about, or their number where nobody owns them."""

    scope: str
    month: date | None
    by: dict[str, Any]
    rows: int = 0
    people: int = 0
    sums: dict[str, int] = field(default_factory=dict)
    day: date | None = None

    @property
    def order(self) -> tuple[str, str, str, str]:
        return self.scope, str(self.month or ""), str(self.day or ""), repr(self.by)


def people_paths(model: ModelClass, steps: int = STEPS) -> list[str]:
    """Paths from a row to the people it is about, each to one at most; the surest last."""
    found: list[str] = []
    declaration = graph().declared.get(model)
    for path, end in declaration.owners.items() if declaration else ():
        if path == SELF:
            found.append("pk")
        elif _leads_to_one(model, path):
            target = follow_relations(model, path)
            ends = kinds_of(end) or not steps
            found += [path] if ends else [f"{path}__{more}" for more in people_paths(target, steps - 1)]
    return sorted(found, key=lambda path: path.endswith("pk"))


def _leads_to_one(model: ModelClass, path: str) -> bool:
    for name in path.split("__"):
        relation: Any = model._meta.get_field(name)
        if relation.one_to_many or relation.many_to_many:
            return False
        model = relation.related_model
    return True


def _placed(rows: QuerySet[Any], counts: Counts, scope: str) -> QuerySet[Any]:
    """The rows, each with its scope, day and month."""
    placed: QuerySet[Any] = rows.order_by().annotate(
        tally_scope=F("pk" if scope == SELF else scope) if scope else Value(""),
        tally_month=TruncMonth(counts.when, tzinfo=UTC),
        tally_day=TruncDay(counts.when, tzinfo=UTC),
    )
    return placed


def _groups(rows: QuerySet[Any], counts: Counts, scope: str, *, daily: bool = False) -> Iterator[Group]:
    model = rows.model
    people = [AsText(F(path)) for path in people_paths(model)]
    about: Any = Count(Coalesce(*people, Value("")) if people else "pk", distinct=bool(people))
    grouped = (
        _placed(rows, counts, scope)
        .values("tally_scope", "tally_month", *(["tally_day"] if daily else []), *counts.by)
        .annotate(
            tally_rows=Count("pk"),
            tally_people=about,
            **{f"tally_{name}": Sum(name) for name in counts.sums},
        )
    )
    for one in grouped:
        yield Group(
            scope=str(one["tally_scope"] or ""),
            month=_as_date(one["tally_month"]),
            day=_as_date(one.get("tally_day")),
            by={name: one[name] for name in counts.by},
            rows=one["tally_rows"],
            people=one["tally_people"],
            sums={name: one[f"tally_{name}"] or 0 for name in counts.sums},
        )


def _as_date(moment: Any) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def tally(model: ModelClass, declaration: Declaration, keys: Collection[Any]) -> None:
    """Counts rows that the caller deletes in the same transaction."""
    counts = declaration.counts
    if counts is None:
        return
    table = model._meta.label
    least = LEAST if declaration.owners or declaration.personal else 1
    rows = model._base_manager.filter(pk__in=list(keys))
    if counts.daily:
        rows = model._base_manager.filter(pk__in=_count_days(rows, counts, declaration.scope, least))
    left = sorted(_groups(rows, counts, declaration.scope), key=lambda one: one.order)
    left = _settle(table, [one for one in left if one.scope and one.month], left, least)
    nowhere = _merged(Group("", one.month, one.by, one.rows, one.people, one.sums) for one in left)
    left = _settle(table, [one for one in nowhere if one.month], nowhere, least)
    for one in _merged(Group("", None, one.by, one.rows, one.people, one.sums) for one in left):
        _add(table, one)


def _count_days(rows: QuerySet[Any], counts: Counts, scope: str, least: int) -> list[Any]:
    """Counts the days that are large enough, and answers the keys of the rows of the others.

    Who came on several of those is then one person of the month.
    """
    groups = sorted(_groups(rows, counts, scope, daily=True), key=lambda one: one.order)
    fit = [one for one in groups if one.scope and one.day]
    small = {id(one) for one in _settle(rows.model._meta.label, fit, fit, least)}
    settled = {one.order for one in fit if id(one) not in small}
    found = _placed(rows, counts, scope).values_list(
        "pk", "tally_scope", "tally_month", "tally_day", *counts.by
    )
    return [
        key
        for key, place, month, day, *by in found
        if Group(
            str(place or ""), _as_date(month), dict(zip(counts.by, by, strict=True)), day=_as_date(day)
        ).order
        not in settled
    ]


def _settle(table: str, fit: list[Group], groups: list[Group], least: int) -> list[Group]:
    """Counts those that are large enough, and answers those that are not."""
    settled = []
    for one in fit:
        there = Tally.objects.filter(table=table, scope=one.scope, month=one.month, day=one.day, by=one.by)
        if one.people >= least or there.exists():
            _add(table, one)
            settled.append(id(one))
    return [one for one in groups if id(one) not in settled]


def _merged(groups: Iterator[Group]) -> list[Group]:
    merged: dict[tuple[str, ...], Group] = {}
    for one in groups:
        if one.order in merged:
            other = merged[one.order]
            other.rows += one.rows
            other.people += one.people
            other.sums = {name: other.sums.get(name, 0) + value for name, value in one.sums.items()}
        else:
            merged[one.order] = one
    return [merged[order] for order in sorted(merged)]


def _add(table: str, group: Group) -> None:
    cell, _ = Tally.objects.get_or_create(
        table=table, scope=group.scope, month=group.month, day=group.day, by=group.by
    )
    cell = Tally.objects.select_for_update().get(pk=cell.pk)
    cell.rows += group.rows
    cell.sums = {name: cell.sums.get(name, 0) + value for name, value in group.sums.items()}
    cell.save(update_fields=["rows", "sums"])


@dataclass(frozen=True)
class Month:
    """What was counted of one month; `month` is its first day, None where that is not known any more."""

    month: date | None
    rows: int
    sums: dict[str, int]


def tallied(label: str, scope: str | None = None, **by: object) -> list[Month]:
    """What is left of a table's rows, month by month: of one scope, or of all together. In order, the undated last."""
    cells = Tally.objects.filter(table=label).order_by("month")
    if scope is not None:
        cells = cells.filter(scope=scope)
    found: dict[date | None, Month] = {}
    for cell in cells:
        if any(cell.by.get(name) != value for name, value in by.items()):
            continue
        before = found.get(cell.month, Month(cell.month, 0, {}))
        sums = {name: before.sums.get(name, 0) + value for name, value in cell.sums.items()}
        found[cell.month] = Month(cell.month, before.rows + cell.rows, sums)
    return sorted(found.values(), key=lambda one: (one.month is None, one.month or date.min))


@dataclass(frozen=True)
class Day:
    """What was counted of one day; `day` is None for what is known of its `month` only."""

    month: date
    day: date | None
    rows: int
    sums: dict[str, int]


def tallied_days(label: str, scope: str, since: date) -> list[Day]:
    """What is left of a scope's rows since a day, day by day and in order, and of the months' other days together."""
    cells = Tally.objects.filter(table=label, scope=scope, month__gte=since.replace(day=1)).order_by(
        "month", "day"
    )
    found: dict[tuple[date, date | None], Day] = {}
    for cell in cells:
        if cell.month is None or (cell.day is not None and cell.day < since):
            continue
        before = found.get((cell.month, cell.day), Day(cell.month, cell.day, 0, {}))
        sums = {name: before.sums.get(name, 0) + value for name, value in cell.sums.items()}
        found[cell.month, cell.day] = Day(cell.month, cell.day, before.rows + cell.rows, sums)
    return list(found.values())
