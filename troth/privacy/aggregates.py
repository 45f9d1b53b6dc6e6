"""Research: what many people did, in numbers, and never what one of them did (COL-10, USE-9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Aggregate, Avg, Count, F, Model, QuerySet, Sum, TextField, Value
from django.db.models.functions import Coalesce

from troth.privacy.consents import only_standing
from troth.privacy.expiry import AsText
from troth.privacy.paths import follow_relations
from troth.privacy.purposes import for_the_engine, under
from troth.privacy.tallies import people_paths
from troth.privacy.vocabulary import Purpose

MINIMUM = 5
"""People in the smallest group that is told."""

NUMBERS = (Count, Sum, Avg)
"""The least and the greatest value are one person's."""


@dataclass(frozen=True)
class Group:
    """People who have `key` in common, how many they are, and the numbers that were asked for."""

    key: tuple[object, ...]
    people: int
    numbers: Mapping[str, float]


def study(rows: QuerySet[Any], by: Sequence[str] = (), **numbers: Aggregate) -> list[Group]:
    """Counts, sums and averages over rows, in groups that have the fields `by` in common; the largest first.

    What is asked is asked to improve the service: PurposeRefused where a
    field in it is not declared for that. Groups of fewer than MINIMUM people
    are left out, and with them the smallest of the others: what a total has
    beyond the groups that are told is then of MINIMUM people at least. Raises
    ValueError for another kind of number, or rows that are about nobody. Who
    objects to it is not in it.
    """
    if strange := [name for name, number in numbers.items() if type(number) not in NUMBERS]:
        raise ValueError(f"{', '.join(strange)}: research counts, sums and takes averages, nothing else")
    people = Count(_person(rows.model), distinct=True)
    # The constant stands for a key where nothing else does: `values()` of nothing is all columns.
    with under(Purpose.IMPROVE):
        _question(rows, by, numbers).query.sql_with_params()
    with for_the_engine():
        question = _question(_of_the_willing(rows), by, numbers)
        found = [_group(row, by, numbers) for row in question.annotate(_people=people)]
    return _told(sorted(found, key=lambda group: -group.people))


def _question(rows: QuerySet[Any], by: Sequence[str], numbers: Mapping[str, Aggregate]) -> QuerySet[Any, Any]:
    question: QuerySet[Any, Any] = (
        rows.order_by().annotate(_all=Value(1)).values("_all", *by).annotate(**numbers)
    )
    return question


def _of_the_willing(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Without the rows of accounts that object to improving (LAW-4)."""
    for path in people_paths(rows.model):
        relations = path.removesuffix("pk").removesuffix("__")
        end = follow_relations(rows.model, relations) if relations else rows.model
        if end is get_user_model():
            rows = only_standing(rows, Purpose.IMPROVE, person=path, address="")
    return rows


def _group(row: dict[str, Any], by: Sequence[str], numbers: Mapping[str, Aggregate]) -> Group:
    return Group(tuple(row[name] for name in by), row["_people"], {name: row[name] for name in numbers})


def _told(groups: list[Group]) -> list[Group]:
    """Of groups, the largest first, those that may be told."""
    told = [group for group in groups if group.people >= MINIMUM]
    return told if len(told) == len(groups) else told[:-1]


def _person(model: type[Model]) -> Coalesce:
    """Who a row is about. Two that can't be told apart count as one, so that there are rather too few."""
    paths = people_paths(model)
    if not paths:
        raise ValueError(f"{model._meta.label} is about nobody")
    # Coalesce takes two or more.
    return Coalesce(*(AsText(F(path)) for path in paths), Value(None), output_field=TextField())
