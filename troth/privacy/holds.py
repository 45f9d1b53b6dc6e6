"""Legal holds, asked inside the transaction that would delete.

A hold on a row holds every row that points at it, however far: on a meeting
its sessions, attendances and messages, on a person whatever names them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from django.db.models import Q

from troth.lib.clock import now
from troth.privacy.models.holds import Hold
from troth.privacy.registry import ModelClass

DEPTH = 6
"""Steps from a row to the held one at most: longer ways lead round."""


def holds_in_force() -> list[Hold]:
    """Every hold that forbids something now."""
    return list(
        Hold.objects.filter(Q(until__isnull=True) | Q(until__gt=now()), released_at__isnull=True).order_by()
    )


@cache
def ways_to(model: ModelClass, label: str) -> tuple[str, ...]:
    """The paths of foreign keys from a table to another, and "pk" where it is that table."""
    found = ["pk"] if model._meta.label == label else []
    todo: list[tuple[ModelClass, tuple[str, ...], frozenset[ModelClass]]] = [(model, (), frozenset((model,)))]
    while todo:
        here, names, seen = todo.pop()
        for one in here._meta.concrete_fields:
            target: Any = one.related_model
            if target is None or target in seen or len(names) >= DEPTH:
                continue
            path = (*names, one.name)
            if target._meta.label == label:
                found.append("__".join(path))
            todo.append((target, path, seen | {target}))
    return tuple(found)


def held_among(model: ModelClass, keys: Collection[Any], holds: Iterable[Hold]) -> set[Any]:
    """Those of these rows that a hold holds."""
    targets: Mapping[str, list[str]] = defaultdict(list)
    for hold in holds:
        targets[hold.target].append(hold.key)
    condition = Q()
    for label, held in targets.items():
        for way in ways_to(model, label):
            condition |= Q(**{f"{way}__in": held})
    if not condition:
        return set()
    these = list(keys)
    found: set[Any] = set()
    for start in range(0, len(these), 500):
        rows = model._base_manager.filter(condition, pk__in=these[start : start + 500])
        found |= set(rows.values_list("pk", flat=True))
    return found
