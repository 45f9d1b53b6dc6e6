"""What recorders bring is on disk when it is acknowledged, once, and by nobody else."""

import json
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jwt
import pytest
import time_machine
from django.db import transaction
from django.test import Client

from tests.gatherings import Visit
from tests.recordings.conftest import begin, only, reply, start
from troth.lib.clock import now
from troth.meetings.models import Session
from troth.recordings.actions import parts
from troth.recordings.models import Ending, Part, Recording, State, Tile, Voice
from troth.recordings.shelf import NoShelf, Shelf, shelf_of
from troth.recordings.tasks import tend

pytestmark = pytest.mark.django_db


def files(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_a_chunk_is_on_the_shelf_before_it_is_acknowledged(host: Visit, shelves: dict[str, Path]) -> None:
    start(host)
    recorder = begin()
    answer = recorder.keep(1, b"first")
    assert answer.status_code == 200
    assert json.loads(answer.content) == {"agreed": [host.identity], "go_on": True}
    assert shelf_of("NL").path(recorder.part.chunk(1)).read_bytes() == b"first"
    assert (only().state, only().started_at is not None) == (State.RUNNING, True)
    # SEC-2: nothing of it is anywhere else.
    assert files(shelves["SG"]) == [] if shelves["SG"].exists() else True


def test_a_chunk_that_came_before_is_left_as_it_is_and_a_gap_is_refused(host: Visit) -> None:
    start(host)
    recorder = begin()
    recorder.keep(1, b"first")
    assert recorder.keep(1, b"other").status_code == 200
    assert shelf_of("NL").path(recorder.part.chunk(1)).read_bytes() == b"first"
    answer = recorder.keep(3)
    assert (answer.status_code, json.loads(answer.content)["expected"]) == (409, 2)


def test_what_a_killed_server_wrote_but_did_not_acknowledge_can_come_again(host: Visit) -> None:
    start(host)
    recorder = begin()
    shelf_of("NL").put(recorder.part.chunk(1), b"first")
    assert recorder.keep(1, b"first").status_code == 200
    assert Part.objects.get().chunks == 1


def test_a_full_disk_ends_it_with_a_word_and_keeps_what_is_there(
    host: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(host)
    recorder = begin()
    recorder.keep(1)
    monkeypatch.setattr("troth.recordings.shelf.RESERVE", 10**18)
    assert recorder.keep(2).status_code == 507
    recording = only()
    assert (recording.state, recording.ending) == (State.STOPPING, Ending.DISK)
    assert shelf_of("NL").names(recorder.part.folder) == [recorder.part.chunk(1)]


def test_a_recorder_hears_within_a_chunk_who_took_it_back_and_that_it_is_over(
    host: Visit, guest: Visit
) -> None:
    recording = start(host)
    reply(guest, recording, "agreed")
    recorder = begin()
    assert set(json.loads(recorder.keep(1).content)["agreed"]) == {host.identity, guest.identity}
    reply(guest, recording, "unrecorded")
    assert json.loads(recorder.keep(2).content)["agreed"] == [host.identity]
    host.call("POST", "/session/recording/stop")
    assert json.loads(recorder.keep(3).content)["go_on"] is False


def test_a_code_begins_one_part_and_is_not_good_for_long(host: Visit) -> None:
    start(host)
    claimed = parts.claim()
    assert claimed is not None
    part, code = claimed
    body: dict[str, Any] = {"code": code, "form": "mp4"}
    with time_machine.travel(now() + timedelta(seconds=30)):
        late = Client().post("/api/v1/recorder/begin", body, content_type="application/json")
        assert late.status_code == 401
    first, second = (
        Client().post("/api/v1/recorder/begin", body, content_type="application/json") for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (200, 401)
    forged = Client().post(
        "/api/v1/recorder/begin", body | {"code": str(part.id)}, content_type="application/json"
    )
    assert forged.status_code == 401


def test_nobody_without_the_parts_key_brings_anything(host: Visit) -> None:
    start(host)
    recorder = begin()
    for key in ("", "nonsense", host.ticket, str(recorder.part.id)):
        recorder.key = key
        assert recorder.keep(1).status_code == 401
    assert Part.objects.get().chunks == 0


def test_a_recorder_that_fell_silent_is_followed_by_another_part_and_refused(host: Visit) -> None:
    start(host)
    first = begin()
    first.keep(1)
    assert parts.claim() is None
    with time_machine.travel(now() + parts.SILENCE + timedelta(seconds=1)):
        second = begin()
        assert second.part.number == 2
        assert first.keep(2).status_code == 410
        assert second.keep(1).status_code == 200


def test_of_two_recorders_that_look_at_once_one_gets_the_part(
    host: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(host)
    others: list[object] = []

    def just_before() -> object:
        if not others:
            others.append(None)
            others.append(parts.claim())
        return transaction.atomic()

    monkeypatch.setattr(parts, "transaction", SimpleNamespace(atomic=just_before))
    assert parts.claim() is None
    assert others[1] is not None
    assert Part.objects.count() == 1


def test_places_are_kept_for_people_of_this_meeting_alone(host: Visit, guest: Visit) -> None:
    reply(guest, start(host), "agreed")
    recorder = begin()
    place = {"is_screen": False, "left": 0, "top": 0, "width": 500, "height": 1000}
    body = {
        "at": 0,
        "places": [{"identity": who} | place for who in (host.identity, guest.identity, "f" * 32)],
    }
    assert recorder.call("PUT", "/places", body).status_code == 204
    assert Tile.objects.count() == 2
    recorder.call("PUT", "/places", {"at": 4000, "places": [{"identity": host.identity} | place]})
    gone = Tile.objects.get(attendance__identity=guest.identity)
    assert (gone.since, gone.until) == (0, 4000)
    bad = {"at": -1, "places": [{"identity": host.identity} | place | {"left": 5000}]}
    assert recorder.call("PUT", "/places", bad).status_code == 422


def test_use_11_who_is_heard_is_kept_of_who_agreed_alone(host: Visit, guest: Visit, colleague: Visit) -> None:
    recording = start(host)
    reply(guest, recording, "agreed")
    reply(colleague, recording, "unrecorded")
    recorder = begin()

    def hear(at: int, *who: str) -> None:
        answer = recorder.call("PUT", "/voices", {"at": at, "identities": who})
        assert answer.status_code == 204

    everybody = (host.identity, guest.identity, colleague.identity, "f" * 32)
    hear(1000, *everybody)
    # Who lost the answer brings it again.
    hear(1000, *everybody)
    hear(2000, guest.identity)
    reply(guest, recording, "unrecorded")
    hear(3000)
    hear(4000, *everybody)
    kept = Voice.objects.order_by("since", "until")
    assert list(kept.values_list("attendance__identity", "since", "until")) == [
        (host.identity, 1000, 2000),
        (guest.identity, 1000, 3000),
        (host.identity, 4000, None),
    ]
    assert recorder.call("PUT", "/voices", {"at": -1, "identities": []}).status_code == 422


def test_the_clock_ends_what_nobody_came_to_and_what_has_no_meeting(host: Visit) -> None:
    start(host)
    tend()
    assert only().state == State.ASKED
    Recording.everything.update(asked_at=now() - parts.WAITS - timedelta(seconds=1))
    tend()
    assert only().ending == Ending.NO_RECORDER
    Recording.everything.update(state=State.EMPTY)
    start(host)
    Session.objects.update(ended_at=now())
    tend()
    newest = Recording.everything.first()
    assert newest is not None
    assert newest.ending == Ending.MEETING


def test_a_shelf_has_no_way_out(shelves: dict[str, Path]) -> None:
    shelf = Shelf(shelves["NL"])
    for name in ("../SG/film", "/etc/passwd", "a/../../SG/film"):
        with pytest.raises(ValueError, match="outside"):
            shelf.put(name, b"")
    with pytest.raises(NoShelf):
        shelf_of("AU")


def test_the_recorders_token_sees_and_is_not_seen(host: Visit) -> None:
    start(host)
    recorder = begin()
    token = json.loads(recorder.call("POST", "/token").content)["token"]
    video = jwt.decode(token, options={"verify_signature": False})["video"]
    assert (video["hidden"], video["recorder"], video["canSubscribe"]) == (True, True, True)
    assert (video["canPublish"], video["canPublishData"]) == (False, False)
