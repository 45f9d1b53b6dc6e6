"""The notice is what the declarations say, and a change in them is a new version (POL-1, POL-2, POL-4)."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.translation import get_language, override
from hypothesis import given
from hypothesis import strategies as st

from troth.lib.clock import now
from troth.privacy import Controller, Declaration, Keep, KeepWhileOwned, Personal, Recipient, Subject
from troth.privacy import document as document_module
from troth.privacy import notice as notice_module
from troth.privacy.document import NoticeDocument, compose, digest_of
from troth.privacy.models import Notice
from troth.privacy.notice import notice_in_force, publish_notice
from troth.privacy.registry import Registry, registry
from troth.privacy.taxonomy import CATEGORIES


def _changed(label: str, **changes: Any) -> Registry:
    found = registry()
    table = found.tables[label]
    assert isinstance(table.declaration, Declaration)
    found.tables[label] = replace(table, declaration=replace(table.declaration, **changes))
    return found


def _declared(label: str) -> Declaration:
    declared = registry().tables[label].declaration
    assert isinstance(declared, Declaration)
    return declared


def _topics(document: NoticeDocument, kind: str) -> dict[str, Any]:
    part = next(part for part in document["parts"] if part["kind"] == kind)
    return {topic["about"]: topic for topic in part["topics"]}


def test_pol_4_every_declared_category_is_told_to_every_kind_it_is_about() -> None:
    document = compose(registry())
    for table in registry():
        declared = table.declaration
        assert isinstance(declared, Declaration)
        for kind in registry().kinds(table) if declared.personal else ():
            topic = _topics(document, kind.value)[str(declared.about)]
            told = {word for fact in topic["facts"] for word in fact["what"]}
            assert told == {str(CATEGORIES[personal.category]) for personal in declared.personal.values()}


def test_pol_4_it_says_nothing_that_no_declaration_backs() -> None:
    backed = {
        (kind.value, str(table.declaration.about))
        for table in registry()
        if isinstance(table.declaration, Declaration) and table.declaration.personal
        for kind in registry().kinds(table)
    }
    document = compose(registry())
    told = {(part["kind"], topic["about"]) for part in document["parts"] for topic in part["topics"]}
    assert told == backed


def test_a_topic_says_who_decides_for_what_and_how_long() -> None:
    chat = _topics(compose(registry()), "guest")["Chat in a meeting"]
    assert chat["controller"] == "Your organization, or the one whose meeting it is"
    assert chat["purposes"] == ["to provide the service (the contract)"]
    assert chat["kept"] == "365 days after the meeting ended; then obfuscated."
    written = next(fact for fact in chat["facts"] if "what you wrote or shared with a few" in fact["what"])
    assert (written["source"], written["seen_by"]) == (["you"], ["participants of the meeting"])
    account = _topics(compose(registry()), "member")["Your account"]
    assert account["kept"] == "As long as you use the service; then deleted."
    password = next(fact for fact in account["facts"] if any("password" in word for word in fact["what"]))
    assert password["purposes"] == ["to keep it safe and to know that it is you (the contract)"]
    assert password["seen_by"] == ["nobody else"]


def test_nobody_else_means_nobody_else() -> None:
    facts = [
        fact for part in compose(registry())["parts"] for topic in part["topics"] for fact in topic["facts"]
    ]
    assert ["nobody else"] in [fact["seen_by"] for fact in facts]
    assert not [fact for fact in facts if "nobody else" in fact["seen_by"] and len(fact["seen_by"]) > 1]


def test_a_fact_that_is_kept_otherwise_says_so() -> None:
    personal = dict(_declared("meetings.Message").personal)
    personal["text"] = replace(personal["text"], keep=Keep("written_at", 1, since="it was written"))
    chat = _topics(compose(_changed("meetings.Message", personal=personal)), "guest")["Chat in a meeting"]
    assert chat["kept"] == "365 days after the meeting ended; then obfuscated."
    assert [fact["kept"] for fact in chat["facts"]] == ["", "1 day after it was written; then deleted."]


def test_a_table_with_owners_and_nothing_personal_is_no_topic() -> None:
    owners = {"organization__memberships__person": Subject.MEMBER}
    changed = _changed("billing.Licence", owners=owners, controller=Controller.OPERATOR)
    assert compose(changed) == compose(registry())


def test_it_is_written_in_the_language_of_the_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_module, "_", lambda text: f"{get_language()}: {text}")
    with override("de"):
        assert compose(registry())["terms"][0]["term"] == "en: Service"


@pytest.mark.parametrize(
    "changes",
    [
        {"about": "Talk"},
        {"keep": KeepWhileOwned()},
        {"owners": {"author__person": Subject.MEMBER}},
        {"personal": {"text": Personal("user.content.private", seen_by=(Recipient.OPERATOR,))}},
        {"personal": {"text": Personal("user.content.public", seen_by=(Recipient.PARTICIPANTS,))}},
    ],
)
def test_a_change_of_a_declaration_changes_the_digest(changes: dict[str, Any]) -> None:
    assert digest_of(compose(_changed("meetings.Message", **changes))) != digest_of(compose(registry()))


def test_the_order_of_declaring_does_not_change_what_it_says() -> None:
    backwards = registry()
    backwards.tables = dict(reversed(backwards.tables.items()))
    assert digest_of(compose(backwards)) == digest_of(compose(registry()))


@given(st.dictionaries(st.text(), st.lists(st.text()), max_size=5))
def test_a_document_survives_json_with_its_digest(words: dict[str, list[str]]) -> None:
    document: Any = {**compose(registry()), "more": words}
    assert digest_of(json.loads(json.dumps(document))) == digest_of(document)
    backwards: Any = dict(reversed(document.items()))
    assert digest_of(backwards) == digest_of(document)


@pytest.mark.django_db
def test_pol_2_a_new_version_comes_only_when_it_reads_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    first = notice_in_force()
    assert publish_notice() == first
    changed = _changed("meetings.Message", about="Talk")
    monkeypatch.setattr(notice_module, "registry", lambda: changed)
    second = publish_notice()
    assert (second.number, notice_in_force()) == (first.number + 1, second)
    monkeypatch.undo()
    third = publish_notice()
    assert (third.number, third.digest) == (first.number + 2, first.digest)
    assert notice_in_force().document == first.document == compose(registry())
    assert second.in_force_from <= third.in_force_from


@pytest.mark.django_db
def test_the_version_in_force_costs_one_small_query(django_assert_num_queries: Any) -> None:
    publish_notice()
    with django_assert_num_queries(1) as queries:
        assert notice_in_force().number
    assert "document" not in queries[0]["sql"]


@pytest.mark.django_db
def test_where_there_is_none_it_is_made() -> None:
    Notice.objects.all().delete()
    assert notice_in_force().number == 1


@pytest.mark.django_db
def test_migrating_publishes_once() -> None:
    Notice.objects.all().delete()
    call_command("migrate", verbosity=0)
    call_command("migrate", verbosity=0)
    assert [notice.number for notice in Notice.objects.all()] == [1]


@pytest.mark.django_db
def test_two_processes_that_publish_at_once_make_one_version(monkeypatch: pytest.MonkeyPatch) -> None:
    Notice.objects.all().delete()

    def meanwhile() -> datetime:
        monkeypatch.undo()
        publish_notice()
        return now()

    monkeypatch.setattr(notice_module, "now", meanwhile)
    assert publish_notice().number == 1
    assert Notice.objects.count() == 1
