"""Who a recording is shared with: people of the organization, and whoever has its link."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.recordings.films import recorded
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.meetings.models import Meeting
from troth.privacy.models import AuditEntry
from troth.recordings.actions import sharing
from troth.recordings.models import How, Look, Recording, Shared, State

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]


@pytest.fixture
def met(weekly: Meeting, alice: Person, bob: Person) -> Recording:
    return recorded(weekly, alice, bob)


def link(client: Client, recording: Recording, **fields: Any) -> str:
    """A new link's path, as it is shown once."""
    page = client.post(f"/recordings/{recording.id}/link/", {"days": 7, **fields}).text
    found = re.search(r'value="http://testserver(/r/[\w-]+)"', page)
    assert found, page
    return found[1]


def given(answer: Any) -> tuple[str, str]:
    """The addresses of film and poster on a page that was opened."""
    film, poster = (
        re.search(pattern, answer.text) for pattern in (r'<source src="([^"]+)"', r'poster="([^"]+)"')
    )
    assert film, answer.text
    assert poster
    return film[1], poster[1]


def take(client: Client, address: str, **headers: str) -> Any:
    answer: Any = client.get(address, headers=headers)
    answer.taken = b"".join(answer)
    return answer


def actions(scope: object) -> list[str]:
    return list(
        AuditEntry.objects.filter(scope=str(scope)).order_by("number").values_list("action", flat=True)
    )


def test_shr_2_the_host_and_an_administrator_say_who_sees_it(
    met: Recording, alice: Person, bob: Person, admin: Person, as_person: As
) -> None:
    page = f"/recordings/{met.id}/share/"
    assert as_person(bob).post(page, {"shared": Shared.ORGANIZATION}).status_code == 404
    for person, shared, may_download in ((alice, Shared.HOST, True), (admin, Shared.ORGANIZATION, False)):
        answer = as_person(person).post(
            page, {"shared": shared, "may_download": "on"} if may_download else {"shared": shared}
        )
        assert answer.status_code == 302
        met.refresh_from_db()
        assert (met.shared, met.may_download) == (shared, may_download)
    as_person(admin).post(page, {"shared": Shared.ORGANIZATION})
    entries = AuditEntry.objects.filter(action="recording.shared").order_by("number")
    assert [(one.facts["shared"], one.facts["download"]) for one in entries] == [
        ("host", True),
        ("organization", False),
    ]
    wrong = as_person(alice).post(page, {"shared": "everybody"})
    assert (wrong.status_code, "<video" in wrong.text) == (422, True)


def test_shr_2_whoever_has_the_link_watches_without_an_account(
    met: Recording, alice: Person, as_person: As, client: Client
) -> None:
    address = link(as_person(alice), met)
    answer = client.get(address)
    assert "Weekly" in answer.text
    assert answer["X-Robots-Tag"] == "noindex"
    for kept in ("Alice Adams", "Bob Brown", 'id="names"', "/download"):
        assert kept not in answer.text
    assert not client.cookies
    film, poster = given(answer)
    assert take(client, film, Range="bytes=0-9").status_code == 206
    assert take(client, poster)["Content-Type"] == "image/jpeg"
    met.refresh_from_db()
    secret = address.rpartition("/")[2]
    assert secret not in str(Recording.objects.values_list().get())
    assert secret not in as_person(alice).get(f"/recordings/{met.id}/").text


def test_shr_2_looks_by_the_link_are_on_record_without_a_person(
    met: Recording, alice: Person, as_person: As, client: Client
) -> None:
    """One for each time that the page was opened, however many pieces a player asks for."""
    address = link(as_person(alice), met)
    client.get(address)
    assert not Look.objects.exists()
    for _ in range(2):
        film, _poster = given(client.get(address))
        for piece in ("bytes=0-9", "bytes=10-"):
            take(client, film, Range=piece)
    assert list(Look.objects.values_list("person", "how")) == [(None, How.SEEN)] * 2
    assert "Somebody with the link" in as_person(alice).get(f"/recordings/{met.id}/").text


def test_who_may_download_may_by_the_link_too(
    met: Recording, alice: Person, as_person: As, client: Client
) -> None:
    address = link(as_person(alice), met)
    film, _ = given(client.get(address))
    download = film.replace("/film?", "/download?")
    assert take(client, download).status_code == 403
    Recording.objects.update(may_download=True)
    assert "/download?pass=" in client.get(address).text
    assert take(client, download)["Content-Disposition"].startswith("attachment")
    assert Look.objects.filter(person=None, how=How.DOWNLOADED).count() == 1


