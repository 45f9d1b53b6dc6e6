"""Objections of people who were erased, remembered by keyed hashes of their addresses alone (RET-8, RET-9)."""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_save

from troth.lib.clock import now
from troth.privacy.addresses import as_kept
from troth.privacy.ledger import hash_of_address
from troth.privacy.models import Consent, How, Objection, OptOut
from troth.privacy.purposes import for_the_engine
from troth.privacy.registry import own_declaration


def remember(address: str, purpose: str) -> None:
    """From now on whoever is at the address is known to object."""
    OptOut.objects.get_or_create(mark=hash_of_address(address), purpose=purpose)


def forget(address: str, purpose: str) -> None:
    """They object no more."""
    OptOut.objects.filter(mark=hash_of_address(address), purpose=purpose).delete()


@for_the_engine()
@transaction.atomic
def recognise(addresses: Iterable[str]) -> None:
    """Gives people who are new here the objections that are remembered of their addresses.

    Whoever writes rows that people may be written to by calls it in the
    transaction that does: `only_standing` sees objections, and no hashes.
    """
    marks = {hash_of_address(address): as_kept(address) for address in addresses if address.strip()}
    remembered = OptOut.objects.filter(mark__in=marks).values_list("mark", "purpose")
    wanted = [(marks[mark], purpose) for mark, purpose in remembered]
    there = set(
        Objection.objects.filter(address__in={address for address, _ in wanted}, ended_at=None).values_list(
            "address", "purpose"
        )
    )
    Objection.objects.bulk_create(
        [
            Objection(address=address, purpose=purpose, made_at=now(), made_how=How.REMEMBERED)
            for address, purpose in wanted
            if (address, purpose) not in there
        ],
        ignore_conflicts=True,
    )


def address_field() -> str:
    """The field of accounts that their declaration says proves who somebody is."""
    declaration: Any = own_declaration(get_user_model())
    return str(declaration.proof)


def address_of_account(person: Model) -> str:
    """The address of an account, in small letters."""
    return str(getattr(person, address_field()))


def account_at(address: str) -> Model | None:
    """The account whose address it is."""
    return accounts_at([address]).first()


def accounts_at(addresses: Collection[str]) -> QuerySet[Model]:
    """The accounts whose addresses these are, which are in small letters."""
    found: QuerySet[Model] = get_user_model()._base_manager.filter(**{f"{address_field()}__in": addresses})
    return found


def connect() -> None:
    """What is known of an address becomes the account's that has it, and follows it to another. Once a process."""
    post_save.connect(_account_saved, sender=get_user_model(), dispatch_uid="troth.privacy.opt_outs")


def _account_saved(instance: Model, raw: bool, update_fields: Any, **_: object) -> None:
    if not raw and (update_fields is None or address_field() in update_fields):
        _follow(instance)


@for_the_engine()
@transaction.atomic
def _follow(person: Any) -> None:
    address = address_of_account(person)
    recognise([address])
    found: tuple[tuple[type[Model], str, str], ...] = (
        (Objection, "purpose", "ended"),
        (Consent, "question", "withdrawn"),
    )
    for model, word, end in found:
        rows = model._base_manager
        rows.filter(address=address, person=None).update(person=person)
        moving = rows.filter(person=person).exclude(address=address)
        here = rows.filter(address=address, **{f"{end}_at": None}).values_list(word, flat=True)
        # One of a kind is in force at an address: that of the new one stays.
        doubled = moving.filter(**{f"{end}_at": None, f"{word}__in": list(here)})
        doubled.update(**{f"{end}_at": now(), f"{end}_how": How.MOVED})
        if moving.update(address=address) and model is Objection:
            for purpose in rows.filter(person=person, ended_at=None).values_list("purpose", flat=True):
                remember(address, purpose)
