"""A person agrees, withdraws and objects by one press each (LAW-2, LAW-3, LAW-4, USE-11)."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.rights.test_your_data import prove
from troth.accounts.models import Person
from troth.organizations.models import Contact, Kind
from troth.outreach import questions as asked
from troth.privacy import Purpose
from troth.privacy.consents import give, object_to, stands
from troth.privacy.models import Consent, ConsentText, How, Objection
from troth.privacy.questions import Question, questions

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]
PAGE = "/your-data/choices/"
LIMITS = "No news and offers are sent to you any more."


def page_of(browser: Client) -> str:
    answer = browser.get(PAGE)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return str(answer.content.decode())


def agree(browser: Client, version: str = "1", question: str = "offers") -> Any:
    return browser.post(f"{PAGE}agree/", {"question": question, "version": version}, follow=True)


def test_LAW_2_one_press_agrees_and_one_press_withdraws(alice: Person, as_person: As) -> None:
    browser = as_person(alice)
    page = page_of(browser)
    assert "You have not agreed. Version 1." in page
    assert LIMITS in page, "LAW-3: told before"
    page = agree(browser).content.decode()
    assert "You agreed to version 1 on" in page
    assert "on a page, signed in or by a mailed link" in page
    assert LIMITS in page
    assert stands(Purpose.PROMOTE, person=alice)
    receipt = Consent.objects.get().receipt
    page = browser.post(f"{PAGE}{receipt}/withdraw/", follow=True).content.decode()
    assert "Withdrawn. It holds from now on." in page
    assert "withdrawn on" in page
    assert not stands(Purpose.PROMOTE, person=alice)


def test_LAW_2_what_was_read_is_what_was_agreed_to(
    alice: Person, as_person: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = as_person(alice)
    page_of(browser)
    changed = Question(
        "offers", Purpose.PROMOTE, asked.QUESTIONS[0].asked_of, "May we call at night?", "None."
    )
    monkeypatch.setattr(asked, "QUESTIONS", [changed])
    questions.cache_clear()
    try:
        page = agree(browser, "1").content.decode()
        assert "The words have changed since you read them." in page
        assert "May we call at night?" in page
        assert not Consent.objects.exists()
        agree(browser, "2")
        assert Consent.objects.get().text.words == "May we call at night?"
    finally:
        monkeypatch.undo()
        questions.cache_clear()
    page = page_of(browser)
    assert "May we call at night?" in page, "what was agreed to is shown, not what is asked now"


def test_what_is_not_asked_any_more_can_still_be_withdrawn(alice: Person, as_person: As) -> None:
    """LAW-2"""
    consent = give("offers", person=alice, how=How.PAGE)
    Consent.objects.update(question="former")
    assert "You agreed to version 1" in page_of(as_person(alice))
    as_person(alice).post(f"{PAGE}{consent.receipt}/withdraw/")
    assert not Consent.objects.filter(withdrawn_at=None).exists()


@pytest.mark.parametrize(
    ("question", "version"),
    [
        ("offers", "0"),
        ("offers", "-1"),
        ("offers", "x"),
        ("offers", ""),
        ("offers", "1" * 40),
        ("offers", "²"),
        ("none", "1"),
        ("promote", "1"),
        ("", "1"),
        ("offers\0", "1"),
    ],
)
def test_what_nobody_asked_is_not_agreed_to(
    alice: Person, as_person: As, question: str, version: str
) -> None:
    assert agree(as_person(alice), version, question).status_code == 404
    assert not Consent.objects.exists()


def test_LAW_4_uses_on_legitimate_interest_are_listed_and_end_by_a_press(
    alice: Person, as_person: As
) -> None:
    browser = as_person(alice)
    page = page_of(browser)
    for words in (
        "To tell you how to get more out of it, and to ask what you think",
        "What you say about a meeting afterwards",
        "To offer you other services",
        "To improve it",
        "To keep it safe and to know that it is you",
    ):
        assert words in page, words
    assert "To answer when you ask for help" not in page
    for purpose in ("engage", "improve", "promote"):
        answer = browser.post(f"{PAGE}object/", {"purpose": purpose}, follow=True).content.decode()
        assert "Noted: your data is not used for this from now on." in answer
        assert not stands(purpose, person=alice)
    assert page_of(browser).count("You objected on") == 3
    answer = browser.post(f"{PAGE}object/end/", {"purpose": "engage"}, follow=True).content.decode()
    assert "Your objection has ended." in answer
    assert stands("engage", person=alice)


@pytest.mark.parametrize("purpose", ["serve", "secure", "bill", "legal", "", "x", "PROMOTE", "promote\0"])
def test_what_can_not_be_objected_to_is_refused(alice: Person, as_person: As, purpose: str) -> None:
    assert as_person(alice).post(f"{PAGE}object/", {"purpose": purpose}).status_code == 404
    assert as_person(alice).post(f"{PAGE}object/end/", {"purpose": purpose}).status_code == 404
    assert not Objection.objects.exists()


def test_LAW_4_who_has_no_account_objects_by_a_proven_address(db: None) -> None:
    Contact.objects.create(kind=Kind.SUPPLIER, email="sam@supplier.example")
    browser = Client(headers={"Accept": "text/html"})
    assert browser.get(PAGE)["Location"] == "/your-data/"
    page = prove(browser, "sam@supplier.example")
    assert f'href="{PAGE}"' in page
    page = page_of(browser)
    assert 'href="/your-data/"' in page
    assert "offers about other services" not in page, "the question is not theirs"
    browser.post(f"{PAGE}object/", {"purpose": "promote"})
    assert not stands("promote", address="sam@supplier.example")
    assert Objection.objects.get().person is None
    assert "You objected on" in page_of(browser)


def test_a_proven_address_of_an_account_is_that_account(alice: Person) -> None:
    browser = Client(headers={"Accept": "text/html"})
    prove(browser, alice.email)
    agree(browser)
    assert Consent.objects.get().person == alice


def test_what_was_said_by_others_is_not_shown(alice: Person, bob: Person, as_person: As) -> None:
    object_to(Purpose.ENGAGE, person=bob, how=How.PAGE)
    consent = give("offers", person=bob, how=How.PAGE)
    page = page_of(as_person(alice))
    assert "You objected" not in page
    assert "You agreed" not in page
    for path in ("", "receipt.json"):
        assert as_person(alice).get(f"{PAGE}{consent.receipt}/{path}").status_code == 404
    assert as_person(alice).post(f"{PAGE}{consent.receipt}/withdraw/").status_code == 404
    assert stands(Purpose.PROMOTE, person=bob)


def test_LAW_2_the_receipt_has_the_fields_of_the_standard(alice: Person, as_person: As) -> None:
    consent = give("offers", person=alice, how=How.PAGE)
    answer = as_person(alice).get(f"{PAGE}{consent.receipt}/receipt.json")
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{consent.receipt}.json"'
    told = json.loads(answer.content)
    assert set(told) == {"receipt", "record", "pii_processing", "party_identification", "events"}
    assert told["receipt"]["receipt_id"] == str(consent.receipt)
    assert told["record"]["record_id"] == str(consent.pk)
    assert told["record"]["pii_principal_id"] == alice.email
    assert told["pii_processing"]["consent_text"]["words"] == consent.text.words
    assert told["pii_processing"]["privacy_notice"].startswith("http://testserver/privacy/")
    [purpose] = told["pii_processing"]["purposes"]
    assert (purpose["purpose"], purpose["lawful_basis"]) == ("promote", "consent")
    used = {one["pii_attribute_id"] for one in purpose["pii_information"]}
    assert {"accounts.Person.email", "accounts.Person.name"} <= used
    assert told["party_identification"][0]["party_role"] == "pii_controller"
    assert [one["event_state"] for one in told["events"]] == ["consent_given"]
    as_person(alice).post(f"{PAGE}{consent.receipt}/withdraw/")
    told = json.loads(as_person(alice).get(f"{PAGE}{consent.receipt}/receipt.json").content)
    assert [one["event_state"] for one in told["events"]] == ["consent_given", "consent_withdrawn"]


def test_LAW_2_the_receipt_can_be_read(alice: Person, as_person: As) -> None:
    consent = give("offers", person=alice, how=How.PAGE)
    page = as_person(alice).get(f"{PAGE}{consent.receipt}/").content.decode()
    for words in (consent.text.words, alice.email, str(consent.receipt), "In force until you withdraw it"):
        assert words in page


def test_LAW_2_what_was_agreed_to_is_in_a_copy_of_ones_data(alice: Person, as_person: As) -> None:
    give("offers", person=alice, how=How.PAGE)
    object_to(Purpose.ENGAGE, person=alice, how=How.PAGE)
    page = as_person(alice).get("/your-data/").content.decode()
    assert "What you agreed to" in page
    assert "What you objected to" in page
    assert ConsentText.objects.count() == 1
