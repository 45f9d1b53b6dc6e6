"""Each rule of a declaration is broken once, and refused under its own id."""

# ruff: noqa: DJ008

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import models

from tests.privacy.conftest import World
from troth.privacy import (
    SELF,
    Basis,
    Counts,
    Declaration,
    Keep,
    KeepWhileOwned,
    Nameless,
    Path,
    Personal,
    Purpose,
    Recipient,
    Subject,
    Then,
    nothing_personal,
)
from troth.privacy.registry import Behalf, own_declaration

Break = Callable[[World], Any]


def test_a_world_in_order_is_not_refused(world: World) -> None:
    assert world.faults() == []


def _proven_by(world: World, name: str) -> None:
    declaration: Any = own_declaration(world.human)
    world.human.privacy = replace(declaration, proof=name)


def _without(declaration: Declaration, name: str) -> dict[str, Personal]:
    return {field: personal for field, personal in declaration.personal.items() if field != name}


BREAKS: list[tuple[str, str, str, Break]] = [
    ("no declaration", "E001", "Note", lambda w: delattr(w.note, "privacy")),
    ("no Declaration", "E002", "Note", lambda w: setattr(w.note, "privacy", {"other": ["id"]})),
    (
        "no Personal",
        "E002",
        "Note.text",
        lambda w: w.declare(personal={**w.declared.personal, "text": "user.name"}),
    ),
    (
        "undeclared personal field",
        "E003",
        "Note.text",
        lambda w: w.declare(personal=_without(w.declared, "text")),
    ),
    ("undeclared other field", "E003", "Note.id", lambda w: w.declare(other=("shelf", "written_at"))),
    ("new field", "E003", "Note.mood", lambda w: models.TextField().contribute_to_class(w.note, "mood")),
    ("no such field in other", "E004", "“colour”", lambda w: w.declare(other=(*w.declared.other, "colour"))),
    (
        "no such field in personal",
        "E004",
        "“colour”",
        lambda w: w.declare(personal={**w.declared.personal, "colour": Personal("user.name")}),
    ),
    (
        "a reverse relation is no field",
        "E004",
        "“notes”",
        lambda w: setattr(w.shelf, "privacy", nothing_personal("id", "label", "closed_at", "notes")),
    ),
    ("in both", "E005", "Note.text", lambda w: w.declare(other=(*w.declared.other, "text"))),
    ("twice in other", "E005", "Note.id", lambda w: w.declare(other=(*w.declared.other, "id"))),
    (
        "a person among other",
        "E006",
        "Note.author",
        lambda w: w.declare(other=(*w.declared.other, "author"), personal=_without(w.declared, "author")),
    ),
    ("unknown category", "E007", "Note.text", lambda w: w.declare_field("text", category="user.mood")),
    (
        "category not of a person",
        "E007",
        "Note.text",
        lambda w: w.declare_field("text", category="system.operations"),
    ),
    ("no purposes in the field", "E008", "Note.text", lambda w: w.declare_field("text", purposes={})),
    ("no purposes anywhere", "E008", "Note.text", lambda w: w.declare(purposes={})),
    ("unknown purpose", "E008", "Note", lambda w: w.declare(purposes={"spy": Basis.CONTRACT})),
    ("purpose without basis", "E009", "Note", lambda w: w.declare(purposes={Purpose.SERVE: None})),
    ("empty basis", "E009", "Note", lambda w: w.declare(purposes={Purpose.SERVE: ""})),
    ("no basis of ours", "E009", "Note", lambda w: w.declare(purposes={Purpose.SERVE: "because"})),
    (
        "field's purpose without basis",
        "E009",
        "Note.text",
        lambda w: w.declare_field("text", purposes={Purpose.SERVE: Basis.CONTRACT, Purpose.PROMOTE: None}),
    ),
    ("no retention", "E010", "Note.author", lambda w: w.declare(keep=None)),
    ("no Keep", "E010", "Note.text", lambda w: w.declare_field("text", keep=365)),
    ("unknown end", "E010", "Note", lambda w: w.declare(keep=KeepWhileOwned(then="sell"))),  # type: ignore[arg-type]
    (
        "no start",
        "E011",
        "Note.text has a period without a start",
        lambda w: w.declare_field("text", keep=Keep("", 7)),
    ),
    ("unknown start", "E011", "Note.text", lambda w: w.declare_field("text", keep=Keep("read_at", 7))),
    (
        "start in no table",
        "E011",
        "Note.text",
        lambda w: w.declare_field("text", keep=Keep("text__written_at", 7)),
    ),
    (
        "start is no date",
        "E011",
        "Note.text",
        lambda w: w.declare_field("text", keep=Keep("shelf__label", 7)),
    ),
    ("start is a relation", "E011", "Note.text", lambda w: w.declare_field("text", keep=Keep("shelf", 7))),
    (
        "start among many",
        "E011",
        "Note.text",
        lambda w: w.declare_field("text", keep=Keep("shelf__notes__written_at", 7)),
    ),
    ("row's start", "E011", "Note", lambda w: w.declare(keep=Keep("shelf__opened_at", 7))),
    (
        "owner's path to nowhere",
        "E012",
        "owners[“writer”]",
        lambda w: w.declare(owners={"writer": Subject.MEMBER}),
    ),
    (
        "reader's path to nowhere",
        "E012",
        "readers[“author__dog”]",
        lambda w: w.declare(readers={"author__dog": Subject.MEMBER}),
    ),
    ("path through a value", "E012", "owners[“text”]", lambda w: w.declare(owners={"text": Subject.MEMBER})),
    ("owner is nobody", "E013", "owners[“shelf”]", lambda w: w.declare(owners={"shelf": Subject.MEMBER})),
    (
        "reader is nobody",
        "E013",
        "readers[“shelf__notes”]",
        lambda w: w.declare(readers={"shelf__notes": Subject.MEMBER}),
    ),
    ("unknown kind of person", "E014", "owners[“author”]", lambda w: w.declare(owners={"author": "robot"})),
    ("unknown kind of reader", "E014", "readers[“author”]", lambda w: w.declare(readers={"author": "robot"})),
    ("no kind of person", "E014", "owners[“author”]", lambda w: w.declare(owners={"author": ()})),
    (
        "another kind of person",
        "E015",
        "owners[“author”]",
        lambda w: w.declare(owners={"author": Subject.GUEST}),
    ),
    ("no controller", "E016", "Note", lambda w: w.declare(controller=None)),
    ("no controller of ours", "E016", "Note", lambda w: w.declare(controller="somebody")),
    ("no owner", "E017", "Note", lambda w: w.declare(owners={})),
    ("no words", "E018", "Note", lambda w: w.declare(about="")),
    ("seen by none", "E019", "Note.text", lambda w: w.declare_field("text", seen_by=())),
    ("seen by a stranger", "E019", "Note.text", lambda w: w.declare_field("text", seen_by=("the moon",))),
    (
        "seen by nobody and others",
        "E019",
        "Note.text",
        lambda w: w.declare_field("text", seen_by=(Recipient.NOBODY_ELSE, Recipient.HOST)),
    ),
    ("unknown source", "E020", "Note.text", lambda w: w.declare_field("text", source="hearsay")),
    ("unknown region", "E021", "Note.text", lambda w: w.declare_field("text", region="moon")),
    ("no days", "E022", "Note.text", lambda w: w.declare_field("text", keep=Keep("written_at", 0))),
    ("negative days", "E022", "Note.text", lambda w: w.declare_field("text", keep=Keep("written_at", -1))),
    ("half days", "E022", "Note.text", lambda w: w.declare_field("text", keep=Keep("written_at", 0.5))),  # type: ignore[arg-type]
    ("yes days", "E022", "Note.text", lambda w: w.declare_field("text", keep=Keep("written_at", True))),
    (
        "a key can't be stripped",
        "E023",
        "Note.id",
        lambda w: w.declare(
            other=("shelf", "written_at"),
            personal={
                **w.declared.personal,
                "id": Personal("user.unique_id", keep=KeepWhileOwned(then=Then.OBFUSCATE)),
            },
        ),
    ),
    (
        "unknown rule",
        "E024",
        "Note.text",
        lambda w: w.declare_field("text", keep=Keep("written_at", 7, rule="moon_days")),
    ),
    (
        "rule of other days",
        "E024",
        "Note.text",
        lambda w: w.declare_field("text", keep=Keep("written_at", 7, rule="meeting_days")),
    ),
    (
        "forgets what is no field",
        "E028",
        "owners[“author”]",
        lambda w: w.declare(owners={"author": Path(Subject.MEMBER, forget=("mood",))}),
    ),
    (
        "blanks what must hold something",
        "E028",
        "Note.author can't be empty",
        lambda w: w.declare(owners={"author": Path(Subject.MEMBER, forget=("author",))}),
    ),
    (
        "gives what is no field",
        "E028",
        "owners[“author”]",
        lambda w: w.declare(owners={"author": Path(Subject.MEMBER, get=("mood",))}),
    ),
    (
        "nameless and still named",
        "E028",
        "Note: nameless",
        lambda w: w.declare(nameless=Nameless(stays=("text",))),
    ),
    (
        "rows that can't be asked",
        "E029",
        "owners[“author”]",
        lambda w: w.declare(owners={"author": Path(Subject.MEMBER, where={"mood": 1})}),
    ),
    (
        "seen as a stranger",
        "E029",
        "readers[“author”]",
        lambda w: w.declare(readers={"author": Path(Subject.MEMBER, sees="the moon")}),  # type: ignore[arg-type]
    ),
    (
        "proof by nothing",
        "E028",
        "Human: proof",
        lambda w: _proven_by(w, "mood"),
    ),
    (
        "proof that may be written in several ways",
        "E033",
        "Human",
        lambda w: _proven_by(w, "email"),
    ),
    ("proof of nobody", "E030", "Note", lambda w: w.declare(proof="text")),
    ("rule of no organization", "E031", "Note", lambda w: w.declare(scope="")),
    ("organization nowhere", "E031", "“shelf__hall”", lambda w: w.declare(scope="shelf__hall")),
    (
        "nothing to count",
        "E032",
        "Note",
        lambda w: w.declare(keep=Keep("written_at", 7, then=Then.OBFUSCATE)),
    ),
    ("counted by no date", "E032", "counts.when", lambda w: w.declare(counts=Counts(when="text"))),
    ("counted by nothing", "E032", "counts.when", lambda w: w.declare(counts=Counts(when="shelf__mood"))),
    (
        "sums of no field",
        "E028",
        "Note: counts",
        lambda w: w.declare(counts=Counts(when="written_at", sums=("mood",))),
    ),
    (
        "a field that must hold something, with a period of its own",
        "E028",
        "Note.author",
        lambda w: w.declare_field("author", keep=Keep("written_at", 7)),
    ),
    (
        "read through another manager",
        "E034",
        "Note is read through a Manager",
        lambda w: setattr(w.note._meta, "default_manager", models.Manager()),
    ),
]


