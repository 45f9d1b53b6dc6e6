"""A meeting that can be recorded, and a region to keep it in."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.conftest import Media
from tests.gatherings import Visit, come
from troth.accounts.models import Person
from troth.meetings.models import Meeting
from troth.recordings.actions import parts
from troth.recordings.models import Part, Recording


@pytest.fixture(autouse=True)
def shelves(settings: Any, tmp_path: Path) -> dict[str, Path]:
    """A shelf in the Netherlands and one in Singapore."""
    settings.REGIONS = {country: tmp_path / country for country in ("NL", "SG")}
    return settings.REGIONS


@pytest.fixture
def meeting(media: Media, alice: Person, make_meeting: Callable[..., Meeting]) -> Meeting:
    return make_meeting(alice)


@pytest.fixture
def host(meeting: Meeting, alice: Person, as_person: Callable[[Person], Client]) -> Visit:
    return come(as_person(alice), meeting.code)


@pytest.fixture
def colleague(meeting: Meeting, bob: Person, as_person: Callable[[Person], Client]) -> Visit:
    return come(as_person(bob), meeting.code)


@pytest.fixture
def guest(meeting: Meeting) -> Visit:
    return come(Client(), meeting.code, "Gus Guest")


def start(host: Visit, layout: str = "grid") -> dict[str, Any]:
    """The host has the meeting recorded."""
    answer = host.call("POST", "/session/recording", {"layout": layout})
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)["recording"]


def reply(visit: Visit, recording: dict[str, Any], choice: str, **other: Any) -> HttpResponse:
    """Somebody in the room answers to it."""
    body = {"recording": recording["id"], "choice": choice, "version": recording["question"]["version"]}
    return visit.call("PUT", "/session/recording/answer", body | other)


@dataclass
class Recorder:
    """A recorder's page, as far as the server sees it."""

    part: Part
    key: str

    def call(self, method: str, path: str, body: Any = b"") -> HttpResponse:
        raw = isinstance(body, bytes)
        return Client().generic(
            method,
            f"/api/v1/recorder{path}",
            body if raw else json.dumps(body),
            content_type="application/octet-stream" if raw else "application/json",
            headers={"Authorization": f"Bearer {self.key}"},
        )

    def keep(self, number: int, content: bytes = b"film") -> HttpResponse:
        return self.call("PUT", f"/chunks/{number}", content)


def begin(form: str = "mp4") -> Recorder:
    """A recorder takes what waits and begins it."""
    claimed = parts.claim()
    assert claimed is not None
    part, code = claimed
    answer = Client().post(
        "/api/v1/recorder/begin", {"code": code, "form": form}, content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    return Recorder(part, json.loads(answer.content)["key"])


def only() -> Recording:
    """The recording there is."""
    return Recording.everything.get()
