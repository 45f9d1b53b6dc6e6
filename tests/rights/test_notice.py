"""The privacy notice as a person reads it (POL-1)."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from troth.privacy import Declaration, Recipient
from troth.privacy import notice as notice_module
from troth.privacy.models import Notice
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


def read(client: Client, path: str) -> str:
    """A page as it is now: what is finished is believed for two seconds."""
    caches["process"].clear()
    page = client.get(path)
    assert page.status_code == 200, path
    return page.content.decode()


def test_a_visitor_reads_the_version_in_force(client: Client, two_versions: tuple[int, int]) -> None:
    front, in_full = read(client, "/privacy/"), read(client, "/privacy/policy/")
    for text in (front, in_full):
        assert f"Version {two_versions[1]}, in force since" in text
        assert "Talk" not in text
        assert "earlier version" not in text
    assert "You can see what is known about you" in front
    assert 'href="/privacy/policy/#choices"' in front
    assert "chat in a meeting" in in_full
    guest = read(client, "/privacy/people/guest/")
    assert "Chat in a meeting" in guest
    assert "365 days after the meeting ended; then obfuscated." in guest
    assert 'href="/privacy/people/guest/"' in read(client, "/privacy/people/")
    assert client.get("/privacy/people/nobody/").status_code == 404


def test_earlier_versions_stay_readable_with_their_dates(
    client: Client, two_versions: tuple[int, int]
) -> None:
    earlier, in_force = two_versions
    front = read(client, f"/privacy/{earlier}/")
    assert f"Version {earlier}, in force from" in front
    assert "This is an earlier version." in front
    assert f'href="/privacy/{earlier}/policy/#choices"' in front
    assert "talk" in read(client, f"/privacy/{earlier}/policy/")
    guest = read(client, f"/privacy/{earlier}/people/guest/")
    assert "Talk" in guest
    assert "Chat in a meeting" not in guest
    assert client.get(f"/privacy/{earlier}/people/nobody/").status_code == 404
    listed = read(client, "/privacy/versions/")
    assert f'href="/privacy/{earlier}/"' in listed
    assert f'href="/privacy/versions/{in_force}/"' in listed


def test_pol_1_it_says_what_changed_sentence_by_sentence(
    client: Client, two_versions: tuple[int, int]
) -> None:
    text = read(client, f"/privacy/versions/{two_versions[1]}/")
    assert "<del>Talk." in text
    assert "<ins>Chat in a meeting." in text
    assert "Nothing gives you less than before" in text
    assert "What matters" not in text
    assert "No sentence changed" in read(client, "/privacy/versions/1/")


def test_pol_2_what_matters_stands_on_the_page_of_the_change(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_notice()
    changed = registry()
    table = changed.tables["meetings.Message"]
    assert isinstance(table.declaration, Declaration)
    personal = dict(table.declaration.personal)
    personal["text"] = replace(personal["text"], seen_by=(Recipient.PARTICIPANTS, Recipient.OPERATOR))
    changed.tables["meetings.Message"] = replace(
        table, declaration=replace(table.declaration, personal=personal)
    )
    monkeypatch.setattr(notice_module, "registry", lambda: changed)
    number = publish_notice().number
    text = read(client, f"/privacy/versions/{number}/")
    assert "What matters" in text
    assert "what you wrote or shared with a few is seen by the operator." in text
    assert "matters" in read(client, "/privacy/versions/")


def test_a_version_of_an_earlier_program_still_reads(client: Client) -> None:
    notice = publish_notice()
    document = notice.document
    old = {
        "operator": {"name": "", "email": ""},
        "summary": ["This notice says what is kept."],
        "terms": document["terms"],
        "parts": document["parts"],
    }
    Notice.objects.filter(pk=notice.pk).update(document=old, digest="0" * 64)
    in_force = publish_notice()
    assert in_force.reasons == ["It is told in another way than before."]
    assert "This notice says what is kept." in read(client, f"/privacy/{notice.number}/")
    assert "What the words mean" in read(client, f"/privacy/{notice.number}/policy/")
    assert "Chat in a meeting" in read(client, f"/privacy/{notice.number}/people/guest/")
    assert "This notice says what is kept." in read(client, f"/privacy/versions/{in_force.number}/")


@pytest.mark.parametrize("number", ["0", "99", "999999999", "9999999999999999999999"])
def test_an_unknown_version_is_not_there(client: Client, number: str) -> None:
    for path in (f"/privacy/{number}/", f"/privacy/{number}/policy/", f"/privacy/versions/{number}/"):
        assert client.get(path).status_code == 404


def test_programs_read_it_as_json(client: Client, two_versions: tuple[int, int]) -> None:
    answer: dict[str, Any] = client.get("/privacy/notice.json").json()
    assert answer["number"] == two_versions[1]
    assert answer["digest"] == publish_notice().digest
    assert {part["kind"] for part in answer["document"]["parts"]} >= {"member", "guest", "invitee"}
    sentences = [one for section in answer["document"]["sections"] for one in section["sentences"]]
    assert all(one["backed_by"] for one in sentences)


@pytest.mark.parametrize("path", ["/privacy/", "/privacy/1/", "/privacy/policy/", "/privacy/notice.json"])
def test_it_is_for_reading_only(client: Client, path: str) -> None:
    publish_notice()
    assert client.post(path).status_code == 405
