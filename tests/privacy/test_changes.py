"""What changed between two versions, and which changes a person has to read (POL-1, POL-2)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from troth.privacy import (
    Basis,
    Declaration,
    Keep,
    KeepWhileOwned,
    Personal,
    Purpose,
    Recipient,
    Source,
    keepsakes,
)
from troth.privacy import cookies as cookies_module
from troth.privacy.changes import Change, changes_between, material_changes
from troth.privacy.cookies import Cookie, cookies
from troth.privacy.document import NoticeDocument, compose
from troth.privacy.outside import Outside
from troth.privacy.registry import Registry, registry

CHAT = "meetings.Message"


def declared(label: str = CHAT) -> Declaration:
    found = registry().tables[label].declaration
    assert isinstance(found, Declaration)
    return found


def changed(label: str = CHAT, **changes: Any) -> Registry:
    """The declarations with one table's changed."""
    found = registry()
    table = found.tables[label]
    found.tables[label] = replace(table, declaration=replace(declared(label), **changes))
    return found


def field(name: str, **changes: Any) -> Registry:
    """The declarations with one field of the chat changed."""
    personal = dict(declared().personal)
    personal[name] = replace(personal[name], **changes)
    return changed(personal=personal)


def after(found: Registry) -> tuple[NoticeDocument, NoticeDocument]:
    return compose(registry()), compose(found)


MATERIAL = {
    "another category": lambda: field("text", category="user.location.precise"),
    "another purpose": lambda: field("text", purposes={Purpose.PROMOTE: Basis.CONSENT}),
    "another recipient": lambda: field("text", seen_by=(Recipient.PARTICIPANTS, Recipient.OPERATOR)),
    "a longer period": lambda: field("text", keep=Keep("written_at", 5000, since="it was written")),
    "no period at all": lambda: field("text", keep=KeepWhileOwned()),
    "another basis": lambda: field("text", purposes={Purpose.SERVE: Basis.LEGITIMATE_INTEREST}),
}
NOT_MATERIAL = {
    "other words": lambda: changed(about="Talk"),
    "a shorter period": lambda: field("text", keep=Keep("written_at", 1, since="it was written")),
    "a recipient less": lambda: field("text", seen_by=(Recipient.NOBODY_ELSE,)),
    "consent instead": lambda: field("text", purposes={Purpose.SERVE: Basis.CONSENT}),
    "another source": lambda: field("text", source=Source.USE),
}


@pytest.mark.parametrize("make", MATERIAL.values(), ids=MATERIAL)
def test_pol_2_what_gives_less_than_before_is_material(make: Any) -> None:
    before, then = after(make())
    assert material_changes(before, then)
    assert changes_between(before, then)


@pytest.mark.parametrize("make", NOT_MATERIAL.values(), ids=NOT_MATERIAL)
def test_pol_2_words_and_less_data_are_not_material(make: Any) -> None:
    before, then = after(make())
    assert material_changes(before, then) == []
    assert changes_between(before, then)


def test_pol_2_what_is_material_is_told_in_words() -> None:
    before, then = after(MATERIAL["another recipient"]())
    assert material_changes(before, then) == [
        "Chat in a meeting: new is that what you wrote or shared with a few is seen by the operator. "
        "(people with an account, guests of a meeting)"
    ]


def test_the_same_twice_changes_nothing() -> None:
    before, then = after(registry())
    assert changes_between(before, then) == []
    assert material_changes(before, then) == []


def test_pol_2_another_operator_is_material_and_a_first_one_is_not(settings: Any) -> None:
    documents = []
    for name in ("", "Acme", "Apex"):
        settings.OPERATOR_NAME = name
        documents.append(compose(registry()))
    nobody, acme, apex = documents
    assert material_changes(nobody, acme) == []
    assert material_changes(acme, apex) == ["Another operator runs this installation."]


