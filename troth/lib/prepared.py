"""Queries whose SQL is written once a process.

Django takes longer to write a query's SQL than SQLite takes to answer it. On
the one route that a whole company presses at nine o'clock, that is most of
the work. A prepared query is an ordinary queryset with a `Slot` in the place
of each value; Django writes its SQL the first time, and reads the rows.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, Model, QuerySet

M = TypeVar("M", bound=Model)


class Slot(Expression):
    """The place of a value in a prepared query: of the kind that `field` holds."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        return "%s", [self]

    def value(self, values: dict[str, Any]) -> Any:
        """The slot's value, as the database takes it."""
        return self.output_field.get_db_prep_value(values[self.name], connection)


class Prepared(Generic[M]):
    """A query that is asked often: `Prepared(lambda: Thing.objects.filter(code=Slot("code", CharField())))`."""

    def __init__(self, build: Callable[[], QuerySet[M, Any]]) -> None:
        self._build = build
        self._written: tuple[type[M], str, tuple[Any, ...]] | None = None

    def first(self, **values: Any) -> M | None:
        """The first row as an object, by values for the slots."""
        model, sql, parameters = self._filled_in(values)
        return next(iter(model._default_manager.raw(sql, parameters)), None)

    def number(self, **values: Any) -> int:
        """The one number that the query is about; 0 where no row answers."""
        _, sql, parameters = self._filled_in(values)
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            row = cursor.fetchone()
        return int(row[0]) if row else 0

    def _filled_in(self, values: dict[str, Any]) -> tuple[type[M], str, list[Any]]:
        if self._written is None:
            query = self._build()
            sql, template = query.query.get_compiler(connection=connection).as_sql()
            self._written = query.model, sql, tuple(template)
        model, sql, written = self._written
        return model, sql, [one.value(values) if isinstance(one, Slot) else one for one in written]
