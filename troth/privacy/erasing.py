"""Which rows go, and which lose what, when people are erased; and doing it.

The rules are those of `docs/privacy-engine.md`, "Erasure": a row goes with its
last owner; a row that stays for somebody else loses what its paths say, and
whatever points at a row that goes; a held row stays as it is, with the rows
that it points at.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Field, ForeignObjectRel, ManyToOneRel, Model

from troth.privacy.blanks import blank, is_pseudonymous, pseudonym
from troth.privacy.declarations import ROW, Declaration
from troth.privacy.graph import Edge, Graph, Key, Reach, Row, Rows, chunks, graph, rows_of
from troth.privacy.holds import held_among, holds_in_force
from troth.privacy.registry import ModelClass


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


def plan_erasure(roots: Rows, house: Graph | None = None) -> Plan:
    """What erasing these people does now. Asks; changes nothing."""
    house = house or graph()
    reach = house.reach(roots, house.forgetting)
    going = _going(house, reach)
    torn = _torn_along(house, going)
    plan = Plan()
    _hold_back(plan, going)
    for model, keys in going.items():
        stays = _may_stay_nameless(house, model)
        nameless = keys - torn[model] if stays else set()
        if nameless:
            plan.nameless[model] |= nameless
        if keys - nameless:
            plan.going[model] |= keys - nameless
    for edge, links in reach.links.items():
        if edge.rule.forget and edge.rule.forget is not ROW:
            here = {key for key, _ in links} - going[edge.model] - plan.held[edge.model]
            for name in edge.rule.forget:
                if here:
                    plan.blanked[edge.model, str(name)] |= here
    return plan


def _going(house: Graph, reach: Reach) -> Rows:
    """The rows with no owner left: those reached as owned, less those that somebody else owns too."""
    forced: Rows = defaultdict(set)
    for edge, links in reach.links.items():
        if edge.rule.forget is ROW:
            forced[edge.model] |= {key for key, _ in links}
    going: Rows = defaultdict(set)
    for rows in (reach.owned, forced):
        for model, keys in rows.items():
            going[model] |= keys
    _widen(house, going, forced)
    _spare(house, going, forced, reach.roots)
    return going


def _may_stay_nameless(house: Graph, model: ModelClass) -> bool:
    return model in house.declared and house.declared[model].nameless is not None


def _widen(house: Graph, going: Rows, forced: Rows) -> None:
    """What is owned through a row that goes by force may have to go with it."""
    todo = [(model, set(keys)) for model, keys in forced.items()]
    while todo:
        end, keys = todo.pop()
        for edge in house.below.get(end, ()):
            if edge.owns:
                fresh = {key for key, _ in house.follow(edge, keys)} - going[edge.model]
                fresh -= house.people_among(edge.model, fresh)
                if fresh:
                    going[edge.model] |= fresh
                    todo.append((edge.model, fresh))


def _spare(house: Graph, going: Rows, forced: Rows, roots: Rows) -> None:
    """Takes out, until nothing changes, what has an owner that stays: so a ring of rows goes together."""
    owners: dict[Row, set[Row]] = defaultdict(set)
    owned_by: dict[Row, set[Row]] = defaultdict(set)
    spared: list[Row] = []
    for model, keys in going.items():
        free = keys - forced.get(model, set()) - roots.get(model, set())
        spared += [(model, key) for key in house.people_among(model, free)]
        if not _may_be_shared(house, model):
            continue
        for key, owner in house.owners_of(model, free):
            owners[model, key].add(owner)
            owned_by[owner].add((model, key))
    spared += [
        row for row, theirs in owners.items() if any(key not in going.get(model, ()) for model, key in theirs)
    ]
    while spared:
        model, key = spared.pop()
        if key in going[model]:
            going[model].discard(key)
            spared += [
                row
                for row in owned_by[model, key]
                if row[1] in going[row[0]] and row[1] not in forced.get(row[0], ())
            ]


def _may_be_shared(house: Graph, model: ModelClass) -> bool:
    """Whether a row may have several owners: several paths, or one that leads to many, or through such a row."""
    seen: set[ModelClass] = set()
    todo = [model]
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        above = house.above.get(one, ())
        if len(above) > 1 or any(_leads_to_many(edge) for edge in above):
            return True
        todo += [edge.end for edge in above]
    return False


def _leads_to_many(edge: Edge) -> bool:
    model = edge.model
    for name in edge.path.split("__"):
        relation: Any = model._meta.get_field(name)
        if relation.one_to_many or relation.many_to_many:
            return True
        model = relation.related_model
    return False


def _torn_along(house: Graph, going: Rows) -> Rows:
    """Rows that can't be without one that goes; they are added to `going`."""
    torn: Rows = defaultdict(set)
    todo = [(model, set(keys)) for model, keys in going.items() if keys]
    while todo:
        end, keys = todo.pop()
        if _may_stay_nameless(house, end):
            keys = keys & torn[end]
        for relation in referring(end) if keys else ():
            model, name = relation.related_model, relation.field.name
            only_owner = [edge.path for edge in house.above.get(model, ())] == [name]
            if relation.field.null or (only_owner and not _may_stay_nameless(house, model)):
                continue  # It lets go, or was reached by its owner already.
            rows = {
                key
                for chunk in chunks(keys)
                for key in model._base_manager.filter(**{f"{name}__in": chunk}).values_list("pk", flat=True)
            }
            if rows - torn[model]:
                torn[model] |= rows
                going[model] |= rows
                todo.append((model, rows))
    return torn


