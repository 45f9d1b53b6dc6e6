"""Giving data to a recipient outside: only to one that is declared and vetted, and never without a row (SHR-11).

    with transaction.atomic():
        hand_over(recipient, categories=…, about=[About(person)], purpose=…, basis=…, why=…)

comes before the first byte leaves, in the transaction that decides about it.
Whatever is refused raises, so nothing leaves by accident.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.privacy.addresses import as_kept
from troth.privacy.models.disclosures import Disclosure
from troth.privacy.models.recipients import Function, OutsideRecipient
from troth.privacy.opt_outs import accounts_at, address_of_account
from troth.privacy.purposes import for_the_engine
from troth.privacy.recipients import HandOverRefused, declared, is_secret, is_within
from troth.privacy.statements import CHUNK, chunks
from troth.privacy.transfers import Cover, Regime, regimes_of
from troth.privacy.vocabulary import Basis, Purpose


@dataclass(frozen=True)
class About:
    """Whom a hand-over is about: somebody with an account, else who is at an address, else somebody nobody knows here.

    `country` is where they are known to be (ISO 3166-1), "" where that is not
    known: then each law that protects somebody is taken to protect them.
    """

    person: Model | None = None
    address: str = ""
    country: str = ""


Consented = Callable[[About], bool]
"""Asked at the hand-over whether somebody has agreed to it, and not taken that back."""


@dataclass(frozen=True)
class Facts:
    """What is on record of a hand-over, whoever it is about. Made of JSON's types; `at` is ISO 8601, UTC."""

    recipient: str
    name: str
    function: str
    country: str
    covers: dict[str, str]
    categories: list[str]
    purpose: str
    basis: str
    why: str
    reference: str
    at: str


@for_the_engine()
def hand_over(
    recipient: str,
    *,
    categories: Collection[str],
    about: Iterable[About],
    purpose: Purpose,
    basis: Basis,
    why: str | Promise,
    reference: str = "",
    consented: Consented | None = None,
) -> list[Disclosure]:
    """Writes that data of these categories goes to the recipient of that key, a row for each person.

    With a `reference` that is on record for the recipient and the person
    already, no second row is written: what is tried again is one hand-over.
    `why` goes on after “because”, for the person to read. Raises
    HandOverRefused for a recipient that may not have it, a category or purpose
    it is not declared for, a person under a law that nothing covers the
    transfer for, and one whose consent is needed and not there; and
    TransactionManagementError outside of a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Call hand_over() inside transaction.atomic().")
    people = list(about)
    return put_on_record(
        judge(
            recipient,
            categories=categories,
            about=people,
            purpose=purpose,
            basis=basis,
            why=why,
            reference=reference,
            consented=consented,
        ),
        people,
    )


@for_the_engine()
def judge(
    recipient: str,
    *,
    categories: Collection[str],
    about: Collection[About],
    purpose: Purpose,
    basis: Basis,
    why: str | Promise,
    reference: str = "",
    consented: Consented | None = None,
) -> Facts:
    """What `hand_over` would put on record, or its refusal, for who has to keep silent about it for now."""
    found = declared(recipient)
    _refuse_undeclared(found, categories, purpose)
    _refuse_without_consent(found, about, basis, consented)
    return Facts(
        recipient=found.key,
        name=found.name,
        function=found.function,
        country=found.country,
        covers=_covers(found, {one.country for one in about}),
        categories=sorted(categories),
        purpose=str(purpose),
        basis=str(basis),
        why=str(why),
        reference=reference,
        at=now().isoformat(),
    )


@for_the_engine()
def put_on_record(facts: Facts, about: Collection[About]) -> list[Disclosure]:
    """Writes a row for each person of a hand-over that was judged."""
    accounts = _accounts({as_kept(one.address) for one in about if one.address})
    values = asdict(facts) | {"at": datetime.fromisoformat(facts.at)}
    rows: dict[tuple[Any, str], Disclosure] = {}
    for number, one in enumerate(about):
        person: Any = one.person or accounts.get(as_kept(one.address))
        key = (person.pk if person else None, "" if person else as_kept(one.address))
        # Of people nobody knows each has a row, though the rows read the same.
        rows[key if any(key) else (number, "")] = Disclosure(person=person, address=key[1], **values)
    known = _known(facts.recipient, facts.reference) if facts.reference else set()
    return Disclosure.objects.bulk_create(
        [row for row in rows.values() if (row.person_id, row.address) not in known], batch_size=CHUNK
    )


def _refuse_undeclared(found: OutsideRecipient, categories: Collection[str], purpose: Purpose) -> None:
    others = sorted(one for one in categories if is_secret(one) or not is_within(one, found.categories))
    if others or not categories:
        raise HandOverRefused(
            _("“%(key)s” is not declared to be given %(categories)s.")
            % {"key": found.key, "categories": ", ".join(others) or _("nothing in particular")}
        )
    if purpose not in found.purposes:
        raise HandOverRefused(
            _("“%(key)s” is not declared to be given anything %(purpose)s.")
            % {"key": found.key, "purpose": purpose.label}
        )


def _refuse_without_consent(
    found: OutsideRecipient, people: Iterable[About], basis: Basis, consented: Consented | None
) -> None:
    if not Function(found.function).needs_consent and basis != Basis.CONSENT:
        return
    if basis != Basis.CONSENT or consented is None or not all(map(consented, people)):
        raise HandOverRefused(
            _("“%(key)s” (%(function)s) is given data only of people who agreed to that.")
            % {"key": found.key, "function": found.get_function_display()}
        )


def _covers(found: OutsideRecipient, countries: Collection[str]) -> dict[str, str]:
    """What covers the transfer, by the laws that ask for something (XFR-2)."""
    needed = {regime for country in countries for regime in regimes_of(country)}
    covers = found.covers(now().date())
    missing = [regime for regime in Regime if regime in needed and covers[regime] is None]
    if missing:
        raise HandOverRefused(
            _("Nothing covers a transfer to %(country)s of data about %(people)s.")
            % {"country": found.country, "people": ", ".join(str(one.label) for one in missing)}
        )
    return {one.regime: one.mechanism for one in _given(covers.values()) if one.regime in needed}


def _given(covers: Iterable[Cover | None]) -> Iterator[Cover]:
    return (one for one in covers if one is not None)


def _accounts(addresses: Collection[str]) -> dict[str, Model]:
    """Whose account an address is."""
    found: dict[str, Model] = {}
    for chunk in chunks(sorted(addresses)):
        found |= {address_of_account(row): row for row in accounts_at(chunk)}
    return found


def _known(recipient: str, reference: str) -> set[tuple[Any, str]]:
    there = Disclosure.everything.filter(recipient=recipient, reference=reference)
    return set(there.values_list("person_id", "address"))
