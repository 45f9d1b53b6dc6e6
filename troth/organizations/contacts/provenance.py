"""Where a value of a contact came from, and which of two sources counts more (COL-3)."""

from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.lib.clock import now
from troth.lib.text import one_line
from troth.privacy import Source

# The person knows best; then who works with them; then who deals with them; then who collects.
_RANKS = (
    (Source.PERSON,),
    (Source.EMPLOYER, Source.ADMINISTRATOR, Source.COLLEAGUE, Source.LINKED_ACCOUNT),
    (
        Source.OPERATOR,
        Source.USER,
        Source.RESELLER,
        Source.PARTNER,
        Source.PAYMENT_VENDOR,
        Source.DELIVERY_VENDOR,
    ),
    (
        Source.PUBLIC,
        Source.ENRICHMENT_VENDOR,
        Source.ADVERTISING_NETWORK,
        Source.ANALYTICS_PROVIDER,
    ),
)
SOURCES = tuple(source for rank in _RANKS for source in rank)
"""What a value of a contact can have come from, the strongest first."""

# Declarations speak to the person; these words are for the operator.
_FOR_OPERATOR: dict[Source, str | Promise] = {
    Source.PERSON: _("the person"),
    Source.ADMINISTRATOR: _("their administrator"),
    Source.OPERATOR: _("us"),
}
NAMED_LENGTH = 80


class Stored(TypedDict, total=False):
    """A source as `Contact.sources` holds it. `at` is a date as in ISO 8601; `named` is left out where empty."""

    source: str
    at: str
    named: str


@dataclass(frozen=True)
class Provenance:
    """A source, the day its value dates from, and who exactly it was where that is known."""

    source: Source
    at: date
    named: str = ""

    @property
    def stored(self) -> Stored:
        """As the database keeps it."""
        kept = Stored(source=self.source.value, at=self.at.isoformat())
        if self.named:
            kept["named"] = self.named
        return kept

    @property
    def label(self) -> str | Promise:
        """In words that go on after “came from”."""
        return _FOR_OPERATOR.get(self.source, self.source.label)

    def outranks(self, other: "Provenance") -> bool:
        """Whether this source is of a stronger sort."""
        return _rank(self.source) < _rank(other.source)

    def yields_to(self, newer: "Provenance") -> bool:
        """Whether a value from here gives way to one from `newer`: a stronger source, or an equal one not older."""
        return newer.outranks(self) or (not self.outranks(newer) and newer.at >= self.at)

    def __str__(self) -> str:
        """As in a cell of a CSV file, which `parse` reads: `reseller 2026-11-25 Acme Ltd`."""
        return f"{self.source.value} {self.at.isoformat()} {self.named}".strip()


def _rank(source: Source) -> int:
    return next(number for number, rank in enumerate(_RANKS) if source in rank)


def choices() -> list[tuple[str, str | Promise]]:
    """The sources for a form. None is chosen beforehand: the strongest would be noted by whoever looks away."""
    words = [(source.value, Provenance(source, today()).label) for source in SOURCES]
    return [("", _("Choose")), *words]


def today() -> date:
    """The day in UTC."""
    return now().date()


def restore(stored: Stored) -> Provenance:
    """What `stored` made."""
    return Provenance(Source(stored["source"]), date.fromisoformat(stored["at"]), stored.get("named", ""))


def parse(text: str) -> Provenance:
    """A source as written in a cell: its id, then perhaps the day, then perhaps who. Raises ValueError."""
    word, _, rest = text.strip().partition(" ")
    source = Source(word.lower())
    if source not in SOURCES:
        raise ValueError(word)
    day, _, named = rest.strip().partition(" ")
    try:
        at = date.fromisoformat(day)
    except ValueError:
        at, named = today(), rest
    if at > today():
        raise ValueError(day)
    return Provenance(source, at, one_line(named)[:NAMED_LENGTH])
