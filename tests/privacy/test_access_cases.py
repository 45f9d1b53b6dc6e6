"""The cases G1 to G15 and GA1 to GA12 of the erasure cases: who asks, and what they are given.

`m1[sender]` is a row with its columns that are given and not null; `(f0)` one
whose key is not given. Troth is stricter than the source in G6 to G15: no row
names a person but the one who asks, with or without a rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.privacy.shapes import Shape
from tests.privacy.shapes.fixtures import tables  # noqa: F401
from tests.privacy.shapes.rows import (
    S1,
    S2,
    S3,
    S4,
    S5,
    S6,
    S7,
    S7A,
    S7S,
    S8,
    S9_FOUR,
    S10,
    S11,
    S12,
    S12M,
    S13,
    S13B,
    S14,
    S15,
    S16,
)
from troth.privacy import ROW, Path, Subject

pytestmark = pytest.mark.django_db

MEMBER, CUSTOMER = Subject.MEMBER, Subject.CUSTOMER


@dataclass(frozen=True)
class Case:
    """`given` is what each person who asks gets."""

    id: str
    shape: Shape
    given: Mapping[str, str]
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


READS = {"owners": {"sender": MEMBER}, "readers": {"receiver": MEMBER}}
OTHER_SIDE = {
    "p5": "m3[sender] m4[sender] p5",
    "p10": "m1[receiver] m3[receiver] p10",
    "p0": "m1[sender] m2 m4[receiver] p0",
}
BOTH_DOCTORS = {
    "p0": "m1[requester] m3[requester] p0",
    "p5": "m2[requester] p5",
    "d0": "d0 m1[agent] m2[agent]",
    "d5": "d5 m3[agent]",
}
NOTES = "n0[owner text] n1[owner text]"
CHILDREN = "c1[note] c2[note] c3[note]"
SHARED = "f0[secret] f1[secret] {} s0[file team] s1[file team]"
CREATOR, BY_SHARE = Path(MEMBER, get=("id",)), Path(get=("creator",))
BLANKED = {
    "p0": "(f0)[secret] (f1)[secret] a1[team person] g1 p0 s0[file team] s1[file team]",
    "p5": "a0[team person] f0[secret] f1[secret] g1 p5 s0[file team] s1[file team]",
    "admin": "admin f0[secret] f1[secret] g0[admin] g1[admin] s0[file team] s1[file team]",
}


def other_side(owners: tuple[str, ...]) -> Mapping[str, Any]:
    """The rule of a message that each side is not given the other's name."""
    paths = {"sender": Path(MEMBER, get=("receiver",)), "receiver": Path(MEMBER, get=("sender",))}
    return {
        "owners": {path: rule for path, rule in paths.items() if path in owners},
        "readers": {path: rule for path, rule in paths.items() if path not in owners},
    }


