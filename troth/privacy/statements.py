"""Queries that are compiled once a process, and take any number of keys as one value.

Django builds and compiles a query each time it is asked. An erasure asks some
forty small ones, and takes longer over that than the database over answering.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import CharField, Expression, Field, IntegerField, QuerySet
from django.db.models.sql import DeleteQuery, Query, UpdateQuery

Key = Any

CHUNK = 5000
"""Keys in one query."""

HOLE = object()


class Keys(Expression):
    """Stands in a query where the keys of some rows belong that are not known yet."""

    def __init__(self, key: "Field[Any, Any]") -> None:
        super().__init__(output_field=key)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if connection.vendor == "postgresql":
            return f"(SELECT unnest(%s::{self.output_field.rel_db_type(connection)}[]))", [HOLE]
        return "(SELECT value FROM json_each(%s))", [HOLE]


class Statement:
    """A compiled query with at most one hole, for keys of the kind `key`."""

    def __init__(self, query: Query, key: "Field[Any, Any]") -> None:
        compiler = query.get_compiler(connection=connection)
        while key.is_relation:
            key = key.target_field  # type: ignore[attr-defined]
        self.key = key
        self.is_plain = isinstance(key, IntegerField | CharField)
        self.write = _writer(key)
        self.sql, params = compiler.as_sql()
        self.params = list(params)
        self.hole = next((place for place, value in enumerate(self.params) if value is HOLE), None)
        self.columns = [column for column, _, _ in compiler.select] if type(query) is Query else []
        self.converters = compiler.get_converters(self.columns)
        self.compiler = compiler

    def _execute(self, keys: list[Key]) -> Any:
        db = connections[DEFAULT_DB_ALIAS]
        params = list(self.params)
        if self.hole is not None:
            values = keys if self.is_plain else [self.key.get_db_prep_value(one, db) for one in keys]
            params[self.hole] = self.write(values)
        cursor = db.cursor()
        cursor.execute(self.sql, params)
        return cursor

    def rows(self, keys: Collection[Key] = (None,)) -> list[tuple[Any, ...]]:
        """The rows it selects for these keys, or all."""
        found: list[tuple[Any, ...]] = []
        for chunk in chunks(keys):
            found += self._execute(chunk).fetchall()
        if self.converters:
            return [tuple(row) for row in self.compiler.apply_converters(found, self.converters)]
        return found

    def run(self, keys: Collection[Key]) -> None:
        """Changes what it changes for these keys."""
        for chunk in chunks(keys):
            self._execute(chunk)


def _writer(key: "Field[Any, Any]") -> Callable[[list[Any]], object]:
    """What makes one value of keys: an array, or JSON, which a list of whole numbers is as Python writes it."""
    if connection.vendor == "postgresql":
        return list
    return str if isinstance(key, IntegerField) else json.dumps


def selecting(rows: "QuerySet[Any]", key: "Field[Any, Any]", *names: str) -> Statement:
    """The statement that answers these columns."""
    return Statement(rows.values_list(*names).query, key)


def updating(rows: "QuerySet[Any]", key: "Field[Any, Any]", values: Mapping[str, object]) -> Statement:
    """The statement that sets these columns to these values."""
    query: Any = rows.order_by().query.chain(UpdateQuery)
    query.add_update_values(values)
    return Statement(query, key)


def deleting(rows: "QuerySet[Any]", key: "Field[Any, Any]") -> Statement:
    """The statement that deletes these rows, and nothing else."""
    return Statement(rows.order_by().query.chain(DeleteQuery), key)


def chunks(keys: Collection[Key]) -> Iterator[list[Key]]:
    """The keys, a query's worth at a time."""
    these = list(keys)
    for start in range(0, len(these), CHUNK):
        yield these[start : start + CHUNK]
