"""Inviting a colleague by mail, and accepting."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from tests.people import PASSWORD, person
from troth.accounts.models import Person
from troth.organizations.models import Invitation, Membership, Role

As = Callable[[Person], Client]
JOIN = {"name": "Dora Duncan", "password": "wheels within wheels", "time_zone": "Europe/Berlin"}
NO_MORE = "This invitation doesn"


def invite(client: Client, email: str = "dora@demo.example", role: str = "host") -> int:
    return client.post("/organization/invite/", {"email": email, "role": role}).status_code


def link() -> str:
    """The path of the link in the last mail."""
    found = re.search(r"http://testserver(/invitations/\S+)", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


def test_a_new_person_joins_by_the_link(admin: Person, as_person: As) -> None:
    assert invite(as_person(admin)) == 302
    letter = mail.outbox[-1]
    assert letter.to == ["dora@demo.example"]
    assert letter.subject == "Ada Minor invites you to Demo Company on Troth"
    dora = Client()
    page = dora.get(link()).content.decode()
    assert "dora@demo.example" in page
    answer = dora.post(link(), JOIN, follow=True)
    assert "Demo Company" in answer.content.decode()

    joined = Membership.objects.get(person__email="dora@demo.example")
    assert (joined.role, joined.person.name, joined.person.time_zone) == (
        Role.HOST,
        "Dora Duncan",
        "Europe/Berlin",
    )
    address = EmailAddress.objects.get(user=joined.person)
    assert (address.verified, address.primary) == (True, True)
    assert (
        Client()
        .post("/account/login/", {"login": "dora@demo.example", "password": JOIN["password"]})
        .status_code
        == 302
    )


def test_the_link_works_once(admin: Person, as_person: As) -> None:
    invite(as_person(admin))
    used = link()
    Client().post(used, JOIN)
    answer = Client().post(used, JOIN | {"name": "Somebody Else"})
    assert answer.status_code == 404
    assert Membership.objects.filter(person__email="dora@demo.example").count() == 1


def test_a_weak_password_does_not_use_the_link_up(admin: Person, as_person: As) -> None:
    invite(as_person(admin))
    assert Client().post(link(), JOIN | {"password": "12345"}).status_code == 422
    assert Client().post(link(), JOIN).status_code == 302


def test_used_withdrawn_expired_replaced_and_unknown_links_look_the_same(
    admin: Person, as_person: As
) -> None:
    client = as_person(admin)
    answers = [refusal("/invitations/" + "x" * 43 + "/")]

    invite(client, "a@demo.example")
    Client().post(link(), JOIN)
    answers.append(refusal(link()))

    invite(client, "b@demo.example")
    client.post(f"/organization/invitations/{Invitation.objects.get().pk}/revoke/")
    answers.append(refusal(link()))

    invite(client, "c@demo.example")
    with time_machine.travel(datetime.now(UTC) + timedelta(days=7, seconds=1)):
        answers.append(refusal(link()))

    old = link()
    client.post(f"/organization/invitations/{Invitation.objects.get().pk}/resend/")
    answers.append(refusal(old))
    assert link() != old
    assert Client().post(link(), JOIN).status_code == 302

    assert len(set(answers)) == 1


def refusal(path: str) -> str:
    answer = Client(headers={"Accept": "text/html"}).get(path)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert NO_MORE in page
    # What differs from request to request and says nothing.
    return re.sub(r'csrfmiddlewaretoken" value="\w+', "", page)


def test_the_secret_is_not_in_the_database(admin: Person, as_person: As) -> None:
    invite(as_person(admin))
    token = link().split("/")[2]
    assert len(token) >= 43
    kept = Invitation.objects.values().get()
    assert token not in str(kept)


def test_a_signed_in_person_without_organization_accepts_with_one_button(
    admin: Person, as_person: As
) -> None:
    dora = person("Dora Duncan", "dora@demo.example")
    invite(as_person(admin))
    client = as_person(dora)
    assert "Demo Company" in client.get(link()).content.decode()
    assert not Membership.objects.filter(person=dora).exists(), "looking accepts nothing"
    client.post(link())
    assert Membership.objects.get(person=dora).role == Role.HOST


def test_a_person_with_an_account_is_asked_to_sign_in_and_comes_back(admin: Person, as_person: As) -> None:
    dora = person("Dora Duncan", "dora@demo.example")
    invite(as_person(admin))
    visitor = Client()
    page = visitor.get(link()).content.decode()
    assert f"/account/login/?next={link()}" in page
    assert visitor.post(link(), JOIN).status_code == 200
    assert dora.check_password(PASSWORD), "a link sets no password of an account that exists"
    answer = visitor.post("/account/login/", {"login": dora.email, "password": PASSWORD, "next": link()})
    assert answer["Location"] == link()


def test_an_invitation_is_for_its_address_only(admin: Person, operator: Person, as_person: As) -> None:
    invite(as_person(admin))
    client = as_person(operator)
    page = client.get(link()).content.decode()
    assert "This invitation is for" in page
    assert client.post(link()).status_code == 403
    assert not Membership.objects.filter(person=operator).exists()
    assert Invitation.objects.exists()


def test_a_person_has_one_organization(admin: Person, carol: Person, as_person: As) -> None:
    invite(as_person(admin), carol.email)
    client = as_person(carol)
    assert "You belong to Other Company already" in client.get(link()).content.decode()
    assert client.post(link()).status_code == 409
    assert Membership.objects.get(person=carol).organization.name == "Other Company"


def test_a_colleague_is_not_invited_twice(admin: Person, bob: Person, as_person: As) -> None:
    client = as_person(admin)
    answer = client.post("/organization/invite/", {"email": "BOB@demo.example", "role": "host"})
    assert answer.status_code == 422
    assert "in your organization already" in answer.content.decode()
    assert not mail.outbox

    invite(client)
    first = link()
    invite(client, "DORA@demo.example", "member")
    assert Invitation.objects.get().role == Role.MEMBER
    assert Client().get(first).status_code == 404


def test_nobody_invites_above_their_own_role(admin: Person, owner: Person, as_person: As) -> None:
    assert invite(as_person(admin), role="owner") == 422
    assert not mail.outbox
    assert invite(as_person(owner), role="owner") == 302
    sent = Invitation.objects.get()
    client = as_person(admin)
    assert client.post(f"/organization/invitations/{sent.pk}/resend/").status_code == 403
    assert client.post(f"/organization/invitations/{sent.pk}/revoke/").status_code == 403
    assert Invitation.objects.get() == sent


@pytest.mark.parametrize("what", ["resend", "revoke"])
def test_another_organizations_owner_does_not_find_it(
    what: str, admin: Person, carol: Person, as_person: As
) -> None:
    invite(as_person(admin))
    sent = Invitation.objects.get()
    assert as_person(carol).post(f"/organization/invitations/{sent.pk}/{what}/").status_code == 404
    assert Invitation.objects.get() == sent
    assert len(mail.outbox) == 1


def test_inviting_is_limited(admin: Person, as_person: As) -> None:
    client = as_person(admin)
    for number in range(20):
        assert invite(client, f"d{number}@demo.example") == 302
    assert invite(client) == 429
    assert len(mail.outbox) == 20


def test_names_in_a_mail_are_text(admin: Person, as_person: As) -> None:
    client = as_person(admin)
    client.post("/organization/rename/", {"name": "<b>Demo</b> & Co"})
    invite(client)
    letter = mail.outbox[-1]
    assert "<b>Demo</b> & Co" in letter.subject
    assert isinstance(letter, mail.EmailMultiAlternatives)
    html = str(letter.alternatives[0][0])
    assert "&lt;b&gt;Demo&lt;/b&gt; &amp; Co" in html
    assert "<b>Demo" not in html