def test_pol_2_a_promise_that_is_gone_is_material() -> None:
    document: Any = compose(registry())
    kept = [
        {**section, "sentences": [one for one in section["sentences"] if "RET-6" not in one["promises"]]}
        for section in document["sections"]
    ]
    [reason] = material_changes(document, {**document, "sections": kept})
    assert reason.startswith("This is not promised any more (RET-6)")


def acme(**changes: Any) -> Outside:
    one: Any = {
        "key": "acme",
        "name": "Acme Mail",
        "function": "Sending messages",
        "country": "DE",
        "place": "Germany",
        "categories": ["email address"],
        "purposes": ["to provide the service"],
        **changes,
    }
    return one


def test_shr_4_a_recipient_outside_changes_the_notice() -> None:
    nobody, one = compose(registry()), compose(registry(), [acme()])
    elsewhere = compose(registry(), [acme(country="US", place="United States")])
    assert [change.kind for change in changes_between(nobody, one)] == ["added", "removed"]
    assert material_changes(nobody, one) == ["New is that Acme Mail gets data."]
    [change] = changes_between(one, elsewhere)
    assert (change.kind, "Germany" in change.before, "United States" in change.after) == (
        "changed",
        True,
        True,
    )
    assert material_changes(one, elsewhere) == ["New is that data goes to Acme Mail in US."]
    assert material_changes(one, nobody) == []


@pytest.fixture
def with_cookie(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Composes with one cookie more."""

    def compose_with(**facts: Any) -> NoticeDocument:
        one = Cookie("extra", **{"purpose": Purpose.SERVE, "words": "It tastes.", "off": "", **facts})
        monkeypatch.setattr(keepsakes, "cookies", lambda: (*cookies(), one))
        document = compose(registry())
        monkeypatch.setattr(keepsakes, "cookies", cookies_module.cookies)
        return document

    return compose_with


def test_cki_2_a_cookie_changes_the_notice(with_cookie: Any) -> None:
    without = compose(registry())
    short, long = with_cookie(lasts=timedelta(days=1)), with_cookie(lasts=timedelta(days=9))
    assert [change.after for change in changes_between(without, short)] == ["“extra”, for 1 day. It tastes."]
    assert material_changes(without, short) == []
    assert material_changes(short, long) == ["“extra” stays in the browser longer."]
    assert material_changes(long, short) == []
    new = with_cookie(lasts=timedelta(days=1), purpose=Purpose.PROMOTE)
    assert material_changes(without, new) == ["Cookies are used for something new: extra."]


def test_pol_1_versions_of_an_earlier_program_can_be_compared() -> None:
    document = compose(registry())
    old = {
        "operator": {"name": "", "email": ""},
        "summary": ["It is short."],
        "terms": document["terms"],
        "parts": document["parts"],
    }
    assert Change("In one minute", "It is short.", "") in changes_between(old, document)
    assert material_changes(old, document) == ["It is told in another way than before."]
    assert Change("In one minute", "", "It is short.") in changes_between(document, old)


def test_a_change_that_concerns_several_kinds_of_people_is_told_once() -> None:
    before, then = after(field("text", source=Source.USE))
    shared = "People with an account; Guests of a meeting"
    of_chat = [one for one in changes_between(before, then) if "Chat in a meeting:" in one.before + one.after]
    assert {one.where for one in of_chat} == {shared}
    assert len(of_chat) == len(set(of_chat))


def test_pol_2_a_table_more_is_held_against_all_that_was_known() -> None:
    fewer = registry()
    del fewer.tables["meetings.Feedback"]
    before, then = compose(fewer), compose(registry())
    reasons = material_changes(before, then)
    assert reasons
    assert all(reason.startswith("What you say about a meeting afterwards: ") for reason in reasons)
    assert not [reason for reason in reasons if "is used to provide the service" in reason]
    assert material_changes(then, before) == []


def test_a_category_of_another_table_is_nothing_new() -> None:
    personal = {**declared().personal, "nonce": Personal("user.unique_id", Source.USE)}
    before, then = after(changed(personal=personal))
    assert material_changes(before, then) == []
