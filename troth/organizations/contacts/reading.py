"""A CSV file of contacts, as rows that are checked but not yet compared with what is known.

Nothing in a file is believed: not its encoding, size, quoting, columns or
cells. What is wrong with the file as a whole raises BadFile; what is wrong
with a row stands in its `faults`, and the row is refused.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from troth.lib.text import from_cell, one_line
from troth.organizations.contacts.provenance import Provenance, parse
from troth.organizations.models import VALUE_FIELDS, Contact, Kind
from troth.privacy.addresses import as_kept

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 100
DELIMITERS = ",;\t|"

# What columns are called, without spaces, dashes, points and capitals.
_NAMES = {
    "kind": ("kind", "type", "relationship"),
    "source": ("source", "origin", "leadsource"),
    "email": ("email", "mail", "emailaddress", "workemail", "primaryemail"),
    "name": ("name", "fullname", "displayname", "contact", "contactname"),
    "first_name": ("firstname", "givenname", "forename"),
    "last_name": ("lastname", "surname", "familyname"),
    "company": (
        "company",
        "companyname",
        "organization",
        "organisation",
        "organizationname",
        "employer",
        "account",
    ),
    "job_title": ("jobtitle", "title", "jobfunction", "function", "position", "role"),
    "department": ("department", "team"),
    "phone": (
        "phone",
        "phonenumber",
        "telephone",
        "tel",
        "mobile",
        "mobilephone",
        "workphone",
        "businessphone",
    ),
    "address": ("address", "postaladdress", "mailingaddress", "businessaddress"),
    "notes": ("notes", "note", "comment", "comments"),
}
_COLUMNS = {name: column for column, names in _NAMES.items() for name in names} | {
    f"{name}source": f"{column} source"
    for column, names in _NAMES.items()
    if column in Contact.VALUES
    for name in names
}
_SEVERAL_LINES = ("address", "notes")
_LENGTHS = {name: field.max_length or 0 for name, field in VALUE_FIELDS.items()}

Note = list[str]
"""Something to say about a row: a word of `report.SENTENCES`, then what goes into the sentence."""


class BadFile(Exception):
    """A file that can't be read. `note` says why."""

    def __init__(self, *note: str) -> None:
        super().__init__(*note)
        self.note: Note = list(note)


@dataclass
class Row:
    """One row: `line` is where it ends in the file, `values` has no empty ones, each has its source in `sources`."""

    line: int
    kind: str = ""
    values: dict[str, str] = field(default_factory=dict)
    sources: dict[str, Provenance] = field(default_factory=dict)
    faults: list[Note] = field(default_factory=list)


@dataclass
class Table:
    """A readable file. `columns` are those taken over, by their place; `ignored` the names of the others."""

    columns: dict[int, str]
    ignored: list[str]
    cells: Iterator[tuple[int, list[str]]]
    width: int

    def rows(self, kind: str, source: Provenance) -> Iterator[Row]:
        """The rows. `kind` and `source` hold where a row has none of its own. Raises BadFile part way."""
        for number, (line, cells) in enumerate(self.cells):
            if number >= MOST_ROWS:
                raise BadFile("too_many_rows", str(MOST_ROWS))
            yield self._row(Row(line, kind), cells, source)

    def _row(self, row: Row, cells: list[str], source: Provenance) -> Row:
        found = {column: from_cell(cells[at]) for at, column in self.columns.items() if at < len(cells)}
        if len(cells) > self.width and any(cell.strip() for cell in cells[self.width :]):
            row.faults.append(["too_many_cells"])
        if given := found.get("kind", "").strip().lower():
            row.kind = given
        if row.kind not in Kind.values:
            row.faults.append(["bad_kind"] if row.kind else ["no_kind"])
        source = self._source(row, found, "source", source)
        if "first_name" in found or "last_name" in found:
            parts = (found.get("first_name", ""), found.get("last_name", ""))
            found["name"] = found.get("name") or " ".join(parts)
        for name in Contact.VALUES:
            value = cleaned(name, found.get(name, ""))
            if len(value) > _LENGTHS[name]:
                row.faults.append(["too_long", name, str(_LENGTHS[name])])
            elif value:
                row.values[name] = value
                row.sources[name] = self._source(row, found, f"{name} source", source)
        _check_email(row)
        return row

    def _source(self, row: Row, found: dict[str, str], column: str, otherwise: Provenance) -> Provenance:
        text = found.get(column, "").strip()
        try:
            return parse(text) if text else otherwise
        except ValueError:
            row.faults.append(["bad_source", column])
            return otherwise


def open_table(content: bytes) -> Table:
    """The file's columns, and its rows yet to be read. Raises BadFile."""
    text = decoded(content)
    if not text.strip():
        raise BadFile("empty")
    delimiter, header, columns = _header(text)
    wanted = list(columns.values())
    if doubled := next((name for name in wanted if wanted.count(name) > 1), None):
        raise BadFile("column_twice", doubled)
    if "email" not in wanted:
        raise BadFile("no_email_column")
    ignored = [one_line(name)[:80] for at, name in enumerate(header) if at not in columns and name.strip()]
    cells = _cells(text, delimiter)
    next(cells)
    return Table(columns, ignored, cells, len(header))


def decoded(content: bytes) -> str:
    """The text. A mark at the start tells the encoding; without one it is UTF-8, else what Windows writes in Europe."""
    if len(content) > MOST_BYTES:
        raise BadFile("too_big", str(MOST_BYTES // 1024 // 1024))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif content.startswith(b"\xef\xbb\xbf"):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise BadFile("nul")
        return text
    raise BadFile("encoding")


def _header(text: str) -> tuple[str, list[str], dict[int, str]]:
    """Delimiter, header and the columns known in it: with the delimiter that makes the most of them known."""
    best: tuple[str, list[str], dict[int, str]] = (",", [], {})
    failed: BadFile | None = None
    for delimiter in DELIMITERS:
        try:
            _, header = next(_cells(text, delimiter), (0, []))
        except BadFile as bad:
            failed = failed or bad
            continue
        if len(header) > MOST_COLUMNS:
            failed = failed or BadFile("too_many_columns", str(MOST_COLUMNS))
            continue
        known = {at: _COLUMNS[key] for at, name in enumerate(header) if (key := _key(name)) in _COLUMNS}
        if len(known) > len(best[2]):
            best = delimiter, header, known
    if not best[2]:
        raise failed or BadFile("no_email_column")
    return best


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def _cells(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Lines' ends and cells, without empty lines. Strict: a quote that is never closed would swallow what follows."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        # A cell above 128 KiB is refused by the module itself.
        word = "cell_too_big" if "field limit" in str(error) else "bad_quotes"
        raise BadFile(word, str(reader.line_num)) from None


def cleaned(name: str, text: str) -> str:
    """The value of a field as contacts keep it: readable characters, single spaces, the address in small letters."""
    if name in _SEVERAL_LINES:
        lines = [one_line(line) for line in text.splitlines()]
        return "\n".join(lines).strip()
    return as_kept(one_line(text)) if name == "email" else one_line(text)


def _check_email(row: Row) -> None:
    if any(fault[:2] == ["too_long", "email"] for fault in row.faults):
        return
    if "email" not in row.values:
        row.faults.append(["no_email"])
        return
    try:
        validate_email(row.values["email"])
    except ValidationError:
        row.faults.append(["bad_email"])
