"""Which rows go, and which lose what, when people are erased; and doing it.

The rules are those of `docs/privacy-engine.md`, "Erasure": a row goes with its
last owner; a row that stays for somebody else loses what its paths say, and
whatever points at a row that goes; a held row stays as it is, with the rows
that it points at.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from django.db import IntegrityError, connection, transaction
from django.db.models import Field, ForeignKey, Model

from troth.privacy.blanks import blank, is_pseudonymous, pseudonym
from troth.privacy.declarations import ROW, Declaration
from troth.privacy.graph import Edge, Graph, Reach, Rows, graph, rows_of
from troth.privacy.holds import freeze, held_among, holds_in_force, needed_by
from troth.privacy.models.holds import Hold
from troth.privacy.parting import Parting, no_rows, parting, pointing_at, referring
from troth.privacy.purposes import for_the_engine
from troth.privacy.registry import ModelClass
from troth.privacy.statements import Key, Keys, Statement, deleting, updating

T = TypeVar("T")
LOCK = 0x74726F7468
"""The number that PostgreSQL knows the one eraser by: “troth”."""
ATTEMPTS = 5


@dataclass
class Plan:
    """What an erasure does: rows that go, rows that stay without a name, and fields that are blanked in others.

    `held` are the rows that would go and are held, with those that they need.
    """

    going: Rows = field(default_factory=lambda: defaultdict(set))
    nameless: Rows = field(default_factory=lambda: defaultdict(set))
    blanked: dict[tuple[ModelClass, str], set[Key]] = field(default_factory=lambda: defaultdict(set))
    held: Rows = field(default_factory=lambda: defaultdict(set))

    @property
    def rows(self) -> int:
        """How many rows go or change."""
        touched: Rows = defaultdict(set)
        for (model, _), keys in self.blanked.items():
            touched[model] |= keys
        return sum(len(keys) for rows in (self.going, self.nameless, touched) for keys in rows.values())

    @property
    def rows_held(self) -> int:
        """How many rows stay for a hold."""
        return sum(len(keys) for keys in self.held.values())


@for_the_engine()
def plan_erasure(roots: Rows, house: Graph | None = None) -> Plan:
    """What erasing these people does now. Asks; changes nothing. In a transaction no hold is placed until its end."""
    if connection.in_atomic_block:
        freeze(Hold)
    house = house or graph()
    reach = house.reach(house.present(roots), house.forgetting)
    holds, kept, plan = holds_in_force(), no_rows(), Plan()
    while True:
        found = parting(house, reach, kept)
        more = _held(found, reach, holds, plan) if holds else None
        if not more:
            break
        for model, keys in more.items():
            kept[model] |= keys
    for model in found.going:
        if gone := found.gone(model):
            plan.going[model] |= gone
        if nameless := found.nameless(model):
            plan.nameless[model] |= nameless
    for edge, keys in _ruled(reach):
        for name in edge.rule.forget if edge.rule.forget is not ROW else ():
            if here := keys - found.gone(edge.model) - kept[edge.model]:
                plan.blanked[edge.model, name] |= here
    return plan


def _ruled(reach: Reach) -> Iterator[tuple[Edge, set[Key]]]:
    """The rows that lose something by a rule of the path that led to them."""
    for edge, links in reach.links.items():
        if edge.rule.forget and links:
            yield edge, {key for key, _ in links}


def _held(found: Parting, reach: Reach, holds: list[Hold], plan: Plan) -> Rows:
    """What is held of all that would change or that points at it, with the rows that this points at, as far as they
    are not kept yet.

    Notes in the plan which of them would have changed.
    """
    touched = no_rows()
    for model, keys in found.going.items():
        touched[model] |= keys
        for relation in referring(model):
            touched[relation.related_model] |= pointing_at(relation, found.gone(model))
    for edge, keys in _ruled(reach):
        touched[edge.model] |= keys
    held = {model: held_among(model, keys, holds) for model, keys in below(touched).items()}
    needed = needed_by(held)
    for model, keys in needed.items():
        if here := keys & touched[model]:
            plan.held[model] |= here
    return {model: keys - found.kept[model] for model, keys in needed.items() if keys - found.kept[model]}


def below(rows: Rows) -> Rows:
    """These rows, and every row that points at them, however far."""
    found, fresh = no_rows(), {model: set(keys) for model, keys in rows.items()}
    while fresh:
        model, keys = fresh.popitem()
        keys -= found[model]
        found[model] |= keys
        for relation in referring(model) if keys else ():
            fresh.setdefault(relation.related_model, set()).update(pointing_at(relation, keys))
    return found


@for_the_engine()
def carry_out(plan: Plan, house: Graph | None = None) -> None:
    """Does what a plan says, in the caller's transaction."""
    declared = (house or graph()).declared
    for (model, name), keys in plan.blanked.items():
        _blank(model, declared[model], keys, (name,))
    for model, keys in plan.nameless.items():
        _strip(model, declared[model], keys)
    for model, keys in plan.going.items():
        let_go_of(model, keys)
    for model, keys in plan.going.items():
        _gone(model).run(keys)


def let_go_of(end: ModelClass, keys: set[Key]) -> None:
    """Whatever may be without a row that goes, points at nothing from now on."""
    for relation in referring(end):
        if relation.field.null:
            _emptied(relation.field).run(keys)


@cache
def _gone(model: ModelClass) -> Statement:
    key = model._meta.pk
    return deleting(model._base_manager.filter(pk__in=Keys(key)), key)


@cache
def _emptied(reference: "ForeignKey[Any, Any]") -> Statement:
    key, name = reference.related_model._meta.pk, reference.name
    rows = reference.model._base_manager.filter(**{f"{name}__pk__in": Keys(key)})
    return updating(rows, key, {name: None})


def _strip(model: ModelClass, declaration: Declaration, keys: set[Key]) -> None:
    stays = declaration.nameless.stays if declaration.nameless else ()
    _blank(model, declaration, keys, [name for name in declaration.personal if name not in stays])


def _blank(model: ModelClass, declaration: Declaration, keys: set[Key], names: Iterable[str]) -> None:
    fields: list[Field[Any, Any]] = [model._meta.get_field(name) for name in names]  # type: ignore[misc]
    words = [one for one in fields if is_pseudonymous(one, declaration.personal.get(one.name))]
    if len(words) < len(fields):
        _blanked(model, tuple(one.name for one in fields if one not in words)).run(keys)
    for key in keys if words else ():
        model._base_manager.filter(pk=key).update(**{one.name: pseudonym(one) for one in words})


@cache
def _blanked(model: ModelClass, names: tuple[str, ...]) -> Statement:
    values = {name: blank(model._meta.get_field(name)) for name in names}  # type: ignore[arg-type]
    key = model._meta.pk
    return updating(model._base_manager.filter(pk__in=Keys(key)), key, values)


def alone(work: Callable[[], T]) -> T:
    """Does the work in a transaction beside which no other erasure runs, and answers what it answers.

    Of two last owners one is erased after the other. What others write
    meanwhile may need a row that goes: then the work is done anew. On SQLite
    every writing transaction is the only one.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                if connection.vendor == "postgresql":
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
                done = work()
                if connection.vendor == "postgresql":  # Elsewhere nobody else writes meanwhile.
                    connection.check_constraints()
                return done
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError


@for_the_engine()
def erase(people: Iterable[Model], house: Graph | None = None) -> Plan:
    """Erases people now, as far as no hold forbids it, and answers what was done."""
    roots = rows_of(people)

    def work() -> Plan:
        plan = plan_erasure(roots, house)
        carry_out(plan, house)
        return plan

    return alone(work)
