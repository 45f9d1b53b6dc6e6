"""Requests are taken from a form, confirmed at once, and shown to be their person's (RET-3)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from tests.rights.requests.asking import FORM, INES, As, ask, ask_and_prove, mailed_link
from troth.accounts.models import Person
from troth.privacy.models import AuditEntry
from troth.rights.models import RequestMessage, SubjectRequest

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 3, 5, 12, tzinfo=UTC)


def test_RET_3_a_member_asks_and_is_told_at_once_when_an_answer_is_due(alice: Person, as_person: As) -> None:
    alice.time_zone = "Europe/Berlin"
    alice.save()
    client = as_person(alice)
    page = client.get("/your-data/ask/").content.decode()
    assert 'name="email"' not in page, "who is known is not asked who they are"
    with time_machine.travel(MOMENT, tick=False):
        one = ask(client, zone="")
        assert (one.person, one.address, one.proven, one.zone) == (alice, "", "account", "Europe/Berlin")
        assert (one.due_on, one.receipt_on) == (date(2026, 4, 6), date(2026, 3, 19))
        assert one.due_at == datetime(2026, 4, 6, 22, tzinfo=UTC)
        assert one.acknowledged_at == MOMENT
    [letter] = mail.outbox
    assert letter.to == ["alice@demo.example"]
    assert one.reference in letter.subject
    assert "by 6 April 2026 at the latest" in letter.body
    assert f"/your-data/requests/{one.pk}/" in letter.body
    assert "Tell me all of it." not in letter.body
    assert AuditEntry.objects.filter(action="request.taken", scope="").count() == 1


def test_RET_3_the_clock_is_that_of_the_law_and_counts_where_somebody_lives(browser: Client) -> None:
    with time_machine.travel(datetime(2026, 3, 6, 3, tzinfo=UTC), tick=False):
        one = ask(browser, law="ccpa", zone="America/Los_Angeles")
        assert one.due_on == date(2026, 4, 19), "it is still the fifth there"
        assert ask(browser, law="ccpa", kind="opt_out", zone="UTC").due_on == date(2026, 3, 27)


def test_use_5_an_address_that_is_named_proves_nothing_until_its_link_is_pressed(browser: Client) -> None:
    one = ask(browser, email="Ines@Elsewhere.example")
    assert (one.address, one.proven, one.verified_at) == (INES, "", None)
    assert mail.outbox[0].to == [INES]
    link = mailed_link()
    for _ in range(2):
        assert browser.get(link).status_code == 200, "looking at the link proves nothing"
    one.refresh_from_db()
    assert one.verified_at is None
    other = Client(headers={"Accept": "text/html"})
    assert other.post(link).status_code == 400, "it has to be said"
    assert other.post(link, {"whose": "mine"}, follow=True).status_code == 200
    one.refresh_from_db()
    assert one.proven == "link"
    assert RequestMessage.objects.get().proven


def test_whose_address_was_named_by_somebody_else_closes_it(browser: Client, bob: Person) -> None:
    one = ask(browser, email="bob@demo.example", kind="erasure")
    answer = Client(headers={"Accept": "text/html"}).post(mailed_link(), {"whose": "not-mine"}, follow=True)
    assert "nothing was done" in answer.content.decode()
    one.refresh_from_db()
    assert one.outcome == "not_theirs"
    assert Person.objects.filter(pk=bob.pk).exists()


def test_the_answer_to_the_form_is_the_same_for_every_address(browser: Client, alice: Person) -> None:
    pages = []
    for address in ("alice@demo.example", "nobody@elsewhere.example"):
        with time_machine.travel(MOMENT, tick=False):
            page = browser.post("/your-data/ask/", FORM | {"email": address}).content.decode()
        one = SubjectRequest.objects.get(address=address)
        pages.append(page.replace(address, "X").replace(one.reference, "R"))
    assert pages[0] == pages[1]


def test_who_asks_gets_no_session_that_opens_it(browser: Client) -> None:
    one = ask(browser)
    assert browser.get(f"/your-data/requests/{one.pk}/").status_code == 401


def test_a_link_opens_its_request_and_no_other_for_an_hour(browser: Client) -> None:
    with time_machine.travel(MOMENT, tick=False) as clock:
        other = ask(browser, email="otto@elsewhere.example")
        one = ask_and_prove(browser)
        assert browser.get(f"/your-data/requests/{one.pk}/").status_code == 200
        assert browser.get(f"/your-data/requests/{other.pk}/").status_code == 401
        assert "Send the link" in browser.get("/your-data/").content.decode(), "their data stays closed"
        clock.shift(timedelta(hours=1))
        assert browser.get(f"/your-data/requests/{one.pk}/").status_code == 401
        assert browser.post(mailed_link()).status_code == 302, "the link works again"


def test_a_link_works_for_thirty_days_and_not_when_it_was_changed(browser: Client) -> None:
    with time_machine.travel(MOMENT, tick=False) as clock:
        ask(browser)
        link = mailed_link()
        other = ask(browser, email="otto@elsewhere.example")
        wrong = [
            link[:-2] + ("A" if link[-2] != "A" else "B") + "/",
            link.replace(link.split("/")[4].split(".")[0], other.pk.hex),
            f"/your-data/requests/open/{other.pk.hex}.1:x/",
            "/your-data/requests/open/x/",
            "/your-data/requests/open/" + "9" * 40 + ".9/",
        ]
        for path in wrong:
            assert browser.post(path, {"whose": "mine"}).status_code == 410, path
        clock.shift(timedelta(days=30, seconds=1))
        assert browser.get(link).status_code == 410
    assert not SubjectRequest.objects.exclude(verified_at=None).exists()


def test_the_secret_of_a_link_stays_out_of_referrers(browser: Client) -> None:
    ask(browser)
    assert browser.get(mailed_link())["Referrer-Policy"] == "strict-origin"


def test_somebody_with_a_proven_address_sees_their_requests_and_says_which_are_theirs(
    browser: Client, alice: Person, as_person: As
) -> None:
    """WHO-1: what was asked at the address of an account is that account's."""
    theirs, else_ = ask(browser, email="ALICE@demo.example"), ask(browser, email=INES)
    client = as_person(alice)
    page = client.get("/your-data/requests/").content.decode()
    assert theirs.reference in page
    assert else_.reference not in page
    assert "Was it you" in client.get(f"/your-data/requests/{theirs.pk}/").content.decode()
    assert client.post(f"/your-data/requests/{theirs.pk}/whose/", {"whose": "mine"}).status_code == 302
    theirs.refresh_from_db()
    assert theirs.verified_at


