"""A person sees everything that is known about them, and nobody else does (RET-2, SHR-2, COL-3, WHO-1)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.gatherings import Visit, come
from troth.accounts.models import Person
from troth.meetings.models import Invitee, Meeting
from troth.organizations.models import Invitation
from troth.privacy.models import Proof
from troth.privacy.retention import set_period

Make = Callable[..., Meeting]
As = Callable[[Person], Client]
pytestmark = pytest.mark.django_db

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
INES = "ines@elsewhere.example"
SENTENCE = "It says whether anything is known about this address, and has a link if so."


@pytest.fixture
def browser() -> Client:
    """Somebody without an account."""
    return Client(headers={"Accept": "text/html"})


@pytest.fixture
def ines(alice: Person, make_meeting: Make) -> Invitee:
    """Somebody invited to a meeting, whose address was typed with capitals."""
    return Invitee.objects.create(
        meeting=make_meeting(alice), email="Ines@Elsewhere.example", invited_by=alice, secret_digest="1" * 64
    )


def ask(browser: Client, address: str) -> str:
    """Asks for a link to an address, and answers the one that was mailed, or nothing."""
    page = browser.post("/your-data/link/", {"email": address})
    assert page.status_code == 200
    assert SENTENCE in page.content.decode()
    assert mail.outbox[-1].to == [address.lower()]
    found = re.search(r"http://testserver(/your-data/open/\S+)", str(mail.outbox[-1].body))
    return found[1] if found else ""


def prove(browser: Client, address: str) -> str:
    """Opens the data of an address in a browser; answers the page."""
    link = ask(browser, address)
    answer = browser.post(link, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_member_sees_their_account_with_where_it_came_from_and_who_sees_it(
    alice: Person, as_person: As
) -> None:
    """RET-2, COL-3, SHR-2"""
    alice.phone = "+49 30 1234567"
    alice.save()
    page = as_person(alice).get("/your-data/").content.decode()
    for words in (
        "alice@demo.example",
        "+49 30 1234567",
        "Your place in your organization",
        "Demo Company",
        "Seen by",
        "people of your organization",
        "to provide the service (the contract)",
        'href="/account/profile/"',
        "Decided by",
    ):
        assert words in page, words


def test_a_value_is_called_what_it_is_and_not_as_its_field(alice: Person, as_person: As) -> None:
    """RET-2."""
    client = as_person(alice)
    UserSession.objects.create(
        user=alice, ip="203.0.113.7", session_key=client.session.session_key, user_agent="Lynx"
    )
    page = client.get("/your-data/").content.decode()
    assert "203.0.113.7" in page
    for label, name in (("IP address", "Ip"), ("Runs this installation", "Is operator")):
        assert f">{label}<" in page, label
        assert f">{name}<" not in page, name


def test_secrets_are_not_shown(alice: Person, as_person: As) -> None:
    page = as_person(alice).get("/your-data/").content.decode()
    assert alice.password not in page
    assert as_person(alice).session.session_key not in page


def test_until_when_is_the_day_its_clock_says(media: None, guest_of: Callable[..., Visit]) -> None:
    visit = guest_of()
    visit.say("Hello")
    session = Meeting.objects.get().sessions.get()
    assert "Here: until" not in _in_meeting(visit)
    with time_machine.travel(NOON, tick=False):
        session.ended_at = NOON
        session.save()
        assert "Here: until 29 February 2028." in _in_meeting(visit)
        set_period(str(session.meeting.organization_id), "meeting_days", 30)
        assert "Here: until 31 March 2027." in _in_meeting(visit)


@pytest.fixture
def guest_of(alice: Person, make_meeting: Make) -> Callable[..., Visit]:
    meeting = make_meeting(alice)

    def enter(name: str = "Gus Guest") -> Visit:
        return come(Client(), meeting.code, name)

    return enter


def _in_meeting(visit: Visit) -> str:
    answer = Client(headers={"Accept": "text/html"}).post("/your-data/meeting/", {"ticket": visit.ticket})
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    return answer.content.decode()


def test_a_guest_sees_what_one_meeting_knows_of_them_by_their_ticket(
    media: None, guest_of: Callable[..., Visit]
) -> None:
    """WHO-1: a guest has no address; the ticket of their attendance says who they are."""
    gus, eve = guest_of("Gus Guest"), guest_of("Eve Else")
    gus.say("Gus was here")
    page = _in_meeting(gus)
    assert "Gus Guest" in page
    assert "Gus was here" in page
    assert "Eve Else" not in page
    others = _in_meeting(eve)
    assert "Gus was here" in others, "what others wrote is seen as it could be seen"
    assert "Gus Guest" not in others
    assert "Somebody else's, as you could see it" in others


@pytest.mark.parametrize("ticket", ["", "forged", None])
def test_without_a_good_ticket_nothing_of_a_meeting_is_seen(
    media: None, guest_of: Callable[..., Visit], ticket: str | None
) -> None:
    visit = guest_of()
    given = (
        {"ticket": visit.ticket[:-2] + "xx"} if ticket == "forged" else {"ticket": ""} if ticket == "" else {}
    )
    for path in ("/your-data/meeting/", "/your-data/meeting/copy/"):
        assert Client().post(path, given).status_code == 401
        assert Client().get(path, given).status_code == 405


def test_who_has_no_account_sees_theirs_by_a_link(browser: Client, ines: Invitee) -> None:
    """WHO-1: proof of control of an address, whatever its case."""
    page = prove(browser, INES)
    assert "ines@elsewhere.example" in page
    assert "Invitations to a meeting" in page
    assert "alice" not in page.lower(), "who invited them is another person"


def test_one_address_is_one_subject_across_all_kinds(
    browser: Client, ines: Invitee, alice: Person, as_person: As
) -> None:
    """WHO-1: rows of all kinds at an address are one subject."""
    Invitation.objects.create(
        organization=alice.membership.organization,
        email=INES.upper(),
        secret_digest="2" * 64,
        expires_at=timezone.now(),
    )
    page = prove(browser, INES)
    assert "Invitations to a meeting" in page
    assert "Invitations to an organization" in page
    ines.email = "Alice@demo.example"
    ines.save()
    assert "Invitations to a meeting" in as_person(alice).get("/your-data/").content.decode()


def test_an_unproven_address_of_an_account_opens_only_the_account(
    ines: Invitee, bob: Person, as_person: As
) -> None:
    """Whoever writes somebody's address into an account does not get their data."""
    client = as_person(bob)
    Person.objects.filter(pk=bob.pk).update(email=INES)
    EmailAddress.objects.create(user=bob, email=INES, verified=False)
    page = client.get("/your-data/").content.decode()
    assert "Your account" in page
    assert "Invitations to a meeting" not in page


