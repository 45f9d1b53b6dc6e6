"""The manager through which rooms read: it leaves out what nobody may read any more (RET-5).

A row whose time is over is out of sight at once, whenever the sweep comes for it.

It guards the rows of its own table. A condition that reaches through a
relation into another table (`sessions__attendances__person=…`) is not
guarded there: ask with `Exists` and that table's `objects`. And a query whose
SQL is kept (`lib.prepared`) keeps the moment with it: build it on `everything`.
"""

from functools import cache
from typing import TypeVar

from django.db.models import Manager, Model, QuerySet
from django.db.models.sql import Query

from troth.privacy.expiry import Unexpired, keep_of_rows
from troth.privacy.registry import ModelClass

M = TypeVar("M", bound=Model)


@cache
def _unexpired(model: ModelClass) -> Query | None:
    """The query for the rows of a table whose time is not over. Django takes long to make it, and not long to copy."""
    keep = keep_of_rows(model)
    return QuerySet(model).filter(Unexpired(model, keep)).query if keep else None


class Everything(Manager[M]):
    """Every row: for the engine, and where what is asked for can't be past its period."""


class Readable(Manager[M]):
    """Rows that may be read: their time is not over."""

    def get_queryset(self) -> QuerySet[M]:
        rows = super().get_queryset()
        if unexpired := _unexpired(self.model):
            rows.query = unexpired.clone()
        return rows
