"""Code runs for a purpose, and reads nothing that is declared for another (USE-12).

The purpose is given once, at the edge: where a request, a task or a command
begins. Underneath, every column of every query is held against it
(`backends/compilers.py`). Where nobody gave one, nothing personal is read.

Raw SQL is not seen: outside `troth.privacy` and `troth.lib.prepared` there is none.
"""

from collections.abc import Callable
from contextlib import ContextDecorator
from contextvars import ContextVar, Token
from functools import cache, wraps
from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction
from typing import Any, Final, TypeVar, cast

from django.db.models import Field, Model

from troth.privacy.declarations import Declaration
from troth.privacy.registry import own_declaration, registry
from troth.privacy.vocabulary import Purpose

Purposes = frozenset[Purpose]
F = TypeVar("F", bound=Callable[..., Any])

EVERY: Final[Purposes] = frozenset(Purpose)
_IN_FORCE: ContextVar[Purposes | None] = ContextVar("purposes", default=None)


class PurposeRefused(Exception):
    """Something was about to be read that is not declared for what the code runs for. Carries no value."""


class under(ContextDecorator):
    """For what the code in it runs, as a context or on a function. Replaces what was in force; none is none.

    On a function it leaves `purposes` there, by which a test finds the edges.
    A generator would run outside of it, and a coroutine too: both are refused.
    Nor may a `with under(…)` have a `yield` in it: what it yields to would run
    for its purposes.
    """

    def __init__(self, *purposes: Purpose) -> None:
        self.purposes: Purposes = frozenset(purposes)
        self._token: Token[Purposes | None] | None = None

    def __enter__(self) -> None:
        self._token = _IN_FORCE.set(self.purposes)

    def __exit__(self, *_: object) -> None:
        assert self._token is not None  # noqa: S101 — entered before it is left
        _IN_FORCE.reset(self._token)

    def __call__(self, function: F) -> F:
        if isgeneratorfunction(function) or iscoroutinefunction(function) or isasyncgenfunction(function):
            raise TypeError(
                f"{function.__qualname__} would run outside of its purposes: it is no plain function"
            )

        @wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            with under(*self.purposes):
                return function(*args, **kwargs)

        run.purposes = self.purposes  # type: ignore[attr-defined]
        return cast(F, run)


def for_the_engine() -> under:
    """For the engine's own work, which reads everything: export, erasure, periods, migrations."""
    return under(*EVERY)


def go_on_under(purposes: Purposes) -> None:
    """Replaces what is in force, until the `under` around it is left: for an edge that learns late what it is."""
    _IN_FORCE.set(purposes)


def in_force() -> Purposes | None:
    """What the code runs for. None where nobody has said."""
    return _IN_FORCE.get()


def purposes_of(function: object) -> Purposes | None:
    """What a function under `under` runs for. None where it gives no purpose itself."""
    found: Purposes | None = getattr(function, "purposes", None)
    return found


@cache
def verdicts(purposes: Purposes | None) -> "dict[Field[Any, Any], bool]":
    """Whether a field may be read, as far as it has been asked about."""
    return {}


def may_read(field: "Field[Any, Any]") -> bool:
    """Whether a column may be read for the purposes in force: if one of them is among those of its declaration."""
    purposes = _IN_FORCE.get()
    known = verdicts(purposes)
    found = known.get(field)
    if found is None:
        found = known[field] = _judge(field, purposes)
    return found


def refuse_unless_readable(field: "Field[Any, Any]") -> None:
    """Raises PurposeRefused where a column may not be read for the purposes in force."""
    if not may_read(field):
        raise PurposeRefused(_refusal(field))


def _judge(field: "Field[Any, Any]", purposes: Purposes | None) -> bool:
    if purposes == EVERY:
        return True
    declaration = declaration_of(field.model)
    if declaration is None or field.name not in {*declaration.personal, *declaration.other}:
        return False
    if field.name in declaration.other:
        return True
    return not (purposes or frozenset()).isdisjoint(declaration.purposes_of(field.name))


def declaration_of(model: type[Model]) -> Declaration | None:
    """As it stands on the class, or on behalf of the table: a migration's models have no class of ours."""
    found = own_declaration(model) or _by_table().get(model._meta.db_table)
    return found if isinstance(found, Declaration) else None


@cache
def _by_table() -> dict[str, object]:
    return {table.name: table.declaration for table in registry()}


def _refusal(field: "Field[Any, Any]") -> str:
    purposes, declaration = in_force(), declaration_of(field.model)
    declared = declaration is not None and field.name in declaration.personal
    stands = (
        f"declared for {_named(declaration.purposes_of(field.name))}"
        if declared and declaration
        else "not declared"
    )
    runs = f"this code runs for {_named(purposes)}" if purposes else "nobody said for what this code runs"
    return f"{field.model._meta.label}.{field.name} may not be read: it is {stands}, and {runs}."


def _named(purposes: Any) -> str:
    return ", ".join(sorted(purpose.value for purpose in purposes))
