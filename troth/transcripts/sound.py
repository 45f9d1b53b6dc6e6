"""The sound of a film, a piece at a time, as a model hears it."""

from typing import IO, Any

import av
import numpy as np

from troth.lib.speech import RATE, Sound, quietest

LONGEST = 60
"""Seconds of a piece at most: what is in memory at once, and how long others in the queue wait."""
TAIL = 20
"""Seconds at the end of a piece among which the quietest moment is looked for, to part there."""
BEFORE = 1000
"""Milliseconds that a decoder needs to find its way in."""


def next_piece(film: IO[bytes], since: int) -> tuple[Sound, int | None]:
    """A film's sound from a millisecond on, up to a pause, and the millisecond of that; None where the film ends.

    Where the film has no sound for a while, there is silence.
    """
    sound, goes_on = _read(film, since)
    if not goes_on:
        return sound, None
    end = quietest(sound, TAIL * RATE)
    return sound[:end], since + end * 1000 // RATE


def _read(film: IO[bytes], since: int) -> tuple[Sound, bool]:
    """LONGEST seconds of sound or less, and whether there is more."""
    piece = _Piece(since * RATE // 1000)
    with av.open(film, "r") as source:
        if not source.streams.audio:
            return piece.sound, False
        source.seek(max(0, since - BEFORE) * 1000)
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        for frame in source.decode(audio=0):
            for part in resampler.resample(frame):
                if piece.take(part):
                    return piece.sound, True
        for part in resampler.resample(None):
            piece.take(part)
    return piece.sound, False


class _Piece:
    """Samples from `begin` of the film on, put where their time says."""

    def __init__(self, begin: int) -> None:
        self._begin = begin
        self._samples: Sound = np.zeros(LONGEST * RATE, np.float32)
        self._end = 0

    @property
    def sound(self) -> Sound:
        return self._samples[: self._end]

    def take(self, part: Any) -> bool:
        """Puts samples in. Whether they begin after the end."""
        samples = part.to_ndarray().reshape(-1)
        at = round(part.pts * part.time_base * RATE) - self._begin
        if at < 0:
            samples, at = samples[-at:], 0
        if at >= len(self._samples):
            return True
        samples = samples[: len(self._samples) - at]
        self._samples[at : at + len(samples)] = samples
        self._end = max(self._end, at + len(samples))
        return False
