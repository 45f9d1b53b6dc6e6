"""What one person says, phrase by phrase, while they say it."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from time import monotonic

import numpy as np

from troth.lib.speech import RATE, Sound, quietest, speech_in

PAUSE = RATE * 6 // 10
"""Samples of silence that end a phrase."""
LONGEST = RATE * 9
"""Samples of a phrase at most: one that goes on is parted where it is quietest."""
TAIL = RATE * 3
"""Samples at its end among which that is looked for."""
NEWS = RATE
"""Samples more that are worth being heard before the phrase is over."""
AROUND = RATE // 5
"""Samples before and after what is speech, so that no sound of it is lost."""
STOPPED = 0.7
"""Seconds without any sound, not even silence, after which none is to come: they muted themselves, or left."""
FAINT = 0.003
"""Nobody speaks who is not louder than that."""
MEMORY = RATE * 30
"""Samples that are kept for a captioner that is behind; older ones are given up."""


@dataclass(frozen=True)
class Piece:
    """Sound in which somebody speaks. The phrase `number` goes on, or is over and `done`."""

    number: int
    sound: Sound
    done: bool


class Ear:
    """Collects a person's sound and finds their phrases in it. `take` is called in another thread than the rest."""

    def __init__(self, numbers: Iterator[int]) -> None:
        """`numbers` gives each phrase its own."""
        self._lock = threading.Lock()
        self._new: list[Sound] = []
        self._sound: Sound = np.zeros(0, np.float32)
        self._at = monotonic()
        self._numbers = numbers
        self._number = next(numbers)
        self._begin: int | None = None
        self._heard = 0
        self.grown_at = monotonic()
        """When it last gave a piece of a phrase that went on."""

    def take(self, samples: Sound) -> None:
        """The next that is heard of them."""
        with self._lock:
            self._new.append(samples)
            self._at = monotonic()

    def next(self) -> Piece | None:
        """A phrase that is over. Where no sound comes any more, the one that went on is."""
        with self._lock:
            new, self._new = self._new, []
            stopped = not new and monotonic() - self._at > STOPPED
        self._sound = np.concatenate([self._sound, *new])[-MEMORY:]
        if not self._sound.size or not (new or stopped):
            return None
        self._begin = None
        if not self._heard and float(np.abs(self._sound).max()) < FAINT:
            self._keep(len(self._sound) - AROUND)
            return None
        spans = speech_in(self._sound)
        if not spans:
            self._heard = 0
            self._keep(len(self._sound) - (0 if stopped else RATE // 2))
            return None
        begin, end = max(0, spans[0][0] - AROUND), spans[-1][1]
        for (_, last), (first, _) in pairwise(spans):
            if first - last >= PAUSE:
                return self._over(begin, last + AROUND)
        if stopped or len(self._sound) - end >= PAUSE:
            return self._over(begin, end + AROUND)
        if len(self._sound) - begin >= LONGEST:
            return self._over(begin, quietest(self._sound, TAIL))
        self._begin = begin
        return None

    def grow(self) -> Piece | None:
        """How far the phrase is that goes on, where it is worth being heard again."""
        if self._begin is None or len(self._sound) - self._begin - self._heard < NEWS:
            return None
        self._heard = len(self._sound) - self._begin
        self.grown_at = monotonic()
        return Piece(self._number, self._sound[self._begin :], done=False)

    def _over(self, begin: int, end: int) -> Piece:
        piece = Piece(self._number, self._sound[begin:end], done=True)
        self._keep(end)
        self._heard = 0
        self._number = next(self._numbers)
        return piece

    def _keep(self, since: int) -> None:
        self._sound = self._sound[max(0, since) :]
