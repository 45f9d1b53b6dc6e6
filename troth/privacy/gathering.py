"""What a person gets when they ask for their data: their rows, and what others let them see.

The rules are those of `docs/privacy-engine.md`, "Access". A row that is theirs
comes with all its fields, a row that they may only see with those fields that
others are told of. In neither is another person named, and what a path's `get`
names is left out.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Field

from troth.privacy.declarations import ROW, Declaration
from troth.privacy.graph import Graph, Reach, Rows, graph
from troth.privacy.registry import ModelClass
from troth.privacy.statements import Key, chunks
from troth.privacy.vocabulary import Recipient


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


def gather(roots: Rows, house: Graph | None = None) -> Iterator[Gathered]:
    """The rows of these people and those they may see: each once, by table, in the order of their keys.

    Asks one query for every path, and one for every 5,000 rows; what a row holds
    is read when its turn comes, and a row that is gone by then is left out.
    """
    house = house or graph()
    reach = house.reach(roots)
    mine = {model: keys - reach.others[model] for model, keys in reach.owned.items()}
    withheld, blanked = _not_given(reach)
    sights = _sights(reach)
    for model in sorted({*reach.owned, *reach.seen}, key=lambda model: model._meta.label):
        declaration = house.declared[model]
        columns = [one for one in model._meta.local_concrete_fields if one.name in _names(declaration)]
        keys = (reach.owned[model] | reach.seen[model]) - withheld[model]
        for chunk in chunks(sorted(keys)):
            rows = model._base_manager.filter(pk__in=chunk).order_by("pk")
            for key, *found in rows.values_list("pk", *(one.attname for one in columns)):
                owned = key in mine.get(model, ())
                shown = None if owned else _shown(declaration, sights[model, key])
                values = {
                    one.name: value
                    for one, value in zip(columns, found, strict=True)
                    if one.name not in blanked[model, key]
                    and _given(house, mine, one, value, shown is None or one.name in shown)
                }
                yield Gathered(model, key, values, owned)


def _names(declaration: Declaration) -> set[str]:
    return {*declaration.personal, *declaration.other}


def _not_given(reach: Reach) -> tuple[Rows, dict[tuple[ModelClass, Key], set[str]]]:
    """What `get` says of the paths by which rows were reached: rows withheld, and fields left out of rows."""
    withheld: Rows = defaultdict(set)
    blanked: dict[tuple[ModelClass, Key], set[str]] = defaultdict(set)
    for edge, links in reach.links.items():
        if edge.rule.get is ROW:
            withheld[edge.model] |= {key for key, _ in links}
        elif edge.rule.get:
            for key, _ in links:
                blanked[edge.model, key].update(edge.rule.get)
    return withheld, blanked


def _sights(reach: Reach) -> dict[tuple[ModelClass, Key], set[Recipient | None]]:
    """As whom a person sees each row, by the paths that led to it; None where a path does not say."""
    found: dict[tuple[ModelClass, Key], set[Recipient | None]] = defaultdict(set)
    for edge, links in reach.links.items():
        for key, _ in links:
            found[edge.model, key].add(edge.rule.sees)
    return found


def _shown(declaration: Declaration, sights: set[Recipient | None]) -> set[str]:
    """The fields of somebody else's row that one who sees it so is given."""
    shown = set(declaration.other)
    for name, personal in declaration.personal.items():
        others = set(personal.seen_by) - {Recipient.NOBODY_ELSE}
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
