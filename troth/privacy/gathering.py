"""What a person gets when they ask for their data: their rows, and what others let them see.

The rules are those of `docs/privacy-engine.md`, "Access". A row that is theirs
comes with all its fields, a row that they may only see with those fields that
others are told of. In neither is another person named, and what a path's `get`
names is left out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Field

from troth.privacy.declarations import ROW, Declaration
from troth.privacy.graph import Graph, Reach, Rows, graph
from troth.privacy.purposes import Purposes, in_force
from troth.privacy.registry import ModelClass
from troth.privacy.statements import Key, Keys, Statement, chunks, selecting
from troth.privacy.vocabulary import Recipient, Source

Sights = frozenset[Recipient | None]
WHOEVER: Sights = frozenset((None,))


@dataclass(frozen=True)
class Gathered:
    """One row. `values` are its columns by the fields' names; a reference is the key of the row it points at.

    A field that is not given is absent. `key` is the row's primary key, whether
    or not it is among the values. `owned` is false where the person only sees
    the row.
    """

    model: ModelClass
    key: Key
    values: dict[str, object]
    owned: bool


class Gathering:
    """What these people get. The rows are found at once, by one query for every path; what they hold is read later.

    `roots` are the people; `keys` are the rows by table, in the order of the tables' labels.
    """

    def __init__(self, roots: Rows, house: Graph | None = None) -> None:
        self.house, self.roots = house or graph(), roots
        self._reach = self.house.reach(self.house.people_in(roots))
        self._mine = {model: keys - self._reach.others[model] for model, keys in self._reach.owned.items()}
        self._sights = _sights(self._reach, self._mine)
        withheld = _withheld(self._reach)
        found = {*self._reach.owned, *self._reach.seen}
        self.keys: Rows = {
            model: keys
            for model in sorted(found, key=lambda model: model._meta.label)
            if (keys := (self._reach.owned[model] | self._reach.seen[model]) - withheld[model])
        }
        self._added: dict[ModelClass, Mapping[Key, Collection[str]]] = {}

    def add(self, model: ModelClass, rows: Mapping[Key, Collection[str]]) -> None:
        """Rows of one more table that are theirs, as no path says, each with the fields of it that are not given."""
        if rows:
            self.keys[model] = self._mine[model] = set(rows)
            self._added[model] = rows

    def owned(self, model: ModelClass) -> set[Key]:
        """Of the rows of a table, those that are theirs."""
        return self._mine.get(model, set()) & self.keys.get(model, set())

    def rows(self, model: ModelClass, keys: Collection[Key] | None = None) -> Iterator[Gathered]:
        """What a table's rows hold, or these of them, in the order of their keys.

        Asks one query for every 5,000. A row that is gone by then is left out.
        """
        declaration = self.house.declared[model]
        given = _names(declaration) - set(secrets_of(declaration))
        columns = tuple(one for one in model._meta.local_concrete_fields if one.name in given)
        mine = self._mine.get(model, set())
        wanted = self.keys[model] if keys is None else self.keys[model] & set(keys)
        blanked: Mapping[Key, Collection[str]] = self._added.get(model) or _blanked(self._reach, model)
        sights = self._sights.get(model, {})
        for chunk in chunks(sorted(wanted)):
            for key, *found in _read(model, columns, in_force()).rows(chunk):
                shown = None if key in mine else _shown(declaration, sights.get(key, frozenset()))
                values = {
                    one.name: value
                    for one, value in zip(columns, found, strict=True)
                    if one.name not in blanked.get(key, ())
                    and _given(self.house, self._mine, one, value, shown is None or one.name in shown)
                }
                yield Gathered(model, key, values, shown is None)


@cache
def _read(model: ModelClass, columns: tuple["Field[Any, Any]", ...], purposes: Purposes | None) -> Statement:
    """Compiled once for each set of purposes: which columns may be read is asked when it is."""
    rows = model._base_manager.filter(pk__in=Keys(model._meta.pk)).order_by("pk")
    return selecting(rows, model._meta.pk, "pk", *(one.attname for one in columns))


def gather(roots: Rows, house: Graph | None = None) -> Iterator[Gathered]:
    """The rows of these people and those they may see: each once, by table, in the order of their keys."""
    found = Gathering(roots, house)
    for model in found.keys:
        yield from found.rows(model)


def secrets_of(declaration: Declaration) -> list[str]:
    """The fields that are told of and never given: hashes and keys by which the program knows somebody.

    A copy of them would open what they close. A secret that the person set in
    readable words is theirs to read.
    """
    return [
        name
        for name, personal in declaration.personal.items()
        if personal.category.startswith("user.authorization.password")
        or (
            personal.category.startswith("user.authorization.credentials")
            and personal.source != Source.PERSON
        )
    ]


def _names(declaration: Declaration) -> set[str]:
    return {*declaration.personal, *declaration.other}


def _withheld(reach: Reach) -> Rows:
    """The rows that are not given, as `get` says of a path by which they were reached."""
    withheld: Rows = defaultdict(set)
    for edge, links in reach.links.items():
        if edge.rule.get is ROW:
            withheld[edge.model] |= {key for key, _ in links}
    return withheld


def _blanked(reach: Reach, model: ModelClass) -> dict[Key, set[str]]:
    """The fields that are left out of a table's rows, as `get` says."""
    blanked: dict[Key, set[str]] = defaultdict(set)
    for edge, links in reach.links.items():
        if edge.model is model and edge.rule.get is not ROW and edge.rule.get:
            for key, _ in links:
                blanked[key].update(edge.rule.get)
    return blanked


def _sights(reach: Reach, mine: Rows) -> dict[ModelClass, dict[Key, Sights]]:
    """As whom a person sees each row that is not theirs, by the paths that led to it.

    A path that does not say leads on from a row that is theirs as whoever may
    see it (None), and from one that they see themselves as whom they see that.
    """
    found: dict[ModelClass, dict[Key, Sights]] = defaultdict(dict)
    same: dict[Sights, Sights] = {}
    changed = True
    while changed:
        changed = False
        for edge, links in reach.links.items():
            here, above = found[edge.model], found[edge.end]
            owned, owned_above = mine.get(edge.model, ()), mine.get(edge.end, ())
            for key, end in links:
                if key in owned:
                    continue
                if edge.rule.sees is not None:
                    more: Sights = frozenset((edge.rule.sees,))
                else:
                    more = WHOEVER if end in owned_above else above.get(end, frozenset())
                before = here.get(key, frozenset())
                if not more <= before:
                    both = before | more
                    here[key] = same.setdefault(both, both)
                    changed = True
    return found


def _shown(declaration: Declaration, sights: Sights) -> set[str]:
    """The fields of somebody else's row that one who sees it so is given. What the operator sees nobody sees so."""
    shown = set(declaration.other)
    for name, personal in declaration.personal.items():
        others = set(personal.seen_by) - {Recipient.NOBODY_ELSE, Recipient.OPERATOR}
        if others and (None in sights or others & sights):
            shown.add(name)
    return shown


def _given(house: Graph, mine: Rows, column: "Field[object, object]", value: object, shown: bool) -> bool:
    """Whether a value is given: a reference to a person where that is who asks, anything else as it is shown."""
    target = column.related_model
    if value is None or not isinstance(target, type):
        return shown
    target = target._meta.concrete_model or target
    if target in house.declared and house.is_person(target):
        return value in mine.get(target, ())
    return shown
