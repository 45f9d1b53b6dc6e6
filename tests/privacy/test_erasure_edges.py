"""What the fifty cases leave out: rings, empty owners, what can't be without another, names that go, crashes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from tests.privacy.shapes import TABLES, Shape, graph_of, registry_of, sort
from tests.privacy.shapes.fixtures import tables  # noqa: F401
from tests.privacy.shapes.rows import S2, S4, S6, S7, S10, S11, S13, S14, S15
from tests.privacy.test_erasure_cases import MEMBER, erase, reads
from troth.lib.clock import now
from troth.privacy import ROW, Nameless, Path, Subject
from troth.privacy.checks import check_registry
from troth.privacy.erasing import carry_out, plan_erasure
from troth.privacy.erasing import erase as erase_people
from troth.privacy.gathering import gather
from troth.privacy.graph import Graph, Rows
from troth.privacy.models import Hold
from troth.privacy.registry import Behalf, Registry

pytestmark = pytest.mark.django_db

RING = {"comment": {"owners": {"author": MEMBER, "parent": Path()}, "readers": {}}}
CASES: list[tuple[str, Shape, dict[str, Any], dict[str, str]]] = [
    (
        "E4 a mirrored pair: what is mine goes, what I only see stays",
        Shape("person p0 p5\nadmin a\nmessage m1 sender=p0 receiver=p5\nmessage m2 sender=p5 receiver=p0"),
        {"message": reads()},
        {"p0": "p0 m1 m2.receiver"},
    ),
    (
        "E5 a person who points at what is theirs takes it along",
        Shape("plan x\ncontact k0 k5\nclient c0 contact=k0 company=x\nclient c5 contact=k5 company=x"),
        {},
        {"c0": "c0 k0", "c5": "c5 k5"},
    ),
    (
        "two people at one contact: the last takes it along",
        Shape("plan x\ncontact k\nclient c0 contact=k\nclient c5 contact=k"),
        {},
        {"c0": "c0", "c5": "c5 k"},
    ),
    (
        "an owner that was never there",
        Shape("person p0 p5\nadmin a\nmessage m1\nmessage m2 receiver=p0"),
        {},
        {"p0": "p0 m2", "p5": "p5"},
    ),
    (
        "a ring of rows goes together",
        Shape("person p0 p1\ncomment c0 author=p0 parent=c2\ncomment c1 parent=c0\ncomment c2 parent=c1"),
        RING,
        {"p0": "p0 c0 c1 c2"},
    ),
    (
        "a ring of rows stays together for one more owner",
        Shape(
            "person p0 p1\ncomment c0 author=p0 parent=c2\ncomment c1 author=p1 parent=c0\ncomment c2 parent=c1"
        ),
        RING,
        {"p0": "p0 c0.author", "p1": "p1 c0 c1 c2"},
    ),
    (
        "rows that are their own parent",
        Shape("person p0\ncomment c0 author=p0 parent=c0"),
        RING,
        {"p0": "p0 c0"},
    ),
    (
        "what can't be without a row that goes",
        S14,
        {"message": reads()},
        {"p0": "p0 m1 m2 x2 y3 m4.receiver"},
    ),
    (
        "what can't be without a row that goes takes along what only it owned",
        Shape("person p0 p5\ngroup g0 g1 creator=p0\nmembership a1 group=g0 person=p5\ntopic t0 group=g0"),
        {"group": {"owners": {"creator": MEMBER}}},
        {"p0": "p0 a1 g0 g1 t0"},
    ),
    (
        "torn along, and what is owned through it by many steps",
        Shape("person p0 p5\ngroup g0 creator=p0\nmembership a1 group=g0 person=p5\ntopic t0 group=g0"),
        {
            "group": {"owners": {"creator": MEMBER}},
            "topic": {"owners": {"group__memberships__person": MEMBER}},
        },
        {"p0": "p0 a1 g0 t0"},
    ),
    (
        "a row that goes whoever owns it takes along what only it owned",
        S13,
        {"team": {"owners": {"admin": Path(MEMBER, forget=ROW), "joins": Path()}}},
        {"admin": "admin a0 g0 g1 s0 s1"},
    ),
    (
        "rule and last owner: the row that goes anyway loses no column first",
        S6,
        {"message": {"owners": {side: Path(MEMBER, forget=("sent",)) for side in ("sender", "receiver")}}},
        {"p5": "p5 m3.sender m4.sender", "p10": "p10 m3 m1.receiver"},
    ),
    (
        "two paths lose the union",
        Shape("person p0 p5\nadmin a\nmessage m1 sender=p0 receiver=p0 admin=a sent=x received=y"),
        {
            "message": {
                "owners": {"admin": MEMBER},
                "readers": {
                    "sender": Path(MEMBER, forget=("sent",)),
                    "receiver": Path(MEMBER, forget=("received",)),
                },
            }
        },
        {"p0": "p0 m1.sender m1.receiver m1.sent m1.received"},
    ),
    (
        "delete beats blank",
        Shape("person p0 p5\nadmin a\nmessage m1 sender=p0 receiver=p0 admin=a"),
        {
            "message": {
                "owners": {"admin": MEMBER},
                "readers": {"sender": Path(MEMBER, forget=ROW), "receiver": Path(MEMBER, forget=("sent",))},
            }
        },
        {"p0": "p0 m1"},
    ),
    (
        "a path counts for some rows only",
        Shape("person p0\nadmin a\nmessage m1 sender=p0 sent=mine\nmessage m2 sender=p0 sent=ours"),
        {"message": {"owners": {"sender": Path(MEMBER, where={"sent": "mine"})}}},
        {"p0": "p0 m1 m2.sender"},
    ),
    (
        "a row that its person does not own, and that can't be without them",
        Shape("person p0\nnote n0 owner=p0 text=mine\nnote n1 owner=p0 text=ours"),
        {"note": {"owners": {"owner": Path(MEMBER, where={"text": "mine"})}}},
        {"p0": "p0 n0 n1"},
    ),
    (
        "a person who can't be without another",
        Shape("person p0 p5\ncompanion k0 host=p0\ncompanion k5 host=p5"),
        {},
        {"p0": "p0 k0", "k5": "k5"},
    ),
    ("a person who is another's too", S10, {}, {"i1": "i1", "p0": "p0 i5.inviter"}),
    (
        "what is torn along takes along what only it owned",
        Shape(
            "person p0\nadmin a b\nteam g admin=a\nteam h admin=b\nfile f0 f1 creator=p0\n"
            "share s0 file=f0 team=g\nshare s1 file=f1 team=g\nshare s2 file=f1 team=h"
        ),
        {
            "team": {"owners": {"admin": MEMBER}},
            "share": {"owners": {"file__creator": MEMBER}},
            "file": {"owners": {"shares": Path()}},
        },
        {"a": "a f0 g s0 s1"},
    ),
    (
        "a row that goes whoever owns it leaves what others own, and what is owned through that",
        Shape(
            "person p0\nadmin a b\nteam g admin=a\nteam h admin=b\nfile f0 creator=p0\n"
            "share s0 file=f0 team=g\nshare s9 file=f0 team=h"
        ),
        {
            "team": {"owners": {"admin": MEMBER}},
            "share": {"owners": {"file": Path()}, "readers": {"team": Path(forget=ROW)}},
        },
        {"a": "a g s0"},
    ),
    (
        "a row that goes whoever owns it takes no person along",
        Shape("plan x\ncontact k\nclient c0 c5 contact=k"),
        {
            "contact": {"owners": {"clients": Path(Subject.CUSTOMER, forget=ROW)}},
            "client": {"owners": {"self": Subject.CUSTOMER, "contact": Path()}},
        },
        {"c0": "c0 k c5.contact"},
    ),
    (
        "an owner for some rows only keeps those alive",
        Shape(
            "person p0 p5\nadmin a\nmessage m1 m2 sender=p0 receiver=p5\nmessage m3 sender=p0 receiver=p5 sent=x"
        ),
        {"message": {"owners": {"sender": MEMBER, "receiver": Path(MEMBER, where={"sent": "x"})}}},
        {"p0": "p0 m1 m2 m3.sender"},
    ),
    (
        "a row that goes whoever owns it takes along what it owned by many steps",
        Shape("person p0\ncomment c0 author=p0\ncomment c1 parent=c0\ncomment c2 parent=c1"),
        {"comment": {"owners": {"parent": Path()}, "readers": {"author": Path(MEMBER, forget=ROW)}}},
        {"p0": "p0 c0 c1 c2"},
    ),
    (
        "a person goes, though others have them among theirs by several paths",
        Shape("plan x\ncontact k\nclient c0 c5 contact=k"),
        {"contact": {"owners": {"self": Subject.CUSTOMER, "clients": Subject.CUSTOMER}}},
        {"k": "k c0.contact c5.contact"},
    ),
]


@pytest.mark.parametrize(
    ("shape", "rules", "steps"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_beyond_the_fifty(shape: Shape, rules: dict[str, Any], steps: dict[str, str]) -> None:
    shape.write()
    graph = shape.graph(**rules)
    for who, changes in steps.items():
        plan = plan_erasure(shape.people(who), graph)
        assert not any(keys & plan.going[model] for (model, _), keys in plan.blanked.items())
        assert not any(keys & plan.going[model] for model, keys in plan.nameless.items())
        assert erase(shape, graph, who) == sort(changes)
        assert plan.rows == len({word.split(".")[0] for word in changes.split()}) or "." in changes
        assert erase(shape, graph, who) == "", "twice is once"
        assert plan_erasure(shape.people(who), graph).rows == 0


def test_equal_ids_in_two_kinds_are_two_people() -> None:
    shape = Shape("agent a\nrequester b\nsupport m1 agent=a requester=b")
    shape.write()
    TABLES["requester"]._base_manager.create(pk="a")
    carry_out(plan_erasure({TABLES["agent"]: {"a"}}, shape.graph()), shape.graph())
    assert TABLES["requester"]._base_manager.filter(pk="a").exists()
    assert not TABLES["agent"]._base_manager.exists()
    assert shape.rows()["m1"] == {"id": "m1", "agent_id": None, "requester_id": "b"}


def test_e1_a_target_is_theirs_as_long_as_one_link_is() -> None:
    """E1, E2: of two links one is removed, then the last. (Troth refuses no orphan: the row stays, and is nobody's.)"""
    S11.write()
    graph, links = S11.graph(), TABLES["membership"]._base_manager
    links.filter(pk="a2").delete()
    assert S11.given(graph, "p5") == "a3[group person] g1 p5"
    links.filter(pk="a3").delete()
    assert S11.given(graph, "p5") == "p5"
    assert S11.given(graph, "p0") == "a0[group person] a1[group person] g0 g1 p0"
    links.filter(pk="a0").delete()
    assert erase(S11, graph, "p0") == "a1 g1 p0"
    assert TABLES["group"]._base_manager.filter(pk="g0").exists()


@pytest.mark.parametrize("first", ["group", "membership"])
def test_e3_the_order_of_writes_does_not_matter(first: str) -> None:
    """E3: target first and link later, or the link before its target exists."""
    lines = [line.strip() for line in S11.text.strip().splitlines()]
    shape = Shape("\n".join(sorted(lines, key=lambda line: not line.startswith(first))))
    shape.write()
    assert shape.given(shape.graph(), "p5") == "a2[group person] a3[group person] g1 p5"
    assert erase(shape, shape.graph(), "p0") == "a0 a1 g0 p0"


def test_two_people_erased_at_once_leave_nothing_that_was_theirs_together() -> None:
    S6.write()
    assert erase(S6, S6.graph(), "p0", "p10") == sort("p0 p10 m1 m2 m3.receiver m4.receiver")


def test_people_are_given_to_erase_as_rows() -> None:
    S2.write()
    plan = erase_people([TABLES["person"]._base_manager.get(pk="p0")], S2.graph())
    assert plan.rows == 3
    assert S2.rows().keys() == {"p5", "n2"}


BYLINES = Shape(
    """
    person p0 p5
    byline b0 person=p0 nick=one
    byline b1 person=p0 nick=two
    byline b2 person=p5 nick=three
    footnote f0 byline=b0
    """
)


def test_what_outlives_its_owner_is_nameless_and_unlinked() -> None:
    """Rule 4: what stays is named; names become words of that row alone; what was owned through it goes."""
    BYLINES.write()
    before = BYLINES.rows()
    plan = plan_erasure(BYLINES.people("p0"), BYLINES.graph())
    carry_out(plan, BYLINES.graph())
    after = BYLINES.rows()
    assert after.keys() == before.keys() - {"p0", "f0"}
    assert after["b2"] == before["b2"]
    words = set()
    for key in ("b0", "b1"):
        row = after[key]
        assert (row["person_id"], row["title"], row["draft"]) == (None, "On engines", "")
        words |= {row["name"], row["nick"]}
    assert len(words) == 4
    assert not words & {"Ada", "one", "two", ""}
    assert {len(after[key]["name"]) for key in ("b0", "b1")} == {12}
    assert plan.rows == 4


def test_what_is_named_among_what_stays_is_blanked_where_a_path_says_so() -> None:
    BYLINES.write()
    owners = {"person": Path(MEMBER, forget=("title",))}
    graph = BYLINES.graph(byline={"owners": owners})
    carry_out(plan_erasure(BYLINES.people("p0"), graph), graph)
    assert [BYLINES.rows()[key]["title"] for key in ("b0", "b1", "b2")] == ["", "", "On engines"]


def test_a_nameless_row_that_can_not_be_without_another_goes() -> None:
    shape = Shape(S2.text)
    shape.write()
    graph = shape.graph(note={"nameless": Nameless(stays=("owner",))})
    assert not plan_erasure(shape.people("p0"), graph).nameless
    assert erase(shape, graph, "p0") == "n0 n1 p0"


def test_a_table_declared_by_another_is_forgotten_as_declared() -> None:
    """Django's tables, or a library's, have no `privacy` of their own."""
    S7.write()
    message = TABLES["message"]
    own: Any = vars(message)["privacy"]
    declaration = replace(own, **reads(("receiver", "received")))
    try:
        del message.privacy  # type: ignore[attr-defined]
        found = Registry(
            [model for model in S7.tables if model is not message] + [message],
            [Behalf("shapes.Message", "elsewhere", declaration)],
        )
        assert list(check_registry(found)) == []
        graph = Graph(found)
        message._base_manager.update(received="secret")
        assert erase(S7, graph, "p0") == sort("p0 m1 m2 m4.receiver m4.received")
    finally:
        message.privacy = own  # type: ignore[attr-defined]


def test_tables_that_are_not_in_the_graph_let_go_too() -> None:
    S4.write()
    assert erase(S4, graph_of(TABLES["person"]), "p0") == sort("p0 n0 n1 c1 c2 c3")


def test_a_rule_that_blanks_a_required_column_does_not_start() -> None:
    rule = {"owners": {"owner": Path(MEMBER, forget=("owner",))}}
    faults = list(check_registry(registry_of(*S2.tables, note=rule)))
    assert [fault.id for fault in faults] == ["privacy.E028"]


def test_more_rows_than_one_query_takes() -> None:
    S2.write()
    notes = TABLES["note"]._base_manager
    notes.bulk_create([TABLES["note"](pk=f"z{number:05}", owner_id="p0") for number in range(6001)])
    keys = [one.key for one in gather(S2.people("p0"), S2.graph()) if one.model is TABLES["note"]]
    assert len(keys) == 6003
    assert keys == sorted(keys)
    carry_out(plan_erasure(S2.people("p0"), S2.graph()), S2.graph())
    assert list(notes.values_list("pk", flat=True)) == ["n2"]


class Crash(Exception):
    """The program dies here."""


def dies_at(step: int) -> Callable[..., Any]:
    """Runs queries until the one of this number."""
    count = 0

    def run(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        nonlocal count
        count += not sql.startswith("RELEASE")  # Outside a test that is the commit, and no query.
        if count == step:
            raise Crash(sql)
        return execute(sql, *args)

    return run


def test_what_another_person_sees_is_not_given_to_whose_contact_they_are() -> None:
    shape = Shape("person p0 p5\ninvitee i1 inviter=p0\nticket t1 invitee=i1 giver=p5")
    shape.write()
    graph = shape.graph(ticket={"owners": {"giver": MEMBER}, "readers": {"invitee": Subject.INVITEE}})
    assert shape.given(graph, "p0") == "i1[inviter] p0"
    assert shape.given(graph, "i1") == "i1 t1[invitee]"


def test_a_crash_at_any_step_leaves_all_or_nothing() -> None:
    S13.write()
    before, graph = S13.rows(), S13.graph()
    people = [TABLES["admin"]._base_manager.get(pk="admin")]
    for step in range(1, 500):
        try:
            with connection.execute_wrapper(dies_at(step)):
                erase_people(people, graph)
            break
        except Crash:
            assert S13.rows() == before
    assert step > 10
    assert S13.erased(before) == sort("admin g0 g1.admin")


def test_who_asks_while_they_are_erased_is_given_no_row_that_is_gone() -> None:
    S4.write()
    graph = S4.graph()
    asking = gather(S4.people("p0"), graph)
    first = next(asking)
    assert first.key == "c1"
    carry_out(plan_erasure(S4.people("p0"), graph), graph)
    assert {one.model for one in asking} <= {first.model}


def test_s15_two_authors_of_a_thread_are_erased() -> None:
    """Without a rule on the parent, replies of others stay, and point at nothing."""
    S15.write()
    assert erase(S15, S15.graph(), "p0") == sort("p0 c0 c1 c4 c2.parent")
    assert erase(S15, S15.graph(), "p2") == sort("p2 c3 c5.parent")


def test_kinds_of_people_are_told_apart_by_what_their_row_says() -> None:
    """A row that is a person for itself only where the declaration says so."""
    shape = Shape("person p0 p5\ninvitee i0 inviter=p0\ninvitee i1")
    shape.write()
    owners = {"self": Path(Subject.INVITEE, where={"inviter": None}), "inviter": MEMBER}
    graph = shape.graph(invitee={"owners": owners})
    assert erase(shape, graph, "i0") == "", "i0 is no person of its own"
    assert shape.given(graph, "i1") == "i1"
    assert erase(shape, graph, "p0") == "i0 p0"
    assert erase(shape, graph, "i1") == "i1"


def test_keys_of_every_kind() -> None:
    """A UUID is written otherwise by each database; a row's key may be another's."""
    models = [TABLES[name] for name in ("person", "parcel", "stamp")]
    person, parcel, stamp = (model._base_manager for model in models)
    graph = graph_of(*models)
    for key in ("p0", "p5"):
        person.create(pk=key)
        stamp.create(parcel=parcel.create(person_id=key))
    mine = parcel.get(person="p0").pk
    hold = Hold.objects.create(target="shapes.Parcel", key=str(mine), placed_at=now())
    roots: Rows = {models[0]: {"p0"}}
    assert {one.key for one in gather(roots, graph)} == {"p0", mine}
    assert plan_erasure(roots, graph).held == {models[0]: {"p0"}, models[1]: {mine}, models[2]: {mine}}
    hold.delete()
    carry_out(plan_erasure(roots, graph), graph)
    assert [one.person_id for one in parcel.all()] == ["p5"]
    assert stamp.count() == 1
