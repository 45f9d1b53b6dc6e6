"""A person's sound becomes phrases while they speak."""

from itertools import count

import numpy as np
import pytest

from tests.lib.test_speech import say as spoken
from troth.captions import ear as ears
from troth.captions.ear import Ear, Piece
from troth.lib.speech import RATE, Sound, hear


def silence(seconds: float) -> Sound:
    return np.zeros(int(seconds * RATE), np.float32)


def listen(ear: Ear, sound: Sound, step: float = 0.25) -> list[Piece]:
    """What the ear finds while a sound comes in."""
    found = []
    size = int(step * RATE)
    for at in range(0, len(sound), size):
        ear.take(sound[at : at + size])
        if (piece := ear.next() or ear.grow()) is not None:
            found.append(piece)
    return found


def words(piece: Piece) -> str:
    return " ".join(word.text for phrase in hear(piece.sound) for word in phrase.words).lower()


def test_a_phrase_is_heard_while_it_goes_on_and_once_it_is_over() -> None:
    said = spoken("Let us begin with the budget for next year, and then talk about the computers.")
    found = listen(Ear(count(1)), np.concatenate([silence(1), said, silence(1.5)]))
    assert [piece.done for piece in found] == [False] * (len(found) - 1) + [True]
    assert len(found) > 2
    assert {piece.number for piece in found} == {1}
    assert "budget" in words(found[-1])
    assert "computers" in words(found[-1])
    assert len(found[0].sound) < len(found[-1].sound)


def test_two_phrases_are_two() -> None:
    whole = [spoken("Good morning everybody."), silence(1.2), spoken("Shall we begin?"), silence(1.2)]
    over = [piece for piece in listen(Ear(count(7)), np.concatenate(whole)) if piece.done]
    assert [piece.number for piece in over] == [7, 8]
    assert "morning" in words(over[0])
    assert "begin" in words(over[1])


def test_who_speaks_without_a_pause_is_parted() -> None:
    said = spoken("one two three four five six seven eight nine ten " * 6)
    found = listen(Ear(count(1)), said)
    over = [piece for piece in found if piece.done]
    assert len(over) >= 2
    assert all(len(piece.sound) <= ears.LONGEST + RATE for piece in found)


def test_nothing_is_made_of_silence_and_noise() -> None:
    noise = np.random.default_rng(1).normal(0, 0.02, 5 * RATE).astype(np.float32)
    ear = Ear(count(1))
    assert listen(ear, np.concatenate([silence(3), noise, silence(2)])) == []
    assert len(ear._sound) <= RATE


def test_who_mutes_in_the_middle_has_said_what_they_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ears, "STOPPED", 3600.0)
    ear = Ear(count(1))
    found = listen(ear, spoken("Good morning everybody."))
    assert not any(piece.done for piece in found)
    assert ear.next() is None
    monkeypatch.setattr(ears, "STOPPED", -1.0)
    last = ear.next()
    assert last is not None
    assert last.done
    assert "morning" in words(last)
    assert ear.next() is None
