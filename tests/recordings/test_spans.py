"""What becomes of moments when spans are cut out: for any spans, in any order."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from troth.recordings.moments import read_moment, write_moment
from troth.recordings.spans import Span, after, kept, left_of, length_of, merged, outward

LONG = 60
MOMENTS = st.integers(0, LONG)
SPANS = st.lists(st.tuples(MOMENTS, MOMENTS), max_size=8)


def moments(spans: list[Span]) -> set[int]:
    return {moment for since, until in spans for moment in range(since, until)}


@given(SPANS)
def test_merged_are_the_same_moments_in_order_and_apart(spans: list[Span]) -> None:
    found = merged(spans)
    assert moments(found) == moments(spans)
    assert all(since < until for since, until in found)
    assert all(one[1] < next[0] for one, next in pairwise(found))
    assert length_of(spans) == len(moments(spans))


@given(SPANS, MOMENTS)
def test_a_moment_moves_by_what_was_cut_before_it(spans: list[Span], moment: int) -> None:
    cut = merged(spans)
    assert after(cut, moment) == len(set(range(moment)) - moments(cut))


@given(SPANS)
def test_what_is_kept_fills_the_new_film_without_a_gap(spans: list[Span]) -> None:
    cut = merged(spans)
    pieces = kept(cut, LONG)
    assert moments(pieces) == set(range(LONG)) - moments(cut)
    new = [after(cut, moment) for since, until in pieces for moment in range(since, until)]
    assert new == list(range(after(cut, LONG)))


@given(SPANS, SPANS)
def test_what_is_left_of_spans_is_what_was_not_cut(spans: list[Span], others: list[Span]) -> None:
    cut = merged(others)
    assert moments(left_of(spans, cut)) == {after(cut, one) for one in moments(spans) - moments(cut)}


@given(SPANS, SPANS, SPANS)
def test_cut_twice_is_cut_at_once(first: list[Span], second: list[Span], spans: list[Span]) -> None:
    one = merged(first)
    two = left_of(second, one)
    both = merged([*first, *second])
    assert left_of(left_of(spans, one), two) == left_of(spans, both)


@given(SPANS, st.sets(MOMENTS))
def test_a_cut_goes_on_to_where_the_film_can_begin(spans: list[Span], places: set[int]) -> None:
    starts = sorted(places)
    cut = outward(spans, starts, LONG)
    assert moments(cut) >= {one for one in moments(spans) if one < LONG}
    for since, until in cut:
        assert until in (*starts, LONG)
        assert since in {one for one, _ in spans}


@given(st.integers(0, 10**8))
def test_a_moment_is_read_as_it_is_written(moment: int) -> None:
    assert read_moment(write_moment(moment)) == moment


def test_moments_are_read_as_people_write_them() -> None:
    assert [read_moment(one) for one in ("75", "1:15", " 0:01:15,0 ", "1:15.000")] == [75_000] * 4
    assert [read_moment(one) for one in ("", "1:60", "1:60:00", "-1", "1.2.3", "٣:٠٠")] == [None] * 6
