"""Who has read which version is on record, and a change that matters asks again (POL-2)."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError
from django.test import Client

from troth.accounts.models import Person
from troth.privacy.acknowledging import acknowledge, unread_by
from troth.privacy.models import Acknowledgement, Notice
from troth.privacy.notice import notice_in_force

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]
ASKED = "I have read it"


def version(number: int, *, material: bool) -> Notice:
    """A next version, that reads like the one in force."""
    before = notice_in_force()
    return Notice.objects.create(
        number=number,
        digest=before.digest,
        document=before.document,
        in_force_from=before.in_force_from,
        material=material,
        reasons=["Something is kept longer."] if material else [],
    )


def test_pol_2_a_person_is_asked_until_they_say_that_they_read_it(bob: Person, as_person: As) -> None:
    client, notice = as_person(bob), notice_in_force()
    page = client.get("/meetings/").content.decode()
    assert ASKED in page
    answer = client.post(f"/privacy/versions/{notice.number}/read/", {"next": "/meetings/"})
    assert (answer.status_code, answer["Location"]) == (302, "/meetings/")
    assert ASKED not in client.get("/meetings/").content.decode()
    [row] = Acknowledgement.objects.all()
    assert (row.person_id, row.notice_id) == (bob.pk, notice.pk)


def test_pol_2_a_change_that_matters_asks_again_and_another_does_not(bob: Person, as_person: As) -> None:
    client = as_person(bob)
    first = notice_in_force().number
    acknowledge(bob, notice_in_force())
    version(first + 1, material=False)
    assert unread_by(bob) is None
    matters = version(first + 2, material=True)
    version(first + 3, material=False)
    assert unread_by(bob) == matters
    page = client.get("/meetings/").content.decode()
    assert "has changed in something that matters" in page
    assert f'href="/privacy/versions/{matters.number}/"' in page
    client.post(f"/privacy/versions/{matters.number}/read/")
    assert ASKED not in client.get("/meetings/").content.decode()


def test_pol_2_who_read_a_later_version_is_not_asked_for_an_earlier(bob: Person) -> None:
    matters = version(notice_in_force().number + 1, material=True)
    later = version(matters.number + 1, material=False)
    acknowledge(bob, later)
    assert unread_by(bob) is None


def test_pol_2_each_answers_for_themselves(alice: Person, bob: Person) -> None:
    acknowledge(alice, notice_in_force())
    assert unread_by(alice) is None
    assert unread_by(bob) == notice_in_force()


def test_pol_2_nobody_is_locked_out(alice: Person, as_person: As) -> None:
    client = as_person(alice)
    assert unread_by(alice)
    for path in ("/your-data/", "/your-data/copies/", "/meetings/", "/account/profile/"):
        assert client.get(path).status_code == 200, path
    erase = client.get("/your-data/erase/", follow=True)
    assert erase.status_code == 200
    assert ASKED in erase.content.decode()


def test_saying_it_twice_is_on_record_once(bob: Person, as_person: As) -> None:
    client, notice = as_person(bob), notice_in_force()
    for _ in range(2):
        assert client.post(f"/privacy/versions/{notice.number}/read/").status_code == 302
    assert Acknowledgement.objects.count() == 1
    with pytest.raises(IntegrityError):
        Acknowledgement.objects.create(person=bob, notice=notice, at=notice.in_force_from)


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""]
)
def test_it_leads_back_to_nowhere_else(bob: Person, as_person: As, back: str) -> None:
    answer = as_person(bob).post(f"/privacy/versions/{notice_in_force().number}/read/", {"next": back})
    assert answer["Location"] == "/privacy/"


def test_only_who_is_signed_in_is_asked_and_can_answer(client: Client) -> None:
    assert ASKED not in client.get("/privacy/").content.decode()
    answer = client.post(f"/privacy/versions/{notice_in_force().number}/read/")
    assert answer["Location"].startswith("/account/login/")
    assert not Acknowledgement.objects.exists()


def test_an_unknown_version_can_not_be_read(bob: Person, as_person: As) -> None:
    assert as_person(bob).post("/privacy/versions/999/read/").status_code == 404
    assert as_person(bob).get(f"/privacy/versions/{notice_in_force().number}/read/").status_code == 405


def test_only_the_operator_hears_that_nobody_is_named(
    operator: Person, bob: Person, as_person: As, client: Client, settings: object
) -> None:
    settings.OPERATOR_NAME = ""
    said = "TROTH_OPERATOR_NAME"
    assert said in as_person(operator).get("/privacy/").content.decode()
    assert said not in as_person(bob).get("/privacy/").content.decode()
    assert said not in client.get("/privacy/").content.decode()
    settings.OPERATOR_NAME = "Acme"
    assert said not in as_person(operator).get("/privacy/").content.decode()
