"""Which rows go when people are erased: those that nobody else owns, and those that can't be without one that goes.

Rules 1 to 3 of `docs/privacy-engine.md`, "Erasure".
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import ForeignKey, ManyToOneRel

from troth.privacy.declarations import ROW
from troth.privacy.graph import Edge, Graph, Link, Reach, Row, Rows, sole_owner
from troth.privacy.registry import ModelClass
from troth.privacy.statements import Key, Keys, Statement, selecting


def no_rows() -> Rows:
    """A place to put rows."""
    return defaultdict(set)


@dataclass
class Parting:
    """Rows that have to go, `gone`, and those that lose their names and stay, `nameless`."""

    house: Graph
    kept: Rows
    going: Rows = field(default_factory=no_rows)
    torn: Rows = field(default_factory=no_rows)
    links: dict[Edge, set[Link]] = field(default_factory=lambda: defaultdict(set))

    def gone(self, model: ModelClass) -> set[Key]:
        """The rows of a table that are deleted."""
        rows = self.torn[model] if may_stay_nameless(self.house, model) else self.going[model]
        return rows - self.kept.get(model, set())

    def nameless(self, model: ModelClass) -> set[Key]:
        """The rows of a table that stay without a name."""
        if not may_stay_nameless(self.house, model):
            return set()
        return self.going[model] - self.torn[model] - self.kept.get(model, set())


def parting(house: Graph, reach: Reach, kept: Rows) -> Parting:
    """What goes, if the rows in `kept` stay whatever becomes of their owners."""
    found = Parting(house, kept)
    theirs = no_rows()
    for model, keys in reach.owned.items():
        theirs[model] |= keys - reach.others[model]
    forced, fresh, checked = no_rows(), no_rows(), no_rows()
    for edge, links in reach.links.items():
        found.links[edge] = set(links)
        if edge.rule.forget is ROW:
            fresh[edge.model] |= {key for key, _ in links} - kept.get(edge.model, set())
    while True:
        _add(forced, fresh)
        _widen(found, theirs, fresh)
        found.going = no_rows()
        _add(found.going, theirs)
        _spare(found, forced, reach.roots)
        fresh = _torn_along(found, checked)
        if not fresh:
            return found


def may_stay_nameless(house: Graph, model: ModelClass) -> bool:
    """Whether rows of the table outlive their last owner."""
    return model in house.declared and house.declared[model].nameless is not None


@cache
def referring(model: ModelClass) -> tuple[ManyToOneRel, ...]:
    """The foreign keys that point at a table."""
    return tuple(
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel)
    )


def pointing_at(relation: ManyToOneRel, keys: Collection[Key]) -> set[Key]:
    """The rows that point at one of these."""
    return {row for row, _ in links_to(relation, keys)}


def links_to(relation: ManyToOneRel, keys: Collection[Key]) -> list[Link]:
    """The rows that point at one of these, each with that one."""
    return [(row, end) for row, end in _pointing(relation.field).rows(keys)]


@cache
def _pointing(reference: "ForeignKey[Any, Any]") -> Statement:
    key, end = reference.related_model._meta.pk, f"{reference.name}__pk"
    rows = reference.model._base_manager.filter(**{f"{end}__in": Keys(key)})
    return selecting(rows.order_by(), key, "pk", end)


def _add(rows: Rows, more: Rows) -> None:
    for model, keys in more.items():
        rows[model] |= keys


def _widen(found: Parting, theirs: Rows, fresh: Rows) -> None:
    """Adds rows that go whoever owns them, and what is owned through them: it may have to go as well."""
    todo = [(model, set(keys)) for model, keys in fresh.items()]
    _add(theirs, fresh)
    while todo:
        end, keys = todo.pop()
        for edge in found.house.below.get(end, ()):
            if edge.owns:
                links = found.house.follow(edge, keys)
                found.links[edge].update(links)
                more = {key for key, _ in links} - theirs[edge.model]
                more -= found.house.people_among(edge.model, more)
                if more:
                    theirs[edge.model] |= more
                    todo.append((edge.model, more))


def _spare(found: Parting, forced: Rows, roots: Rows) -> None:
    """Takes out, until nothing changes, what has an owner that stays: so a ring of rows goes together."""
    house, going = found.house, found.going
    owners: dict[Row, set[Row]] = defaultdict(set)
    owned_by: dict[Row, set[Row]] = defaultdict(set)
    for model, keys in going.items():
        free = keys - forced[model] - roots.get(model, set())
        if free and _may_be_shared(house, model):
            for key, owner in _owners(found, model, free):
                owners[model, key].add(owner)
                owned_by[owner].add((model, key))
    spared = [
        row for row, theirs in owners.items() if any(key not in going.get(model, ()) for model, key in theirs)
    ]
    while spared:
        model, key = spared.pop()
        if key in going[model]:
            going[model].discard(key)
            spared += owned_by[model, key]


def _owners(found: Parting, model: ModelClass, keys: set[Key]) -> Iterable[tuple[Key, Row]]:
    """Each row with each that owns it; nothing is asked where there is one, by which it was reached."""
    sole = sole_owner(found.house, model)
    if sole is None:
        return found.house.owners_of(model, keys)
    return ((key, (sole.end, owner)) for key, owner in found.links[sole] if key in keys)


@cache
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
        if above and sole_owner(house, one) is None:
            return True
        todo += [edge.end for edge in above]
    return False


def _torn_along(found: Parting, checked: Rows) -> Rows:
    """Rows that can't be without one that goes, and were not known to go; adds them to `found.torn`."""
    fresh = no_rows()
    for end in list(found.going):
        keys = found.gone(end) - checked[end]
        checked[end] |= keys
        for relation in _tearing(found.house, end) if keys else ():
            model = relation.related_model
            rows = pointing_at(relation, keys) - found.gone(model)
            if rows:
                fresh[model] |= rows
                found.torn[model] |= rows
    return fresh


@cache
def _tearing(house: Graph, end: ModelClass) -> tuple[ManyToOneRel, ...]:
    """The foreign keys that can't be empty, and whose rows are not reached by them as owned by nobody else."""
    return tuple(
        relation
        for relation in referring(end)
        if not relation.field.null and not _goes_with(house, relation.related_model, relation.field.name)
    )


def _goes_with(house: Graph, model: ModelClass, name: str) -> bool:
    """Whether a row has no owner but the one that a foreign key points at, and so was reached from there."""
    if model not in house.declared or house.is_person(model) or may_stay_nameless(house, model):
        return False
    sole = sole_owner(house, model)
    return sole is not None and sole.path == name
