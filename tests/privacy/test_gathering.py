"""What is in a row that a person is given: theirs whole, others' as far as they are told, and never another's name."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.privacy.shapes import TABLES, Shape, rows
from tests.privacy.shapes.fixtures import tables  # noqa: F401
from tests.privacy.shapes.rows import S4, S6
from troth.privacy import ROW, Path, Recipient, Subject
from troth.privacy.gathering import gather

pytestmark = pytest.mark.django_db

MEMBER = Subject.MEMBER
SHAPES = {
    name: shape
    for name, shape in vars(rows).items()
    if isinstance(shape, Shape) and name[0] == "S" and name != "Shape"
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_no_export_names_another_person(shape: Shape) -> None:
    """Every person of every shape asks; no value they are given is another person's key."""
    shape.write()
    graph = shape.graph()
    people = {
        key
        for model in shape.tables
        if graph.is_person(model)
        for key in model._base_manager.values_list("pk", flat=True)
    }
    for asking in people:
        for one in gather(shape.people(asking), graph):
            if one.key in people:
                continue
            told = {value for value in one.values.values() if value in people}
            assert told <= {asking}, one


SEEN = Shape(
    """
    person p0 p5 p7
    byline b0 person=p0 editor=p5 host=p7 nick=one
    byline b1 person=p0 editor=p5 host=p5 nick=two
    byline b2 person=p5 nick=three
    """
)
HOST, PARTICIPANTS = Recipient.HOST, Recipient.PARTICIPANTS


@pytest.mark.parametrize(
    ("editor", "host", "given"),
    [
        (Path(MEMBER), Path(MEMBER), "b0[editor name nick title] b1[editor host name nick title]"),
        (
            Path(MEMBER, sees=PARTICIPANTS),
            Path(MEMBER, sees=HOST),
            "b0[editor name title] b1[editor host name nick title]",
        ),
        (Path(MEMBER, sees=HOST), Path(MEMBER, sees=HOST), "b0[editor name nick] b1[editor host name nick]"),
        (Path(MEMBER, sees=HOST), Path(MEMBER), "b0[editor name nick] b1[editor host name nick title]"),
        (
            Path(MEMBER, sees=HOST, get=("name",)),
            Path(MEMBER, get=("nick", "host")),
            "b0[editor nick] b1[editor title]",
        ),
        (Path(MEMBER, sees=Recipient.NOBODY_ELSE), Path(MEMBER, get=ROW), "b0[editor]"),
    ],
)
def test_who_only_sees_a_row_is_told_what_others_are(editor: Path, host: Path, given: str) -> None:
    """`draft` is seen by nobody else; `title` by participants, `nick` by the host, `name` by both."""
    SEEN.write()
    graph = SEEN.graph(byline={"readers": {"editor": editor, "host": host}})
    assert SEEN.given(graph, "p5") == f"{given} b2[person name nick title draft] p5"
    assert {one.key: one.owned for one in gather(SEEN.people("p5"), graph) if one.key != "b1"} == {
        "b0": False,
        "b2": True,
        "p5": True,
    }


def test_what_is_theirs_and_seen_too_is_given_as_theirs() -> None:
    SEEN.write()
    graph = SEEN.graph(byline={"readers": {"editor": Path(MEMBER, sees=HOST)}})
    TABLES["byline"]._base_manager.filter(pk="b2").update(editor="p5")
    assert "b2[person editor name nick title draft]" in SEEN.given(graph, "p5")


def test_two_rows_of_one_person_who_ask_together_may_be_named_to_each_other() -> None:
    S6.write()
    assert (
        S6.given(S6.graph(), "p0", "p10")
        == "m1[sender receiver] m2[sender receiver] m3[receiver] m4[receiver] p0 p10"
    )


def test_a_row_that_is_a_person_of_its_own_or_of_another_is_named_to_whom_it_is() -> None:
    """An invitee with an inviter is the inviter's, where the declaration says so; else somebody else."""
    shape = Shape(
        "person p0 p5\ninvitee i0 inviter=p0\ninvitee i1\nticket t0 invitee=i0\nticket t1 invitee=i1"
    )
    shape.write()
    owners = {"self": Path(Subject.INVITEE, where={"inviter": None}), "inviter": MEMBER}
    graph = shape.graph(invitee={"owners": owners})
    assert shape.given(graph, "p0") == "i0[inviter] p0 t0[invitee]"
    assert shape.given(graph, "i1") == "i1 t1[invitee]"
    assert shape.given(graph, "i0") == "", "no person of its own"
    plain = shape.graph()
    assert shape.given(plain, "p0") == "i0[inviter] p0"
    assert [one.owned for one in gather(shape.people("p0"), plain)] == [False, True]


def test_it_asks_as_often_for_many_rows_as_for_few(django_assert_num_queries: Any) -> None:
    """One query for each path, and one for each table's 500 rows."""
    S4.write()
    graph = S4.graph()
    with CaptureQueriesContext(connection) as few:
        list(gather(S4.people("p0"), graph))
    TABLES["note"]._base_manager.bulk_create(
        [TABLES["note"](pk=f"z{one}", owner_id="p0") for one in range(300)]
    )
    with django_assert_num_queries(len(few)):
        list(gather(S4.people("p0"), graph))
    assert len(few) <= 7
