"""Speech to words, with the model that is installed and a voice that a program makes."""

import subprocess

import numpy as np

from troth.lib.speech import RATE, Sound, hear


def say(*words: str, voice: str = "en-gb") -> Sound:
    """What somebody says, as a model hears it."""
    spoken = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", "150", "--stdout", *words], check=True, capture_output=True
    ).stdout
    raw = subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-i", "-", "-ar", str(RATE), "-ac", "1", "-f", "f32le", "-"],
        input=spoken,
        check=True,
        capture_output=True,
    ).stdout
    return np.frombuffer(raw, np.float32)


def test_words_have_their_times() -> None:
    phrases = list(hear(say("Let us begin with the budget for next year.")))
    words = [word for phrase in phrases for word in phrase.words]
    assert (
        " ".join(word.text.strip(".,") for word in words).lower()
        == "let us begin with the budget for next year"
    )
    assert all(0 <= word.since <= word.until for word in words)
    assert [word.since for word in words] == sorted(word.since for word in words)


def test_silence_is_no_words() -> None:
    assert list(hear(np.zeros(RATE * 3, np.float32))) == []
