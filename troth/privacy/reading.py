"""The manager through which rooms read: it leaves out what nobody may read any more (RET-5).

A row whose time is over is out of sight at once, whenever the sweep comes for
it. So is what somebody `hides`: rows of people who are leaving.

It guards the rows of its own table. A condition that reaches through a
relation into another table (`sessions__attendances__person=…`) is not
guarded there: ask with `Exists` and that table's `objects`. And a query whose
SQL is kept (`lib.prepared`) keeps the moment with it: build it on `everything`.
"""

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from django.db.models import Manager, Model, Q, QuerySet

from troth.privacy.expiry import Unexpired, keep_of_rows
from troth.privacy.registry import ModelClass

M = TypeVar("M", bound=Model)
Hiding = Callable[[ModelClass], Q | None]

HIDING: list[Hiding] = []


def hides(rule: Hiding) -> Hiding:
    """Has a function say which rows of a table are out of sight though their time is not over; None for none."""
    HIDING.append(rule)
    return rule


def hidden(model: ModelClass) -> Q | None:
    """The rows of a table that are out of sight though their time is not over."""
    found = [condition for rule in HIDING if (condition := rule(model)) is not None]
    hidden = Q()
    for condition in found:
        hidden |= condition
    return hidden or None


@cache
def _unexpired(model: ModelClass) -> Unexpired | None:
    keep = keep_of_rows(model)
    return Unexpired(model, keep) if keep else None


class Everything(Manager[M]):
    """Every row: for the engine, and where what is asked for can't be past its period."""


class Readable(Manager[M]):
    """Rows that may be read: their time is not over, and nobody hides them."""

    def get_queryset(self) -> QuerySet[M]:
        rows = super().get_queryset()
        if unexpired := _unexpired(self.model):
            rows = rows.filter(unexpired)
        if (out_of_sight := hidden(self.model)) is not None:
            rows = rows.exclude(out_of_sight)
        return rows
