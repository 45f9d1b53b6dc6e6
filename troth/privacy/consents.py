"""What people agree to and refuse, and whether a use of their data stands (LAW-2..4, USE-11).

Somebody is an account, `person`, or an `address`; the address of an account
is that account. A `use` is a purpose, or the key of a Question.

Before a use: `stands` or `refuse_unless_standing` for one person, at the
moment of use; `only_standing` for many, within the one query that finds them.
"""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from troth.lib.clock import now
from troth.privacy.addresses import as_kept
from troth.privacy.audit import Fact, record
from troth.privacy.ledger import hash_of_address
from troth.privacy.models import Consent, Objection, OptOut
from troth.privacy.opt_outs import account_at, address_field, address_of_account, forget, remember
from troth.privacy.purposes import for_the_engine
from troth.privacy.questions import Question, general_questions, may_object, needs_consent, questions
from troth.privacy.vocabulary import Purpose

M = TypeVar("M", bound=Model)


class NoConsent(Exception):
    """A use of somebody's data that they did not agree to, or object to. Names the use and nobody."""


class StaleText(Exception):
    """Somebody agreed to words that are not asked any more: ask again."""


@dataclass(frozen=True)
class Who:
    """Whose consent it is: `person` is None for somebody without an account. The address is in small letters."""

    person: Any
    address: str


@for_the_engine()
def who_is(person: Model | None = None, address: str = "") -> Who:
    """Somebody, by their account or an address."""
    person = person or (account_at(address) if address.strip() else None)
    return Who(person, address_of_account(person) if person else as_kept(address))


@for_the_engine()
@transaction.atomic
def give(use: str, *, person: Model | None = None, address: str = "", how: str, version: int = 0) -> Consent:
    """Records that somebody agrees to what is asked, and answers the consent; an objection to it ends.

    `how` is a word of How; `version` the one that they were shown. Raises
    StaleText where the words are others by now, ValueError for a use that
    nobody is asked about, and for nobody.
    """
    question, who = _question(use), _somebody(person, address)
    text = question.text
    if version and version != text.version:
        raise StaleText(f"“{question.key}” is at version {text.version}, and {version} was agreed to.")
    consent, is_new = Consent.objects.get_or_create(
        address=who.address,
        question=question.key,
        withdrawn_at=None,
        defaults={"person": who.person, "text": text, "given_at": now(), "given_how": how},
    )
    if not question.case:
        _end_objections(question.purpose, who, how)
    if is_new:
        facts: dict[str, Fact] = {"purpose": question.purpose.value, "version": text.version, "how": str(how)}
        record("consent.given", scope="", actor=who.person, object=consent, **facts)
    return consent


@for_the_engine()
@transaction.atomic
def withdraw(use: str, *, person: Model | None = None, address: str = "", how: str) -> bool:
    """Ends somebody's consent from now on (LAW-3), and answers whether there was one.

    Who withdraws it for a purpose objects to the purpose: no other basis
    takes its place. What was done before stays done.
    """
    who = _somebody(person, address)
    question = questions().get(use) if use not in Purpose.values else _question(use)
    consent = _withdraw(question.key if question else use, who, how)
    if consent is None:
        return False
    purpose = Purpose(consent.text.purpose)
    if not (question and question.case) and may_object(purpose):
        _object_to(purpose, who, how)
    return True


@for_the_engine()
@transaction.atomic
def object_to(purpose: str, *, person: Model | None = None, address: str = "", how: str) -> Objection:
    """Records that somebody objects to a use, which then stands no more, and ends what they agreed to of it (LAW-4).

    Raises ValueError for a purpose that an objection does not end, and for nobody.
    """
    use, who = Purpose(purpose), _somebody(person, address)
    if not may_object(use):
        raise ValueError(f"An objection does not end the use “{use.value}”.")
    for key in _keys(use):
        _withdraw(key, who, how)
    return _object_to(use, who, how)


@for_the_engine()
@transaction.atomic
def end_objection(purpose: str, *, person: Model | None = None, address: str = "", how: str) -> bool:
    """Ends somebody's objection, and answers whether there was one. It is no consent."""
    return _end_objections(Purpose(purpose), _somebody(person, address), how)


@for_the_engine()
def stands(use: str, *, person: Model | None = None, address: str = "") -> bool:
    """Whether somebody's data may be used so now.

    An objection stops it, that of somebody erased too. Where consent is
    needed, it has to be there; of nobody known it is not.
    """
    question, purpose = _use(use)
    who = who_is(person, address)
    if may_object(purpose) and who.address and _objects(purpose, who):
        return False
    if question is None and not needs_consent(purpose, account=who.person is not None):
        return True
    keys = [question.key] if question else _keys(purpose)
    return Consent.objects.filter(address=who.address, question__in=keys, withdrawn_at=None).exists()


def refuse_unless_standing(use: str, *, person: Model | None = None, address: str = "") -> None:
    """Raises NoConsent where `stands` says no."""
    if not stands(use, person=person, address=address):
        raise NoConsent(f"“{use}” does not stand for this person: they did not agree, or object.")