@pytest.mark.parametrize(("number", "named", "break_it"), [b[1:] for b in BREAKS], ids=[b[0] for b in BREAKS])
def test_a_broken_rule_is_refused(world: World, number: str, named: str, break_it: Break) -> None:
    break_it(world)
    faults = world.faults()
    assert {fault.id for fault in faults} == {f"privacy.{number}"}
    assert any(named in fault.msg for fault in faults)
    assert all(fault.hint for fault in faults)
    assert all("privacy." in fault.msg for fault in faults), "the message names the model by its label"


@pytest.mark.parametrize("keep", [Keep("written_at", 1), Keep("shelf__closed_at", 1), KeepWhileOwned()])
def test_retentions_in_order_are_not_refused(world: World, keep: Keep | KeepWhileOwned) -> None:
    world.declare_field("text", keep=keep)
    assert world.faults() == []


def test_paths_may_go_backwards_and_name_several_kinds(world: World) -> None:
    human: Any = world.human
    human.privacy = replace(human.privacy, owners={SELF: (Subject.MEMBER, Subject.GUEST)})
    world.declare(readers={"shelf__notes__author": (Subject.MEMBER, Subject.GUEST)})
    assert world.faults() == []


def test_declaring_for_a_model_that_declares_itself_is_refused(world: World) -> None:
    faults = world.faults(Behalf("privacy.Note", "rooms.declarations", nothing_personal("id")))
    assert [fault.id for fault in faults] == ["privacy.E025"]
    assert "rooms.declarations" in faults[0].msg
    assert "privacy.Note" in faults[0].msg


