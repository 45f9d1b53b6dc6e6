"""What the program itself does for a request: erases its person, makes them a copy, holds what is theirs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from troth.accounts.access import proven_address
from troth.accounts.models import Person
from troth.lib.problems import Problem
from troth.privacy import Purpose
from troth.privacy.audit import record
from troth.privacy.consents import object_to
from troth.privacy.holding import place_hold
from troth.privacy.models import How
from troth.privacy.outlook import Outlook, what_would_go
from troth.privacy.people import people_at
from troth.rights.actions import erase_at
from troth.rights.asker import Asker
from troth.rights.asking import ask_for_copy
from troth.rights.models import Kind, SubjectRequest
from troth.rights.requests.actions import lock_open, write
from troth.rights.requests.closing import close_erased, refuse_unproven


@dataclass(frozen=True)
class Prospect:
    """What an erasure of its person would do, or the sentence that says what stands in the way."""

    outlook: Outlook | None = None
    refusal: str = ""

    @property
    def held(self) -> int:
        return self.outlook.held if self.outlook else 0


def address_of(one: SubjectRequest) -> str:
    """The proven address of its person; empty where there is none."""
    if one.person is not None:
        return proven_address(one.person)
    return one.address if one.verified_at else ""


def prospect(one: SubjectRequest) -> Prospect | None:
    """What erasing its person would do; None while nobody knows who that is."""
    address = address_of(one)
    if not address or one.verified_at is None:
        return None
    try:
        return Prospect(what_would_go(address))
    except Problem as problem:
        return Prospect(refusal=problem.title)


def _address_for(one: SubjectRequest, *kinds: Kind) -> str:
    """The address to act at. Raises 409 where that may not be."""
    if one.kind not in kinds:
        raise Problem(409, "kind", _("This request asks for something else. Sort it first."))
    refuse_unproven(one)
    address = address_of(one)
    if not address:
        raise Problem(409, "no-address", _("There is no proven address to find data by."))
    return address


def erase(subject_request: SubjectRequest, officer: Person) -> int:
    """Erases its person and closes the request; answers how many rows a hold keeps.

    Two steps: an erasure is more than one transaction. A process that is killed
    between them leaves an open request without a name, which the clock closes.
    """
    with transaction.atomic():
        one = lock_open(subject_request.pk)
        address = _address_for(one, Kind.ERASURE)
        record("request.erasing", scope="", actor=officer, object=one)
    _link, held = erase_at(address, "operator")
    close_erased(subject_request.pk, officer, held=held > 0)
    return held


def make_copy(subject_request: SubjectRequest, officer: Person) -> None:
    """Has a copy of everything made, and tells its person where to fetch it."""
    with transaction.atomic():
        one = lock_open(subject_request.pk)
        address = _address_for(one, Kind.ACCESS, Kind.PORTABILITY)
        ask_for_copy(Asker(one.person, address))
        page = settings.PUBLIC_URL + reverse("your_data")
        words = _(
            "A copy of everything that is known about you is being made. For a week you can fetch it at %s"
        )
        write(one, officer, words % page)
        record("request.copied", scope="", actor=officer, object=one)


def hold(
    subject_request: SubjectRequest, officer: Person, authority: str, reason: str, until: datetime | None
) -> int:
    """Holds all that is its person's; answers how many rows were named. Raises 409 where nobody is known."""
    with transaction.atomic():
        one = lock_open(subject_request.pk)
        address = address_of(one)
        people = [row for row in people_at(address) if not isinstance(row, SubjectRequest)] if address else []
        if not people:
            raise Problem(409, "no-address", _("There is nobody here with a proven address."))
        for row in people:
            place_hold(row, scope="", reason=reason, authority=authority, by=officer, until=until)
        record("request.held", scope="", actor=officer, object=one)
    return len(people)


@transaction.atomic
def end_uses(subject_request: SubjectRequest, officer: Person, purposes: Iterable[Purpose]) -> None:
    """Ends what its person objects to (LAW-4). No proof is needed: a mistake keeps mailings from somebody, no more."""
    one = lock_open(subject_request.pk)
    if not one.mail_address:
        raise Problem(409, "no-address", _("There is no address to know them by."))
    for purpose in purposes:
        object_to(purpose, person=one.person, address=one.address, how=How.OPERATOR)
    record("request.uses_ended", scope="", actor=officer, object=one)