CASES = [
    Case("G1", S1, {"p0": "p0", "p7": ""}),
    Case("G2", S2, {"p0": f"{NOTES} p0"}),
    Case("G3", S3, {"p0": f"{NOTES} p0"}),
    Case("G4", S4, {"p0": f"{CHILDREN} {NOTES} p0"}),
    Case("G5", S5, {"p0": f"{CHILDREN} g0[child] g1[child] g3[child] g4[child] {NOTES} p0"}),
    Case(
        "G6",
        S6,
        {
            "p0": "m1[sender] m2[sender receiver] m4[receiver] p0",
            "p10": "m1[receiver] m3[receiver] p10",
        },
    ),
    Case("GA2", S6, OTHER_SIDE, {"message": other_side(("sender", "receiver"))}),
    Case(
        "GA3",
        S6,
        {"p5": "p5", "p10": "m1[receiver] m3[receiver] p10", "p0": "m4[receiver] p0"},
        {"message": {"owners": {"sender": Path(MEMBER, get=ROW), "receiver": Path(MEMBER, get=("sender",))}}},
    ),
    Case(
        "G7",
        S7,
        {
            "p0": "m1[sender] m2[sender receiver] m4[receiver] p0",
            "p10": "m1[receiver] m3[receiver] p10",
        },
        {"message": READS},
    ),
    Case("GA4", S7, OTHER_SIDE, {"message": other_side(("sender",))}),
    Case(
        "GA6",
        S7S,
        {
            "p5": "m3[sender sent] m4[sender sent] p5",
            "p10": "m1[receiver received] m3[receiver received] p10",
            "p0": "m1[sender sent] m2 m4[receiver received] p0",
        },
        {
            "message": {
                "owners": {"sender": Path(MEMBER, get=("receiver", "received"))},
                "readers": {"receiver": Path(MEMBER, get=("sender", "sent"))},
            }
        },
    ),
    Case(
        "GA5",
        S7A,
        {
            "p5": "m3[sender received] m4[sender received] p5",
            "p10": "m1[receiver] m3[receiver] p10",
            "p0": "m1[sender received] m2 m4[receiver] p0",
        },
        {
            "message": {
                "owners": {"admin": MEMBER},
                "readers": {
                    "receiver": Path(MEMBER, get=("sender", "sent", "received", "admin")),
                    "sender": Path(MEMBER, get=("receiver", "sent", "admin")),
                },
            }
        },
    ),
    Case(
        "GA8",
        S8,
        BOTH_DOCTORS,
        {
            "support": {
                "owners": {
                    "agent": Path(MEMBER, get=("requester",)),
                    "requester": Path(CUSTOMER, get=("agent",)),
                }
            }
        },
    ),
    Case(
        "GA7",
        S8,
        BOTH_DOCTORS,
        {
            "support": {
                "owners": {"agent": Path(MEMBER, get=("requester",))},
                "readers": {"requester": Path(CUSTOMER, get=("agent",))},
            }
        },
    ),
    Case(
        "GA9",
        S9_FOUR,
        {
            "p0": "m1[sender] m2 m3[sender] m4[receiver] p0 q0[person] q1[person]",
            "p5": "m1[receiver] m3[receiver] m4[sender] p5 q2[person]",
        },
        {"letter": {"owners": {"sender": Path(get=("receiver",)), "receiver": Path(get=("sender",))}}},
    ),
    Case("G8", S10, {"p0": "i1[inviter] i5[inviter] p0", "i1": "i1"}),
    Case("G9", S11, {"p0": "a0[group person] a1[group person] g0 g1 p0"}),
    Case(
        "G12",
        S12,
        {
            "p0": "g0[creator] g1[creator] p0",
            "p5": "a1[group person] a2[group person] g1 p5",
            "p10": "a3[group person] g1 p10",
        },
        {"group": {"owners": {"creator": MEMBER}, "readers": {"memberships": Path()}}},
    ),
    Case(
        "G13",
        S12M,
        {
            "p5": "a1[group person] a2[group person] g1 p5 t1[group]",
            "p10": "a3[group person] g1 p10 t1[group]",
        },
        {"group": {"owners": {"creator": MEMBER}, "readers": {"memberships": Path()}}},
    ),
    Case(
        "G10",
        S13,
        {
            "p5": "a0[team person] " + SHARED.format("g1 p5"),
            "admin": "admin " + SHARED.format("g0[admin] g1[admin]"),
        },
    ),
    Case(
        "G14",
        S13,
        {
            "p5": "a0[team person] " + SHARED.format("g1 p5"),
            "admin": "admin " + SHARED.format("g0[admin] g1[admin]"),
        },
        {
            "team": {"owners": {"admin": MEMBER}, "readers": {"joins": Path()}},
            "file": {"owners": {"creator": MEMBER}, "readers": {"shares": Path()}},
        },
    ),
    Case("GA10", S13B, BLANKED, {"file": {"owners": {"creator": CREATOR, "shares": BY_SHARE}}}),
    Case(
        "GA11",
        S13B,
        BLANKED,
        {
            "file": {"owners": {"creator": CREATOR, "shares": BY_SHARE}},
            "team": {"owners": {"admin": MEMBER}, "readers": {"joins": Path()}},
        },
    ),
    Case(
        "G11",
        S14,
        {
            "p0": "m1[sender] m2[sender receiver] m4[receiver] p0 x2[message] y3[annotation]",
            "p5": "m3[sender] m4[sender] p5",
            "p10": "m1[receiver] m3[receiver] p10 x2[message] y3[annotation]",
        },
        {"message": READS},
    ),
    Case(
        "G15",
        S15,
        {"p0": "c0[author] c1[author parent] c2[parent] c3[parent] c4[author parent] c5[parent] p0"},
    ),
    Case(
        "GA12",
        S15,
        {"p0": "c0[author] c1[parent] c2[parent] c3[parent] c4[parent] c5[parent] p0"},
        {"comment": {"readers": {"parent": Path(get=("author",))}}},
    ),
    Case(
        "GA1",
        S16,
        {"p0": "p0 s0[person] s1[person]", "p5": "p5 s2[person]"},
        {"story": {"owners": {"person": Path(MEMBER, get=("internal",))}}},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_each_is_given_what_is_theirs_and_what_they_may_see(case: Case) -> None:
    case.shape.write()
    graph = case.shape.graph(**case.rules)
    before = case.shape.rows()
    for who, rows in case.given.items():
        assert case.shape.given(graph, who) == rows
    assert case.shape.rows() == before
