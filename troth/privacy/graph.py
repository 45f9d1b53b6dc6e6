"""Whose row is whose: the declared paths, followed downward from a person.

A path on a declaration leads from a row up to its people. Followed the other
way, from a person, the paths give everything that is theirs (reached by
owners' paths alone) and everything they may see (reached by any). The shape
of the data is that of K9db (OSDI 2023): rows, owners, accessors.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from django.db.models import Model

from troth.privacy.declarations import SELF, Declaration, Path, path_of
from troth.privacy.paths import follow_relations
from troth.privacy.registry import ModelClass, Registry, registry
from troth.privacy.statements import Key, Keys, Statement, selecting

Rows = dict[ModelClass, set[Key]]
Row = tuple[ModelClass, Key]


@dataclass(frozen=True)
class Edge:
    """A declared path from rows of `model` up to rows of `end`."""

    model: ModelClass
    path: str
    end: ModelClass
    owns: bool
    rule: Path

    def __hash__(self) -> int:
        return hash((self.model, self.path, self.owns))


Link = tuple[Key, Key]
"""The key of a row, and the key of the row that it was reached from."""


@dataclass
class Reach:
    """What was reached from some people: `links` by the path that led there.

    `seen` is what is not `owned`; `others` are those among both that are people themselves.
    """

    roots: Rows
    owned: Rows = field(default_factory=lambda: defaultdict(set))
    seen: Rows = field(default_factory=lambda: defaultdict(set))
    others: Rows = field(default_factory=lambda: defaultdict(set))
    links: dict[Edge, set[Link]] = field(default_factory=lambda: defaultdict(set))


class Graph:
    """The declared paths of some tables."""

    def __init__(self, found: Registry) -> None:
        self.declared: dict[ModelClass, Declaration] = {
            table.model: table.declaration
            for table in found
            if table.model is not None and isinstance(table.declaration, Declaration)
        }
        self._people: dict[ModelClass, Statement] = {}
        self.edges = [edge for model in self.declared for edge in self._edges_of(model)]
        self.below: Mapping[ModelClass, list[Edge]] = defaultdict(list)
        self.above: Mapping[ModelClass, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            self.below[edge.end].append(edge)
            if edge.owns:
                self.above[edge.model].append(edge)

    def _edges_of(self, model: ModelClass) -> Iterator[Edge]:
        declaration = self.declared[model]
        for owns, ends in ((True, declaration.owners), (False, declaration.readers)):
            for path, end in ends.items():
                if path != SELF:
                    target = follow_relations(model, path)
                    yield Edge(model, path, target._meta.concrete_model or target, owns, path_of(end))

    @cached_property
    def forgetting(self) -> frozenset[Edge]:
        """The paths that matter when one who only sees a row is erased: those with a rule, or on the way to one."""
        matter = {edge for edge in self.edges if edge.rule.forget}
        while True:
            ends = {edge.end for edge in matter}
            leading = {edge for edge in self.edges if edge.model in ends} - matter
            if not leading:
                return frozenset(matter)
            matter |= leading

    def is_person(self, model: ModelClass) -> bool:
        """Whether rows of the table may be people."""
        return SELF in self.declared[model].owners

    def present(self, roots: Rows) -> Rows:
        """Those of these rows that are there; in a table of people those that are people."""
        return {model: {key for (key,) in self._people_of(model).rows(keys)} for model, keys in roots.items()}

    def people_in(self, roots: Rows) -> Rows:
        """Of rows that are there, those that are people where a table has others too. Most tables need not be asked."""
        return {
            model: self.people_among(model, keys) if self.is_person(model) else set(keys)
            for model, keys in roots.items()
        }

    def _people_of(self, model: ModelClass) -> Statement:
        if model not in self._people:
            key = model._meta.pk
            where = path_of(self.declared[model].owners[SELF]).where if self.is_person(model) else {}
            rows = model._base_manager.filter(pk__in=Keys(key), **where)
            self._people[model] = selecting(rows.order_by(), key, "pk")
        return self._people[model]

    def people_among(self, model: ModelClass, keys: Collection[Key]) -> set[Key]:
        """Those rows that are people themselves."""
        if not keys or not self.is_person(model):
            return set()
        if not path_of(self.declared[model].owners[SELF]).where:
            return set(keys)
        return self.present({model: set(keys)})[model]

    def follow(self, edge: Edge, keys: Collection[Key]) -> list[Link]:
        """The rows that lead by `edge` to one of these."""
        return _followed(edge).rows(keys)

    def reach(self, roots: Rows, seeing: Collection[Edge] | None = None) -> Reach:
        """Everything that is theirs, and what else they see, by the paths `seeing` or by all.

        `roots` are people who are there, as `present` and `people_in` answer them. It does not go on from a row that is another person: what is theirs is
        theirs.
        """
        seeing = self.edges if seeing is None else seeing
        found = Reach(roots)
        owning, reading = (
            [edge for edge in self.edges if edge.owns],
            [edge for edge in seeing if not edge.owns],
        )
        for model, keys in found.roots.items():
            found.owned[model] |= keys
        self._spread(found, found.owned, found.roots, owning, owning)
        theirs = {model: keys - found.others[model] for model, keys in found.owned.items()}
        self._spread(found, found.seen, theirs, reading, seeing)
        return found

    def _spread(
        self, found: Reach, known: Rows, start: Rows, first: Collection[Edge], then: Collection[Edge]
    ) -> None:
        """Adds to `known` what leads to `start` by the paths `first`, and on from there by `then`."""
        frontier, edges = start, first
        while frontier and edges:
            reached: Rows = defaultdict(set)
            for edge in edges:
                if keys := frontier.get(edge.end):
                    links = set(self.follow(edge, keys))
                    found.links[edge] |= links
                    reached[edge.model] |= {key for key, _ in links}
            frontier, edges = {}, then
            for model, keys in reached.items():
                fresh = keys - found.owned[model] - known[model]
                known[model] |= fresh
                others = self.people_among(model, fresh)
                found.others[model] |= others
                if fresh - others:
                    frontier[model] = fresh - others

    def owners_of(self, model: ModelClass, keys: Collection[Key]) -> Iterator[tuple[Key, Row]]:
        """Each row of these with each row that owns it."""
        for edges in _asked_together(self, model):
            for key, *owners in _owners(edges).rows(keys):
                for edge, owner in zip(edges, owners, strict=True):
                    if owner is not None:
                        yield key, (edge.end, owner)


@cache
def sole_owner(house: Graph, model: ModelClass) -> Edge | None:
    """The path to a row's one and only owner, where a table's rows never have another."""
    above = house.above.get(model, ())
    return above[0] if len(above) == 1 and not above[0].rule.where and not leads_to_many(above[0]) else None


@cache
def _asked_together(house: Graph, model: ModelClass) -> list[tuple[Edge, ...]]:
    """A table's owners' paths: those that lead to one row at most in one query, any other by itself."""
    above = house.above.get(model, ())
    simple = tuple(edge for edge in above if not edge.rule.where and not leads_to_many(edge))
    return [*([simple] if simple else []), *((edge,) for edge in above if edge not in simple)]


def leads_to_many(edge: Edge) -> bool:
    """Whether a row may lead to several by this path."""
    model = edge.model
    for name in edge.path.split("__"):
        relation: Any = model._meta.get_field(name)
        if relation.one_to_many or relation.many_to_many:
            return True
        model = relation.related_model
    return False


@cache
def _followed(edge: Edge) -> Statement:
    end, key = f"{edge.path}__pk", edge.end._meta.pk
    rows = edge.model._base_manager.filter(**{f"{end}__in": Keys(key)}, **edge.rule.where)
    return selecting(rows.order_by(), key, "pk", end)


@cache
def _owners(edges: tuple[Edge, ...]) -> Statement:
    model, ends = edges[0].model, [f"{edge.path}__pk" for edge in edges]
    rows = model._base_manager.filter(pk__in=Keys(model._meta.pk))
    if edges[0].rule.where:
        rows = model._base_manager.filter(
            **{"pk__in": Keys(model._meta.pk), f"{ends[0]}__isnull": False}, **edges[0].rule.where
        )
    return selecting(rows.order_by(), model._meta.pk, "pk", *ends)


def rows_of(people: Iterable[Model]) -> Rows:
    """People as keys by their table."""
    rows: Rows = defaultdict(set)
    for person in people:
        # Of the row itself, not of its class: request.user is a lazy stand-in.
        rows[person._meta.concrete_model or type(person)].add(person.pk)
    return rows


@cache
def graph() -> Graph:
    """The graph of everything installed; made once a process."""
    return Graph(registry())
