"""What somebody agreed to and refuses, for their page."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from troth.lib.problems import not_found
from troth.privacy.consents import Who, who_is
from troth.privacy.declarations import Declaration
from troth.privacy.models import Consent, ConsentText, Objection
from troth.privacy.questions import bases_of, may_object, questions
from troth.privacy.registry import registry
from troth.privacy.vocabulary import Basis, Purpose
from troth.rights.asker import Asker


@dataclass(frozen=True)
class Asked:
    """Something that is asked, in the words of now, and the consent that is in force, in those of then."""

    key: str
    text: ConsentText
    consent: Consent | None


@dataclass(frozen=True)
class Interest:
    """A use that rests on a legitimate interest, what of, and the objection in force."""

    purpose: Purpose
    of: list[str]
    objection: Objection | None


@dataclass(frozen=True)
class Choices:
    """All that is on somebody's page: `interests` end with an objection, those that are `needed` do not; `past` are
    consents that were withdrawn, the latest first."""

    asked: list[Asked]
    past: list[Consent]
    interests: list[Interest]
    needed: list[Interest]


def who_asks(asker: Asker) -> Who:
    """Whose choices these are: an address that was proved is its account's, where there is one."""
    return who_is(asker.person, asker.address)


def choices_of(asker: Asker) -> Choices:
    """What somebody agreed to, and may refuse."""
    who = who_asks(asker)
    consents = list(Consent.objects.filter(address=who.address).select_related("text"))
    in_force = {consent.question: consent for consent in consents if consent.withdrawn_at is None}
    asked = [
        Asked(question.key, question.text, in_force.pop(question.key, None))
        for question in questions().values()
        if question.key in in_force or (not question.case and question.is_asked_of(who.person is not None))
    ]
    # What is not asked any more can still be withdrawn.
    asked += [Asked(key, consent.text, consent) for key, consent in in_force.items()]
    interests = list(_interests(who))
    return Choices(
        asked=asked,
        past=[one for one in consents if one.withdrawn_at],
        interests=[one for one in interests if may_object(one.purpose)],
        needed=[one for one in interests if not may_object(one.purpose)],
    )


def _interests(who: Who) -> Iterator[Interest]:
    made = {
        objection.purpose: objection
        for objection in Objection.objects.filter(address=who.address, ended_at=None)
    }
    for purpose in Purpose:
        if purpose == Purpose.PROMOTE or Basis.LEGITIMATE_INTEREST in bases_of(purpose):
            yield Interest(purpose, _resting(purpose), made.get(purpose))


def _resting(purpose: Purpose) -> list[str]:
    """The tables that are used so on the ground of a legitimate interest, in the words of their declarations."""
    found: dict[str, None] = {}
    for table in registry():
        declaration = table.declaration
        if isinstance(declaration, Declaration) and any(
            declaration.purposes_of(name).get(purpose) == Basis.LEGITIMATE_INTEREST
            for name in declaration.personal
        ):
            found[str(declaration.about)] = None
    return list(found)


def access_consent(asker: Asker, receipt: UUID) -> Consent:
    """A consent of somebody's own, withdrawn ones too, by the id of its receipt."""
    mine = Consent.objects.filter(address=who_asks(asker).address, receipt=receipt)
    consent = mine.select_related("text").first()
    if consent is None:
        raise not_found()
    return consent
