"""A participant of a real room in a test's own process: what is not a browser can do."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, Self, TypeVar

from livekit import rtc

T = TypeVar("T")


class MediaClient:
    """A client with a token, on a loop of its own. `told` has the data messages that came to it."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url, token
        self.told: list[str] = []
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.room = self.do(self._make())

    async def _make(self) -> rtc.Room:
        room = rtc.Room(loop=self.loop)
        room.on("data_received", lambda packet: self.told.append(packet.data.decode()))
        return room

    def do(self, what: Coroutine[Any, Any, T], seconds: float = 30) -> T:
        """What it answers, from the loop."""
        return asyncio.run_coroutine_threadsafe(what, self.loop).result(seconds)

    def connect(self) -> Self:
        self.do(self.room.connect(self.url, self.token))
        return self

    @property
    def me(self) -> rtc.LocalParticipant:
        return self.room.local_participant

    def close(self) -> None:
        self.do(self.room.disconnect())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.loop.close()
