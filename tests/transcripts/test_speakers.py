"""Words become somebody's, and lines that can be read."""

from uuid import UUID, uuid4

import numpy as np
import pytest

from troth.lib.speech import RATE, Phrase, Word, quietest
from troth.recordings.watching import Heard
from troth.transcripts.sound import LONGEST, TAIL
from troth.transcripts.speakers import LONG, SECONDS, lines_of

ADA, BOB = uuid4(), uuid4()


def phrase(*words: tuple[int, int, str]) -> Phrase:
    return Phrase(tuple(Word(*word) for word in words))


def said(heard: list[Heard], *phrases: Phrase, begin: int = 0) -> list[tuple[UUID, str]]:
    return [(line.speaker, line.text) for line in lines_of(phrases, heard, begin)]


def test_a_phrase_is_parted_where_somebody_else_goes_on() -> None:
    heard = [Heard(0, 1000, ADA), Heard(950, 3000, BOB)]
    both = phrase((100, 500, "Shall"), (500, 1010, "we?"), (1100, 1500, "Yes,"), (1500, 1900, "today."))
    assert said(heard, both) == [(ADA, "Shall we?"), (BOB, "Yes, today.")]


def test_of_two_who_are_heard_alike_it_is_who_spoke_before() -> None:
    heard = [Heard(0, 4000, ADA), Heard(1000, 2000, BOB)]
    assert said(heard, phrase((0, 900, "So"), (1100, 1900, "much"), (2100, 2500, "work."))) == [
        (ADA, "So much work.")
    ]


def test_a_word_is_the_nearests_and_nobodys_far_from_everybody() -> None:
    heard = [Heard(0, 1000, ADA)]
    assert said(heard, phrase((1200, 1600, "Yes."))) == [(ADA, "Yes.")]
    assert said(heard, phrase((2100, 2500, "Thanks."))) == []


def test_ret_2_words_of_who_is_erased_are_nobodys() -> None:
    heard = [Heard(0, 1000, ADA), Heard(1000, 3000, None), Heard(1200, 1800, ADA)]
    words = phrase((100, 900, "I"), (1200, 1800, "never"), (2000, 2600, "said"), (2600, 2900, "that."))
    assert said(heard, words) == [(ADA, "I")]


def test_times_are_of_the_film() -> None:
    (line,) = lines_of([phrase((100, 150, "Yes."))], [Heard(60_000, 61_000, ADA)], 60_000)
    assert (line.since, line.until) == (60_100, 60_400)


@pytest.mark.parametrize(("length", "pause"), [(10, 300), (4, 1500)])
def test_a_line_is_short_and_does_not_stay_long(length: int, pause: int) -> None:
    words = phrase(*((at * pause, at * pause + 200, "w" * length) for at in range(40)))
    found = list(lines_of([words], [Heard(0, 100_000, ADA)], 0))
    assert " ".join(line.text for line in found) == " ".join(word.text for word in words.words)
    assert all(len(line.text) <= LONG and line.until - line.since <= SECONDS * 1000 for line in found)
    assert len(found) < 15


def test_a_piece_is_parted_where_it_is_quiet() -> None:
    whole = np.random.default_rng(1).normal(0, 0.1, LONGEST * RATE).astype(np.float32)
    whole[5 * RATE : 8 * RATE] = 0
    begin = (LONGEST - TAIL + 7) * RATE
    whole[begin : begin + RATE] = 0
    assert begin < quietest(whole, TAIL * RATE) < begin + RATE
