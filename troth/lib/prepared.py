"""Queries whose SQL is written once a process.

Django takes longer to write a query's SQL than SQLite takes to answer it. On
the one route that a whole company presses at nine o'clock, that is most of
the work. A prepared query is an ordinary queryset with a `Slot` in the place
of each value; Django writes its SQL the first time, and reads the rows.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, Expression, Field, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql import InsertQuery, UpdateQuery
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)


def _one_for_all() -> None:
    return None


variant: Callable[[], Hashable] = _one_for_all
"""What the SQL of a query depends on beside the query: it is written once for each."""


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


@dataclass(frozen=True)
class _Written:
    model: type[Model]
    sql: str
    parameters: tuple[Any, ...]
    attributes: list[str]
    related: list[Any]
    compiler: SQLCompiler
    converters: dict[int, Any]


class Prepared(Generic[M]):
    """A query that is asked often: `Prepared(lambda: Thing.objects.filter(code=Slot("code", CharField())))`."""

    def __init__(self, build: Callable[[], QuerySet[M, Any]]) -> None:
        self._build = build
        self._kept: dict[Hashable, _Written] = {}

    def first(self, **values: Any) -> M | None:
        """The first row as an object, with those that `select_related` names, by values for the slots."""
        query, row = self._ask(values)
        if row is None:
            return None
        (values_of,) = query.compiler.apply_converters([row], query.converters)
        found = query.model.from_db(connection.alias, query.attributes, values_of[: len(query.attributes)])
        for one in query.related:
            one.populate(values_of, found)
        return cast(M, found)

    def number(self, **values: Any) -> int:
        """The one number that the query is about; 0 where no row answers."""
        _, row = self._ask(values)
        return int(row[0]) if row else 0

    def _ask(self, values: dict[str, Any]) -> tuple[_Written, tuple[Any, ...] | None]:
        key = variant()
        query = self._kept.get(key)
        if query is None:
            query = self._kept[key] = self._write()
        parameters = [one.value(values) if isinstance(one, Slot) else one for one in query.parameters]
        with connection.cursor() as cursor:
            cursor.execute(query.sql, parameters)
            row = cursor.fetchone()
        return query, tuple(row) if row else None

    def _write(self) -> _Written:
        queryset = self._build()
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        columns = [column for column, *_ in compiler.select]
        # As Django's own ModelIterable reads a row.
        rows = compiler.klass_info
        populators: Any = get_related_populators  # django-stubs know a later Django's.
        return _Written(
            model=queryset.model,
            sql=sql,
            parameters=tuple(parameters),
            attributes=[columns[place].target.attname for place in rows["select_fields"]] if rows else [],
            related=populators(rows, compiler.select, connection.alias) if rows else [],
            compiler=compiler,
            converters=compiler.get_converters(columns),
        )


_UPDATES: dict[tuple[type[Model], tuple[str, ...]], tuple[str, tuple[Any, ...]]] = {}


def update(row: Model, names: tuple[str, ...]) -> None:
    """Writes these fields of a row that is there as `row.save(update_fields=names)` does, but tells no signals."""
    model = type(row)
    if (model, names) not in _UPDATES:
        fields: list[Field[Any, Any]] = [model._meta.get_field(name) for name in names]  # type: ignore[misc]
        key = Slot("pk", model._meta.pk)
        query: Any = model._base_manager.filter(pk=key).order_by().query.chain(UpdateQuery)
        query.add_update_fields([(field, None, Slot(field.attname, field)) for field in fields])
        _UPDATES[model, names] = query.get_compiler(connection=connection).as_sql()
    sql, parameters = _UPDATES[model, names]
    values = {"pk": row.pk} | vars(row)
    with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
        cursor.execute(sql, [one.value(values) if isinstance(one, Slot) else one for one in parameters])


_INSERTS: dict[type[Model], tuple[str, list["Field[Any, Any]"]]] = {}


def insert(row: Model) -> None:
    """Writes a new row as `row.save(force_insert=True)` does, but tells no signals.

    A number that the database gives the row is not asked for.
    """
    model = type(row)
    if model not in _INSERTS:
        fields = [
            field
            for field in model._meta.concrete_fields
            if not field.generated and not isinstance(field, AutoField)
        ]
        query = InsertQuery(model)
        query.insert_values(fields, [row])
        ((sql, _),) = query.get_compiler(connection=connection).as_sql()
        _INSERTS[model] = sql, fields
    sql, fields = _INSERTS[model]
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
        cursor.execute(sql, values)
    row._state.adding, row._state.db = False, connection.alias