def test_the_answer_never_tells_whether_an_address_is_known(browser: Client, ines: Invitee) -> None:
    known = browser.post("/your-data/link/", {"email": INES}).content.decode()
    unknown = browser.post("/your-data/link/", {"email": "nobody@elsewhere.example"}).content.decode()
    assert known.replace(INES, "X") == unknown.replace("nobody@elsewhere.example", "X")
    assert len(mail.outbox) == 2
    assert "/your-data/open/" in str(mail.outbox[0].body)
    assert "Nothing is:" in str(mail.outbox[1].body)
    assert "/your-data/open/" not in str(mail.outbox[1].body)
    # Asking leaves nothing that would count as being known.
    assert ask(browser, "nobody@elsewhere.example") == ""


def test_a_link_works_once(browser: Client, ines: Invitee) -> None:
    link = ask(browser, INES)
    for _ in range(3):
        assert browser.get(link).status_code == 200, "looking at the link does not use it up"
    assert browser.post(link).status_code == 302
    assert browser.get(link).status_code == 410
    assert browser.post(link).status_code == 410
    other = Client(headers={"Accept": "text/html"})
    assert other.post(link).status_code == 410
    assert "Invitations to a meeting" not in other.get("/your-data/").content.decode()


def test_a_link_works_for_an_hour_and_so_does_what_it_opened(browser: Client, ines: Invitee) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        early, late = ask(browser, INES), ask(browser, INES)
        clock.shift(timedelta(minutes=59))
        assert browser.post(early).status_code == 302
        assert "Invitations to a meeting" in browser.get("/your-data/").content.decode()
        clock.shift(timedelta(minutes=1))
        assert browser.post(late).status_code == 410
        clock.shift(timedelta(minutes=59))
        page = browser.get("/your-data/").content.decode()
        assert "Invitations to a meeting" not in page
        assert "Your data was open for an hour and is closed now." in page


