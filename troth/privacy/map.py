"""The whole map of personal data: as data, as JSON, and as a table for a terminal.

The JSON (`MapDocument`) is stable: `format` grows when a key changes its
meaning or goes away, not when one is added.

    {"format": 1,
     "taxonomy": "fideslang 3.1.4",
     "tables": [
       {"table": "meetings.Message",        model label, or the table's name where there is no model
        "database_table": "meetings_message",
        "declared_in": "troth.meetings.models",
        "about": "Chat in a meeting",       plain words; empty where nothing is personal
        "controller": "organization",       id of a Controller, or null where nothing is personal
        "owners":  [{"path": "author", "subjects": ["guest"], "fideslang": ["visitor"]}],
        "readers": [{"path": "meeting__host", "subjects": ["member"], "fideslang": ["employee"]}],
        "personal": [
          {"field": "text",
           "category": "user.content.private",
           "source": "person",
           "purposes": [{"purpose": "serve", "basis": "contract", "fideslang": ["essential.service"]}],
           "seen_by": ["participants"],
           "keep": {"kind": "period",       or "while_owned", then start, days and rule are null
                    "start": "session__ended_at", "days": 365, "rule": "meeting_days", "then": "obfuscate"},
           "region": "home"}],
        "other": ["id", "number"]}]}
"""

from collections.abc import Mapping
from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from troth.privacy.declarations import Declaration, End, Keep, Personal, Retention, Whole, kinds_of, path_of
from troth.privacy.registry import Registry, Table
from troth.privacy.taxonomy import FIDESLANG_VERSION


class PathEntry(TypedDict):
    """A way from a row to a person."""

    path: str
    subjects: list[str]
    fideslang: list[str]
    forget: list[str] | str
    get: list[str] | str


class PurposeEntry(TypedDict):
    """A purpose with the basis it rests on."""

    purpose: str
    basis: str
    fideslang: list[str]


class KeepEntry(TypedDict):
    """A period, or as long as somebody owns the row."""

    kind: str
    start: str | None
    days: int | None
    rule: str | None
    then: str


class FieldEntry(TypedDict):
    """One personal field."""

    field: str
    category: str
    source: str
    purposes: list[PurposeEntry]
    seen_by: list[str]
    keep: KeepEntry
    region: str


class TableEntry(TypedDict):
    """One table."""

    table: str
    database_table: str
    declared_in: str
    about: str
    controller: str | None
    owners: list[PathEntry]
    readers: list[PathEntry]
    proof: str
    scope: str
    personal: list[FieldEntry]
    other: list[str]


class MapDocument(TypedDict):
    """The whole map."""

    format: int
    taxonomy: str
    tables: list[TableEntry]


def make_map(registry: Registry) -> MapDocument:
    """The map of all tables, by label. What has no declaration is left out: the checks name it."""
    return MapDocument(
        format=1,
        taxonomy=f"fideslang {FIDESLANG_VERSION}",
        tables=[
            _table(table, table.declaration)
            for table in registry
            if isinstance(table.declaration, Declaration)
        ],
    )


def _table(table: Table, declaration: Declaration) -> TableEntry:
    return TableEntry(
        table=table.label,
        database_table=table.name,
        declared_in=table.module,
        about=str(declaration.about),
        controller=declaration.controller.value if declaration.controller else None,
        owners=_paths(declaration.owners),
        readers=_paths(declaration.readers),
        proof=declaration.proof,
        scope=declaration.scope,
        personal=[_field(declaration, name, personal) for name, personal in declaration.personal.items()],
        other=list(declaration.other),
    )


def _paths(declared: Mapping[str, End]) -> list[PathEntry]:
    return [
        PathEntry(
            path=path,
            subjects=[kind.value for kind in kinds_of(value)],
            fideslang=sorted({kind.fideslang for kind in kinds_of(value)}),
            forget=_rule(path_of(value).forget),
            get=_rule(path_of(value).get),
        )
        for path, value in declared.items()
    ]


def _rule(names: tuple[str, ...] | Whole) -> list[str] | str:
    return names.value if isinstance(names, Whole) else list(names)


def _field(declaration: Declaration, name: str, personal: Personal) -> FieldEntry:
    return FieldEntry(
        field=name,
        category=personal.category,
        source=personal.source.value,
        purposes=[
            PurposeEntry(purpose=purpose.value, basis=basis.value, fideslang=list(purpose.fideslang))
            for purpose, basis in declaration.purposes_of(name).items()
        ],
        seen_by=[one.value for one in personal.seen_by],
        keep=_keep(declaration.keep_of(name)),
        region=personal.region.value,
    )


def _keep(keep: Retention | None) -> KeepEntry:
    if isinstance(keep, Keep):
        return KeepEntry(
            kind="period", start=keep.start, days=keep.days, rule=keep.rule or None, then=keep.then.value
        )
    if keep is None:
        raise ValueError("A personal field without a period: run the checks first.")
    return KeepEntry(kind="while_owned", start=None, days=None, rule=None, then=keep.then.value)


def draw(document: MapDocument) -> Group:
    """The map for a terminal: a grid for each table with personal data, and the names of the others."""
    drawn: list[RenderableType] = []
    for table in document["tables"]:
        if table["personal"]:
            drawn += [_heading(table), _grid(table), ""]
    empty = [table["table"] for table in document["tables"] if not table["personal"]]
    drawn.append(_("Nothing about a person: %(tables)s.") % {"tables": ", ".join(empty)})
    return Group(*drawn)


def _heading(table: TableEntry) -> Text:
    kinds = dict.fromkeys(kind for path in table["owners"] for kind in path["subjects"])
    facts = _("“%(about)s”, about: %(kinds)s; controller: %(controller)s") % {
        "about": table["about"],
        "kinds": ", ".join(kinds),
        "controller": table["controller"],
    }
    return Text.assemble((table["table"], "bold"), " ", facts)


def _grid(table: TableEntry) -> Grid:
    """A line for each field; a cell stays empty where it says the same as the one above."""
    grid = Grid(box=SIMPLE, header_style="dim", pad_edge=False)
    for heading in (_("Field"), _("Category"), _("From"), _("Seen by"), _("For"), _("Kept")):
        grid.add_column(heading, overflow="fold")
    above: list[str] = []
    for entry in table["personal"]:
        cells = [
            entry["source"],
            ", ".join(entry["seen_by"]),
            ", ".join(f"{one['purpose']} ({one['basis']})" for one in entry["purposes"]),
            _in_short(entry["keep"]),
        ]
        same = [one == other for one, other in zip(cells, above, strict=False)] or [False] * len(cells)
        grid.add_row(
            entry["field"],
            entry["category"].removeprefix("user."),
            *("″" if repeats else cell for cell, repeats in zip(cells, same, strict=True)),
        )
        above = cells
    return grid


def _in_short(keep: KeepEntry) -> str:
    if keep["days"] is None:
        return _("while used, then %(then)s") % {"then": keep["then"]}
    words = ngettext(
        "%(days)d day after %(start)s, then %(then)s",
        "%(days)d days after %(start)s, then %(then)s",
        keep["days"],
    )
    return words % {"days": keep["days"], "start": keep["start"], "then": keep["then"]}
