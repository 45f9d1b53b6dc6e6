"""`troth caption`: listens in meetings whose captions are on, and shows who is in them what is said.

One core hears all of them, one piece after the other: phrases that are over
first, then how far the others are. Sound and words are in memory only.
"""

import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError

from troth.captions.actions import claim, give_back, keep
from troth.captions.ear import Ear, Piece
from troth.captions.models import Captions
from troth.captions.queries import agreed
from troth.lib.speech import Sound, hear
from troth.lib.turns import take_turns
from troth.media.listening import Listener
from troth.media.tokens import mint_unseen
from troth.meetings.actions.news import say
from troth.meetings.models import Session

log = logging.getLogger(__name__)

MOST = 400
"""Characters of one caption."""
BEHIND = 20
"""Phrases that may wait."""


class Sitting:
    """The captions of one meeting, while this process makes them."""

    def __init__(self, captions: Captions, claim: UUID) -> None:
        """Comes into the room. Raises ConnectionError."""
        self.session: Session = captions.session
        self.claim = claim
        self._ears: dict[str, Ear] = {}
        self._numbers = count(1)
        token = mint_unseen(self.session.room, f"captions-{self.claim.hex[:12]}")
        self._listener = Listener(settings.MEDIA_API_URL.replace("http", "ws", 1), token, self._take)

    def tend(self) -> bool:
        """Gives a sign of life, and hears who agrees now. Whether to go on."""
        if not keep(self.session.id, self.claim) or not self._listener.is_up:
            return False
        self._follow()
        return True

    @property
    def ears(self) -> list[tuple[str, Ear]]:
        """Who is heard, and what of them."""
        return list(self._ears.items())

    def show(self, identity: str, piece: Piece, text: str) -> None:
        """Shows everybody what somebody says, unless they took back meanwhile that it may be."""
        self._follow()
        if identity in self._ears:
            line = f"{self.claim.hex[:8]}.{piece.number}"
            caption = {"identity": identity, "line": line, "text": text[:MOST], "done": piece.done}
            say(self.session, {"kind": "caption", **caption})

    def close(self) -> None:
        """Leaves the room, and the captions to another captioner where they go on."""
        self._listener.close()
        give_back(self.session.id, self.claim)

    def _follow(self) -> None:
        now_agreed = agreed(self.session.id)
        for identity in self._ears.keys() - now_agreed:
            del self._ears[identity]
        for identity in now_agreed - self._ears.keys():
            self._ears[identity] = Ear(self._numbers)
        self._listener.hear(now_agreed)

    def _take(self, identity: str, sound: Sound) -> None:
        if (ear := self._ears.get(identity)) is not None:
            ear.take(sound)


class Captioner:
    """The meetings that this process captions, and what of them waits to be heard."""

    def __init__(self, model: Path | None, most: int) -> None:
        self._model = model
        self._most = most
        self._sittings: list[Sitting] = []
        # Phrases that are over. Who is that far behind gives the oldest up.
        self._over: deque[tuple[Sitting, str, Piece]] = deque(maxlen=BEHIND)

    def tend(self) -> None:
        """Leaves meetings whose captions are off or somebody else's, and takes one more where there is room."""
        for sitting in list(self._sittings):
            if not sitting.tend():
                self._sittings.remove(sitting)
                sitting.close()
                log.info("session %s is captioned no more", sitting.session.id)
        if len(self._sittings) < self._most and (claimed := claim()) is not None:
            try:
                self._sittings.append(Sitting(*claimed))
                log.info("session %s is captioned", claimed[0].session_id)
            except ConnectionError:
                log.warning("session %s can't be heard", claimed[0].session_id)

    def hear(self) -> bool:
        """Hears one piece: a phrase that is over, else how far the one is that waited longest. Whether there was any."""
        ears = [(sitting, *ear) for sitting in self._sittings for ear in sitting.ears]
        for sitting, identity, ear in ears:
            if (piece := ear.next()) is not None:
                self._over.append((sitting, identity, piece))
        found = self._over.popleft() if self._over else self._grown(ears)
        if found is None:
            return False
        sitting, identity, piece = found
        phrases = hear(piece.sound, self._model)
        text = " ".join(word.text for phrase in phrases for word in phrase.words)
        if text or piece.done:
            sitting.show(identity, piece, text)
        return True

    def _grown(self, ears: list[tuple[Sitting, str, Ear]]) -> tuple[Sitting, str, Piece] | None:
        for sitting, identity, ear in sorted(ears, key=lambda one: one[2].grown_at):
            if (piece := ear.grow()) is not None:
                return sitting, identity, piece
        return None

    def close(self) -> None:
        """Leaves every meeting."""
        for sitting in self._sittings:
            sitting.close()


def caption(model: Path | None, most: int, keep_on: Callable[[], bool]) -> None:
    """Captions up to `most` meetings at once, until it is asked to stop; then what is on goes on elsewhere."""
    captioner = Captioner(model, most)

    def turn() -> bool:
        captioner.tend()
        return captioner.hear()

    take_turns(turn, keep_on)
    with suppress(OperationalError, InterfaceError):
        captioner.close()
