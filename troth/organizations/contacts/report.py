"""What an import has to say: as `ContactImport.report` keeps it, and in sentences.

{"columns": ["email", "name"],    taken over, in the words of reading.py
 "ignored": ["Shoe size"],        names of columns that were not
 "counts": {"added": 2},
 "results": [[2, "added", []], [3, "refused", [["bad_email"]]]],
 "refusal": ["nul"]}              only where the file as a whole is not readable
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.organizations.contacts.merging import Outcome, Result
from troth.organizations.contacts.provenance import Provenance, today
from troth.organizations.contacts.reading import Note
from troth.organizations.models import VALUE_FIELDS
from troth.privacy import Source

SENTENCES = {
    # About a file.
    "empty": _("The file is empty."),
    "too_big": _("The file is larger than %(0)s MB. Split it."),
    "too_many_rows": _("The file has more than %(0)s rows. Split it."),
    "too_many_columns": _("The file has more than %(0)s columns."),
    "nul": _("The file holds NUL characters, as no text does. Save it as CSV in UTF-8."),
    "encoding": _("The file is not in an encoding that is known. Save it as CSV in UTF-8."),
    "no_email_column": _(
        "No column for the email address was found. The first line must name the columns, one of them “email”."
    ),
    "column_twice": _("Two columns both hold the %(0)s. Take one out."),
    "bad_quotes": _("The quotation marks near line %(0)s don't match, so what follows can't be told apart."),
    "cell_too_big": _("A cell near line %(0)s is too big: is a quotation mark never closed?"),
    # About a row.
    "no_email": _("There is no email address."),
    "bad_email": _("The email address is not one."),
    "no_kind": _("It does not say what kind of contact it is."),
    "bad_kind": _("The kind is none of customer, supplier, partner, prospect."),
    "bad_source": _("The %(0)s is not one that is known, or lies in the future."),
    "too_long": _("The %(0)s is longer than %(1)s characters."),
    "too_many_cells": _("It has more cells than the first line has names."),
    "held": _("A legal hold keeps the contact as it is."),
    "kept": _("The %(0)s differs and was kept: it came from %(1)s."),
}


@dataclass(frozen=True)
class Line:
    """One row's outcome, for a page."""

    number: int
    outcome: Outcome
    sentences: list[str]


@dataclass
class Report:
    """The report while it is made."""

    columns: list[str]
    ignored: list[str]
    counts: Counter[str] = field(default_factory=Counter)
    results: list[list[Any]] = field(default_factory=list)

    def add(self, results: Iterable[Result]) -> None:
        """Notes what became of some rows."""
        for result in results:
            self.counts[result.outcome.value] += 1
            self.results.append([result.line, result.outcome.value, result.notes])

    @property
    def stored(self) -> dict[str, Any]:
        """As the database keeps it."""
        return {
            "columns": self.columns,
            "ignored": self.ignored,
            "counts": dict(self.counts),
            "results": self.results,
        }


def restore_report(stored: dict[str, Any]) -> Report:
    """What `stored` made."""
    return Report(stored["columns"], stored["ignored"], Counter(stored["counts"]), stored["results"])


def sentence(note: Note) -> str:
    """A note in words."""
    word, *parts = note
    named = [_in_words(part) for part in parts]
    if word == "kept":
        named[1] = str(Provenance(Source(parts[1]), today()).label)
    return str(SENTENCES[word]) % {str(at): part for at, part in enumerate(named)}


def _in_words(part: str) -> str:
    """A column's or field's name as people read it; anything else as it is."""
    name, _space, more = part.partition(" ")
    return f"{VALUE_FIELDS[name].verbose_name} {more}".strip() if name in VALUE_FIELDS else part


def column_label(name: str) -> str | Promise:
    """A column that was taken over, in words."""
    others = {
        "first_name": _("first name"),
        "last_name": _("last name"),
        "kind": _("kind"),
        "source": _("source"),
    }
    return others.get(name) or _in_words(name)


def counted(stored: dict[str, Any]) -> list[tuple[Outcome, int]]:
    """How many rows came out how, in the order of Outcome; all of them, also where there are none."""
    counts = stored.get("counts", {})
    return [(outcome, counts.get(outcome.value, 0)) for outcome in Outcome]


def lines(stored: dict[str, Any]) -> list[tuple[int, str, list[Note]]]:
    """The rows there is something to say about, refused ones first."""
    results = [(at, outcome, notes) for at, outcome, notes in stored.get("results", []) if notes]
    return sorted(results, key=lambda one: (one[1] != Outcome.REFUSED, one[0]))


def as_lines(results: Iterable[tuple[int, str, list[Note]]]) -> list[Line]:
    """Some of `lines`, in sentences."""
    return [Line(at, Outcome(outcome), [sentence(note) for note in notes]) for at, outcome, notes in results]
