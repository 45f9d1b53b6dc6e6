"""The notice's sentences are backed by the program, and say nothing else (POL-4)."""

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from troth.privacy import Controller, Declaration, Purpose, Recipient, Source
from troth.privacy.document import NoticeDocument, compose
from troth.privacy.policy import Code, Declared, Fact, Sentence, find, sentences
from troth.privacy.promised import PROMISES
from troth.privacy.registry import Registry, registry

SAID = list(sentences())


def texts(document: NoticeDocument) -> dict[str, str]:
    """Every sentence by its id."""
    return {one["id"]: one["text"] for section in document["sections"] for one in section["sentences"]}


def without(purpose: Purpose) -> Registry:
    """The declarations, with one purpose taken out of each."""
    found = registry()
    for label, table in found.tables.items():
        declared = table.declaration
        if isinstance(declared, Declaration):
            personal = {
                name: one
                if one.purposes is None
                else replace(one, purposes={p: b for p, b in one.purposes.items() if p != purpose})
                for name, one in declared.personal.items()
            }
            purposes = {p: b for p, b in declared.purposes.items() if p != purpose}
            found.tables[label] = replace(
                table, declaration=replace(declared, purposes=purposes, personal=personal)
            )
    return found


def test_ids_are_stable_names_of_one_sentence_each() -> None:
    ids = [one.id for one in SAID]
    assert len(ids) == len(set(ids))
    assert all(one.id.partition(".")[2] for one in SAID)


@pytest.mark.parametrize("sentence", SAID, ids=lambda one: one.id)
def test_pol_4_each_sentence_is_backed_by_something_that_is_there(sentence: Sentence) -> None:
    backing = sentence.backing
    if isinstance(backing, Code | Fact):
        assert find(backing.path) is not None, f"{sentence.id} is backed by {backing}, which is not there"
    if isinstance(backing, Fact):
        assert callable(find(backing.path))
    assert set(sentence.promises) <= set(PROMISES)
    if sentence.route:
        assert reverse(sentence.route)


def test_pol_4_a_sentence_without_backing_is_not_said() -> None:
    gone = Code("troth.nowhere.at_all")
    assert gone.facts(registry()) is None
    assert Code("troth.privacy.retention.no_such_name").facts(registry()) is None
    assert Fact("troth.nowhere.at_all").facts(registry()) is None
    assert Code("troth.privacy.retention.sweep").facts(registry()) == {}


def test_pol_4_what_no_declaration_says_is_not_said() -> None:
    assert "use.promote" in texts(compose(registry()))
    assert "use.promote" not in texts(compose(without(Purpose.PROMOTE)))


def test_pol_4_every_purpose_source_and_recipient_that_is_declared_is_told() -> None:
    said = texts(compose(registry()))
    declared = [
        (one, name, personal)
        for table in registry()
        if isinstance(one := table.declaration, Declaration)
        for name, personal in one.personal.items()
    ]
    for one, name, personal in declared:
        about = str(one.about)[1:]
        for purpose, basis in one.purposes_of(name).items():
            assert str(basis.label) in said[f"use.{purpose.value}"]
        assert said[f"what.{personal.source.value}"]
        for recipient in set(personal.seen_by) - {Recipient.NOBODY_ELSE}:
            assert said[f"others.{recipient.value}"]
        assert one.controller is not None
        assert about in said["who.operates" if one.controller == Controller.OPERATOR else "who.organization"]


def test_declared_answers_what_all_of_its_words_are_true_of() -> None:
    facts = Declared(source=Source.PERSON, app="meetings").facts(registry())
    assert facts is not None
    assert "chat in a meeting" in facts["tables"]
    assert "Your account".lower() not in facts["tables"].lower()
    assert Declared(app="nowhere").facts(registry()) is None
    assert str(Declared(purpose=Purpose.BILL)) == "declared: purpose=bill"


def test_the_operator_is_named_where_the_settings_do(settings: Any) -> None:
    settings.OPERATOR_NAME = settings.OPERATOR_EMAIL = settings.OPERATOR_ADDRESS = ""
    quiet = texts(compose(registry()))
    assert quiet["minute.who"].startswith("The operator runs")
    assert not {"minute.contact", "who.operator"} & quiet.keys()
    settings.OPERATOR_NAME, settings.OPERATOR_EMAIL = "Acme Hosting", "privacy@acme.example"
    settings.OPERATOR_ADDRESS = "1 Main Street, Springfield"
    named = texts(compose(registry()))
    assert named["minute.who"].startswith("Acme Hosting runs")
    assert "privacy@acme.example" in named["minute.contact"]
    assert named["who.operator"] == "Acme Hosting, 1 Main Street, Springfield, runs this installation."


def test_who_3_a_category_of_high_risk_takes_the_sentence_away() -> None:
    assert "terms.not" in texts(compose(registry()))
    found = registry()
    table = found.tables["accounts.Person"]
    declared = table.declaration
    assert isinstance(declared, Declaration)
    personal = {
        **declared.personal,
        "phone": replace(declared.personal["phone"], category="user.criminal_history"),
    }
    found.tables["accounts.Person"] = replace(table, declaration=replace(declared, personal=personal))
    assert "terms.not" not in texts(compose(found))


def test_sec_1_a_measure_is_told_only_where_it_holds(settings: Any) -> None:
    settings.PUBLIC_URL, settings.SECURE_HSTS_SECONDS = "http://meet.example", 0
    assert not {"protection.https", "protection.hsts"} & texts(compose(registry())).keys()
    settings.PUBLIC_URL, settings.SECURE_HSTS_SECONDS = "https://meet.example", 365 * 86400
    said = texts(compose(registry()))
    assert said["protection.https"]
    assert "365 days" in said["protection.hsts"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert "Argon2id" in texts(compose(registry()))["protection.passwords"]
