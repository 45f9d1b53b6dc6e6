"""When the time of a row is over, in SQL: `start <= now - days`.

A query that reads only rows whose time is not over is asked often, so the SQL
of that condition is written once a process and database; the moment is taken
anew each time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Expression,
    F,
    Field,
    ForeignKey,
    IntegerField,
    OuterRef,
    Subquery,
    UUIDField,
    Value,
)
from django.db.models.constants import LOOKUP_SEP
from django.db.models.functions import Coalesce

from troth.lib.clock import now
from troth.privacy.declarations import SELF, Keep
from troth.privacy.paths import follow_to_field
from troth.privacy.registry import ModelClass, own_declaration
from troth.privacy.vocabulary import RULES

DatabaseValue = Callable[[datetime, BaseDatabaseWrapper], object]


@dataclass(frozen=True)
class FromMoment:
    """A parameter that follows from the moment the query is asked at."""

    of: DatabaseValue


def keep_of_rows(model: ModelClass) -> Keep | None:
    """The period of whole rows, where the table has one."""
    keep = getattr(own_declaration(model), "keep", None)
    return keep if isinstance(keep, Keep) else None


def as_start(field: object, moment: datetime) -> Any:
    """A moment as a value that the field can hold: a moment, or its date in UTC."""
    return moment if isinstance(field, DateTimeField) else moment.date()


class Ago(Expression):
    """So many days before the moment of the query, as a value to compare a field with. `days` is an expression."""

    def __init__(self, days: Any, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field.__class__())
        self.days = days

    def get_source_expressions(self) -> list[Any]:
        return [self.days]

    def set_source_expressions(self, exprs: Any) -> None:
        (self.days,) = exprs

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, Any]:
        # Django writes the fraction of a second only where there is one: a text without it is the lesser.
        sql, parameters = compiler.compile(self.days)
        if not isinstance(self.output_field, DateTimeField):
            return f"date(%s, '-' || ({sql}) || ' days')", [_TO_SECOND, *parameters]
        return f"datetime(%s, '-' || ({sql}) || ' days') || %s", [_TO_SECOND, *parameters, _FRACTION]

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, Any]:
        sql, parameters = compiler.compile(self.days)
        kind = "timestamptz" if isinstance(self.output_field, DateTimeField) else "date"
        moment = FromMoment(lambda moment, _: moment)
        return f"(%s::timestamptz - make_interval(days => {sql}))::{kind}", [moment, *parameters]


_TO_SECOND = FromMoment(lambda moment, _: f"{moment:%Y-%m-%d %H:%M:%S}")
_FRACTION = FromMoment(lambda moment, _: f".{moment:%f}")


class AtMost(Expression):
    """A fixed number of days before the moment of the query."""

    def __init__(self, days: int, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field.__class__())
        self.days = days

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, Any]:
        def value(moment: datetime, connection: BaseDatabaseWrapper) -> object:
            start = as_start(self.output_field, moment - timedelta(days=self.days))
            return self.output_field.get_db_prep_value(start, connection)

        return "%s", [FromMoment(value)]


class AsText(Expression):
    """A primary key as `str()` writes it."""

    def __init__(self, key: Any) -> None:
        super().__init__(output_field=CharField())
        self.key = key

    def get_source_expressions(self) -> list[Any]:
        return [self.key]

    def set_source_expressions(self, exprs: Any) -> None:
        (self.key,) = exprs

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, Any]:
        sql, parameters = compiler.compile(self.key)
        kind = self.key.output_field
        while isinstance(kind, ForeignKey):
            kind = kind.target_field
        if not isinstance(kind, UUIDField):
            return f"CAST({sql} AS text)", list(parameters)
        # It is stored without its dashes.
        parts = [f"substr({sql}, {start}, {length})" for start, length in _UUID_PARTS]
        return " || '-' || ".join(parts), list(parameters) * len(parts)

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, Any]:
        sql, parameters = compiler.compile(self.key)
        return f"({sql})::text", list(parameters)


_UUID_PARTS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))


class _Key(Expression):
    """Stands in written SQL for the column that leads from the outer query."""

    PLACE = "\0key\0"

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, Any]:
        return self.PLACE, []


@dataclass(frozen=True)
class _Way:
    """From which column of a row one asks whether its time is over, and of which table."""

    column: str
    end: ModelClass
    start: str
    scope: str


def _way(model: ModelClass, keep: Keep) -> _Way:
    """The shortest way: from the row that the first step leads to, where the scope is reached by that step too."""
    declared = own_declaration(model)
    scope: str = getattr(declared, "scope", "") if keep.rule else ""
    step, _, rest = keep.start.partition(LOOKUP_SEP)
    if not rest or (scope and not scope.startswith(step + LOOKUP_SEP)):
        return _Way("pk", model, keep.start, scope)
    relation: Any = model._meta.get_field(step)
    if not relation.concrete or relation.target_field != relation.related_model._meta.pk:
        return _Way("pk", model, keep.start, scope)
    return _Way(relation.attname, relation.related_model, rest, scope.partition(LOOKUP_SEP)[2])


def _days(keep: Keep, scope: str) -> Any:
    from troth.privacy.models import Period

    organization = AsText(OuterRef("pk" if scope == SELF else scope))
    own = Period.objects.filter(rule=keep.rule, scope=organization).values("days")[:1]
    return Coalesce(Subquery(own), Value(keep.days), output_field=IntegerField())


def least_days(keep: Keep) -> int:
    """The shortest that the period can be in any scope."""
    return RULES[keep.rule].least if keep.rule else keep.days


class Unexpired(Expression):
    """A condition: the row's time is not over at the moment that the query is asked."""

    def __init__(self, model: ModelClass, keep: Keep, column: Any = None) -> None:
        super().__init__(output_field=BooleanField())
        self.model, self.keep = model, keep
        self.column = column or F(self._column())
        # Copies of the condition share it: by database.
        self._written: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def _column(self) -> str:
        return self.keep.start if self._is_plain() else _way(self.model, self.keep).column

    def _is_plain(self) -> bool:
        """Whether the row itself says it all."""
        return LOOKUP_SEP not in self.keep.start and not self.keep.rule

    def get_source_expressions(self) -> list[Any]:
        return [self.column]

    def set_source_expressions(self, exprs: Any) -> None:
        (self.column,) = exprs

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, Any]:
        column, _none = compiler.compile(self.column)
        moment = now()
        if self._is_plain():
            field: Any = follow_to_field(self.model, self.keep.start)
            limit = as_start(field, moment - timedelta(days=self.keep.days))
            value = field.get_db_prep_value(limit, connection)
            return f"({column} IS NULL OR {column} > %s)", [value]
        if connection.vendor not in self._written:
            self._written[connection.vendor] = self._write(connection)
        sql, parameters = self._written[connection.vendor]
        return sql.replace(_Key.PLACE, column), [
            one.of(moment, connection) if isinstance(one, FromMoment) else one for one in parameters
        ]

    def _write(self, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        way = _way(self.model, self.keep)
        field: Any = follow_to_field(way.end, way.start)
        # The fixed limit comes first: it spares what lasts, or is young, the look for a period.
        rows = way.end._base_manager.filter(
            **{
                "pk": _Key(output_field=way.end._meta.pk),
                f"{way.start}__lte": AtMost(least_days(self.keep), field),
            }
        )
        if self.keep.rule:
            rows = rows.filter(**{f"{way.start}__lte": Ago(_days(self.keep, way.scope), field)})
        query = rows.order_by().values(over=Value(1)).query
        query.change_aliases({alias: f"over{place}" for place, alias in enumerate(query.alias_map)})
        sql, parameters = query.get_compiler(connection=connection).as_sql()
        return f"NOT EXISTS ({sql})", tuple(parameters)
