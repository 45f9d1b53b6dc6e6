"""One connection to the media server's API for each process.

livekit-api is asynchronous and our routes are not, so its calls run on a
loop in a thread of their own, which keeps HTTP connections open between
calls.
"""

import asyncio
import atexit
import os
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

import aiohttp
from django.conf import settings
from django.utils.translation import gettext as _
from livekit.api import LiveKitAPI, TwirpError

from troth.lib.problems import Problem

T = TypeVar("T")
TIMEOUT = 4.0
CONNECT = 1.0
"""Seconds that an answer, and a connection before it, may take."""


@dataclass
class _Connection:
    """The loop, the server it speaks to, and whose they are: a forked process starts its own."""

    loop: asyncio.AbstractEventLoop
    thread: threading.Thread
    server: LiveKitAPI
    owner: tuple[int, str]

    def close(self) -> None:
        if self.owner[0] == os.getpid():
            asyncio.run_coroutine_threadsafe(self.server.aclose(), self.loop).result(TIMEOUT)
            self.loop.call_soon_threadsafe(self.loop.stop)
            self.thread.join(TIMEOUT)
            self.loop.close()


_lock = threading.Lock()
_connection: _Connection | None = None


class MediaDown(Problem):
    """The media server does not answer."""

    def __init__(self) -> None:
        super().__init__(
            503,
            "media-down",
            _("The media server is not there at the moment. Trying again helps in a few seconds."),
            headers={"Retry-After": "1"},
        )


async def _connect() -> LiveKitAPI:
    return LiveKitAPI(
        settings.MEDIA_API_URL,
        settings.MEDIA_KEY,
        settings.MEDIA_SECRET,
        timeout=aiohttp.ClientTimeout(total=TIMEOUT, connect=CONNECT),
    )


def _connected() -> _Connection:
    global _connection
    with _lock:
        owner = (os.getpid(), settings.MEDIA_API_URL)
        if _connection is None or _connection.owner != owner:
            _disconnect()
            loop = asyncio.new_event_loop()
            thread = threading.Thread(target=loop.run_forever, name="media", daemon=True)
            thread.start()
            server = asyncio.run_coroutine_threadsafe(_connect(), loop).result(TIMEOUT)
            _connection = _Connection(loop, thread, server, owner)
        return _connection


@atexit.register
def _disconnect() -> None:
    global _connection
    if _connection is not None:
        _connection.close()
        _connection = None


def call(what: Callable[[LiveKitAPI], Coroutine[Any, Any, T]]) -> T:
    """The server's answer. Raises MediaDown when it can't be reached, TwirpError when it refuses."""
    connection = _connected()
    try:
        return asyncio.run_coroutine_threadsafe(what(connection.server), connection.loop).result(TIMEOUT + 1)
    except TwirpError as error:
        if error.code == "unavailable":
            raise MediaDown from error
        raise
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise MediaDown from error
