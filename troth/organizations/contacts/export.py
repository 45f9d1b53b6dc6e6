"""Contacts as CSV, which the import reads again: a column for each value and one for its source."""

from collections.abc import Iterable, Iterator

from troth.lib.text import as_cell, csv_lines
from troth.organizations.contacts.provenance import restore
from troth.organizations.models import Contact

HEADER = ["kind", *Contact.VALUES, *(f"{name} source" for name in Contact.VALUES)]


def as_csv(contacts: Iterable[Contact]) -> Iterator[str]:
    """The lines of the file, the first with the mark by which spreadsheets know UTF-8. No cell is a formula."""
    yield "\ufeff"
    yield from csv_lines([HEADER])
    yield from csv_lines(map(_cells, contacts))


def _cells(contact: Contact) -> list[str]:
    values = [getattr(contact, name) for name in Contact.VALUES]
    stored = [contact.sources.get(name) for name in Contact.VALUES]
    sources = [str(restore(one)) if one else "" for one in stored]
    return [contact.kind, *map(as_cell, values), *map(as_cell, sources)]
