"""A media server that is somebody else's gets nobody before it may, and each entry is on record (SHR-1, SHR-11)."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from tests.conftest import Media
from tests.gatherings import come
from tests.outside import declare, declare_vetted
from troth.accounts.models import Person
from troth.media.relay import MEDIA
from troth.meetings.models import Attendance, Entry, Meeting
from troth.privacy.models import Disclosure
from troth.privacy.notice import notice_in_force

pytestmark = pytest.mark.django_db

As = Callable[[Person], Client]
Make = Callable[..., Meeting]
FACTS = {
    "name": "Example Media BV",
    "function": "hosting",
    "country": "NL",
    "door": "media",
    "host": "127.0.0.1",
    "categories": list(MEDIA.categories),
}


@pytest.fixture
def elsewhere(media: Media, monkeypatch: pytest.MonkeyPatch) -> None:
    """The media server of the tests, taken for somebody else's machine."""
    monkeypatch.setattr("troth.privacy.recipients.is_own", lambda host: not host)


def join(client: Client, meeting: Meeting, name: str = "Somebody") -> int:
    body = {"name": name, "notice": notice_in_force().number}
    path = f"/api/v1/meetings/{meeting.code}/join"
    return client.post(
        path, body, content_type="application/json", headers={"Accept": "application/json"}
    ).status_code


def test_nobody_enters_where_the_media_server_may_not_have_them(
    elsewhere: None, alice: Person, as_person: As, make_meeting: Make
) -> None:
    """SHR-1."""
    meeting, client = make_meeting(alice), as_person(alice)
    for step in ("undeclared", "not vetted"):
        if step == "not vetted":
            declare("example-media", **FACTS)
        assert join(client, meeting) == 503, step
        assert Client().post("/api/v1/check", headers={"Accept": "application/json"}).status_code == 503
    assert not Attendance.objects.exists()
    assert not Disclosure.objects.exists()


def test_nobody_is_taken_across_a_border_that_nothing_covers(
    elsewhere: None, alice: Person, as_person: As, make_meeting: Make
) -> None:
    """XFR-2."""
    declare_vetted("example-media", **FACTS | {"country": "SG"})
    assert join(as_person(alice), make_meeting(alice)) == 503
    assert not Attendance.objects.exists()
    assert not Disclosure.objects.exists()


def test_each_entry_is_on_record_once(
    elsewhere: None, alice: Person, as_person: As, make_meeting: Make
) -> None:
    """SHR-11: of guests, whom nothing names, that somebody was there."""
    declare_vetted("example-media", **FACTS)
    meeting = make_meeting(alice, entry=Entry.EVERYONE)
    host = come(as_person(alice), meeting.code)
    assert host.call("POST", "/attendance/token").status_code == 200
    guest = come(Client(), meeting.code, "Gus")
    rows = {row.person: row for row in Disclosure.objects.all()}
    assert set(rows) == {alice, None}
    assert rows[alice].reference == host.identity, "what the media server knows her by"
    assert rows[None].reference == guest.identity
    assert rows[alice].why == "you were in a meeting"
    assert "Gus" not in str(list(Disclosure.objects.values()))


def test_ones_own_media_server_leaves_nothing_on_record(
    media: Media, alice: Person, as_person: As, make_meeting: Make, settings: Settings
) -> None:
    assert MEDIA.host == ""
    come(as_person(alice), make_meeting(alice).code)
    assert not Disclosure.objects.exists()
    settings.MEDIA_API_URL = "https://media.example.com"
    assert MEDIA.host == "media.example.com"
    settings.OWN_HOSTS = frozenset({"media.example.com"})
    assert MEDIA.host == "", "by the setting it is a machine of one's own"
    settings.OWN_HOSTS, settings.MEDIA_IS_OURS = frozenset(), True
    assert MEDIA.host == "", "it was started here"