def test_two_rooms_declaring_one_table_are_refused(world: World) -> None:
    one, other = (Behalf("cache", f"{room}.declarations", nothing_personal("key")) for room in ("a", "b"))
    assert [fault.id for fault in world.faults(one, other)] == ["privacy.E025"]


@pytest.mark.parametrize("target", ["privacy.Gone", "privacy.note", "privacy_note"])
def test_declaring_for_what_is_not_installed_is_refused(world: World, target: str) -> None:
    faults = world.faults(Behalf(target, "rooms.declarations", nothing_personal("id")))
    assert [fault.id for fault in faults] == ["privacy.E026"]
    assert target in faults[0].msg


def test_a_declaration_on_behalf_is_checked_like_any(world: World) -> None:
    declared = world.declared
    del world.note.privacy  # type: ignore[attr-defined]
    assert world.faults(Behalf("privacy.Note", "rooms.declarations", declared)) == []
    short = replace(declared, other=("id", "shelf"))
    assert [fault.id for fault in world.faults(Behalf("privacy.Note", "r.d", short))] == ["privacy.E003"]


def test_a_table_without_a_model_knows_no_paths_and_only_its_own_dates(world: World) -> None:
    declared = replace(
        world.declared,
        owners={SELF: Subject.GUEST},
        readers={},
        keep=Keep("written_at", 7),
        personal={"text": Personal("user.content.private")},
        other=("written_at",),
    )
    assert world.faults(Behalf("cache", "r.d", declared)) == []
    pathed = replace(declared, owners={"author": Subject.GUEST})
    assert [fault.id for fault in world.faults(Behalf("cache", "r.d", pathed))] == ["privacy.E012"]
    late = replace(declared, keep=Keep("expires", 7))
    assert [fault.id for fault in world.faults(Behalf("cache", "r.d", late))] == ["privacy.E011"]


