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

CHUNK = 500
"""Keys in one query."""

Key = Any
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
    """What was reached from some people: `links` by the path that led there."""

    roots: Rows
    owned: Rows = field(default_factory=lambda: defaultdict(set))
    seen: Rows = field(default_factory=lambda: defaultdict(set))
    links: dict[Edge, set[Link]] = field(default_factory=lambda: defaultdict(set))


class Graph:
    """The declared paths of some tables."""

    def __init__(self, found: Registry) -> None:
        self.declared: dict[ModelClass, Declaration] = {
            table.model: table.declaration
            for table in found
            if table.model is not None and isinstance(table.declaration, Declaration)
        }
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
        """The paths that matter when somebody is erased: owners', and those that lead to a rule."""
        matter = {edge for edge in self.edges if edge.owns or edge.rule.forget}
        while True:
            leading = {
                edge
                for edge in self.edges
                if edge not in matter
                and any(one.rule.forget and one in matter for one in self._all_below(edge.model))
            }
            if not leading:
                return frozenset(matter)
            matter |= leading

    def _all_below(self, model: ModelClass) -> set[Edge]:
        found: set[Edge] = set()
        todo = [model]
        while todo:
            for edge in self.below.get(todo.pop(), ()):
                if edge not in found:
                    found.add(edge)
                    todo.append(edge.model)
        return found

    def is_person(self, model: ModelClass) -> bool:
        """Whether rows of the table may be people."""
        return SELF in self.declared[model].owners

    def people_among(self, model: ModelClass, keys: Collection[Key]) -> set[Key]:
        """Those rows that are people themselves."""
        if not keys or not self.is_person(model):
            return set()
        where = path_of(self.declared[model].owners[SELF]).where
        if not where:
            return set(keys)
        return {
            key
            for chunk in chunks(keys)
            for key in model._base_manager.filter(pk__in=chunk, **where).values_list("pk", flat=True)
        }

    def follow(self, edge: Edge, keys: Collection[Key]) -> Iterator[Link]:
        """The rows that lead by `edge` to one of these."""
        for chunk in chunks(keys):
            rows = edge.model._base_manager.filter(**{f"{edge.path}__in": chunk}, **edge.rule.where)
            yield from rows.values_list("pk", edge.path)

    def reach(self, roots: Rows, edges: Collection[Edge] | None = None) -> Reach:
        """Everything that leads to `roots` by the given paths, or by all.

        It does not go on from a row that is another person: what is theirs is
        theirs.
        """
        found = Reach({model: set(keys) for model, keys in roots.items()})
        todo: list[tuple[ModelClass, set[Key], bool]] = []
        for model, keys in found.roots.items():
            found.owned[model] |= keys
            todo.append((model, set(keys), True))
        while todo:
            end, keys, owned = todo.pop()
            for edge in self.below.get(end, ()):
                if edges is not None and edge not in edges:
                    continue
                links = set(self.follow(edge, keys))
                found.links[edge] |= links
                rows = {key for key, _ in links}
                mine = owned and edge.owns
                known = found.owned if mine else found.seen
                fresh = rows - known[edge.model]
                known[edge.model] |= fresh
                if not mine:
                    fresh -= found.owned[edge.model]
                others = self.people_among(edge.model, fresh) - found.roots.get(edge.model, set())
                if fresh - others:
                    todo.append((edge.model, fresh - others, mine))
        return found

    def owners_of(self, model: ModelClass, keys: Collection[Key]) -> Iterator[tuple[Key, Row]]:
        """Each row of these with each row that owns it."""
        for edge in self.above.get(model, ()):
            for chunk in chunks(keys):
                rows = model._base_manager.filter(
                    **{"pk__in": chunk, f"{edge.path}__isnull": False}, **edge.rule.where
                )
                for key, owner in rows.values_list("pk", edge.path):
                    yield key, (edge.end, owner)


def chunks(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """The keys, a query's worth at a time."""
    these = list(keys)
    for start in range(0, len(these), CHUNK):
        yield these[start : start + CHUNK]


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