def test_other_peoples_requests_are_not_there(alice: Person, bob: Person, as_person: As) -> None:
    one = ask(as_person(alice))
    client = as_person(bob)
    for method, path in (
        ("get", ""),
        ("post", ""),
        ("post", "whose/"),
        ("get", "take-back/"),
        ("post", "take-back/"),
    ):
        answer = getattr(client, method)(
            f"/your-data/requests/{one.pk}/{path}", {"text": "x", "whose": "mine"}
        )
        assert answer.status_code == 404, path
    assert one.reference not in client.get("/your-data/requests/").content.decode()
    assert client.get(f"/operator/requests/{one.pk}/").status_code == 404


def test_an_address_is_mailed_five_times_a_day_and_a_client_asks_ten_times_an_hour(browser: Client) -> None:
    answers = [browser.post("/your-data/ask/", FORM).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    more = [
        browser.post("/your-data/ask/", FORM | {"email": f"n{n}@elsewhere.example"}).status_code
        for n in range(5)
    ]
    assert more == [200] * 4 + [429]
    assert len(mail.outbox) == 9


@pytest.mark.parametrize(
    "values",
    [
        {"kind": ""},
        {"kind": "everything"},
        {"law": ""},
        {"law": "moon"},
        {"words": ""},
        {"words": " \n\u202e "},
        {"words": "x" * 5001},
        {"email": ""},
        {"email": "no address"},
        {"email": "a@b.example\nBcc: c@d.example"},
        {"email": "x" * 250 + "@b.example"},
        {"zone": "UTC\0"},
        {"zone": "x" * 65},
    ],
    ids=str,
)
def test_a_wrong_form_is_shown_again_and_takes_nothing(browser: Client, values: dict[str, str]) -> None:
    answer = browser.post("/your-data/ask/", FORM | values)
    assert answer.status_code == 422
    assert not SubjectRequest.objects.exists()
    assert not mail.outbox


def test_words_are_shown_as_they_are_and_never_as_marks(officer: Client, browser: Client) -> None:
    one = ask(
        browser,
        words="<script>alert(1)</script>\r\n\r\n\r\n\r\n{{ secret }} \u202egni\0rts\tend",
        zone="../../etc/passwd",
        agent="=cmd()\u2028<b>",
    )
    page = officer.get(f"/operator/requests/{one.pk}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert RequestMessage.objects.get().text == ("<script>alert(1)</script>\n\n{{ secret }} gnirts end")
    assert one.zone == "UTC"


def test_who_acts_for_somebody_is_noted_and_the_person_themselves_is_asked(
    officer: Client, browser: Client
) -> None:
    one = ask(browser, agent="Lee Law, by a power of attorney")
    assert mail.outbox[-1].to == [INES]
    assert "Lee Law, by a power of attorney" in officer.get(f"/operator/requests/{one.pk}/").content.decode()


def test_a_person_answers_and_takes_back(browser: Client) -> None:
    one = ask_and_prove(browser)
    page = f"/your-data/requests/{one.pk}/"
    assert browser.post(page, {"text": ""}).status_code == 422
    assert browser.post(page, {"text": "And my letters."}).status_code == 302
    assert "And my letters." in browser.get(page).content.decode()
    assert browser.post(page + "take-back/").status_code == 302
    one.refresh_from_db()
    assert one.outcome == "withdrawn"
    assert browser.post(page, {"text": "More"}).status_code == 409
    assert browser.post(page + "take-back/").status_code == 409
    assert browser.post(page + "whose/", {"whose": "not-mine"}).status_code == 409


def test_a_person_writes_twenty_answers_a_day(browser: Client) -> None:
    one = ask_and_prove(browser)
    answers = [
        browser.post(f"/your-data/requests/{one.pk}/", {"text": str(n)}).status_code for n in range(21)
    ]
    assert answers == [302] * 20 + [429]


def test_the_form_is_found_from_where_one_looks(browser: Client, alice: Person, as_person: As) -> None:
    for client, path in (
        (browser, "/"),
        (browser, "/privacy/"),
        (browser, "/your-data/"),
        (as_person(alice), "/your-data/"),
    ):
        assert 'href="/your-data/ask/"' in client.get(path).content.decode(), path


def test_without_an_account_the_list_asks_for_proof(browser: Client) -> None:
    assert browser.get("/your-data/requests/")["Location"] == "/your-data/"
