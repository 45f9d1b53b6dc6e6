"""A person takes everything about them along: copies, made in the background (RET-2)."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from tests.gatherings import come
from tests.rights.test_your_data import INES, ines, prove  # noqa: F401 — a fixture
from troth.accounts.models import Person
from troth.meetings.models import Invitee, Meeting
from troth.privacy.exports import MOST_ATTEMPTS, file_of, folder, make_export, open_export
from troth.privacy.models import Export
from troth.privacy.tasks import tend_exports

Make = Callable[..., Meeting]
As = Callable[[Person], Client]
pytestmark = pytest.mark.django_db

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def real_tasks(settings: Settings) -> None:
    """Tasks wait in the database for a worker that is not there."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def start(client: Client) -> Export:
    answer = client.post("/your-data/copies/new/")
    assert answer.status_code == 302
    return Export.objects.latest("asked_at")


def fetch(client: Client, export: Export) -> int:
    """Fetches a copy; answers the status."""
    answer = client.get(f"/your-data/copies/{export.id}/")
    b"".join(answer)  # What is sent to its end is closed.
    return int(answer.status_code)


def archive_of(answer: Any) -> zipfile.ZipFile:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    assert "attachment" in answer["Content-Disposition"]
    return zipfile.ZipFile(io.BytesIO(b"".join(answer)))


def taken(client: Client, export: Export) -> zipfile.ZipFile:
    return archive_of(client.get(f"/your-data/copies/{export.id}/"))


def test_a_member_takes_everything_along(alice: Person, as_person: As) -> None:
    client = as_person(alice)
    archive = taken(client, start(client))
    assert archive.testzip() is None
    assert set(archive.namelist()) == {"data.json", "schema.json", "index.html"}
    data = json.loads(archive.read("data.json"))
    account = next(table for table in data["tables"] if table["table"] == "accounts.Person")
    assert account["rows"][0]["values"]["email"] == "alice@demo.example"
    assert "password" in account["not_given"]
    page = archive.read("index.html").decode()
    assert "alice@demo.example" in page
    assert "<script" not in page


def test_nobody_else_fetches_cancels_or_sees_a_copy(
    alice: Person, carol: Person, operator: Person, as_person: As
) -> None:
    export = start(as_person(alice))
    for client in (as_person(carol), as_person(operator), Client()):
        assert fetch(client, export) in (401, 404)
        assert client.post(f"/your-data/copies/{export.id}/delete/").status_code in (401, 404)
        assert str(export.id) not in client.get("/your-data/").content.decode()
    assert file_of(export).exists()


def test_who_has_no_account_takes_a_copy_too_and_finds_it_again_by_another_link(
    ines: Invitee,  # noqa: F811
    carol: Person,
) -> None:
    browser, another, stranger = Client(), Client(), Client()
    prove(browser, INES)
    export = start(browser)
    assert b"ines@elsewhere.example" in taken(browser, export).read("data.json")
    prove(another, INES.upper())
    assert fetch(another, export) == 200
    prove(stranger, "carol@other.example")
    assert fetch(stranger, export) == 404
    browser.post("/your-data/close/")
    assert fetch(browser, export) == 401


def test_a_guest_takes_a_copy_of_one_meeting(media: None, alice: Person, make_meeting: Make) -> None:
    visit = come(Client(), make_meeting(alice).code, "Gus Guest")
    visit.say("Gus was here")
    archive = archive_of(Client().post("/your-data/meeting/copy/", {"ticket": visit.ticket}))
    assert b"Gus was here" in archive.read("data.json")
    assert b"Gus was here" in archive.read("index.html")
    assert not Export.objects.exists()
    assert not list(folder().iterdir())


