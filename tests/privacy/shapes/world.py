"""Six tables with every kind of path, whose meaning is drawn anew for each test.

A `Guest` is a person where it has no user. A `Thing` is owned by people, through
`Link` rows, or through a `Part`; parts point at each other; a `Tag` and a `Link`
can't be without their thing.
"""

# ruff: noqa: DJ008

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.apps.registry import Apps
from django.db import models

from tests.privacy.shapes.tables import declared
from troth.privacy import SELF, Declaration, Nameless, Path, Subject
from troth.privacy.graph import Graph
from troth.privacy.registry import ModelClass, Registry

APPS = Apps(["tests.privacy.shapes"])
MEMBER, GUEST = Subject.MEMBER, Subject.GUEST


class Small(models.Model):
    id = models.IntegerField(primary_key=True)

    class Meta:
        abstract = True
        apps = APPS
        app_label = "shapes"


def to(end: str, null: bool = True, name: str = "+") -> Any:
    return models.ForeignKey(end, models.DO_NOTHING, null=null, related_name=name)


class Human(Small):
    privacy = declared({SELF: MEMBER})


class Guest(Small):
    user = to("Human")

    privacy = declared({SELF: Path(GUEST, where={"user": None}), "user": MEMBER}, ("user",))


class Thing(Small):
    one, two, guest, origin = to("Human"), to("Human"), to("Guest"), to("Part")
    text = models.TextField(default="text")

    privacy = declared({}, ("one", "two", "guest", "text"), ("origin",))


class Link(Small):
    thing = to("Thing", null=False, name="links")
    human = to("Human", null=False)

    privacy = declared({"human": MEMBER}, ("human",), ("thing",))


class Part(Small):
    thing, beside, who = to("Thing"), to("Part"), to("Human")
    text = models.TextField(default="text")

    privacy = declared({}, ("who", "text"), ("thing", "beside"))


class Tag(Small):
    thing, part = to("Thing", null=False), to("Part")
    text = models.TextField(default="text")

    privacy = declared({}, ("text",), ("thing", "part"))


MODELS: dict[str, ModelClass] = {model.__name__: model for model in (Human, Guest, Thing, Link, Part, Tag)}
PATHS = [
    *[("Thing", path) for path in ("one", "two", "guest", "origin", "links")],
    *[("Part", path) for path in ("thing", "beside", "who")],
    *[("Tag", path) for path in ("thing", "part")],
]
"""The paths whose meaning is drawn."""
REFERENCES = {
    table: {
        one.name: one.related_model.__name__
        for one in model._meta.concrete_fields
        if isinstance(one, models.ForeignKey)
    }
    for table, model in MODELS.items()
}
NEEDED = {("Link", "thing"), ("Link", "human"), ("Tag", "thing")}
"""References that can't be empty."""

Row = tuple[str, int]
Rows = dict[Row, dict[str, Any]]
Paths = Mapping[tuple[str, str], Path]
"""What each path means, by table and path."""


def graph(owners: Paths, readers: Paths, nameless: frozenset[str]) -> Graph:
    """The graph of the six tables, with these paths beside those that are fixed."""
    found = Registry(MODELS.values())
    for label, table in found.tables.items():
        name, declaration = label.split(".")[1], table.declaration
        assert isinstance(declaration, Declaration)
        declaration = replace(
            declaration,
            owners={
                **declaration.owners,
                **{path: end for (one, path), end in owners.items() if one == name},
            },
            readers={path: end for (one, path), end in readers.items() if one == name},
            nameless=Nameless() if name in nameless else None,
        )
        found.tables[label] = replace(table, declaration=declaration)
    return Graph(found)


def stored() -> Rows:
    """What the database holds."""
    return {
        (table, row.pk): {
            **{name: getattr(row, f"{name}_id") for name in REFERENCES[table]},
            **({"text": row.text} if hasattr(row, "text") else {}),
        }
        for table, model in MODELS.items()
        for row in model._base_manager.all()
    }


def store(rows: Rows) -> None:
    """Adds rows; those they point at may come later."""
    for (table, key), values in rows.items():
        named = {name + ("_id" if name in REFERENCES[table] else ""): value for name, value in values.items()}
        MODELS[table]._base_manager.create(pk=key, **named)


def pointers(rows: Rows, row: Row) -> Iterator[tuple[str, Row]]:
    """The rows that a row points at, by the name of the reference."""
    for name, end in REFERENCES[row[0]].items():
        if rows[row][name] is not None:
            yield name, (end, rows[row][name])
