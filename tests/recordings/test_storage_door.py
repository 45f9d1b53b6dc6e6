"""A storage that is somebody else's gets no film before it may, and each who agrees is on record (SHR-1, SHR-11)."""

import json

import pytest
from pytest_django import Settings

from tests.gatherings import Visit
from tests.outside import declare, declare_vetted
from tests.recordings.buckets import Storage, storage
from tests.recordings.conftest import reply, start
from troth.accounts.models import Person
from troth.privacy import recipients
from troth.privacy.models import Disclosure
from troth.recordings import relay
from troth.recordings.models import Answer, Recording

pytestmark = pytest.mark.django_db
__all__ = ["storage"]

FACTS = {
    "name": "Example Storage BV",
    "function": "hosting",
    "country": "NL",
    "door": "recordings-nl",
    "host": "127.0.0.1",
    "categories": ["user.content.private", "user.content.self_image"],
}


@pytest.fixture
def elsewhere(storage: Storage, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The S3 server of the tests, taken for somebody else's machine; the media server is one's own."""
    monkeypatch.setattr(recipients, "_DOORS", dict(recipients._DOORS))
    relay.connect()
    settings.MEDIA_IS_OURS = True
    monkeypatch.setattr("troth.privacy.recipients.is_own", lambda host: not host)


def refused(host: Visit) -> bool:
    answer = host.call("POST", "/session/recording", {"layout": "grid"})
    return (answer.status_code, json.loads(answer.content)["kind"]) == (503, "storage-shut")


def test_nobody_is_recorded_where_the_storage_may_not_have_them(elsewhere: None, host: Visit) -> None:
    """SHR-1."""
    assert refused(host), "undeclared"
    declare("example-storage", **FACTS)
    assert refused(host), "not vetted"
    assert not Recording.objects.exists()
    assert not Disclosure.objects.exists()


def test_films_of_a_country_go_to_nobody_who_is_declared_in_another(elsewhere: None, host: Visit) -> None:
    """SEC-2: the organization chose the country."""
    declare_vetted("example-storage", **FACTS | {"country": "DE"})
    assert refused(host)


def test_each_who_agrees_is_on_record_once(
    elsewhere: None, host: Visit, guest: Visit, colleague: Visit, alice: Person
) -> None:
    """SHR-11: of guests, whom nothing names, that somebody was."""
    declare_vetted("example-storage", **FACTS)
    recording = start(host)
    assert reply(guest, recording, "agreed").status_code == 200
    assert reply(guest, recording, "agreed").status_code == 200
    assert reply(colleague, recording, "unrecorded").status_code == 200
    rows = list(Disclosure.objects.order_by("at"))
    assert [row.person for row in rows] == [alice, None]
    assert {row.why for row in rows} == {"you agreed to be recorded"}
    assert {row.basis for row in rows} == {"consent"}


def test_who_agrees_when_it_was_shut_meanwhile_is_not_recorded(
    elsewhere: None, host: Visit, guest: Visit
) -> None:
    made = declare_vetted("example-storage", **FACTS)
    recording = start(host)
    type(made).objects.filter(pk=made.pk).update(vetted_until="2026-01-01")
    assert reply(guest, recording, "agreed").status_code == 503
    assert reply(guest, recording, "unrecorded").status_code == 200
    assert not Answer.objects.filter(attendance__identity=guest.identity, choice="agreed").exists()


def test_ones_own_storage_leaves_nothing_on_record(host: Visit, guest: Visit, storage: Storage) -> None:
    assert relay.door_of("NL").host == ""
    reply(guest, start(host), "agreed")
    assert not Disclosure.objects.exists()
