"""Text as people type it, made safe to show to others and to keep."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

UNREADABLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
"""Unicode's general categories of control, format, surrogate and private characters and of separators of lines."""


def one_line(text: str) -> str:
    """One line of readable text, perhaps none: no control, format or direction characters, single spaces."""
    kept = "".join(" " if unicodedata.category(c) in UNREADABLE else c for c in text)
    return re.sub(r"\s+", " ", kept).strip()


def many_lines(text: str) -> str:
    """Readable text of several lines: no control or direction characters, no more than one empty line together."""
    joined = "\n".join("".join(map(_readable, line)).rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", joined).strip()


def _readable(c: str) -> str:
    # Joiners are letters' business: Persian and Hindi are misspelt without them.
    if c in "\u200c\u200d":
        return c
    return " " if c == "\t" else "" if unicodedata.category(c) in UNREADABLE else c


def has_address(text: str) -> bool:
    """Whether a mail program would make a link of something in the text."""
    return "://" in text or "www." in text.lower()


# Also inside: where lists are divided by semicolons or tabs, a spreadsheet begins a cell behind one, quoted or not.
_BEGIN = r"""((?:^|[;\t\r\n])[\s"]*)"""
_FORMULA = re.compile(_BEGIN + r"(?='*[=+\-@])")
_NO_FORMULA = re.compile(_BEGIN + r"'(?='*[=+\-@])")


def as_cell(text: str) -> str:
    """Text for a table that a spreadsheet opens: never taken for a formula (OWASP, CSV injection)."""
    text = _FORMULA.sub(r"\1'", text)
    return f"'{text}" if text.startswith(("\t", "\r")) else text


def from_cell(cell: str) -> str:
    """The text that `as_cell` made a cell of."""
    return _NO_FORMULA.sub(r"\1", cell[1:] if cell.startswith(("'\t", "'\r")) else cell)


class _Echo:
    """A file for `csv.writer` that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The lines of a CSV file (RFC 4180), one after the other. What people wrote goes through `as_cell` first."""
    # A semicolon divides cells too, for some spreadsheets.
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    return (str(writer.writerow(row)) for row in rows)


class LineField(forms.CharField):
    """A form's field of one line."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class WordsField(forms.CharField):
    """A form's field of several lines."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return many_lines(super().to_python(value) or "")


class NameField(LineField):
    """What somebody calls themselves or their organization. It stands in mail that others get, so it is no link."""

    def clean(self, value: Any) -> str:
        name: str = super().clean(value)
        if has_address(name):
            raise ValidationError(_("Leave out addresses of websites."))
        return name