@pytest.mark.usefixtures("real_tasks")
def test_the_page_shows_how_far_a_copy_is_and_stops_asking_when_it_is_ready(
    alice: Person, as_person: As
) -> None:
    client = as_person(alice)
    export = start(client)
    page = client.get("/your-data/").content.decode()
    assert "Waiting its turn" in page
    assert 'hx-trigger="every 2s"' in page
    Export.objects.update(state=Export.State.RUNNING, done=120, total=400)
    part = client.get("/your-data/copies/", headers={"HX-Request": "true"}).content.decode()
    assert "Being made: 120 of 400 records" in part
    assert 'value="120" max="400"' in part
    assert fetch(client, export) == 404
    Export.objects.update(state=Export.State.WAITING)
    make_export(export.id)
    part = client.get("/your-data/copies/", headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" not in part
    assert "The copy is finished." in part
    assert f"/your-data/copies/{export.id}/" in part


@pytest.mark.usefixtures("real_tasks")
def test_a_task_carries_the_id_of_a_copy_and_nothing_else(alice: Person, as_person: As) -> None:
    export = start(as_person(alice))
    assert DBTaskResult.objects.get().args_kwargs == {"args": [str(export.id)], "kwargs": {}}


@pytest.mark.usefixtures("real_tasks")
def test_a_cancelled_copy_is_never_made(alice: Person, as_person: As) -> None:
    client = as_person(alice)
    export = start(client)
    page = client.post(f"/your-data/copies/{export.id}/delete/", follow=True).content.decode()
    assert "Cancelled." in page
    make_export(export.id)
    assert not list(folder().iterdir())


def test_a_run_stops_when_its_copy_is_cancelled(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    from troth.privacy import exports

    export = open_export(alice, "alice@demo.example")

    def cancelled(roots: Any, target: Any, tell: Any) -> None:
        target.write(b"half")
        exports.drop_export(export)
        tell(1, 2)
        raise AssertionError("it goes on")

    monkeypatch.setattr(exports, "write_archive", cancelled)
    make_export(export.id)
    assert not list(folder().iterdir())
    assert not Export.objects.exists()


def test_a_person_has_three_copies_at_most(alice: Person, bob: Person, as_person: As) -> None:
    client = as_person(alice)
    for _ in range(3):
        client.post("/your-data/copies/new/")
    page = client.post("/your-data/copies/new/", follow=True).content.decode()
    assert "There are three copies already." in page
    assert "Make a copy" not in page
    assert Export.objects.filter(person=alice).count() == 3
    as_person(bob).post("/your-data/copies/new/")
    assert Export.objects.filter(person=bob).count() == 1
    client.post(f"/your-data/copies/{Export.objects.filter(person=alice)[0].id}/delete/")
    assert "Make a copy" in client.get("/your-data/").content.decode()
    assert len(list(folder().iterdir())) == 3


def test_a_copy_goes_after_a_week(alice: Person, as_person: As) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = as_person(alice)
        export = start(client)
        clock.shift(timedelta(days=7, seconds=-1))
        tend_exports()
        assert fetch(client, export) == 200
        clock.shift(timedelta(seconds=1))
        assert fetch(client, export) == 410, "not a moment longer, whether the clock came or not"
        tend_exports()
        assert fetch(client, export) == 404
        assert not Export.everything.exists()
        assert not list(folder().iterdir())


def test_a_copy_whose_file_is_gone_says_so(alice: Person, as_person: As) -> None:
    client = as_person(alice)
    export = start(client)
    file_of(export).unlink()
    assert fetch(client, export) == 410


def test_files_that_belong_to_no_copy_go(alice: Person, as_person: As) -> None:
    export = start(as_person(alice))
    for name in ("left-behind.zip", f"{export.name}.0123456789abcdef"):
        (folder() / name).write_text("somebody's")
    tend_exports()
    assert [path.name for path in folder().iterdir()] == [f"{export.name}.zip"]


def test_what_fails_is_tried_again_and_then_given_up_in_words(
    alice: Person, as_person: As, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from troth.privacy import exports

    def fail(*_: Any) -> None:
        raise OSError("alice@demo.example has no space left")

    monkeypatch.setattr(exports, "write_archive", fail)
    client = as_person(alice)
    export = start(client)
    for _ in range(MOST_ATTEMPTS + 1):
        tend_exports()
    export.refresh_from_db()
    assert (export.state, export.attempts) == (Export.State.FAILED, MOST_ATTEMPTS)
    assert "It could not be made." in client.get("/your-data/").content.decode()
    assert "alice" not in caplog.text
    assert not list(folder().iterdir())


def test_an_archive_is_for_the_program_s_own_user_alone(alice: Person, as_person: As) -> None:
    export = start(as_person(alice))
    assert folder().stat().st_mode & 0o077 == 0
    assert export.name not in as_person(alice).get("/your-data/").content.decode()
