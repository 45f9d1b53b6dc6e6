"""Public pages are sent as they were rendered, as long as what they show is the same, and to visitors only."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.privacy.models import ProbeRun
from troth.privacy.promises import Look, note, probes
from troth.rights import promise_pages

pytestmark = pytest.mark.django_db
PROBE = next(iter(probes()))
LATER = timedelta(seconds=3)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every template that the promises were rendered with since."""
    names: list[str] = []
    render = promise_pages.render

    def noting(request: Any, name: str, context: Any) -> Any:
        names.append(name)
        return render(request, name, context)

    monkeypatch.setattr(promise_pages, "render", noting)
    return names


def test_a_page_is_rendered_once(
    client: Client, rendered: list[str], django_assert_num_queries: Any, still: None
) -> None:
    first = client.get("/promises/")
    with django_assert_num_queries(0):
        second = client.get("/promises/")
    assert len(rendered) == 1
    assert second.content == first.content
    for name in ("ETag", "Content-Security-Policy", "Content-Type", "X-Frame-Options", "Permissions-Policy"):
        assert second[name] == first[name], name
    assert second["Cache-Control"] == "no-cache"
    assert "Cookie" in second["Vary"]


def test_it_is_rendered_anew_when_what_it_shows_has_changed(client: Client, rendered: list[str]) -> None:
    with time_machine.travel(now().replace(minute=30), tick=False) as clock:
        client.get("/promises/")
        clock.shift(LATER)
        client.get("/promises/")
        assert len(rendered) == 1
        note(PROBE, Look(1, "It is broken."))
        clock.shift(LATER)
        assert "It is broken." in client.get("/promises/").content.decode()
    assert len(rendered) == 2


def test_who_has_it_already_is_told_so(client: Client) -> None:
    etag = client.get("/promises/")["ETag"]
    again = client.get("/promises/", headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert client.get("/promises/", headers={"If-None-Match": '"other"'}).status_code == 200
    note(PROBE, Look(1, "It is broken."))
    with time_machine.travel(now() + LATER):
        assert client.get("/promises/", headers={"If-None-Match": etag}).status_code == 200


def test_who_is_signed_in_gets_a_page_of_their_own(
    client: Client, bob: Person, as_person: Callable[[Person], Client]
) -> None:
    client.get("/promises/")
    own = as_person(bob).get("/promises/")
    assert bob.email in own.content.decode()
    assert own["Cache-Control"] == "private, no-store"
    assert bob.email not in client.get("/promises/").content.decode()


def test_an_ended_session_is_looked_up(client: Client, rendered: list[str]) -> None:
    client.get("/promises/")
    client.cookies[settings.SESSION_COOKIE_NAME] = "gone"
    assert client.get("/promises/").status_code == 200
    assert len(rendered) == 2


def test_pages_are_told_apart(client: Client) -> None:
    assert client.get("/promises/ret/").content != client.get("/promises/sec/").content
    assert (
        client.get("/privacy/cookies/").content
        != client.get("/privacy/cookies/", headers={"Sec-GPC": "1"}).content
    )
    assert client.get("/promises/nothing/").status_code == 404
    assert client.get("/promises/nothing/").status_code == 404
    assert client.head("/promises/").status_code == 200
    assert client.post("/promises/").status_code == 405
    assert not ProbeRun.objects.exists()
