"""The way out in mail: by one click as a mail provider does it, by a person, and by a page of choices."""

import base64
import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from tests.outreach.people import contact, one_click, run_due_tasks, sent
from troth.accounts.models import Person
from troth.outreach.actions import send_letter
from troth.outreach.addressees import at_address, read_token, token_for
from troth.outreach.kinds import REFUSABLE, MessageKind, Topic
from troth.outreach.models import TopicOptOut
from troth.outreach.preferences import choices_of, wants
from troth.privacy.consents import give, stands
from troth.privacy.models import Consent, Objection, OptOut
from troth.privacy.vocabulary import Purpose

pytestmark = pytest.mark.usefixtures("real_tasks", "operated")
As = Callable[[Person], Client]
DORA = "dora@customer.example"
ENGAGEMENT, PROMOTIONAL = REFUSABLE


def offer(address: str = DORA, topic: Topic = Topic.EVENTS) -> EmailMultiAlternatives:
    """A letter that has left."""
    assert send_letter(topic.kind, address, "Come and see", "On Monday.\n\nhttps://example.com/", topic=topic)
    run_due_tasks()
    message = mail.outbox[-1]
    assert isinstance(message, EmailMultiAlternatives)
    return message


def path_in(message: EmailMultiAlternatives) -> str:
    [found] = re.findall(
        rf"<{settings.PUBLIC_URL}(/mail/unsubscribe/\S+)>", message.extra_headers["List-Unsubscribe"]
    )
    return str(found)


@pytest.mark.parametrize("topic", Topic)
def test_USE_8_every_refusable_letter_carries_its_ways_out(topic: Topic) -> None:
    contact()
    message = offer(topic=topic)
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    way = settings.PUBLIC_URL + path_in(message)
    [html] = [str(one[0]) for one in message.alternatives]
    assert way in message.body
    assert f'href="{way}"' in html
    assert "/mail/choices/" in message.body
    assert "privacy@example.com" in message.body
    assert "Example Ltd" in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    raw = message.message().as_bytes()
    assert all(len(line) < 998 for line in raw.splitlines())
    assert re.search(rb"^List-Unsubscribe:\s+<http\S+>\s*$", raw, re.MULTILINE | re.IGNORECASE)


def test_USE_8_one_click_as_a_mail_provider_does_it() -> None:
    contact()
    path = path_in(offer())
    for _ in range(2):
        answer = one_click(path)
        assert answer.status_code == 200, "no redirect: a provider follows none"
        assert not answer.cookies
    assert not stands(Purpose.PROMOTE, address=DORA)
    assert stands(Purpose.ENGAGE, address=DORA)
    assert Objection.objects.get().made_how == "link"


def test_USE_8_one_click_as_multipart_form_data() -> None:
    contact()
    path = path_in(offer())
    assert Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not stands(Purpose.PROMOTE, address=DORA)


def test_looking_at_the_link_changes_nothing() -> None:
    """Programs that look for bad links open every link of a mail."""
    contact()
    path, client = path_in(offer()), Client(headers={"Accept": "text/html"})
    for method in (client.get, client.head):
        answer = method(path)
        assert answer.status_code == 200
        assert not answer.cookies
    assert DORA.encode() not in client.get(path).content
    assert "no-store" in client.get(path)["Cache-Control"]
    assert stands(Purpose.PROMOTE, address=DORA)


def test_a_person_presses_the_button_and_can_undo_it() -> None:
    contact()
    path, client = path_in(offer()), Client(enforce_csrf_checks=True, headers={"Accept": "text/html"})
    page = client.post(path)
    assert page.status_code == 200
    assert "You get no more of these" in page.content.decode()
    assert not stands(Purpose.PROMOTE, address=DORA)
    [choices] = re.findall(r'href="(/mail/choices/[^"]+)"', page.content.decode())
    assert not client.cookies
    body = {
        "engagement": "on",
        "engagement_topics": "training",
        "promotional": "on",
        "promotional_topics": "events",
    }
    saved = client.post(choices, body)
    assert saved.status_code == 200
    assert "Saved" in saved.content.decode()
    assert wants(at_address(DORA), Topic.EVENTS)
    assert not wants(at_address(DORA), Topic.NEWSLETTER)
    assert not wants(at_address(DORA), Topic.FEATURES)


def test_the_link_works_for_a_member_whose_address_changed(alice: Person) -> None:
    give(Purpose.PROMOTE, person=alice, how="page")
    path = path_in(offer(alice.email))
    alice.email = "alice@new.example"
    alice.save()
    assert one_click(path).status_code == 200
    assert not stands(Purpose.PROMOTE, person=alice)
    assert Consent.objects.get().withdrawn_how == "link"


