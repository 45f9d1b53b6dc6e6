"""What people are asked to agree to, and which uses wait for it (USE-11).

A room says what it asks, in `QUESTIONS` of its `questions.py`:

    QUESTIONS = [Question("offers", Purpose.PROMOTE, asked_of=(Subject.MEMBER,), words=_("…"), limits=_("…"))]

From then on that use of those people's data stands with their consent alone.
What is really another question gets another key: who agreed to one has not
agreed to the other.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.db import IntegrityError, transaction
from django.utils.functional import Promise

from troth.lib.clock import now
from troth.privacy.declarations import Declaration
from troth.privacy.models import ConsentText
from troth.privacy.registry import registry
from troth.privacy.rooms import modules
from troth.privacy.vocabulary import Basis, Purpose, Subject


@dataclass(frozen=True)
class Question:
    """Something that is asked. `words` go to the person as they are; `limits` says what withdrawing limits,
    suspends or ends (LAW-3).

    A `case` is one thing alone, a hand-over to somebody for instance (SHR-7):
    agreeing to it says nothing about other uses for its purpose.
    """

    key: str
    purpose: Purpose
    asked_of: tuple[Subject, ...]
    words: str | Promise
    limits: str | Promise
    case: bool = False

    @property
    def text(self) -> ConsentText:
        """The version of these words, made where it is new."""
        words, limits = str(self.words), str(self.limits)
        whole = json.dumps([self.purpose.value, words, limits], ensure_ascii=False)
        digest = hashlib.sha256(whole.encode()).hexdigest()
        known = ConsentText.objects.filter(question=self.key)
        found = known.filter(digest=digest).first()
        if found is not None:
            return found
        try:
            with transaction.atomic():
                return ConsentText.objects.create(
                    question=self.key,
                    version=known.count() + 1,
                    purpose=self.purpose,
                    words=words,
                    limits=limits,
                    digest=digest,
                    since=now(),
                )
        except IntegrityError:
            # Another process wrote this version first.
            return self.text

    def is_asked_of(self, account: bool) -> bool:
        """Whether people with an account are asked, or people who are known by an address alone."""
        return any((kind == Subject.MEMBER) == account for kind in self.asked_of)


@cache
def questions() -> Mapping[str, Question]:
    """Every question there is, by its key. Raises ValueError for two of one key, or one named as a purpose."""
    found: dict[str, Question] = {}
    for module in modules("questions"):
        for question in getattr(module, "QUESTIONS", ()):
            if question.key in found or question.key in Purpose.values:
                raise ValueError(f"There is another question or purpose “{question.key}”.")
            found[question.key] = question
    return found


def general_questions(purpose: Purpose) -> list[Question]:
    """Those that are about a purpose as a whole."""
    return [one for one in questions().values() if one.purpose == purpose and not one.case]


def needs_consent(purpose: Purpose, *, account: bool) -> bool:
    """Whether a use waits for consent: it is asked for, or no declaration gives another basis for it."""
    if any(one.is_asked_of(account) for one in general_questions(purpose)):
        return True
    return bases_of(purpose) == {Basis.CONSENT}


@cache
def bases_of(purpose: Purpose) -> frozenset[Basis]:
    """The lawful bases that declarations give a use, but for the duty to keep records of it."""
    found: set[Basis] = set()
    for table in registry():
        declaration = table.declaration
        if isinstance(declaration, Declaration):
            for name in declaration.personal:
                found |= {basis for used, basis in declaration.purposes_of(name).items() if used == purpose}
    return frozenset(found - {Basis.LEGAL_OBLIGATION})


def may_object(purpose: Purpose) -> bool:
    """Whether an objection ends a use at once: marketing always; what rests on legitimate interest, but for what
    the service, its safety and the law can't be without (GDPR art. 21(1)–(3))."""
    if purpose == Purpose.PROMOTE:
        return True
    optional = purpose in (Purpose.SUPPORT, Purpose.ENGAGE, Purpose.IMPROVE)
    return optional and Basis.LEGITIMATE_INTEREST in bases_of(purpose)
