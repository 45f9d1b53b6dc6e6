"""A page that uses only livekit-client, in a room of the same media server."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx

from tests.installation import Installation

HERE = Path(__file__).parent / "bare"
CLIENT = Path(__file__).resolve().parents[1] / "room/node_modules/livekit-client/dist/livekit-client.esm.mjs"


class BarePage:
    """Addresses of the page, each with a token for a meeting's room that was got beforehand, as a guest's."""

    def __init__(self, installation: Installation, origin: str, code: str, notice: int) -> None:
        self._join = f"{installation.url}/api/v1/meetings/{code}/join"
        self._origin = origin
        self._notice = notice

    def address(self) -> str:
        """The page's address, good for a minute. Somebody whom Troth does not know, it would put out of the room."""
        answer = httpx.post(self._join, json={"name": "Bare Page", "notice": self._notice})
        media = answer.raise_for_status().json()["media"]
        return f"{self._origin}/#{urlencode(media)}"


class _Files(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}

    def translate_path(self, path: str) -> str:
        return str(CLIENT) if path == "/livekit-client.js" else super().translate_path(path)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serve(installation: Installation, code: str, notice: int) -> Iterator[BarePage]:
    """The page, as long as the context lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(HERE)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield BarePage(installation, f"http://127.0.0.1:{server.server_port}", code, notice)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