def test_the_link_works_when_nobody_is_known_there_any_more_and_stores_no_address() -> None:
    """RET-8, RET-9"""
    somebody = contact()
    path = path_in(offer())
    somebody.delete()
    assert one_click(path).status_code == 200
    assert not Objection.objects.exists()
    assert DORA not in str(list(OptOut.objects.values()))
    contact()
    assert not stands(Purpose.PROMOTE, address=DORA)


def test_a_link_tells_nothing_and_can_t_be_made_up(alice: Person) -> None:
    token = token_for(at_address(alice.email), PROMOTIONAL)
    assert read_token(token) == (at_address(alice.email), PROMOTIONAL)
    plain = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    assert b"alice" not in plain
    assert alice.pk.bytes not in plain
    for place in range(len(token)):
        forged = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert one_click(f"/mail/unsubscribe/{forged}/").status_code == 404 or place == len(token) - 1
    for broken in ("x", "%00", "a" * 3000, token[:-4], "é" * 40):
        assert one_click(f"/mail/unsubscribe/{broken}/").status_code == 404
        assert Client().get(f"/mail/choices/{broken}/").status_code == 404
    assert stands(Purpose.ENGAGE, person=alice)


def test_a_link_of_another_installation_is_none_here(settings: object) -> None:
    token = token_for(at_address(DORA), PROMOTIONAL)
    settings.SECRET_KEY = "another"
    assert one_click(f"/mail/unsubscribe/{token}/").status_code == 404


def choices_path(address: str) -> str:
    return f"/mail/choices/{token_for(at_address(address), PROMOTIONAL)}/"


def test_LAW_2_turning_offers_on_is_a_consent_to_the_words_that_stood_there(alice: Person) -> None:
    path, client = choices_path(alice.email), Client()
    page = client.get(path).content.decode()
    question = next(one.question for one in choices_of(at_address(alice.email)) if one.kind is PROMOTIONAL)
    assert question is not None
    assert str(question.words) in page
    assert str(question.limits) in page
    [version] = re.findall(r'name="promotional_version" value="(\d+)"', page)
    body = {"engagement": "on", "engagement_topics": ["training", "features", "satisfaction"]}
    on = body | {"promotional": "on", "promotional_topics": "events"}
    assert client.post(path, on | {"promotional_version": "999"}).status_code == 409
    assert not Consent.objects.exists()
    assert client.post(path, on | {"promotional_version": version}).status_code == 200
    consent = Consent.objects.get()
    assert (consent.person, consent.given_how, consent.text.version) == (alice, "page", int(version))
    assert client.post(path, body).status_code == 200
    assert not stands(Purpose.PROMOTE, person=alice)


def test_saving_without_a_change_is_neither_objection_nor_consent(alice: Person, as_person: As) -> None:
    body = {"engagement": "on", "engagement_topics": ["training", "features", "satisfaction"]}
    assert as_person(alice).post("/account/mail/", body).status_code == 302
    assert not Objection.objects.exists()
    assert not Consent.objects.exists()
    assert not TopicOptOut.objects.exists()


def test_signed_in_one_changes_one_s_own(alice: Person, bob: Person, as_person: As) -> None:
    client = as_person(alice)
    assert "Mail you get" in client.get("/account/mail/").content.decode()
    assert client.post("/account/mail/", {}).status_code == 302
    assert not wants(at_address(alice.email), Topic.TRAINING)
    assert wants(at_address(bob.email), Topic.TRAINING)
    csrf = Client(enforce_csrf_checks=True)
    csrf.force_login(bob)
    assert csrf.post("/account/mail/", {}).status_code == 403


@pytest.mark.parametrize(
    "body", [{"engagement_topics": "events"}, {"promotional_topics": "\0"}, {"promotional_version": "-1"}]
)
def test_choices_that_are_none_are_refused(body: dict[str, str]) -> None:
    contact()
    assert Client().post(choices_path(DORA), body).status_code == 422
    assert stands(Purpose.PROMOTE, address=DORA)


def test_letters_to_us_can_be_answered_by_mail_only_where_mail_is_read(settings: object) -> None:
    contact()
    assert "mailto:" not in offer().extra_headers["List-Unsubscribe"]
    settings.PRIVACY_INBOX = "maildir:/nowhere"
    assert "<mailto:privacy@example.com?subject=unsubscribe%20" in offer().extra_headers["List-Unsubscribe"]
    assert sent() == [DORA, DORA]
    assert MessageKind.PROMOTIONAL.can_be_refused
