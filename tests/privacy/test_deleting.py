"""What somebody deletes while everybody stays: no hold is passed over, and no restored backup brings a person back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.gatherings import come
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.meetings.models import Attendance, Meeting, Message, Session
from troth.organizations.models import Contact, Kind, Organization
from troth.privacy import beside, ledger
from troth.privacy.audit import pseudonym
from troth.privacy.deleting import erase_rows
from troth.privacy.holding import place_hold, release_hold
from troth.privacy.leaving import forget_again, pick_up
from troth.privacy.models import AuditEntry, Erasure

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    """A ledger of this test alone."""
    settings.DATA = tmp_path


@pytest.fixture
def sam() -> Contact:
    return Contact.objects.create(kind=Kind.SUPPLIER, email="sam@supplier.example", name="Sam Smith")


@pytest.fixture
def met(
    alice: Person, bob: Person, make_meeting: Callable[..., Meeting], as_person: As, media: Any
) -> Meeting:
    """Alice's meeting, in which she and Bob wrote something; it is over."""
    meeting = make_meeting(alice, entry="everyone")
    for person in (alice, bob):
        assert come(as_person(person), meeting.code, person.name).say("hello").status_code == 200
    Attendance.objects.update(joined_at=now())
    return meeting


def hold(target: Any) -> Any:
    return place_hold(target, scope="", reason="a lawsuit", authority="a court", by=None, until=None)


def test_RET_9_a_held_contact_is_not_deleted_and_the_refusal_is_recorded(
    sam: Contact, operator: Person, as_person: As
) -> None:
    placed, page = hold(sam), f"/operator/contacts/{sam.pk}/delete/"
    answer = as_person(operator).post(page)
    assert (answer.status_code, "legal hold" in answer.content.decode()) == (409, True)
    assert Contact.objects.get().name == "Sam Smith"
    refused = AuditEntry.objects.get(scope="", action="hold.refused")
    assert (refused.actor, refused.object) == (pseudonym(operator), pseudonym(sam))
    release_hold(placed, None)
    assert as_person(operator).post(page).status_code == 302
    assert not Contact.objects.exists()


def test_a_deleted_contact_does_not_come_back_with_a_backup(
    sam: Contact, operator: Person, as_person: As
) -> None:
    key = sam.pk
    assert not ledger.was_erased((Contact, key))
    as_person(operator).post(f"/operator/contacts/{key}/delete/")
    assert ledger.was_erased((Contact, key))
    Contact.objects.create(pk=key, kind=Kind.SUPPLIER, email="sam@supplier.example", name="Sam Smith")
    assert forget_again() == 1
    assert not Contact.objects.exists()


@pytest.mark.parametrize("what", ["meeting", "bob", "session"])
def test_RET_9_a_meeting_of_which_anything_is_held_stays_whole(
    met: Meeting, bob: Person, alice: Person, demo: Organization, as_person: As, what: str
) -> None:
    hold({"meeting": met, "bob": bob, "session": met.sessions.get()}[what])
    before = [model.objects.count() for model in (Meeting, Session, Attendance, Message)]
    assert as_person(alice).post(f"/meetings/{met.pk}/delete/").status_code == 409
    assert [model.objects.count() for model in (Meeting, Session, Attendance, Message)] == before
    assert AuditEntry.objects.get(scope=str(demo.pk)).action == "hold.refused"


def test_a_meeting_goes_with_all_that_hangs_on_it_and_nothing_else(
    met: Meeting, alice: Person, bob: Person, make_meeting: Callable[..., Meeting], as_person: As
) -> None:
    other = make_meeting(alice, title="Another")
    assert as_person(alice).post(f"/meetings/{met.pk}/delete/").status_code == 302
    assert list(Meeting.objects.all()) == [other]
    assert not any(model.objects.exists() for model in (Session, Attendance, Message))
    assert {alice, bob} <= set(Person.objects.all())


def test_of_several_rows_the_held_ones_stay(sam: Contact) -> None:
    tom = Contact.objects.create(kind=Kind.SUPPLIER, email="tom@supplier.example")
    hold(sam)
    with transaction.atomic():
        plan = erase_rows(Contact, {sam.pk, tom.pk})
    assert (plan.going[Contact], plan.held[Contact]) == ({tom.pk}, {sam.pk})
    assert list(Contact.objects.all()) == [sam]
    assert not ledger.was_erased((Contact, sam.pk))


def test_what_is_rolled_back_is_not_in_the_ledger(sam: Contact) -> None:
    with transaction.atomic():
        erase_rows(Contact, {sam.pk})
        transaction.set_rollback(True)
    assert Contact.objects.exists()
    assert not ledger.was_erased((Contact, sam.pk))
    assert not Erasure.objects.exists()


def test_who_deletes_outside_of_a_transaction_is_told(sam: Contact) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        erase_rows(Contact, {sam.pk})
    assert Contact.objects.exists()


def test_what_a_killed_process_left_the_clock_settles(
    sam: Contact, monkeypatch: pytest.MonkeyPatch, operator: Person, as_person: As
) -> None:
    with monkeypatch.context() as killed, transaction.atomic():
        killed.setattr(beside, "_finish", lambda *_: None)
        erase_rows(Contact, {sam.pk})
    key = sam.pk
    assert not ledger.was_erased((Contact, key))
    assert as_person(operator).get("/operator/privacy/").context["page"].paginator.count == 0
    assert pick_up() == 1
    assert ledger.was_erased((Contact, key))
    assert not Erasure.objects.exists()
    assert pick_up() == 0


def test_only_the_clock_waits_until_the_ledger_is_on_disk(
    sam: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    forced: list[int] = []
    monkeypatch.setattr(ledger.os, "fsync", forced.append)
    key = sam.pk
    with transaction.atomic():
        erase_rows(Contact, {key})
    assert (ledger.was_erased((Contact, key)), len(forced)) == (True, 0)
    assert (pick_up(), len(forced)) == (1, 1)


def test_the_ledgers_last_word_about_a_row_counts(sam: Contact) -> None:
    row = (Contact, sam.pk)
    for word in ("erased", "returned", "erased"):
        ledger.note(word, [ledger.hash_of(row)])
        assert ledger.was_erased(row) is (word == "erased")
