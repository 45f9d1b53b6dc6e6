"""Contacts as CSV, which the import reads again: a column for each value and one for its source."""

import csv
from collections.abc import Iterable, Iterator

from troth.lib.text import as_cell
from troth.organizations.contacts.provenance import restore
from troth.organizations.models import Contact

HEADER = ["kind", *Contact.VALUES, *(f"{name} source" for name in Contact.VALUES)]


class _Echo:
    """A file for `csv.writer` that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_csv(contacts: Iterable[Contact]) -> Iterator[str]:
    """The lines of the file, the first with the mark by which spreadsheets know UTF-8. No cell is a formula."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + str(writer.writerow(HEADER))
    for contact in contacts:
        values = [getattr(contact, name) for name in Contact.VALUES]
        stored = [contact.sources.get(name) for name in Contact.VALUES]
        sources = [str(restore(one)) if one else "" for one in stored]
        yield str(writer.writerow([contact.kind, *map(as_cell, values), *map(as_cell, sources)]))
