"""The record of processing activities, from the declarations (GDPR art. 30).

`record_of_processing` answers what art. 30(1)(a) to (g) asks of the operator
as controller, and 30(2)(a) to (d) as processor for organizations. An activity
is a table with what is declared of it. The JSON is stable: `format` grows
when a key changes its meaning or goes away.
"""

from collections.abc import Iterator, Sequence
from typing import TypedDict

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from troth.lib.text import as_cell, csv_lines
from troth.privacy.declarations import Declaration
from troth.privacy.document import Operator, operator_of_settings, topic_of
from troth.privacy.outside import Transfer
from troth.privacy.policy import Section, SectionEntry
from troth.privacy.registry import Registry, Table
from troth.privacy.taxonomy import CATEGORIES
from troth.privacy.vocabulary import Controller, Purpose, Recipient, Subject


class Activity(TypedDict):
    """One activity. The letters are those of art. 30(1); of art. 30(2) `purposes` are (b), `transfers` (c)."""

    name: str
    role: str
    purposes: list[str]  # (b), with the lawful basis
    subjects: list[str]  # (c)
    categories: list[str]  # (c)
    recipients: list[str]  # (d)
    transfers: list[str]  # (e)
    time_limits: list[str]  # (f)


class ProcessingRecord(TypedDict):
    """The whole record. `processor` is for whom the operator works, in a word: their names are not published."""

    format: int
    operator: Operator
    processor: str
    activities: list[Activity]
    outside: list[Transfer]
    security: list[str]


def record_of_processing(
    registry: Registry, sections: Sequence[SectionEntry], outside: Sequence[Transfer] = ()
) -> ProcessingRecord:
    """The record for these declarations, in the installation's language; (g) is what the notice says of protection."""
    with override(settings.LANGUAGE_CODE):
        return ProcessingRecord(
            format=1,
            operator=operator_of_settings(),
            processor=_(
                "The organizations that are customers of this installation; each has its own record."
            ),
            activities=list(_activities(registry, outside)),
            outside=list(outside),
            security=[
                sentence["text"]
                for section in sections
                if section["id"] == Section.PROTECTION
                for sentence in section["sentences"]
            ],
        )


def _activities(registry: Registry, outside: Sequence[Transfer]) -> Iterator[Activity]:
    for controller in Controller:
        for table in registry:
            declaration = table.declaration
            if (
                isinstance(declaration, Declaration)
                and declaration.personal
                and declaration.controller == controller
            ):
                yield _activity(registry, table, declaration, controller, outside)


def _activity(
    registry: Registry,
    table: Table,
    declaration: Declaration,
    controller: Controller,
    outside: Sequence[Transfer],
) -> Activity:
    fields = declaration.personal
    used = {(purpose, basis) for name in fields for purpose, basis in declaration.purposes_of(name).items()}
    seen_by = {one for personal in fields.values() for one in personal.seen_by}
    categories = {personal.category for personal in fields.values()}
    topic = topic_of(declaration, controller)
    kinds = registry.kinds(table)
    return Activity(
        name=str(declaration.about),
        role="controller" if controller == Controller.OPERATOR else "processor",
        purposes=[
            _("%(purpose)s (%(basis)s)") % {"purpose": purpose.label, "basis": basis.label}
            for purpose, basis in sorted(used, key=lambda one: (list(Purpose).index(one[0]), one[1]))
        ],
        subjects=[str(kind.label) for kind in Subject if kind in kinds],
        categories=[str(words) for category, words in CATEGORIES.items() if category in categories],
        recipients=[str(one.label) for one in Recipient if one in seen_by and one != Recipient.NOBODY_ELSE],
        transfers=[_("%(recipient)s, %(country)s (%(covered_by)s)") % one for one in outside],
        time_limits=list(
            dict.fromkeys([topic["kept"], *(fact["kept"] for fact in topic["facts"] if fact["kept"])])
        ),
    )


COLUMNS = (
    "role",
    "name",
    "purposes",
    "subjects",
    "categories",
    "recipients",
    "transfers",
    "time_limits",
    "security",
    "operator",
    "contact",
)


def as_csv(record: ProcessingRecord) -> str:
    """The record as CSV (RFC 4180), a line for each activity; several values of a cell are parted by semicolons.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    operator = record["operator"]
    shared = {
        "security": "; ".join(record["security"]),
        "operator": ", ".join(part for part in (operator["name"], operator["address"]) if part),
        "contact": operator["email"],
    }
    rows = [{**activity, **shared} for activity in record["activities"]]
    return "".join(csv_lines([COLUMNS, *([_cell(cells[name]) for name in COLUMNS] for cells in rows)]))


def _cell(value: object) -> str:
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return as_cell(text)
