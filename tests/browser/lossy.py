"""A network that loses packets: the media of one browser go through a socket of this test, and no other way."""

import random
import re
import socket
import threading
from contextlib import suppress

from livekit.protocol.rtc import SignalRequest, SignalResponse
from playwright.sync_api import Page, WebSocketRoute

from tests.browser.line import Line

MOST = 2048
"""Bytes of a packet."""
CANDIDATE = re.compile(r"a=candidate:.*\r?\n")
"""A line of a description (RFC 8839, section 5.1)."""


class Lossy(Line):
    """Somebody's line. `up` and `down` are the shares of packets that get lost on it from now on.

    The media server's address in what it says is replaced by our own and its others are left out, and where the
    browser could be reached directly is kept from it: told either way, the two would go around this line.
    """

    def __init__(self, page: Page, media_port: int) -> None:
        self.up = self.down = 0.0
        self._media = ("127.0.0.1", media_port)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._old = f"127.0.0.1 {media_port} typ"
        self._new = f"127.0.0.1 {self._socket.getsockname()[1]} typ"
        self._ways: dict[tuple[str, int], socket.socket] = {}
        self._random = random.Random(1)  # noqa: S311  # the same losses each time
        self._thread = threading.Thread(target=self._carry_up, daemon=True)
        self._thread.start()
        super().__init__(page)

    def close(self) -> None:
        """No packet passes any more."""
        for one in (self._socket, *self._ways.values()):
            one.close()

    def _carry(self, here: WebSocketRoute) -> None:
        there = here.connect_to_server()
        here.on_message(lambda said: self._ask(there, said))
        there.on_message(lambda said: self._tell(here, said))
        self.open.append((here, there))

    def _ask(self, there: WebSocketRoute, said: str | bytes) -> None:
        if isinstance(said, bytes):
            request = SignalRequest.FromString(said)
            if request.HasField("trickle"):
                return
            for name in ("offer", "answer"):
                if request.HasField(name):
                    description = getattr(request, name)
                    description.sdp = CANDIDATE.sub("", description.sdp)
                    said = request.SerializeToString()
        there.send(said)

    def _tell(self, here: WebSocketRoute, said: str | bytes) -> None:
        answer = self._answer(said)
        if answer is not None:
            here.send(answer)

    def _answer(self, said: str | bytes) -> str | bytes | None:
        if not isinstance(said, bytes):
            return said
        response = SignalResponse.FromString(said)
        for name in ("offer", "answer"):
            if response.HasField(name):
                description = getattr(response, name)
                description.sdp = CANDIDATE.sub(lambda found: self._ours(found[0]), description.sdp)
                return response.SerializeToString()
        if response.HasField("trickle"):
            response.trickle.candidateInit = self._ours(response.trickle.candidateInit)
            return response.SerializeToString() if response.trickle.candidateInit else None
        return said

    def _ours(self, candidate: str) -> str:
        """The candidate with our address instead of the media server's, or nothing when it is another one."""
        return candidate.replace(self._old, self._new) if self._old in candidate else ""

    def _carry_up(self) -> None:
        while True:
            try:
                packet, sender = self._socket.recvfrom(MOST)
            except OSError:
                return
            if sender not in self._ways:
                way = self._ways[sender] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                way.connect(self._media)
                threading.Thread(target=self._carry_down, args=(way, sender), daemon=True).start()
            if self._passes(packet, self.up):
                with suppress(OSError):
                    self._ways[sender].send(packet)

    def _carry_down(self, way: socket.socket, receiver: tuple[str, int]) -> None:
        while True:
            try:
                packet = way.recv(MOST)
            except OSError:
                return
            if self._passes(packet, self.down):
                with suppress(OSError):
                    self._socket.sendto(packet, receiver)

    def _passes(self, packet: bytes, share: float) -> bool:
        # What keeps the way open is let through (RFC 7983): the line is to be bad, not cut.
        is_media = bool(packet) and 128 <= packet[0] <= 191
        return not is_media or self._random.random() >= share
