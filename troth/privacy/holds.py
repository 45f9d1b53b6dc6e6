"""Legal holds, asked inside the transaction that would delete.

A hold on a row holds every row that points at it, however far: on a meeting
its sessions, attendances and messages, on a person whatever names them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model, Value

from troth.lib.clock import now
from troth.lib.prepared import Prepared
from troth.privacy.graph import Row, Rows
from troth.privacy.models.holds import Hold
from troth.privacy.registry import ModelClass
from troth.privacy.statements import Key, chunks

_UNRELEASED = Prepared(
    lambda: Hold.objects.filter(released_at__isnull=True).order_by().values(one=Value(1))[:1]
)
"""Asked before anything is deleted, and mostly there is none."""


def freeze(*tables: type[Model]) -> None:
    """Nobody writes to these tables until the transaction ends. SQLite has one writer, and this transaction is it."""
    if connection.vendor == "postgresql":
        quoted = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {quoted} IN SHARE MODE")


def holds_in_force() -> list[Hold]:
    """Every hold that forbids something now."""
    if not _UNRELEASED.number():
        return []
    placed = Hold.objects.filter(released_at=None).order_by()
    return [one for one in placed if one.until is None or one.until > now()]


def held_among(model: ModelClass, keys: Collection[Key], holds: Iterable[Hold]) -> set[Key]:
    """Those of these rows that a hold holds."""
    targets: dict[str, list[str]] = defaultdict(list)
    for hold in holds:
        targets[hold.target].append(hold.key)
    if not keys or targets.keys().isdisjoint(labels_above(model)):
        return set()
    above = _above({model: set(keys)}, frozenset(targets))
    pointing: dict[Row, set[Row]] = defaultdict(set)
    for row, ends in above.items():
        for end in ends:
            pointing[end].add(row)
    todo = [
        (one, key)
        for one in {row[0] for row in above}
        for key in map(one._meta.pk.to_python, targets.get(one._meta.label, ()))
        if (one, key) in above
    ]
    held = set(todo)
    while todo:
        fresh = pointing[todo.pop()] - held
        held |= fresh
        todo += fresh
    return {key for one, key in held if one is model} & set(keys)


def needed_by(rows: Rows) -> Rows:
    """These rows, and every row that they point at, however far."""
    found: Rows = defaultdict(set)
    for model, key in _above(rows, None):
        found[model].add(key)
    return found


@cache
def labels_above(model: ModelClass) -> frozenset[str]:
    """The labels of a table and of all that its foreign keys lead to."""
    found = {model}
    todo = [model]
    while todo:
        fresh = {end for _, end in references(todo.pop())} - found
        found |= fresh
        todo += fresh
    return frozenset(one._meta.label for one in found)


def references(model: ModelClass) -> Iterator[tuple[str, ModelClass]]:
    """The foreign keys of a table, each with the table it points at."""
    for one in model._meta.concrete_fields:
        end: Any = one.related_model
        if end is not None:
            yield one.name, end._meta.concrete_model


def _above(rows: Rows, labels: frozenset[str] | None) -> dict[Row, set[Row]]:
    """These rows and all above them, each with those that it points at; only on the way to `labels`, where given."""
    found: dict[Row, set[Row]] = {(model, key): set() for model, keys in rows.items() for key in keys}
    frontier = {model: set(keys) for model, keys in rows.items() if keys}
    while frontier:
        model, keys = frontier.popitem()
        ways = [
            (name, end)
            for name, end in references(model)
            if labels is None or not labels.isdisjoint(labels_above(end))
        ]
        names = [f"{name}__pk" for name, _ in ways]
        for chunk in chunks(keys) if ways else ():
            lines = model._base_manager.filter(pk__in=chunk).order_by().values_list("pk", *names)
            for key, *values in lines:
                for (_, end), value in zip(ways, values, strict=True):
                    if value is None:
                        continue
                    found[model, key].add((end, value))
                    if (end, value) not in found:
                        found[end, value] = set()
                        frontier.setdefault(end, set()).add(value)
    return found
