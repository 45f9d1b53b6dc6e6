"""The cases F1 to F12 and FA1 to FA11 of the erasure cases: who is erased, and what is gone or blanked then.

Troth is stricter than the source in F6 to F9 and F12: there the row that stays
for others still names who is erased; with us it stays without that name, as if
the path said so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.privacy.shapes import Shape, sort
from tests.privacy.shapes.fixtures import tables  # noqa: F401
from tests.privacy.shapes.rows import (
    S1,
    S2,
    S3,
    S4,
    S5,
    S6,
    S7,
    S7S,
    S8,
    S9,
    S10,
    S11,
    S13,
    S13B,
    S15,
)
from troth.privacy import ROW, Path, Subject
from troth.privacy.erasing import carry_out, plan_erasure
from troth.privacy.graph import Graph

pytestmark = pytest.mark.django_db

MEMBER, CUSTOMER = Subject.MEMBER, Subject.CUSTOMER


def reads(forget: Any = ()) -> Mapping[str, Any]:
    """The rule that a message's sender owns it, and its receiver has access."""
    return {"owners": {"sender": MEMBER}, "readers": {"receiver": Path(MEMBER, forget=forget)}}


@dataclass(frozen=True)
class Case:
    """`steps` are people, erased in turn, each with what goes (`m1`) or is blanked (`m1.sender`)."""

    id: str
    shape: Shape
    steps: Mapping[str, str]
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


CASES = [
    Case("F1", S1, {"p0": "p0", "p7": ""}),
    Case("F2", S2, {"p0": "p0 n0 n1"}),
    Case("F3", S3, {"p0": "p0 n0 n1"}),
    Case("F4", S4, {"p0": "p0 n0 n1 c1 c2 c3"}),
    Case("F5", S5, {"p0": "p0 n0 n1 c1 c2 c3 g0 g1 g3 g4"}),
    Case("F6", S6, {"p0": "p0 m2 m1.sender m4.receiver", "p10": "p10 m1 m3.receiver"}),
    Case(
        "FA1",
        S6,
        {"p0": "p0 m2 m1.sender m4.receiver"},
        {
            "message": {
                "owners": {
                    "sender": Path(MEMBER, forget=("sender",)),
                    "receiver": Path(MEMBER, forget=("receiver",)),
                }
            }
        },
    ),
    Case("F8", S7, {"p0": "p0 m1 m2 m4.receiver", "p10": "p10 m3.receiver"}, {"message": reads()}),
    Case("FA2", S7, {"p0": "p0 m1 m2 m4.receiver"}, {"message": reads(("receiver",))}),
    Case(
        "FA3", S7S, {"p0": "p0 m1 m2 m4.receiver m4.received"}, {"message": reads(("receiver", "received"))}
    ),
    Case("FA6", S7, {"p0": "p0 m1 m2 m4"}, {"message": reads(ROW)}),
    Case(
        "FA4",
        S8,
        {"p0": "p0 m1.requester m3.requester", "d5": "d5 m3"},
        {
            "support": {
                "owners": {
                    "agent": Path(MEMBER, forget=("agent",)),
                    "requester": Path(CUSTOMER, forget=("requester",)),
                }
            }
        },
    ),
    Case(
        "FA5",
        S8,
        {"p0": "p0 m1 m3", "d5": "d5"},
        {"support": {"owners": {"agent": Path(MEMBER, forget=ROW), "requester": Path(CUSTOMER, forget=ROW)}}},
    ),
    Case(
        "FA7",
        S9,
        {"p0": "p0 q0 q1 m2 m5 m6 m1.sender m3.sender m4.receiver"},
        {"letter": {"owners": {"sender": Path(forget=("sender",)), "receiver": Path(forget=("receiver",))}}},
    ),
    Case(
        "FA8",
        S9,
        {"p0": "p0 q0 q1 m1 m2 m3 m5 m6 m4.receiver"},
        {"letter": {"owners": {"sender": Path()}, "readers": {"receiver": Path(forget=("receiver",))}}},
    ),
    Case("F9", S10, {"p0": "p0 i1.inviter i5.inviter", "i1": "i1"}),
    Case("F10", S11, {"p0": "p0 a0 a1 g0", "p5": "p5 a2 a3 g1"}),
    Case("F11", S13, {"p5": "p5 a0", "admin": "admin g0 g1 s0 s1"}),
    Case("F12", S13, {"admin": "admin g0 g1.admin"}),
    Case(
        "FA9",
        S13B,
        {"p0": "p0 a1 f0.creator f1.creator"},
        {"file": {"owners": {"creator": Path(MEMBER, forget=("creator",)), "shares": Path()}}},
    ),
    Case(
        "FA10",
        S13B,
        {"p5": "p5 a0 f0.secret f1.secret"},
        {
            "file": {"owners": {"creator": MEMBER}, "readers": {"shares": Path(forget=("secret",))}},
            "share": {"owners": {}, "readers": {"team": Path()}},
        },
    ),
    Case(
        "FA11",
        S15,
        {"p0": "p0 c0 c1 c2 c3 c4 c5"},
        {"comment": {"readers": {"parent": Path(forget=ROW)}}},
    ),
]


def erase(shape: Shape, graph: Graph, *keys: str) -> str:
    """Erases people, and tells what changed."""
    before = shape.rows()
    carry_out(plan_erasure(shape.people(*keys), graph), graph)
    return shape.erased(before)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_erasure_takes_what_is_theirs_alone(case: Case) -> None:
    case.shape.write()
    graph = case.shape.graph(**case.rules)
    for who, changes in case.steps.items():
        assert erase(case.shape, graph, who) == sort(changes)
        assert erase(case.shape, graph, who) == "", "twice is once"


def test_f7_what_is_counted_is_right_afterwards() -> None:
    """F7 and E6: who counts messages after an erasure counts those that stayed."""
    S6.write()
    graph = S6.graph()
    messages = S6.tables[2]._base_manager
    assert messages.count() == 4
    erase(S6, graph, "p0")
    assert sorted(messages.values_list("pk", flat=True)) == ["m1", "m3", "m4"]
    assert messages.filter(receiver="p10").count() == 2
    erase(S6, graph, "p10")
    assert sorted(messages.values_list("pk", flat=True)) == ["m3", "m4"]
    assert messages.filter(receiver="p10").count() == 0
