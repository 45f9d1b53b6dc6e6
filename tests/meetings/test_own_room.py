"""Everybody who may host has a room of their own."""

from collections.abc import Callable

from django.test import Client

from tests.conftest import Media
from tests.gatherings import ask
from troth.accounts.models import Person
from troth.meetings.models import Meeting

As = Callable[[Person], Client]


def test_a_host_has_one_and_its_link_stays(media: Media, alice: Person, as_person: As) -> None:
    client = as_person(alice)
    first = client.get("/meetings/").context["own_room"]["link"]
    assert client.get("/meetings/").context["own_room"]["link"] == first
    room = Meeting.objects.get(is_personal=True)
    assert (room.host_id, room.title) == (alice.id, "Alice Adams's room")
    assert list(client.get("/meetings/").context["page"]) == []
    assert ask(client, room.code).status_code == 200


def test_who_may_not_host_has_none(bob: Person, as_person: As) -> None:
    answer = as_person(bob).get("/meetings/")
    assert answer.context["own_room"] is None
    assert not Meeting.objects.exists()


def test_it_is_changed_like_a_meeting_without_a_date(alice: Person, as_person: As) -> None:
    client = as_person(alice)
    client.get("/meetings/")
    room = Meeting.objects.get()
    values = {
        "title": "Alice's corner",
        "entry": "nobody",
        "passcode": "",
        "date": "2030-01-01",
        "time": "10:00",
    }
    assert client.post(f"/meetings/{room.id}/edit/", values).status_code == 302
    room.refresh_from_db()
    assert (room.title, room.entry, room.starts_at, room.sounds) == ("Alice's corner", "nobody", None, False)


def test_a_new_link_ends_the_old_one(media: Media, alice: Person, as_person: As) -> None:
    client = as_person(alice)
    client.get("/meetings/")
    room = Meeting.objects.get()
    assert client.post(f"/meetings/{room.id}/link/").status_code == 302
    assert ask(Client(), room.code).status_code == 404
    room.refresh_from_db()
    assert ask(Client(), room.code).status_code == 200
