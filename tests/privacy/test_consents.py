"""What people agree to and refuse holds wherever their data is used (LAW-2, LAW-3, LAW-4, USE-11, RET-8, RET-9)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.people import person
from tests.privacy.test_aggregates import say, told
from troth.accounts.models import Person
from troth.meetings.queries import opinion
from troth.organizations.models import Contact, Kind
from troth.privacy import Purpose, Subject, questions
from troth.privacy.consents import (
    NoConsent,
    StaleText,
    end_objection,
    give,
    object_to,
    only_standing,
    refuse_unless_standing,
    stands,
    withdraw,
)
from troth.privacy.graph import rows_of
from troth.privacy.leaving import come_back, leave
from troth.privacy.models import AuditEntry, Consent, How, Objection, OptOut
from troth.privacy.people import people_at
from troth.privacy.purposes import under
from troth.privacy.questions import Question

__all__ = ["say"]
pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]
PROMOTE, ENGAGE, IMPROVE = Purpose.PROMOTE, Purpose.ENGAGE, Purpose.IMPROVE
SAM = "sam@supplier.example"


@pytest.fixture
def sam(db: None) -> Contact:
    """A contact at a supplier, without an account, whose address was typed with capitals."""
    return Contact.objects.create(kind=Kind.SUPPLIER, email="Sam@Supplier.example")


@pytest.fixture
def asks(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Question]:
    """Puts one more question beside those there are."""
    known = dict(questions.questions())

    def ask(key: str, purpose: Purpose, *kinds: Subject, **more: Any) -> Question:
        words = {"words": f"May we {key}?", "limits": "Nothing else changes."} | more
        known[key] = Question(key, purpose, asked_of=kinds, **words)
        return known[key]

    monkeypatch.setattr("troth.privacy.questions.questions", lambda: known)
    monkeypatch.setattr("troth.privacy.consents.questions", lambda: known)
    return ask


def promoted_people() -> set[str]:
    """Accounts that a promotional mailing reaches, read for that purpose as it does."""
    with under(PROMOTE):
        rows = only_standing(Person.objects.order_by(), PROMOTE, person="pk", address="")
        return set(rows.values_list("email", flat=True))


def promoted_contacts() -> set[str]:
    with under(PROMOTE):
        rows = only_standing(Contact.objects.all(), PROMOTE, person="", address="email")
        return set(rows.values_list("email", flat=True))


def test_LAW_2_a_consent_says_what_was_asked_which_version_when_and_how(alice: Person) -> None:
    consent = give(PROMOTE, person=alice, how=How.PAGE, version=1)
    assert consent.text.words == "Send me news and offers about other services by mail, now and then."
    assert (consent.text.version, consent.given_how, consent.address) == (1, "page", alice.email)
    assert timezone.now() - consent.given_at < timedelta(minutes=1)
    entry = AuditEntry.objects.get(action="consent.given")
    assert entry.facts == {"purpose": "promote", "version": 1, "how": "page"}


def test_USE_11_nobody_is_promoted_to_who_did_not_agree(alice: Person, bob: Person) -> None:
    assert not stands(PROMOTE, person=alice)
    with pytest.raises(NoConsent):
        refuse_unless_standing(PROMOTE, person=alice)
    give(PROMOTE, person=alice, how=How.PAGE)
    assert stands(PROMOTE, person=alice)
    refuse_unless_standing(PROMOTE, person=alice)
    assert promoted_people() == {alice.email}


def test_USE_11_nobody_known_has_agreed_to_anything(db: None, asks: Callable[..., Question]) -> None:
    asks("survey", ENGAGE, Subject.PROSPECT)
    assert not stands(ENGAGE)
    assert not stands(ENGAGE, address="nobody@elsewhere.example")
    give("survey", address="nobody@elsewhere.example", how=How.FORM)
    assert stands(ENGAGE, address="nobody@elsewhere.example")


def test_LAW_2_withdrawing_ends_it_from_now_on(alice: Person) -> None:
    """LAW-3: what was done before stays on record."""
    given = give(PROMOTE, person=alice, how=How.PAGE)
    assert withdraw(PROMOTE, person=alice, how=How.MAIL)
    assert not stands(PROMOTE, person=alice)
    assert promoted_people() == set()
    given.refresh_from_db()
    assert given.given_at < given.withdrawn_at
    assert given.withdrawn_how == "mail"
    assert not withdraw(PROMOTE, person=alice, how=How.MAIL)
    again = give(PROMOTE, person=alice, how=How.PAGE)
    assert again.pk != given.pk
    assert stands(PROMOTE, person=alice)


def test_LAW_3_a_withdrawn_consent_does_not_come_back_with_the_end_of_an_objection(alice: Person) -> None:
    give(PROMOTE, person=alice, how=How.PAGE)
    withdraw(PROMOTE, person=alice, how=How.PAGE)
    end_objection(PROMOTE, person=alice, how=How.PAGE)
    assert not stands(PROMOTE, person=alice)
    assert promoted_people() == set()


def test_LAW_4_agreeing_to_a_case_ends_no_objection(alice: Person, asks: Callable[..., Question]) -> None:
    asks("share-with-acme", PROMOTE, Subject.MEMBER, case=True)
    object_to(PROMOTE, person=alice, how=How.PAGE)
    give("share-with-acme", person=alice, how=How.PAGE)
    assert not stands("share-with-acme", person=alice)
    assert Objection.objects.get().ended_at is None


def test_no_other_basis_takes_the_place_of_a_withdrawn_consent(alice: Person) -> None:
    """LAW-2"""
    Contact.objects.create(kind=Kind.PROSPECT, email=alice.email)
    give(PROMOTE, person=alice, how=How.PAGE)
    assert promoted_contacts() == {alice.email}
    withdraw(PROMOTE, person=alice, how=How.PAGE)
    assert promoted_contacts() == set()


def test_an_account_that_was_not_asked_is_not_written_to_as_a_contact(alice: Person, sam: Contact) -> None:
    """USE-11"""
    Contact.objects.create(kind=Kind.PROSPECT, email="ALICE@demo.example")
    assert promoted_contacts() == {sam.email}
    assert not stands(PROMOTE, address="Alice@Demo.example")


def test_agreeing_twice_is_agreeing_once(alice: Person) -> None:
    assert give(PROMOTE, person=alice, how=How.PAGE) == give(PROMOTE, address=alice.email, how=How.API)
    assert Consent.objects.count() == 1


def test_words_that_changed_are_another_version_and_are_asked_anew(
    alice: Person, asks: Callable[..., Question]
) -> None:
    """LAW-2"""
    first = asks("call", PROMOTE, Subject.MEMBER, case=True, words="May we call?")
    assert first.text.version == 1
    second = asks("call", PROMOTE, Subject.MEMBER, case=True, words="May we call you at night?")
    with pytest.raises(StaleText):
        give("call", person=alice, how=How.PAGE, version=1)
    assert not Consent.objects.exists()
    assert give("call", person=alice, how=How.PAGE, version=2).text == second.text
    assert first.text.version == 1, "what was there before is that version again"


def test_USE_11_a_case_is_agreed_to_by_itself(alice: Person, asks: Callable[..., Question]) -> None:
    asks("share-with-acme", PROMOTE, Subject.MEMBER, case=True)
    give(PROMOTE, person=alice, how=How.PAGE)
    assert not stands("share-with-acme", person=alice)
    give("share-with-acme", person=alice, how=How.PAGE)
    withdraw(PROMOTE, person=alice, how=How.PAGE)
    assert not stands("share-with-acme", person=alice), "they object to the purpose altogether"
    end_objection(PROMOTE, person=alice, how=How.PAGE)
    assert stands("share-with-acme", person=alice)
    assert not stands(PROMOTE, person=alice)
    withdraw("share-with-acme", person=alice, how=How.PAGE)
    assert not Objection.objects.filter(ended_at=None).exists(), "a case says nothing about the rest"


def test_LAW_4_marketing_may_always_be_objected_to(alice: Person, sam: Contact) -> None:
    assert stands(PROMOTE, address=SAM)
    assert promoted_contacts() == {sam.email}
    object_to(PROMOTE, address=" SAM@supplier.example ", how=How.MAIL)
    assert not stands(PROMOTE, address=SAM)
    assert promoted_contacts() == set()
    give(PROMOTE, person=alice, how=How.PAGE)
    object_to(PROMOTE, person=alice, how=How.LINK)
    assert not stands(PROMOTE, person=alice)
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    end_objection(PROMOTE, address=SAM, how=How.PAGE)
    assert promoted_contacts() == {sam.email}


@pytest.mark.parametrize("use", [ENGAGE, IMPROVE])
def test_LAW_4_a_use_on_legitimate_interest_ends_with_an_objection(alice: Person, use: Purpose) -> None:
    assert stands(use, person=alice)
    object_to(use, person=alice, how=How.PAGE)
    assert not stands(use, person=alice)
    assert stands(use, address="somebody@else.example")
    assert end_objection(use, person=alice, how=How.PAGE)
    assert stands(use, person=alice)


@pytest.mark.parametrize("use", [Purpose.SERVE, Purpose.SECURE, Purpose.BILL, Purpose.LEGAL])
def test_what_the_service_needs_is_not_ended_by_an_objection(alice: Person, use: Purpose) -> None:
    with pytest.raises(ValueError, match="does not end"):
        object_to(use, person=alice, how=How.PAGE)
    assert stands(use, person=alice)


def test_nobody_can_not_object(db: None) -> None:
    with pytest.raises(ValueError, match="Nobody"):
        object_to(PROMOTE, address="  ", how=How.MAIL)


def test_LAW_4_research_leaves_out_who_objects(say: Any, alice: Person) -> None:
    say(5, 5)
    say(5, person=alice)
    assert told() == [(5, 6, 6)]
    object_to(IMPROVE, person=alice, how=How.PAGE)
    assert told() == [(5, 5, 5)]


def test_LAW_4_feedback_is_not_read_of_who_objects(say: Any, alice: Person) -> None:
    say(5, person=alice)
    say(4)
    since = timezone.now() - timedelta(days=1)
    object_to(ENGAGE, person=alice, how=How.PAGE)
    with under(ENGAGE):
        assert opinion(since).stars == {5: 0, 4: 1, 3: 0, 2: 0, 1: 0}


def test_an_address_is_the_account_that_has_it(alice: Person) -> None:
    assert object_to(PROMOTE, address="ALICE@demo.example", how=How.MAIL).person == alice


def test_what_an_address_said_goes_with_the_account_that_is_opened_for_it(db: None) -> None:
    object_to(ENGAGE, address="Ines@elsewhere.example", how=How.MAIL)
    ines = person("Ines", "ines@elsewhere.example")
    assert Objection.objects.get().person == ines
    assert not stands(ENGAGE, person=ines)


def test_what_an_account_said_follows_it_to_another_address(alice: Person, sam: Contact) -> None:
    object_to(PROMOTE, address=SAM, how=How.MAIL)
    object_to(PROMOTE, person=alice, how=How.PAGE)
    object_to(ENGAGE, person=alice, how=How.PAGE)
    alice.email = SAM
    alice.save(update_fields=["email"])
    mine = Objection.objects.filter(person=alice, ended_at=None)
    assert {(one.purpose, one.address) for one in mine} == {("promote", SAM), ("engage", SAM)}
    assert not Objection.objects.exclude(address=SAM).exists()
    leave(rows_of(people_at(SAM)), "person", window=timedelta())
    assert not stands(ENGAGE, address=SAM)


def test_signing_in_asks_nothing_about_consent(alice: Person) -> None:
    with CaptureQueriesContext(connection) as asked:
        alice.last_login = timezone.now()
        alice.save(update_fields=["last_login"])
    assert len(asked) == 1


def test_RET_9_after_an_erasure_an_opt_out_is_a_keyed_hash_and_nothing_else(alice: Person) -> None:
    """RET-8"""
    give(PROMOTE, person=alice, how=How.PAGE)
    object_to(PROMOTE, person=alice, how=How.PAGE)
    object_to(IMPROVE, person=alice, how=How.PAGE)
    address = alice.email
    leave(rows_of(people_at(address)), "person", window=timedelta())
    assert not Consent.objects.exists()
    assert not Objection.objects.exists()
    for row in OptOut.objects.values():
        assert set(row) == {"id", "mark", "purpose"}
        assert len(row["mark"]) == 64
        assert "alice" not in str(row)
    assert not stands(PROMOTE, address=address)


def test_RET_8_who_is_new_at_an_address_that_objected_is_not_promoted_to(
    sam: Contact, operator: Person, as_person: As
) -> None:
    object_to(PROMOTE, address=SAM, how=How.MAIL)
    leave(rows_of(people_at(SAM)), "person", window=timedelta())
    assert not Contact.objects.exists()
    form = {"kind": "prospect", "email": "SAM@Supplier.example", "source": "public", "at": "2026-05-31"}
    answer = as_person(operator).post("/operator/contacts/new/", form)
    assert answer.status_code == 302, answer.content.decode()
    assert promoted_contacts() == set()
    assert Objection.objects.get().made_how == "remembered"
    assert not stands(PROMOTE, address=SAM)


def test_RET_8_nor_who_comes_by_a_file(
    operator: Person, as_person: As, django_capture_on_commit_callbacks: Any
) -> None:
    object_to(PROMOTE, address=SAM, how=How.MAIL)
    leave(rows_of(people_at(SAM)), "person", window=timedelta())
    browser = as_person(operator)
    file = SimpleUploadedFile("contacts.csv", f"email\n{SAM}\nnew@supplier.example\n".encode(), "text/csv")
    form = {"file": file, "kind": "supplier", "source": "reseller", "named": "Acme", "at": "2026-05-31"}
    with django_capture_on_commit_callbacks(execute=True):
        where = browser.post("/operator/contacts/import/", form)["Location"]
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(f"{where}carry-out/").status_code == 302
    assert Contact.objects.count() == 2
    assert promoted_contacts() == {"new@supplier.example"}


def test_RET_8_nor_who_opens_an_account(alice: Person) -> None:
    object_to(ENGAGE, person=alice, how=How.PAGE)
    leave(rows_of(people_at(alice.email)), "person", window=timedelta())
    again = person("Alice Again", "alice@demo.example")
    assert not stands(ENGAGE, person=again)
    with under(ENGAGE):
        rows = only_standing(Person.objects.order_by(), ENGAGE, person="pk", address="")
        assert list(rows.values_list("email", flat=True)) == []
    end_objection(ENGAGE, person=again, how=How.PAGE)
    assert not OptOut.objects.exists()


def test_who_comes_back_finds_what_they_said(alice: Person) -> None:
    give(PROMOTE, person=alice, how=How.PAGE)
    object_to(ENGAGE, person=alice, how=How.PAGE)
    _, token = leave(rows_of([alice]), "person")
    come_back(token)
    assert stands(PROMOTE, person=alice)
    assert not stands(ENGAGE, person=alice)


def test_many_are_found_by_one_query(alice: Person, sam: Contact) -> None:
    give(PROMOTE, person=alice, how=How.PAGE)
    with CaptureQueriesContext(connection) as asked:
        assert promoted_people() == {alice.email}
        assert promoted_contacts() == {sam.email}
    assert len(asked) == 2


def test_rows_with_an_account_or_an_address(
    alice: Person, bob: Person, asks: Callable[..., Question]
) -> None:
    """Both paths at once, whoever is asked."""
    from allauth.account.models import EmailAddress

    rows = EmailAddress.objects.order_by("email")
    EmailAddress.objects.create(user=bob, email="sam@supplier.example", verified=True)

    def found() -> list[str]:
        chosen = only_standing(rows, PROMOTE, person="user", address="email")
        return [one.email for one in chosen]

    assert found() == []
    give(PROMOTE, person=bob, how=How.PAGE)
    assert found() == ["bob@demo.example", "sam@supplier.example"]
    object_to(PROMOTE, address="sam@supplier.example", how=How.MAIL)
    assert found() == ["bob@demo.example"]
    with pytest.raises(ValueError, match="path"):
        only_standing(rows, PROMOTE, person="", address="")


def test_a_question_that_two_rooms_ask_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from troth.outreach import questions as asked

    monkeypatch.setattr(asked, "QUESTIONS", [*asked.QUESTIONS, *asked.QUESTIONS])
    questions.questions.cache_clear()
    try:
        with pytest.raises(ValueError, match="another question"):
            questions.questions()
    finally:
        monkeypatch.undo()
        questions.questions.cache_clear()
