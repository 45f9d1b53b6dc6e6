"""What stands behind a version of the notice, in ids: by it two versions are compared, whatever their words (POL-2)."""

from typing import TypedDict

from troth.privacy.declarations import Declaration, Keep, Retention
from troth.privacy.keepsakes import Kept
from troth.privacy.registry import Registry
from troth.privacy.vocabulary import RULES, Purpose, Recipient, Subject


class Entry(TypedDict):
    """One category of what one table knows about one kind of person.

    `days` is the longest period there is, None where it is as long as
    somebody uses the service. `purposes` maps each to its bases. `about` is
    the table in words.
    """

    kind: str
    table: str
    about: str
    category: str
    purposes: dict[str, list[str]]
    seen_by: list[str]
    days: int | None


class Ground(TypedDict):
    """Everything by which it is decided whether a change is material.

    `outside` names recipients outside of the installation with the countries
    they are in.
    """

    operator: str
    entries: list[Entry]
    outside: dict[str, list[str]]
    cookies: dict[str, Kept]
    rules: dict[str, list[int]]


def ground_of(registry: Registry) -> list[Entry]:
    """What the declarations say, by kind of person, table and category, in a fixed order."""
    found: dict[tuple[str, str, str], Entry] = {}
    for table in registry:
        declaration = table.declaration
        if not isinstance(declaration, Declaration):
            continue
        for name, personal in declaration.personal.items():
            for kind in registry.kinds(table):
                key = (kind.value, table.label, personal.category)
                fresh = key not in found
                entry = found.setdefault(
                    key,
                    Entry(
                        kind=kind.value,
                        table=table.label,
                        about=str(declaration.about),
                        category=personal.category,
                        purposes={},
                        seen_by=[],
                        days=0,
                    ),
                )
                for purpose, basis in declaration.purposes_of(name).items():
                    bases = entry["purposes"].setdefault(purpose.value, [])
                    entry["purposes"][purpose.value] = sorted({*bases, basis.value})
                others = {one.value for one in personal.seen_by} - {Recipient.NOBODY_ELSE.value}
                entry["seen_by"] = sorted({*entry["seen_by"], *others})
                days = _days(declaration.keep_of(name))
                entry["days"] = days if fresh else longer(entry["days"], days)
    order = {kind.value: place for place, kind in enumerate(Subject)}
    for entry in found.values():
        entry["purposes"] = {
            one.value: entry["purposes"][one.value] for one in Purpose if one in entry["purposes"]
        }
    return sorted(found.values(), key=lambda entry: (order[entry["kind"]], entry["table"], entry["category"]))


def rules_of() -> dict[str, list[int]]:
    """The bounds of each period that an administrator sets: the default, the least and the most days."""
    return {name: [rule.default, rule.least, rule.most] for name, rule in RULES.items()}


def _days(keep: Retention | None) -> int | None:
    return keep.days if isinstance(keep, Keep) else None


def longer(one: int | None, other: int | None) -> int | None:
    """The longer of two periods in days; None has no end."""
    return None if one is None or other is None else max(one, other)
