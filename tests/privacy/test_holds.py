"""What is held stays as it is, with what it needs; everything else goes."""

from datetime import timedelta
from typing import Any

import pytest

from tests.privacy.shapes import TABLES, Shape, sort
from tests.privacy.shapes.fixtures import tables  # noqa: F401
from tests.privacy.shapes.rows import S4, S5, S6, S7, S11, S13B, S15
from tests.privacy.test_erasure_cases import MEMBER, erase, reads
from tests.privacy.test_erasure_edges import BYLINES
from troth.lib.clock import now
from troth.privacy import ROW, Path
from troth.privacy.erasing import carry_out, plan_erasure
from troth.privacy.holds import held_among, holds_in_force
from troth.privacy.models import Hold

pytestmark = pytest.mark.django_db


def hold(table: str, key: str, **more: Any) -> Hold:
    return Hold.objects.create(target=f"shapes.{table}", key=key, placed_at=now(), **more)


CASES: list[tuple[str, Shape, dict[str, Any], tuple[str, str], str, str]] = [
    # what, shape, rules, held row, what changes when p0 is erased, what waits
    ("a person holds all that points at them", S5, {}, ("Person", "p0"), "", "p0 n0 n1 c1 c2 c3 g0 g1 g3 g4"),
    ("a row holds what points at it, and needs what it points at", S5, {}, ("Note", "n0"), "n1 c1 g3", "p0 n0 c2 c3 g0 g1 g4"),
    ("a leaf needs what it points at, however far", S5, {}, ("Grandchild", "g0"), "n1 c1 c3 g1 g3 g4", "p0 n0 c2 g0"),
    ("somebody else's", S5, {}, ("Person", "p5"), "p0 n0 n1 c1 c2 c3 g0 g1 g3 g4", ""),
    ("a row that is not there", S5, {}, ("Person", "p77"), "p0 n0 n1 c1 c2 c3 g0 g1 g3 g4", ""),
    ("one of two owners", S6, {}, ("Person", "p5"), "m2", "p0 m4"),
    ("one of two owners, and a rule", S6, {"message": reads(ROW)}, ("Message", "m4"), "m1 m2", "p0 m4"),
    ("a rule blanks nothing that is held", S7, {"message": reads(("received",))}, ("Message", "m4"), "m1 m2", "p0 m4"),
    ("a link needs its target", S11, {}, ("Membership", "a0"), "a1", "p0 a0 g0"),
    ("a thread holds its replies", S15, {"comment": {"readers": {"parent": Path(forget=ROW)}}}, ("Comment", "c3"), "", "p0 c0 c1 c2 c3 c4 c5"),
]  # fmt: skip


@pytest.mark.parametrize(("shape", "rules", "held", "changes", "waits"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])  # fmt: skip
def test_a_hold_holds(
    shape: Shape, rules: dict[str, Any], held: tuple[str, str], changes: str, waits: str
) -> None:
    shape.write()
    before, graph = shape.rows(), shape.graph(**rules)
    one = hold(*held)
    plan = plan_erasure(shape.people("p0"), graph)
    assert sort(" ".join(key for keys in plan.held.values() for key in keys)) == sort(waits)
    assert erase(shape, graph, "p0") == sort(changes)
    for key in waits.split():
        assert shape.rows()[key] == before[key], "a held row stays as it is"
    one.released_at = now()
    one.save()
    erase(shape, graph, "p0")
    after = shape.rows()
    assert "p0" not in after
    assert not any("p0" in row.values() for row in after.values())


def test_a_nameless_row_keeps_its_name_while_it_is_held() -> None:
    BYLINES.write()
    before, graph = BYLINES.rows(), BYLINES.graph()
    one = hold("Byline", "b0")
    plan = plan_erasure(BYLINES.people("p0"), graph)
    assert {key for keys in plan.held.values() for key in keys} == {"p0", "b0", "f0"}
    carry_out(plan, graph)
    after = BYLINES.rows()
    assert {key for key in before if after[key] != before[key]} == {"b1"}
    one.delete()
    carry_out(plan_erasure(BYLINES.people("p0"), graph), graph)
    assert BYLINES.rows()["b0"]["name"] != "Ada"


@pytest.mark.parametrize("another", [False, True], ids=["the only one", "beside another"])
@pytest.mark.parametrize(
    ("more", "holds"),
    [
        ({}, True),
        ({"until": timedelta(hours=1)}, True),
        ({"until": timedelta(hours=-1)}, False),
        ({"released_at": timedelta(0)}, False),
        ({"released_at": timedelta(0), "until": timedelta(hours=1)}, False),
    ],
)
def test_a_hold_is_in_force_until_it_is_released_or_its_day_has_come(
    more: dict[str, timedelta], holds: bool, another: bool
) -> None:
    S4.write()
    if another:
        hold("Person", "p5")
    hold("Person", "p0", **{name: now() + delta for name, delta in more.items()})
    assert erase(S4, S4.graph(), "p0") == ("" if holds else sort("p0 n0 n1 c1 c2 c3"))


def test_what_is_torn_along_by_a_row_on_hold_stays_too() -> None:
    """A member's row that can't be without a group stays when the group is held back."""
    shape = Shape(
        "person p0 p5\ngroup g0 g1 creator=p0\nmembership a0 a1 group=g0 person=p5\nmembership a2 group=g1 person=p5"
    )
    shape.write()
    graph = shape.graph(group={"owners": {"creator": MEMBER}})
    hold("Membership", "a0")
    assert erase(shape, graph, "p0") == "a2 g1"


def test_a_rule_on_what_is_only_seen_blanks_nothing_that_is_held() -> None:
    """FA10, with one of the two files on hold."""
    S13B.write()
    file = {"owners": {"creator": MEMBER}, "readers": {"shares": Path(forget=("secret",))}}
    graph = S13B.graph(file=file, share={"owners": {}, "readers": {"team": Path()}})
    hold("File", "f0")
    assert erase(S13B, graph, "p5") == sort("p5 a0 f1.secret")


def test_what_another_owns_through_a_row_on_hold_stays_too() -> None:
    """A rule takes a group, whoever owns it, and with it what only it owned; not while the group is held."""
    shape = Shape(
        "person p0 p5\ngroup g0 creator=p0\nmembership a0 group=g0 person=p5\ntopic t0 group=g0\ntopic t1 group=g0"
    )
    shape.write()
    rule = {"owners": {"memberships": Path()}, "readers": {"creator": Path(MEMBER, forget=ROW)}}
    hold("Topic", "t0")
    assert erase(shape, shape.graph(group=rule), "p0") == ""
    Hold.objects.update(released_at=now())
    assert erase(shape, shape.graph(group=rule), "p0") == "a0 g0 p0 t0 t1"


def test_which_of_some_rows_are_held() -> None:
    S15.write()
    comment = TABLES["comment"]
    hold("Comment", "c3")
    hold("Person", "p1")
    assert held_among(comment, {"c0", "c1", "c2", "c4", "c5"}, holds_in_force()) == {"c2", "c4", "c5"}
    assert held_among(comment, set(), holds_in_force()) == set()
    assert held_among(TABLES["plan"], {"x"}, holds_in_force()) == set()
