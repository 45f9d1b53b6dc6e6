"""Recipients outside in words, for the operator's pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.countries import country_name
from troth.privacy.audit import pseudonym
from troth.privacy.facts import words_of
from troth.privacy.models import Disclosure, OutsideRecipient
from troth.privacy.recipients import Door, HandOverRefused, behind, doors
from troth.privacy.transfers import Cover, Mechanism, Regime


@dataclass(frozen=True)
class DoorLine:
    """A door: `host` is where it leads, "" for the operator's own machine; `refusal` why nothing leaves there."""

    door: Door
    host: str
    recipient: OutsideRecipient | None
    refusal: str


def doors_here() -> list[DoorLine]:
    """Every door, and where it leads on this installation."""
    found = []
    for door in doors():
        try:
            found.append(DoorLine(door, door.host, behind(door), ""))
        except HandOverRefused as refused:
            found.append(DoorLine(door, door.host, None, str(refused)))
    return found


@dataclass(frozen=True)
class RecipientLine:
    """A recipient in a list."""

    recipient: OutsideRecipient
    country: str
    is_vetted: bool
    purposes: list[str]


def in_lines() -> tuple[list[RecipientLine], list[RecipientLine]]:
    """Those that are declared now, and those that ended: of each key its last version."""
    declared = [*OutsideRecipient.objects.filter(until=None)]
    keys = {one.key for one in declared}
    ended: dict[str, OutsideRecipient] = {}
    for one in OutsideRecipient.objects.exclude(until=None).exclude(key__in=keys).order_by("-since"):
        ended.setdefault(one.key, one)
    return [_line(one) for one in declared], [_line(one) for one in ended.values()]


def _line(one: OutsideRecipient) -> RecipientLine:
    return RecipientLine(
        one, country_name(one.country), one.is_vetted(now().date()), _each_in_words(one.purposes)
    )


@dataclass(frozen=True)
class Version:
    """What was declared from a moment to another, and by whom; the names of who is not there any more are not known."""

    recipient: OutsideRecipient
    country: str
    categories: list[str]
    purposes: list[str]
    mechanisms: list[str]
    declared_by: str
    vetted_by: str


def versions_in_words(versions: Iterable[OutsideRecipient]) -> dict[str, Any]:
    """A recipient for its page: its last version, those before, and what it got."""
    names = operators()
    found = [
        Version(
            one,
            country_name(one.country),
            _each_in_words(one.categories),
            _each_in_words(one.purposes),
            [str(Mechanism(mechanism).label) for mechanism in one.mechanisms],
            names.get(one.declared_by, ""),
            names.get(one.vetted_by, ""),
        )
        for one in versions
    ]
    latest, today = found[0].recipient, now().date()
    got = Disclosure.objects.filter(recipient=latest.key)
    return {
        "recipient": latest,
        "version": found[0],
        "versions": found,
        "is_vetted": latest.is_vetted(today),
        "ran_out": latest.vetted_until is not None and latest.vetted_until < today,
        "covers": list(_covers(latest.covers(today))),
        "count": got.count(),
        "last_at": _last(got.values_list("at", flat=True)[:1]),
    }


def _last(moments: Iterable[datetime]) -> datetime | None:
    return next(iter(moments), None)


def _covers(covers: dict[Regime, Cover | None]) -> Iterable[tuple[str, Cover | None, str]]:
    for regime, cover in covers.items():
        yield str(regime.label), cover, str(cover.mechanism.label) if cover else ""


def _each_in_words(ids: Iterable[str]) -> list[str]:
    return [words_of(one) for one in ids]


def operators() -> dict[str, str]:
    """The names of who runs the installation, by what stands for them in records."""
    return {pseudonym(one): one.name for one in Person.objects.filter(is_operator=True).only("pk", "name")}
