"""Spans of a film in milliseconds, and what becomes of its moments when some are cut out.

Arithmetic alone: no film is opened here and nothing is asked.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

Span = tuple[int, int]
"""From the first moment to the second, which is not in it any more."""


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same moments in spans that come one after the other and do not touch; none is empty."""
    found: list[Span] = []
    for since, until in sorted(one for one in spans if one[0] < one[1]):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found


def length_of(spans: Iterable[Span]) -> int:
    """How long all of it is together; what is in two spans counts once."""
    return sum(until - since for since, until in merged(spans))


def after(cut: Sequence[Span], moment: int) -> int:
    """Where a moment of the film is when `cut`, as `merged` gives it, is out; what was cut is where the cut is."""
    return moment - sum(min(max(moment - since, 0), until - since) for since, until in cut)


def left_of(spans: Iterable[Span], cut: Sequence[Span]) -> list[Span]:
    """What is left of spans when `cut` is out, in times of the new film."""
    return merged((after(cut, since), after(cut, until)) for since, until in spans)


def kept(cut: Sequence[Span], length: int) -> list[Span]:
    """What is between the spans of `cut`, in a film that is so long."""
    ends = [(0, 0), *cut, (length, length)]
    return [(until, since) for (_, until), (since, _) in pairwise(ends) if until < since]


def outward(spans: Iterable[Span], starts: Sequence[int], length: int) -> list[Span]:
    """Spans as they can be cut: each goes on to the next of `starts`, in order, where pictures stand by themselves.

    Where none comes it goes on to the end.
    """
    return merged(
        (since, next((one for one in starts if one >= until), length))
        for since, until in spans
        if since < min(until, length)
    )
