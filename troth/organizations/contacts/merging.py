"""What rows of a file make of the contacts that are known. Reads contacts and writes none.

Who is the same: the same kind with the same address. An empty cell takes
nothing away. A value gives way only to a stronger source, or an equal one
that is not older (`Provenance.yields_to`); where it does not, the outcome
says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from troth.organizations.contacts.provenance import restore
from troth.organizations.contacts.reading import Note, Row
from troth.organizations.models import Contact
from troth.privacy.holds import held_among, holds_in_force

Key = tuple[str, str]


class Outcome(TextChoices):
    """What became of a row, in the order in which a report shows them."""

    REFUSED = "refused", _("Refused")
    CHANGED = "changed", _("Changed")
    ADDED = "added", _("Added")
    UNCHANGED = "unchanged", _("Unchanged")


@dataclass(frozen=True)
class Result:
    """The outcome of the row that ends at `line`, and what there is to say about it."""

    line: int
    outcome: Outcome
    notes: list[Note]


@dataclass
class Merge:
    """Contacts as the rows so far have made them; `touched` are those to be written, `held` those under a legal hold."""

    moment: datetime
    known: dict[Key, Contact] = field(default_factory=dict)
    touched: dict[Key, Contact] = field(default_factory=dict)
    held: set[object] = field(default_factory=set)

    def take(self, rows: list[Row], *, lock: bool) -> list[Result]:
        """The rows' results, in their order. With `lock`, inside a transaction, nobody changes the contacts meanwhile."""
        self._look_up({row.values["email"] for row in rows if not row.faults}, lock)
        return [self._take(row) for row in rows]

    def _look_up(self, addresses: Iterable[str], lock: bool) -> None:
        rows = Contact.objects.filter(email__in=sorted(addresses)).order_by("pk")
        found = list(rows.select_for_update() if lock else rows)
        for contact in found:
            self.known.setdefault((contact.kind, contact.email), contact)
        self.held |= held_among(Contact, {contact.pk for contact in found}, holds_in_force())

    def _take(self, row: Row) -> Result:
        if row.faults:
            return Result(row.line, Outcome.REFUSED, row.faults)
        key = row.kind, row.values["email"]
        contact = self.known.get(key)
        if contact is not None and contact.pk in self.held:
            return Result(row.line, Outcome.REFUSED, [["held"]])
        outcome = Outcome.UNCHANGED
        if contact is None:
            outcome = Outcome.ADDED
            contact = self.known[key] = Contact(kind=row.kind, email=row.values["email"])
        changed, notes = _merge(contact, row)
        if changed:
            contact.last_used_at = self.moment
            self.touched[key] = contact
            if outcome == Outcome.UNCHANGED:
                outcome = Outcome.CHANGED
        return Result(row.line, outcome, notes)


def _merge(contact: Contact, row: Row) -> tuple[bool, list[Note]]:
    """Puts the row's values into the contact: whether that changed it, and what was kept against the row."""
    changed, notes = False, list[Note]()
    for name, value in row.values.items():
        source, kept = row.sources[name], contact.sources.get(name)
        there = restore(kept) if kept else None
        if there is not None and getattr(contact, name) == value and not source.outranks(there):
            continue
        if there is not None and not there.yields_to(source):
            notes.append(["kept", name, there.source.value])
            continue
        setattr(contact, name, value)
        contact.sources[name] = source.stored
        changed = True
    return changed, notes