def only_standing(
    queryset: QuerySet[M, Any], purpose: str, *, person: str = "person", address: str = "address"
) -> QuerySet[M, Any]:
    """Those rows whose people's data may be used so, found by the query itself.

    `person` is the path to the account and `address` that to the address, an
    AddressField; "" where rows have none. Where a row has both, either may object, and the
    account's consent counts, or the address's where there is no account. The
    query runs for a purpose that reads both. Raises ValueError without a path.
    """
    use = Purpose(purpose)
    if not (person or address):
        raise ValueError("Say by which path a row leads to its person or address.")
    if may_object(use):
        queryset = queryset.exclude(
            _any(Objection.objects.filter(purpose=use, ended_at=None), person, address)
        )
    accounts, addresses = needs_consent(use, account=True), needs_consent(use, account=False)
    given = Consent.objects.filter(question__in=_keys(use), withdrawn_at=None)
    if not (accounts if person and not address else accounts or addresses):
        return queryset
    if accounts and (addresses or not address):
        return queryset.filter(_any(given, person, address))
    at_address = _of_willing_accounts(given, address) if accounts else _any(given, "", address) | _at(address)
    if not person:
        return queryset.filter(at_address)
    without_account = Q(**{f"{person}__isnull": True})
    if accounts:
        return queryset.filter(_any(given, person, "") | (without_account & at_address))
    return queryset.filter(~without_account | at_address)


def _any(rows: QuerySet[Any], person: str, address: str) -> Q:
    """Whether one of these is of the row's person or address."""
    found = Q()
    if person:
        found |= Q(Exists(rows.filter(person=OuterRef(person))))
    if address:
        found |= Q(Exists(rows.filter(address=OuterRef(address))))
    return found


def _of_willing_accounts(given: QuerySet[Consent], address: str) -> Q:
    """Whether the row's address is of no account, or of one with a consent."""
    unwilling = _accounts(address).exclude(Exists(given.filter(person=OuterRef("pk"))))
    return Q(~Exists(unwilling))


def _at(address: str) -> Q:
    """Whether the row's address is an account's."""
    return Q(Exists(_accounts(address)))


def _accounts(address: str) -> QuerySet[Any]:
    return get_user_model()._base_manager.filter(**{address_field(): OuterRef(address)})


def _use(use: str) -> tuple[Question | None, Purpose]:
    question = questions().get(use)
    if question is None:
        return None, Purpose(use)
    return (question if question.case else None), question.purpose


def _question(use: str) -> Question:
    """The question of this key; of a purpose, the one that is about it as a whole."""
    found = questions().get(use)
    if found is None:
        of_purpose = general_questions(Purpose(use))
        if len(of_purpose) != 1:
            raise ValueError(
                f"{len(of_purpose)} questions are about the use “{use}”: name the one by its key."
            )
        [found] = of_purpose
    return found


def _keys(purpose: Purpose) -> list[str]:
    return [one.key for one in general_questions(purpose)]


def _somebody(person: Model | None, address: str) -> Who:
    who = who_is(person, address)
    if not who.address:
        raise ValueError("Nobody was named: an account or an address is needed.")
    return who


def _objects(purpose: Purpose, who: Who) -> bool:
    here = Objection.objects.filter(address=who.address, purpose=purpose, ended_at=None)
    return here.exists() or OptOut.objects.filter(mark=hash_of_address(who.address), purpose=purpose).exists()


def _withdraw(key: str, who: Who, how: str) -> Consent | None:
    given = Consent.objects.filter(address=who.address, question=key, withdrawn_at=None)
    consent = given.select_for_update(of=("self",)).select_related("text").first()
    if consent is None:
        return None
    consent.withdrawn_at, consent.withdrawn_how = now(), str(how)
    consent.save(update_fields=["withdrawn_at", "withdrawn_how"])
    facts = {"purpose": consent.text.purpose, "how": str(how)}
    record("consent.withdrawn", scope="", actor=who.person, object=consent, **facts)
    return consent


def _object_to(purpose: Purpose, who: Who, how: str) -> Objection:
    objection, is_new = Objection.objects.get_or_create(
        address=who.address,
        purpose=purpose,
        ended_at=None,
        defaults={"person": who.person, "made_at": now(), "made_how": how},
    )
    remember(who.address, purpose)
    if is_new:
        facts = {"purpose": purpose.value, "how": str(how)}
        record("objection.made", scope="", actor=who.person, object=objection, **facts)
    return objection


def _end_objections(purpose: Purpose, who: Who, how: str) -> bool:
    forget(who.address, purpose)
    here = Objection.objects.select_for_update().filter(address=who.address, purpose=purpose, ended_at=None)
    objection = here.first()
    if objection is None:
        return False
    objection.ended_at, objection.ended_how = now(), str(how)
    objection.save(update_fields=["ended_at", "ended_how"])
    facts = {"purpose": purpose.value, "how": str(how)}
    record("objection.ended", scope="", actor=who.person, object=objection, **facts)
    return True
