"""Meetings, and people at their doors, over HTTP."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import DateTimeField, F
from django.http import HttpResponse
from django.test import Client

from troth.accounts.models import Person
from troth.meetings.models import Attendance, Entry, Meeting, Presence, Session
from troth.privacy.notice import notice_in_force


@dataclass
class Visit:
    """Somebody's entry to a meeting: its ticket, and calls with it."""

    client: Client
    answer: dict[str, Any]

    @property
    def ticket(self) -> str:
        return str(self.answer["ticket"])

    @property
    def identity(self) -> str:
        return str(self.answer["identity"])

    def call(self, method: str, path: str, body: Any = None) -> HttpResponse:
        data = json.dumps(body) if body is not None else None
        return self.client.generic(  # type: ignore[return-value]
            method,
            f"/api/v1{path}",
            data or "",
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.ticket}"},
        )

    def get(self, path: str) -> Any:
        answer = self.call("GET", path)
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)

    def say(self, text: str, nonce: uuid.UUID | None = None) -> HttpResponse:
        return self.call("POST", "/chat", {"text": text, "nonce": str(nonce or uuid.uuid4())})


def ask(client: Client, code: str, name: str = "Gus Guest", **body: Any) -> HttpResponse:
    """One POST to a meeting's door."""
    body = {"name": name} | body
    if "notice" not in body:
        body["notice"] = notice_in_force().number
    return client.post(  # type: ignore[return-value]
        f"/api/v1/meetings/{code}/join", json.dumps(body), content_type="application/json"
    )


def changed(ticket: str) -> str:
    """One that nobody was given."""
    return ticket[:-1] + ("A" if ticket[-1] != "A" else "B")


def come(client: Client, code: str, name: str = "Gus Guest", **body: Any) -> Visit:
    """Comes to a meeting; whether inside or waiting, the answer says."""
    answer = ask(client, code, name, **body)
    assert answer.status_code == 200, answer.content
    return Visit(client, json.loads(answer.content))


def age(by: timedelta) -> None:
    """Makes all that happened in meetings that much older. The real media server does not turn its clock with us."""
    for model in (Session, Attendance, Presence):
        moments = [field.name for field in model._meta.fields if isinstance(field, DateTimeField)]
        model.objects.update(**{name: F(name) - by for name in moments})


@pytest.fixture
def make_meeting(db: None) -> Callable[..., Meeting]:
    """Makes meetings: `make_meeting(alice, entry=Entry.EVERYONE)`."""

    def make(host: Person, **fields: Any) -> Meeting:
        values: dict[str, Any] = {"title": "Weekly", "entry": Entry.EVERYONE} | fields
        return Meeting.objects.create(host=host, organization=host.membership.organization, **values)

    return make