def test_a_proxy_shares_its_table_and_may_not_declare(world: World) -> None:
    proxy = type(
        "Draft",
        (world.note,),
        {"__module__": __name__, "Meta": type("Meta", (), {"proxy": True, "app_label": "privacy"})},
    )
    assert world.faults(models=(proxy,)) == []
    assert world.registry(models=(proxy,)).of(proxy) is world.declared
    proxy.privacy = nothing_personal()  # type: ignore[attr-defined]
    assert [fault.id for fault in world.faults(models=(proxy,))] == ["privacy.E027"]


def test_a_child_with_a_table_of_its_own_declares_that_table(world: World) -> None:
    child = type(
        "Letter",
        (world.note,),
        {
            "__module__": __name__,
            "stamp": models.TextField(),
            "Meta": type("Meta", (), {"app_label": "privacy"}),
        },
    )
    assert [(fault.id, fault.obj) for fault in world.faults(models=(child,))] == [("privacy.E001", child)]
    child.privacy = nothing_personal("note_ptr", "stamp")  # type: ignore[attr-defined]
    assert world.faults(models=(child,)) == []


def test_an_abstract_base_declares_for_its_children(world: World) -> None:
    class Dated(models.Model):
        made_at = models.DateTimeField()

        privacy = nothing_personal("id", "made_at")

        class Meta:
            app_label = "privacy"
            abstract = True

    class Plain(Dated):
        class Meta:
            app_label = "privacy"

    class More(Dated):
        extra = models.TextField()

        class Meta:
            app_label = "privacy"

    assert world.faults(models=(Plain,)) == []
    assert [fault.id for fault in world.faults(models=(More,))] == ["privacy.E003"]


def test_the_table_behind_a_many_to_many_field_is_a_table(world: World) -> None:
    class Tag(models.Model):
        notes = models.ManyToManyField(world.note)

        privacy = nothing_personal("id")

        class Meta:
            app_label = "privacy"

    through: Any = Tag.notes.through
    faults = world.faults(models=(Tag, through))
    assert [(fault.id, fault.obj) for fault in faults] == [("privacy.E001", through)]
    behalf = Behalf("privacy.Tag_notes", "r.d", nothing_personal("id", "tag", "note"))
    assert world.faults(behalf, models=(Tag, through)) == []
    Tag.privacy = nothing_personal("id", "notes")
    assert [fault.id for fault in world.faults(behalf, models=(Tag, through))] == ["privacy.E004"]
