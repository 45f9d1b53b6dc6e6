"""Hearing people in a room, without being seen in it."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Set
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

import numpy as np
from livekit import rtc

from troth.lib.speech import RATE, Sound

TIMEOUT = 10.0
FRAME = 100
"""Milliseconds of sound that are handed over at once."""

Take = Callable[[str, Sound], None]
"""Called with an identity and the next of its sound, in the listener's own thread."""


class Listener:
    """A participant that nobody sees. It receives the microphones of those it is told to hear, and nothing else.

    It runs on a loop in a thread of its own; its methods are called from another.
    """

    def __init__(self, url: str, token: str, take: Take) -> None:
        """Comes into the room. Raises ConnectionError where it is not let in."""
        self._take = take
        self._wanted: frozenset[str] = frozenset()
        self._streams: dict[str, asyncio.Task[None]] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="listener", daemon=True)
        self._thread.start()
        try:
            self._room = self._do(self._come(url, token)).result(TIMEOUT)
        except (rtc.ConnectError, TimeoutError) as error:
            self._end()
            raise ConnectionError("The room can't be heard.") from error

    @property
    def is_up(self) -> bool:
        """Whether it is in the room, or on its way back into it."""
        return bool(self._room.connection_state != rtc.ConnectionState.CONN_DISCONNECTED)

    def hear(self, identities: Set[str]) -> None:
        """From now on these are heard, whenever they are there, and nobody else."""
        if identities != self._wanted:
            self._do(self._want(frozenset(identities))).result(TIMEOUT)

    def close(self) -> None:
        """Leaves. Nothing is handed over after it."""
        with suppress(TimeoutError):
            self._do(self._leave()).result(TIMEOUT)
        self._end()

    def _do(self, what: Coroutine[Any, Any, Any]) -> "Future[Any]":
        return asyncio.run_coroutine_threadsafe(what, self._loop)

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(TIMEOUT)
        if not self._thread.is_alive():
            self._loop.close()

    async def _come(self, url: str, token: str) -> rtc.Room:
        room = rtc.Room(loop=self._loop)
        room.on("track_published", self._choose)
        room.on("track_subscribed", self._begin)
        room.on("track_unsubscribed", lambda track, publication, person: self._finish(person.identity))
        await room.connect(url, token, rtc.RoomOptions(auto_subscribe=False))
        return room

    async def _want(self, identities: frozenset[str]) -> None:
        for identity in self._wanted - identities:
            self._finish(identity)
        self._wanted = identities
        for person in self._room.remote_participants.values():
            for publication in person.track_publications.values():
                self._choose(publication, person)

    async def _leave(self) -> None:
        for identity in list(self._streams):
            self._finish(identity)
        await self._room.disconnect()

    def _choose(self, publication: Any, person: Any) -> None:
        if publication.source == rtc.TrackSource.SOURCE_MICROPHONE:
            wanted = person.identity in self._wanted
            if publication.subscribed != wanted:
                publication.set_subscribed(wanted)

    def _begin(self, track: Any, publication: Any, person: Any) -> None:
        self._finish(person.identity)
        if person.identity in self._wanted:
            self._streams[person.identity] = self._loop.create_task(self._hand_over(track, person.identity))

    def _finish(self, identity: str) -> None:
        if stream := self._streams.pop(identity, None):
            stream.cancel()

    async def _hand_over(self, track: Any, identity: str) -> None:
        stream = rtc.AudioStream(
            track, loop=self._loop, sample_rate=RATE, num_channels=1, frame_size_ms=FRAME
        )
        try:
            async for event in stream:
                samples = np.frombuffer(event.frame.data, np.int16).astype(np.float32) / np.float32(32768)
                self._take(identity, samples)
        finally:
            await stream.aclose()