def test_a_passcode_is_asked_before_anything_is_shown(
    met: Recording, alice: Person, as_person: As, client: Client
) -> None:
    address = link(as_person(alice), met, passcode="open sesame")
    door = client.get(address)
    for kept in ("Weekly", "<video", "poster", "open sesame"):
        assert kept not in door.text
    wrong = client.post(address, {"passcode": "open"})
    assert (wrong.status_code, "not the passcode" in wrong.text) == (422, True)
    assert "<video" not in wrong.text
    for path in ("/film", "/poster", "/film?pass=forged", "/film?pass="):
        assert client.get(f"{address}{path}").status_code == 403
    film, _ = given(client.post(address, {"passcode": " open sesame "}))
    assert take(client, film).status_code == 200
    assert "open sesame" in as_person(alice).get(f"/recordings/{met.id}/").text


def test_a_passcode_is_not_guessed(
    met: Recording, alice: Person, as_person: As, client: Client, still: None
) -> None:
    """USE-4: an address that guessed ten times waits, with the right one too; others do not."""
    address = link(as_person(alice), met, passcode="1234")
    for guess in range(10):
        assert client.post(address, {"passcode": f"0{guess}00"}).status_code == 422
    assert client.post(address, {"passcode": "1234"}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post(address, {"passcode": "1234"}).status_code == 200


def test_a_link_is_not_guessed(
    met: Recording, alice: Person, as_person: As, client: Client, still: None
) -> None:
    address = link(as_person(alice), met)
    for guess in range(30):
        assert client.get(f"/r/guess{guess}").status_code == 404
    assert client.get(address).status_code == 429


def test_the_pass_is_for_its_link_alone_and_not_for_long(
    met: Recording, weekly: Meeting, alice: Person, bob: Person, as_person: As, client: Client
) -> None:
    other = recorded(weekly, alice, bob)
    mine, theirs = link(as_person(alice), met), link(as_person(alice), other, passcode="1234")
    film, _ = given(client.get(mine))
    stolen = film.replace(mine, theirs)
    assert client.get(stolen).status_code == 403
    with time_machine.travel(now() + sharing.PASS + timedelta(minutes=1)):
        assert client.get(film).status_code == 403
        assert client.get(mine).status_code == 200


@pytest.mark.parametrize("way", ["ended", "replaced", "expired", "thrown away", "past its period", "deleted"])
def test_shr_2_a_link_ends_at_once_for_who_watches_by_it_too(
    met: Recording, weekly: Meeting, alice: Person, as_person: As, client: Client, way: str
) -> None:
    host = as_person(alice)
    address = link(host, met)
    film, poster = given(client.get(address))
    moment = now()
    if way == "ended":
        assert "End the link?" in host.get(f"/recordings/{met.id}/link/end/").text
        assert host.post(f"/recordings/{met.id}/link/end/").status_code == 302
    elif way == "replaced":
        link(host, met)
    elif way == "expired":
        moment += timedelta(days=7, minutes=1)
    elif way == "thrown away":
        host.post(f"/recordings/{met.id}/trash/")
    elif way == "past its period":
        Recording.objects.update(ended_at=now() - timedelta(days=366))
    else:
        host.post(f"/recordings/{met.id}/trash/")
        host.post(f"/recordings/{met.id}/delete/")
    with time_machine.travel(moment):
        for path in (address, film, poster):
            assert client.get(path).status_code == 404, path


def test_links_are_on_the_organizations_record(met: Recording, alice: Person, as_person: As) -> None:
    host = as_person(alice)
    link(host, met)
    for _ in range(2):
        host.post(f"/recordings/{met.id}/link/end/")
    assert actions(alice.membership.organization_id) == ["recording.link_made", "recording.link_ended"]
    text = as_person(alice).get(f"/recordings/{met.id}/").text
    assert "Make a link" in text


@pytest.mark.parametrize("days", ["0", "91", "-1", "many", ""])
def test_a_link_is_good_for_ninety_days_at_most(
    met: Recording, alice: Person, as_person: As, days: str
) -> None:
    answer = as_person(alice).post(f"/recordings/{met.id}/link/", {"days": days})
    assert (answer.status_code, "<video" in answer.text) == (422, True)
    met.refresh_from_db()
    assert met.link_digest == ""
    with pytest.raises(ValueError, match="90"):
        sharing.make_link(met, alice, 91, "")


def test_there_is_no_link_to_what_is_not_made(weekly: Meeting, alice: Person, as_person: As) -> None:
    recording = recorded(weekly, alice, state=State.MAKING)
    answer = as_person(alice).post(f"/recordings/{recording.id}/link/", {"days": 7})
    assert (answer.status_code, "nothing to share" in answer.text) == (409, True)
    thrown = recorded(weekly, alice, trashed_at=now())
    for what in ("link", "share"):
        assert as_person(alice).post(f"/recordings/{thrown.id}/{what}/", {"days": 7}).status_code == 409
