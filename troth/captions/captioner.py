"""`troth caption`: listens in meetings whose captions are on, and shows who is in them what is said.

One core hears all of them, one piece after the other: phrases that are over
first, then how far the others are. Sound and words are in memory only.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections

from troth.captions.actions import claim, give_back, keep
from troth.captions.ear import Ear, Piece
from troth.captions.models import Captions
from troth.captions.queries import agreed
from troth.lib.speech import Sound, hear
from troth.media.listening import Listener
from troth.media.tokens import mint_unseen
from troth.meetings.actions.news import say
from troth.meetings.models import Session

log = logging.getLogger(__name__)

LOOK = 0.25
"""Seconds between two looks for something to do."""
MOST = 400
"""Characters of one caption."""


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

    def pieces(self) -> Iterator[tuple[str, Piece]]:
        """What there is to be heard: identities, and a piece of each."""
        for identity, ear in list(self._ears.items()):
            if (piece := ear.next()) is not None:
                yield identity, piece

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


def caption(model: Path | None, most: int, keep_on: Callable[[], bool]) -> None:
    """Captions up to `most` meetings at once, until it is asked to stop; then what is on goes on elsewhere."""
    sittings: list[Sitting] = []
    while keep_on():
        close_old_connections()
        # A database that is away for a moment is no reason to leave the rooms.
        with suppress(OperationalError, InterfaceError):
            _tend(sittings, most)
            if _hear(sittings, model):
                continue
        time.sleep(LOOK)
    with suppress(OperationalError, InterfaceError):
        for sitting in sittings:
            sitting.close()


def _tend(sittings: list[Sitting], most: int) -> None:
    for sitting in list(sittings):
        if not sitting.tend():
            sittings.remove(sitting)
            sitting.close()
            log.info("session %s is captioned no more", sitting.session.id)
    if len(sittings) < most and (claimed := claim()) is not None:
        try:
            sittings.append(Sitting(*claimed))
            log.info("session %s is captioned", claimed[0].session_id)
        except ConnectionError:
            log.warning("session %s can't be heard", claimed[0].session_id)


def _hear(sittings: list[Sitting], model: Path | None) -> bool:
    """Hears what there is. Whether there was something."""
    found = [(sitting, *piece) for sitting in sittings for piece in sitting.pieces()]
    found.sort(key=lambda one: not one[2].done)
    for sitting, identity, piece in found:
        phrases = hear(piece.sound, model)
        text = " ".join(word.text for phrase in phrases for word in phrase.words)
        if text or piece.done:
            sitting.show(identity, piece, text)
    return bool(found)
