"""The privacy notice as a person reads it (POL-1)."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from troth.privacy import Declaration
from troth.privacy import notice as notice_module
from troth.privacy.notice import publish_notice
from troth.privacy.registry import registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_versions(monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """An earlier version, in which the chat was called Talk, and the one in force."""
    changed = registry()
    table = changed.tables["meetings.Message"]
    assert isinstance(table.declaration, Declaration)
    changed.tables["meetings.Message"] = replace(table, declaration=replace(table.declaration, about="Talk"))
    monkeypatch.setattr(notice_module, "registry", lambda: changed)
    earlier = publish_notice().number
    monkeypatch.undo()
    return earlier, publish_notice().number


def test_a_visitor_reads_the_version_in_force(client: Client, two_versions: tuple[int, int]) -> None:
    page = client.get("/privacy/")
    text = page.content.decode()
    assert page.status_code == 200
    assert f"Version {two_versions[1]}, in force since" in text
    assert "Chat in a meeting" in text
    assert "365 days after the meeting ended; then obfuscated." in text
    assert "Talk" not in text
    assert "earlier version" not in text


def test_earlier_versions_stay_readable_with_their_dates(
    client: Client, two_versions: tuple[int, int]
) -> None:
    earlier, in_force = two_versions
    page = client.get(f"/privacy/{earlier}/").content.decode()
    assert f"Version {earlier}, in force from" in page
    assert "This is an earlier version." in page
    assert "Talk" in page
    assert "Chat in a meeting" not in page
    listed = client.get("/privacy/").content.decode()
    assert f'href="/privacy/{earlier}/"' in listed
    assert f'href="/privacy/{in_force}/" aria-current="page"' in listed


@pytest.mark.parametrize("number", ["0", "99", "999999999", "9999999999999999999999"])
def test_an_unknown_version_is_not_there(client: Client, number: str) -> None:
    assert client.get(f"/privacy/{number}/").status_code == 404


def test_programs_read_it_as_json(client: Client, two_versions: tuple[int, int]) -> None:
    answer: dict[str, Any] = client.get("/privacy/notice.json").json()
    assert answer["number"] == two_versions[1]
    assert answer["digest"] == publish_notice().digest
    assert {part["kind"] for part in answer["document"]["parts"]} >= {"member", "guest", "invitee"}


@pytest.mark.parametrize("path", ["/privacy/", "/privacy/1/", "/privacy/notice.json"])
def test_it_is_for_reading_only(client: Client, path: str) -> None:
    publish_notice()
    assert client.post(path).status_code == 405
