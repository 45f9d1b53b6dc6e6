"""Recipients outside, as tests need them."""

from datetime import date
from typing import Any

from django.db.models import Model

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.privacy.casework import enter_case
from troth.privacy.declaring import LONGEST, declare_recipient, vet_recipient
from troth.privacy.models import (
    CaseKind,
    DisclosureCase,
    Erasure,
    ErasureNotification,
    ErasureState,
    OutsideRecipient,
)

FACTS: dict[str, Any] = {
    "name": "Example Mail GmbH",
    "function": "messages",
    "country": "DE",
    "door": "",
    "host": "",
    "categories": ["user.contact", "user.content.private"],
    "purposes": ["serve"],
    "mechanisms": ["uk_addendum"],
    "address": "",
}


def declare(key: str = "example-mail", **facts: Any) -> OutsideRecipient:
    """A recipient that is declared and not vetted."""
    return declare_recipient(key, FACTS | facts, None)


def declare_vetted(key: str = "example-mail", until: date | None = None, **facts: Any) -> OutsideRecipient:
    """One that may be given what is declared."""
    made = declare(key, **facts)
    vet_recipient(made, until or now().date() + LONGEST, "Contract of May, in the cabinet.", None)
    made.refresh_from_db()
    return made


def demand(by: Person, about: Model, **values: Any) -> DisclosureCase:
    """A case that was entered and nobody approved."""
    facts: dict[str, Any] = {
        "kind": CaseKind.REQUEST,
        "recipient": "court",
        "asked_by": "District Court, 4 Js 12/27",
        "authority": "Order of 3 May, § 94 StPO",
        "why": "a court ordered it",
        "targets": [[about._meta.label, str(about.pk)]],
        "categories": ["user.name", "user.contact.email"],
    }
    return enter_case(by, **facts | values)


def declare_court(**facts: Any) -> OutsideRecipient:
    """An authority that may be given anything it may ask for."""
    known = {"name": "District Court", "function": "authority", "categories": ["user"], "purposes": ["legal"]}
    return declare_vetted("court", **known | facts)


def notify(recipient: OutsideRecipient) -> ErasureNotification:
    """That a recipient has to be told of an erasure, which is final."""
    erasure = Erasure.objects.create(
        state=ErasureState.GONE, origin="person", asked_at=now(), due_at=now(), settled=True
    )
    return ErasureNotification.objects.create(
        erasure=erasure,
        recipient=recipient.key,
        name=recipient.name,
        categories=["user.contact.email"],
        references=[{"reference": "letter 1", "at": now().isoformat(timespec="seconds")}],
        count=1,
        due_at=now(),
    )
