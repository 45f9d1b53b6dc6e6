"""What somebody deletes while everybody stays: no hold is passed over, and no restored backup brings a person back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.gatherings import come
from tests.organizations.test_contact_imports import take
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.meetings.models import Attendance, Meeting, Message, Session
from troth.organizations.models import Contact, Kind, Organization
from troth.privacy import beside, ledger
from troth.privacy.audit import pseudonym
from troth.privacy.deleting import erase_rows, erase_whole
from troth.privacy.graph import rows_of
from troth.privacy.holding import carry_over, place_hold, release_hold, unreleased
from troth.privacy.leaving import forget_again, leave, pick_up
from troth.privacy.models import AuditEntry, Erasure, Hold

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


def test_RET_9_a_held_contact_stays_as_it_is_by_hand_and_by_file(
    sam: Contact, operator: Person, as_person: As
) -> None:
    placed, page = hold(sam), f"/operator/contacts/{sam.pk}/edit/"
    form = {
        "kind": "supplier",
        "email": sam.email,
        "name": "Sam Jones",
        "source": "person",
        "at": "2026-01-02",
    }
    file = b"email,name\nsam@supplier.example,Sam Jones\nkim@supplier.example,Kim Low\n"
    answer = as_person(operator).post(page, form)
    assert (answer.status_code, "legal hold" in answer.content.decode()) == (422, True)
    assert AuditEntry.objects.get(action="hold.refused").object == pseudonym(sam)

    report = take(file)
    assert report["results"] == [[2, "refused", [["held"]]], [3, "added", []]]
    assert set(Contact.objects.values_list("name", flat=True)) == {"Sam Smith", "Kim Low"}

    release_hold(placed, None)
    assert as_person(operator).post(page, form).status_code == 302
    assert Contact.objects.get(pk=sam.pk).name == "Sam Jones"


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


@pytest.mark.parametrize("what", ["meeting", "author"])
def test_RET_9_chat_that_is_held_stays_as_it_was_written(
    alice: Person, bob: Person, make_meeting: Callable[..., Meeting], as_person: As, media: Any, what: str
) -> None:
    meeting = make_meeting(alice, entry="everyone")
    host, author = (come(as_person(one), meeting.code, one.name) for one in (alice, bob))
    line = author.say("as agreed").json()["id"]  # type: ignore[attr-defined]
    placed = hold({"meeting": meeting, "author": bob}[what])
    assert author.call("PATCH", f"/chat/{line}", {"text": "never"}).status_code == 409
    assert [one.call("DELETE", f"/chat/{line}").status_code for one in (author, host)] == [409, 409]
    assert Message.objects.get().text == "as agreed"
    refused = AuditEntry.objects.filter(scope=str(meeting.organization_id), action="hold.refused")
    assert [one.actor for one in refused.order_by("number")] == [pseudonym(bob)] * 2 + [pseudonym(alice)]
    release_hold(placed, None)
    assert host.call("DELETE", f"/chat/{line}").status_code == 204


def test_what_a_host_deletes_of_others_is_on_record(
    alice: Person, make_meeting: Callable[..., Meeting], as_person: As, media: Any
) -> None:
    meeting = make_meeting(alice, entry="everyone")
    host, guest = come(as_person(alice), meeting.code), come(Client(), meeting.code)
    for visit, line in ((guest, guest.say("mine")), (host, guest.say("another"))):
        assert visit.call("DELETE", f"/chat/{line.json()['id']}").status_code == 204  # type: ignore[attr-defined]
    entry = AuditEntry.objects.get(action="meeting.line_deleted")
    assert (entry.scope, entry.actor) == (str(meeting.organization_id), pseudonym(alice))


def test_RET_9_an_invitation_that_is_held_stays_and_lets_nobody_in(
    alice: Person, make_meeting: Callable[..., Meeting], as_person: As
) -> None:
    meeting, browser = make_meeting(alice, passcode="12345"), as_person(alice)
    browser.post(f"/meetings/{meeting.pk}/invite/", {"addresses": "ada@one.example, bea@two.example"})
    ada, _bea = meeting.invitees.all()
    placed, page = hold(ada), f"/meetings/{meeting.pk}/invitations/{ada.pk}/take-back/"
    assert browser.post(page).status_code == 409
    assert browser.post(f"/meetings/{meeting.pk}/link/").status_code == 302
    [left] = meeting.invitees.all()
    assert (left.pk, left.secret_digest == ada.secret_digest) == (ada.pk, False)
    release_hold(placed, None)
    assert browser.post(page).status_code == 302
    assert not meeting.invitees.exists()
    assert AuditEntry.objects.filter(action="meeting.invitation_taken_back").count() == 1


def test_nothing_that_is_gone_can_be_held(sam: Contact) -> None:
    with transaction.atomic():
        erase_rows(Contact, {sam.pk})
    with pytest.raises(Problem, match="nothing here"):
        hold(sam)
    assert not Hold.objects.exists()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer")
def test_RET_9_a_hold_waits_for_a_deletion_that_has_begun(sam: Contact) -> None:
    """It was placed before the deletion's end, and would hold what goes: so it comes after it, and finds nothing."""
    raised: list[Problem] = []

    def place() -> None:
        try:
            hold(sam)
        except Problem as problem:
            raised.append(problem)
        finally:
            connection.close()

    with transaction.atomic():
        erase_rows(Contact, {sam.pk})
        thread = Thread(target=place)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join()
    assert [one.status for one in raised] == [404]


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


def test_the_ledger_says_nothing_without_its_key(sam: Contact) -> None:
    def marks() -> set[str]:
        return {ledger.hash_of((Contact, sam.pk)), ledger.hash_of_address(sam.email)}

    before = marks()
    assert before == marks()
    (ledger.folder() / "key").unlink()
    assert not before & marks()


def test_the_ledger_is_about_people_alone(met: Meeting) -> None:
    key = met.pk
    with transaction.atomic():
        erase_rows(Meeting, {key})
    assert not Meeting.objects.exists()
    assert not ledger.was_erased((Meeting, key))


def test_RET_9_where_a_hold_came_meanwhile_nothing_goes(sam: Contact) -> None:
    tom = Contact.objects.create(kind=Kind.SUPPLIER, email="tom@supplier.example")
    hold(sam)
    with pytest.raises(Problem, match="legal hold"), transaction.atomic():
        erase_whole(Contact, {sam.pk, tom.pk})
    assert set(Contact.objects.all()) == {sam, tom}


def test_RET_9_what_waited_for_a_hold_goes_as_soon_as_it_is_released(met: Meeting, bob: Person) -> None:
    placed = hold(met)
    leave(rows_of([bob]), "operator", window=timedelta())
    assert Message.objects.count() == 2
    assert release_hold(placed, None) == 1
    assert Message.objects.count() == 1


def test_RET_9_what_holds_is_carried_over_and_what_was_released_is_not(
    sam: Contact, operator: Person
) -> None:
    placed, over = hold(sam), hold(operator)
    release_hold(over, None)
    text = unreleased()
    Hold.objects.all().delete()
    assert (carry_over(text), carry_over(text)) == (1, 0)
    assert Hold.objects.get() == placed
