"""Signing up, in and out: what a browser and its person go through."""

import re
from collections.abc import Callable
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from tests.people import PASSWORD
from troth.accounts.models import Person
from troth.organizations.models import Role

As = Callable[[Person], Client]

SIGN_UP = {
    "organization": "Gears & Sons",
    "name": "Greta Gear",
    "email": "Greta@gears.example",
    "password1": "wheels within wheels",
    "time_zone": "Europe/Berlin",
}


def link_in_last_mail() -> str:
    found = re.search(r"http://testserver(/\S+)", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


def sign_in(client: Client, email: str, password: str = PASSWORD) -> int:
    return client.post("/account/login/", {"login": email, "password": password}).status_code


def test_who_2_sign_up_makes_an_organization_behind_its_owner(db: None, client: Client) -> None:
    """WHO-2: there is no account without an organization behind it, and none before the address is confirmed."""
    answer = client.post("/account/signup/", SIGN_UP)
    assert answer.status_code == 302
    greta = Person.objects.get(email="greta@gears.example")
    assert greta.membership.organization.name == "Gears & Sons"
    assert greta.membership.role == Role.OWNER
    assert (greta.name, greta.time_zone) == ("Greta Gear", "Europe/Berlin")

    assert client.get("/organization/").status_code == 302, "signed in before the address was confirmed"
    confirm = link_in_last_mail()
    assert client.get(confirm).status_code == 200
    assert not EmailAddress.objects.get(user=greta).verified, (
        "a mail scanner that opens the link must not confirm"
    )
    client.post(confirm)
    assert EmailAddress.objects.get(user=greta).verified
    assert client.get("/organization/").status_code == 200


def test_who_2_sign_up_without_organization_is_refused(db: None, client: Client) -> None:
    """WHO-2"""
    answer = client.post("/account/signup/", SIGN_UP | {"organization": " "})
    assert "This field is required" in answer.content.decode()
    assert not Person.objects.exists()


def test_use_5_an_account_opens_only_to_an_address_that_was_proven(db: None, client: Client) -> None:
    client.post("/account/signup/", SIGN_UP)
    confirm = link_in_last_mail()
    stranger = Client()
    sign_in(stranger, SIGN_UP["email"], SIGN_UP["password1"])
    assert stranger.get("/account/profile/").status_code == 302, "signed in before the address was proven"
    client.post(confirm)
    sign_in(stranger, SIGN_UP["email"], SIGN_UP["password1"])
    assert stranger.get("/account/profile/").status_code == 200


def test_use_5_who_does_not_know_the_password_does_not_change_it(alice: Person, client: Client) -> None:
    sign_in(client, alice.email)
    change = {"oldpassword": "not the password", "password1": "a wholly new password"}
    assert client.post("/account/password/change/", change).status_code == 200
    assert sign_in(Client(), alice.email, "a wholly new password") == 200
    assert sign_in(Client(), alice.email) == 302


def test_an_unknown_time_zone_becomes_utc(db: None, client: Client) -> None:
    client.post("/account/signup/", SIGN_UP | {"time_zone": "Mars/Olympus_Mons"})
    assert Person.objects.get().time_zone == "UTC"


def test_a_weak_password_is_refused_in_a_sentence(db: None, client: Client) -> None:
    answer = client.post("/account/signup/", SIGN_UP | {"password1": "password12"})
    assert "too common" in answer.content.decode()
    assert not Person.objects.exists()


def test_signing_up_twice_tells_only_the_mailbox(alice: Person, client: Client) -> None:
    fresh = client.post("/account/signup/", SIGN_UP)
    known = Client().post("/account/signup/", SIGN_UP | {"email": alice.email})
    assert (fresh.status_code, fresh["Location"]) == (known.status_code, known["Location"])
    assert mail.outbox[-1].to == [alice.email]
    assert "account already" in mail.outbox[-1].subject
    assert Person.objects.filter(email=alice.email).count() == 1


def test_the_time_of_signing_up_does_not_tell_who_has_an_account(alice: Person, client: Client) -> None:
    """USE-5: what takes long is done either way."""
    hashed = MD5PasswordHasher.encode
    for email in (alice.email, "nora@new.example"):
        with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=hashed) as encode:
            assert client.post("/account/signup/", SIGN_UP | {"email": email}).status_code == 302
        assert encode.call_count == 1


def test_links_in_mail_lead_to_the_installation_whatever_host_was_asked(db: None, client: Client) -> None:
    client.post("/account/signup/", SIGN_UP, headers={"Host": "localhost"})
    assert "http://testserver/account/confirm-email/" in str(mail.outbox[-1].body)
    assert "localhost" not in str(mail.outbox[-1].body)


def test_cki_1_a_signed_in_browser_is_remembered(alice: Person, client: Client) -> None:
    """CKI-1: the cookie outlives the browser's window, so nobody types a password twice in a visit."""
    assert sign_in(client, alice.email) == 302
    cookie = client.cookies["session"]
    assert int(cookie["max-age"]) >= 7 * 24 * 3600
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert client.get("/account/profile/").status_code == 200

    another_window = Client()
    another_window.cookies["session"] = cookie.value
    assert another_window.get("/account/profile/").status_code == 200


