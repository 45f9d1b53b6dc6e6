"""The score follows published models, and a minute that is not good says why (COL-7)."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.connections.conftest import batch
from troth.connections.judging import judge
from troth.connections.models import Minute, Trouble
from troth.connections.readings import BatchIn
from troth.connections.score import BEST, WORST, as_mos, coded, grade, picture, rating, sound, weakest
from troth.connections.telling import stretches
from troth.lib.clock import now


@pytest.mark.parametrize(
    ("delay", "percent", "r"),
    [
        (0, 0, 93.2),
        (100, 0, 93.2),
        (150, 0, 93.04),
        (400, 0, 69.13),
        (0, 1, 89.56),
        (0, 5, 77.4),
        (0, 10, 66.1),
    ],
)
def test_the_rating_is_the_e_models(delay: float, percent: float, r: float) -> None:
    """G.107: R of 93.2 by default; Idd by eq. 7-27 and Ie,eff by eq. 7-29, worked out by hand."""
    assert rating(delay, percent / 100) == pytest.approx(r, abs=0.15)


@pytest.mark.parametrize(
    ("r", "mos"),
    [(-5, 1.0), (0, 1.0), (50, 2.58), (60, 3.10), (70, 3.60), (80, 4.02), (90, 4.34), (100, 4.5)],
)
def test_a_rating_becomes_a_mos_by_annex_b(r: float, mos: float) -> None:
    """G.109, table 1, has these pairs."""
    assert as_mos(r) == pytest.approx(mos, abs=0.01)


def test_freezes_are_stalls() -> None:
    """P.1203.3, eq. 29 and 31."""
    assert picture(60, 0, 0) == BEST
    assert picture(60, 3, 6) == pytest.approx(1 + 4 * math.exp(-3 / 9.35158684) * math.exp(-0.1 / 0.91890815))
    assert picture(60, 100, 60) < 1.1


def test_a_starved_picture_is_worse_than_a_rich_one() -> None:
    assert coded(2000, 720, 30) > coded(500, 720, 30) > coded(60, 720, 30) > WORST
    assert coded(0, 720, 30) == coded(100, 0, 30) == WORST


numbers = st.floats(0, 1e5, allow_nan=False)


@given(numbers, numbers, st.floats(0, 1))
def test_whatever_is_measured_the_score_stays_on_its_scale(rtt: float, buffer: float, loss: float) -> None:
    assert WORST <= sound(rtt, buffer, loss) <= BEST
    assert sound(rtt, buffer, loss) <= sound(0, 0, 0)


@given(numbers, numbers, numbers)
def test_a_picture_stays_on_its_scale(one: float, two: float, three: float) -> None:
    assert WORST <= picture(one, two, three) <= BEST
    assert WORST <= coded(one, two, three) <= BEST


def test_it_is_as_good_as_the_weaker_and_unbearable_while_it_is_away() -> None:
    assert weakest(4.0, 3.0, 0).total == 3.0
    assert weakest(4.0, None, 0.5).total == 2.5
    assert weakest(None, None, 0).total is None
    assert weakest(None, None, 1).total == 1.0
    assert [grade(one) for one in (4.03, 4.02, 3.1, 3.09, None)] == ["good", "fair", "fair", "poor", ""]


def of(**readings: object) -> tuple[str, int]:
    judged = judge(BatchIn.model_validate(batch(0, **readings)))
    assert judged.score is not None
    return judged.trouble, judged.score


@pytest.mark.parametrize(
    ("readings", "trouble"),
    [
        ({}, ""),
        ({"lost_up_audio": 0.2}, Trouble.UP),
        ({"lost_down_audio": 0.2, "lost_up_audio": 0.1}, Trouble.DOWN),
        ({"lost_up_video": 0.2, "freezes": 3, "frozen": 5}, Trouble.UP),
        ({"rtt": 600}, Trouble.SLOW),
        ({"rtt": 600, "transport": "relay-tls"}, Trouble.RELAY),
        ({"freezes": 5, "frozen": 8, "cpu": 0.9}, Trouble.COMPUTER),
        ({"fps_sent": 10, "height_sent": 180, "sent_video": 30, "narrow": 1.0}, Trouble.NARROW),
        ({"concealed": 0.3}, Trouble.UNKNOWN),
        ({"events": [{"kind": "lost", "before": 5, "seconds": 40, "why": "network"}]}, Trouble.LOST),
        ({"events": [{"kind": "lost", "before": 5, "seconds": 40, "why": "server"}]}, Trouble.SERVER),
    ],
    ids=str,
)
def test_a_minute_says_what_was_wrong(readings: dict[str, object], trouble: str) -> None:
    fine = of()[1]
    found, score = of(**readings)
    assert found == trouble
    assert (score < 403) == bool(trouble)
    assert score <= fine


def test_a_still_picture_of_few_bits_is_not_a_bad_one() -> None:
    assert of(fps_sent=15, height_sent=720, sent_video=20, narrow=0)[0] == ""


def test_half_a_bad_minute_is_no_bad_minute_by_its_middle_alone() -> None:
    """A score is worked out from each reading, so that a median does not hide what was short."""
    body = batch(0)
    body["readings"]["lost_down_audio"] = [0, 0, 0, 0.6, 0.6, 0]
    judged = judge(BatchIn.model_validate(body))
    assert judged.score is not None
    assert judged.score < 403
    assert judged.trouble == Trouble.DOWN
    assert judged.figures["lost_down_audio"] == [0, 0.6]


def test_what_is_not_measured_is_not_judged() -> None:
    judged = judge(BatchIn.model_validate({"number": 0}))
    assert (judged.score, judged.sound, judged.picture, judged.trouble, judged.figures) == (
        None,
        None,
        None,
        "",
        {},
    )
    nothing = {"number": 0, "seconds": [10, 10], "readings": {"rtt": [None, None]}}
    assert judge(BatchIn.model_validate(nothing)).score is None


def test_minutes_of_the_same_trouble_are_one_stretch() -> None:
    from datetime import timedelta

    begins = now()

    def minute(place: int, trouble: str) -> Minute:
        return Minute(at=begins + timedelta(minutes=place), seconds=60, trouble=trouble)

    found = stretches([minute(0, "up"), minute(1, "up"), minute(2, ""), minute(9, "up"), minute(10, "slow")])
    assert [(one.trouble, (one.ends - one.begins).seconds) for one in found] == [
        ("up", 120),
        ("up", 60),
        ("slow", 60),
    ]