def referring(model: ModelClass) -> Iterator[ManyToOneRel]:
    """The foreign keys that point at a table."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and isinstance(relation, ForeignObjectRel):
            yield relation


def _hold_back(plan: Plan, going: Rows) -> None:
    """Moves what is held, and what it points at, from the rows that go to those that are held."""
    holds = holds_in_force()
    if not holds:
        return
    todo: list[Row] = [
        (model, key) for model, keys in going.items() for key in held_among(model, keys, holds)
    ]
    while todo:
        model, key = todo.pop()
        if key in plan.held[model]:
            continue
        plan.held[model].add(key)
        going[model].discard(key)
        for one in model._meta.concrete_fields:
            target = one.related_model
            if not isinstance(target, type):
                continue
            for value in model._base_manager.filter(pk=key, **{f"{one.name}__isnull": False}).values_list(
                one.attname, flat=True
            ):
                if value in going.get(target, ()):
                    todo.append((target, value))


def carry_out(plan: Plan, house: Graph | None = None) -> None:
    """Does what a plan says, in the caller's transaction."""
    declared = (house or graph()).declared
    for (model, name), keys in plan.blanked.items():
        _blank(model, declared[model], keys, (name,))
    for model, keys in plan.nameless.items():
        _strip(model, declared[model], keys)
    for model, keys in plan.going.items():
        _let_go_of(model, keys)
    for model, keys in plan.going.items():
        for chunk in chunks(keys):
            model._base_manager.filter(pk__in=chunk)._raw_delete(connection.alias)


def _let_go_of(end: ModelClass, keys: set[Key]) -> None:
    """Whatever may be without a row that goes, points at nothing from now on."""
    for relation in referring(end):
        if relation.field.null:
            rows = relation.related_model._base_manager
            for chunk in chunks(keys):
                rows.filter(**{f"{relation.field.name}__in": chunk}).update(**{relation.field.name: None})


def _strip(model: ModelClass, declaration: Declaration, keys: set[Key]) -> None:
    stays = declaration.nameless.stays if declaration.nameless else ()
    _blank(model, declaration, keys, [name for name in declaration.personal if name not in stays])


def _blank(model: ModelClass, declaration: Declaration, keys: Iterable[Key], names: Iterable[str]) -> None:
    fields: list[Field[Any, Any]] = [model._meta.get_field(name) for name in names]  # type: ignore[misc]
    words = [one for one in fields if is_pseudonymous(one, declaration.personal.get(one.name))]
    values = {one.name: blank(one) for one in fields if one not in words}
    for chunk in chunks(keys):
        rows = model._base_manager.filter(pk__in=chunk)
        if values:
            rows.update(**values)
        for key in chunk if words else ():
            model._base_manager.filter(pk=key).update(**{one.name: pseudonym(one) for one in words})


@transaction.atomic
def erase(people: Iterable[Model]) -> Plan:
    """Erases people now, as far as no hold forbids it, and answers what was done."""
    plan = plan_erasure(rows_of(people))
    carry_out(plan)
    return plan