@pytest.mark.parametrize("change", ["end", "middle", "id", "unsigned"])
def test_a_changed_link_opens_nothing(browser: Client, ines: Invitee, change: str) -> None:
    link = ask(browser, INES)
    other = Proof.objects.create(address="alice@demo.example", asked_at=timezone.now())
    mine = Proof.objects.get(address=INES).id.hex
    wrong = {
        "end": link[:-2] + ("A" if link[-2] != "A" else "B") + "/",
        "middle": link.replace(mine[:8], mine[:7] + ("0" if mine[7] != "0" else "1")),
        "id": link.replace(mine, other.id.hex),
        "unsigned": f"/your-data/open/{other.id.hex}/",
    }[change]
    assert browser.post(wrong).status_code == 410
    assert "Invitations" not in browser.get("/your-data/").content.decode()


def test_a_link_opens_only_what_its_address_proves(browser: Client, ines: Invitee, carol: Person) -> None:
    page = prove(browser, INES)
    assert "carol" not in page.lower()
    link = ask(browser, "carol@other.example")
    page = Client(headers={"Accept": "text/html"}).post(link, follow=True).content.decode()
    assert "Carol Clark" in page
    assert "Ines" not in page


def test_the_secret_of_a_link_stays_out_of_referrers_and_of_the_database(
    browser: Client, ines: Invitee
) -> None:
    link = ask(browser, INES)
    assert browser.get(link)["Referrer-Policy"] == "strict-origin"
    token = link.split("/")[-2]
    assert token not in str(list(Proof.objects.values()))


def test_what_a_link_opened_can_be_closed(browser: Client, ines: Invitee) -> None:
    prove(browser, INES)
    page = browser.post("/your-data/close/", follow=True).content.decode()
    assert "Send the link" in page


def test_one_address_gets_no_more_than_five_mails_an_hour(browser: Client, ines: Invitee) -> None:
    for _ in range(7):
        assert SENTENCE in browser.post("/your-data/link/", {"email": INES}).content.decode()
    assert len(mail.outbox) == 5


def test_one_client_asks_no_more_than_twenty_times_an_hour(browser: Client) -> None:
    answers = [
        browser.post("/your-data/link/", {"email": f"n{n}@elsewhere.example"}).status_code for n in range(21)
    ]
    assert answers == [200] * 20 + [429]


def test_the_page_asks_as_many_queries_for_much_as_for_little(
    media: None, alice: Person, make_meeting: Make, as_person: As
) -> None:
    client, visit = as_person(alice), come(as_person(alice), make_meeting(alice).code)
    visit.say("Hello")
    client.get("/your-data/")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/your-data/").status_code == 200
        return len(asked)

    little = queries()
    for n in range(40):
        visit.say(f"Line {n}")
        make_meeting(alice)
    assert "And 38 more, in a copy." in client.get("/your-data/").content.decode()
    assert queries() == little
    assert little <= 100


def test_WHO_1_a_visitor_is_found_and_forgotten_by_their_cookie(
    browser: Client, alice: Person, as_person: As
) -> None:
    page = browser.get("/your-data/").content.decode()
    assert "No cookie." in page
    assert "Nothing." in page
    assert not Session.objects.exists()

    session = browser.session
    session["_messages"] = "[]"
    session.save()
    browser.cookies["session"] = session.session_key
    browser.cookies["cookie_choice"] = "no.0"
    page = browser.get("/your-data/").content.decode()
    assert "A message that you have not seen yet" in page
    assert "Remembers what you chose about optional cookies" in page
    assert "A message" not in Client(headers={"Accept": "text/html"}).get("/your-data/").content.decode()

    as_person(alice)
    others = set(Session.objects.values_list("pk", flat=True)) - {session.session_key}
    answer = browser.post("/your-data/browser/forget/")
    assert {name: one["max-age"] for name, one in answer.cookies.items()} == {
        "cookie_choice": 0,
        "csrftoken": 0,
        "session": 0,
    }
    assert set(Session.objects.values_list("pk", flat=True)) == others != set()
    assert "Nothing." in browser.get(answer["Location"]).content.decode()
