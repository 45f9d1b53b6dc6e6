"""Whatever is sent, the answer is a 4xx that says what is wrong, and never what exists."""

import json
import uuid
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.conftest import Media
from tests.gatherings import come
from tests.routes import INSIDE, PAGES
from tests.web.test_permissions import World, check_refusal, world
from troth.accounts.models import Person
from troth.meetings.models import Meeting

__all__ = ["world"]
As = Callable[[Person], Client]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PURGE")
ROUTES = sorted({name for name, _ in (*PAGES, *INSIDE)})


def address_of(world: World, name: str) -> str:
    return world.address(name)


@pytest.mark.parametrize("name", ROUTES)
def test_a_wrong_method_is_refused(world: World, name: str) -> None:
    here, table = world.address(name), (*PAGES, *INSIDE)
    addresses = {route: world.address(route) for route in {route for route, _ in table}}
    allowed = {method for route, method in table if addresses[route] == here}
    client = world.client("alice")
    for method in set(METHODS) - allowed - {"GET"}:
        answer = client.generic(method, here, headers={"Accept": "application/json"})
        assert 400 <= answer.status_code < 500, (method, answer.status_code)
        check_refusal(answer)  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "method"), [key for key in (*PAGES, *INSIDE) if key[1] != "GET"])
def test_ten_megabytes_are_refused(world: World, name: str, method: str) -> None:
    answer = world.client("alice").generic(
        method,
        world.address(name),
        b"x" * 10_000_000,
        content_type="application/json",
        headers={"Authorization": f"Bearer {world.host.ticket}", "Accept": "application/json"},
    )
    assert answer.status_code == 413
    check_refusal(answer)  # type: ignore[arg-type]


BODIES = [b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"name": {}}', b'{"a":' * 2000, b"\x00"]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_json_that_is_none_is_refused(world: World, body: bytes) -> None:
    for name in ("api:make_meeting", "api:join", "api:lock", "api:mute", "api:write_chat"):
        method = "PUT" if name == "api:lock" else "POST"
        answer = world.client("alice").generic(
            method,
            world.address(name),
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {world.host.ticket}"},
        )
        assert answer.status_code in {400, 422}, (name, answer.status_code)
        assert answer["Content-Type"] == "application/problem+json"


def test_a_refusal_repeats_no_secret(
    media: Media, alice: Person, make_meeting: Callable[..., Meeting]
) -> None:
    meeting = make_meeting(alice, passcode="blue")
    answer = Client().post(
        f"/api/v1/meetings/{meeting.code}/join",
        json.dumps({"name": "", "passcode": "blue-secret" * 30, "notice": 1}),
        content_type="application/json",
    )
    assert answer.status_code == 422
    assert b"blue-secret" not in answer.content


def test_unknown_and_foreign_things_look_the_same(world: World) -> None:
    """Carol owns another organization: what is ours answers her like what is nowhere."""
    carol = world.client("carol")
    for route in ("meeting", "edit_meeting", "delete_meeting"):
        program = {"Accept": "application/json"}
        ours = carol.get(world.address(route), headers=program)
        nowhere = carol.get(reverse(route, kwargs={"meeting_id": uuid.uuid4()}), headers=program)
        assert ours.status_code == nowhere.status_code == 404
        assert ours.content == nowhere.content
    for route in ("change_role", "remove_colleague"):
        ours = carol.post(world.address(route))
        nowhere = carol.post(reverse(route, kwargs={"person_id": uuid.uuid4()}))
        assert ours.status_code == nowhere.status_code == 404
    for route in ("resend_invitation", "revoke_invitation"):
        ours = carol.post(world.address(route))
        nowhere = carol.post(reverse(route, kwargs={"invitation_id": uuid.uuid4()}))
        assert ours.status_code == nowhere.status_code == 404


@pytest.mark.parametrize(
    "code", ["x", "a" * 500, "..%2f..", "%00", "bcdf-ghjk-mnpq", "<script>", "%F0%9F%98%80"]
)
def test_codes_that_lead_nowhere(db: None, code: str) -> None:
    for path in (f"/m/{code}", f"/api/v1/meetings/{code}"):
        answer = Client().get(path, follow=True)
        assert answer.status_code == 404, path


def test_CKI_2_the_headers_are_strict(db: None) -> None:
    answer = Client().get("/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    allowed = {
        part.split("=")[0].strip() for part in answer["Permissions-Policy"].split(",") if "=()" not in part
    }
    assert {"camera", "microphone", "display-capture"} <= allowed
    assert allowed <= {"camera", "microphone", "display-capture", "autoplay", "fullscreen"}
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in answer


def test_a_guest_needs_no_cookie(media: Media, alice: Person, make_meeting: Callable[..., Meeting]) -> None:
    meeting = make_meeting(alice)
    client = Client()
    client.get(f"/m/{meeting.code}")
    come(client, meeting.code)
    assert not client.cookies
    assert settings.SESSION_COOKIE_HTTPONLY