def test_a_wrong_password_is_refused_and_guessing_is_limited(alice: Person, client: Client) -> None:
    for _ in range(5):
        assert sign_in(client, alice.email, "not the password") == 200
    answer = client.post("/account/login/", {"login": alice.email, "password": PASSWORD})
    assert "Too many failed login attempts" in answer.content.decode()


def test_too_many_requests_get_a_page_that_says_so(db: None, client: Client) -> None:
    for _ in range(21):
        answer = client.post("/account/password/reset/", {"email": "x@demo.example"})
    assert answer.status_code == 429
    assert "tried too often" in answer.content.decode()


def test_password_reset(alice: Person, client: Client) -> None:
    answer = client.post("/account/password/reset/", {"email": alice.email}, follow=True)
    assert "on its way" in answer.content.decode()
    link = link_in_last_mail()
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "a wholly new password"})
    assert sign_in(Client(), alice.email, "a wholly new password") == 302
    assert sign_in(Client(), alice.email) == 200

    again = Client().get(link, follow=True)
    assert (
        "doesn&#x27;t work any more" in again.content.decode()
        or "doesn't work any more" in again.content.decode()
    )


def test_password_reset_says_nothing_about_who_has_an_account(alice: Person, client: Client) -> None:
    known = client.post("/account/password/reset/", {"email": alice.email}, follow=True)
    sent = len(mail.outbox)
    unknown = Client().post("/account/password/reset/", {"email": "nobody@demo.example"}, follow=True)
    assert known.status_code == unknown.status_code
    assert known.request["PATH_INFO"] == unknown.request["PATH_INFO"]
    assert len(mail.outbox) == sent, "strangers are not written to"


def test_use_6_a_password_change_is_told_by_mail(alice: Person, client: Client) -> None:
    """USE-6: a transactional message that nobody can opt out of."""
    sign_in(client, alice.email)
    change = {"oldpassword": PASSWORD, "password1": "a wholly new password"}
    assert client.post("/account/password/change/", change).status_code == 302
    assert mail.outbox[-1].to == [alice.email]
    assert mail.outbox[-1].subject == "Your password was changed"
    assert client.get("/account/profile/").status_code == 200, "the browser stays signed in"


def test_a_change_of_address_counts_once_the_new_one_is_confirmed(alice: Person, client: Client) -> None:
    sign_in(client, alice.email)
    asked = client.post("/account/email/", {"email": "alice.adams@demo.example", "action_add": ""})
    assert asked["Location"].startswith("/account/reauthenticate/?next=")
    wrong = client.post(asked["Location"], {"password": "a guess"})
    assert wrong.status_code == 200
    assert not mail.outbox, "a browser that was left signed in changes nothing"
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == "/account/email/"
    alice.refresh_from_db()
    assert alice.email == "alice@demo.example"
    confirmation = next(m for m in mail.outbox if m.to == ["alice.adams@demo.example"])
    found = re.search(r"http://testserver(/\S+)", str(confirmation.body))
    assert found
    client.post(found.group(1))
    alice.refresh_from_db()
    assert alice.email == "alice.adams@demo.example"
    assert any(m.to == ["alice@demo.example"] for m in mail.outbox), "the old address is told"


def test_a_browser_can_be_signed_out_from_another(alice: Person) -> None:
    laptop, phone = Client(), Client(headers={"User-Agent": "Mozilla/5.0 (Android 15) Firefox/140.0"})
    sign_in(laptop, alice.email)
    sign_in(phone, alice.email)
    page = laptop.get("/account/sessions/").content.decode()
    assert "Firefox, Android" in page
    found = re.search(r"/account/sessions/\d+/sign-out/", page)
    assert found
    laptop.post(found.group())
    assert phone.get("/account/profile/").status_code == 302
    assert laptop.get("/account/profile/").status_code == 200


def test_nobody_signs_out_another_persons_browser(alice: Person, bob: Person, as_person: As) -> None:
    phone = Client()
    sign_in(phone, alice.email)
    found = re.search(r"/account/sessions/(\d+)/sign-out/", _sessions_page(alice))
    assert found
    assert as_person(bob).post(found.group()).status_code == 404
    assert phone.get("/account/profile/").status_code == 200


def _sessions_page(person: Person) -> str:
    client = Client()
    sign_in(client, person.email)
    return client.get("/account/sessions/").content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/account/login/",
        "/account/signup/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/confirm-email/",
        "/account/confirm-email/unknown/",
        "/account/password/reset/key/1-unknown/",
        "/account/inactive/",
    ],
)
def test_pages_before_signing_in_have_our_look(db: None, client: Client, path: str) -> None:
    page = client.get(path).content.decode()
    assert '<main id="main"' in page
    assert page.count("<h1") == 1
    assert "style=" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/account/email/",
        "/account/password/change/",
        "/account/sessions/",
        "/account/logout/",
        "/account/profile/",
    ],
)
def test_pages_of_an_account_have_our_look(alice: Person, as_person: As, path: str) -> None:
    page = as_person(alice).get(path).content.decode()
    assert '<main id="main"' in page
    assert page.count("<h1") == 1
    assert "style=" not in page
