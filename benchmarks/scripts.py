"""What JavaScript a page loads, and how much of it crosses the wire."""

import gzip
from dataclasses import dataclass
from typing import Any

import httpx
from playwright.sync_api import Page


@dataclass(frozen=True)
class Script:
    """One script: bytes as they came, headers included, how they were encoded, and bytes after `gzip -9`."""

    url: str
    transferred: int
    encoding: str
    gzipped: int


class Scripts:
    """Watches a page's network from now on. Workers' own scripts count too where the page asks for them."""

    def __init__(self, page: Page) -> None:
        self._answers: dict[str, dict[str, Any]] = {}
        self._sizes: dict[str, int] = {}
        network = page.context.new_cdp_session(page)
        network.on("Network.responseReceived", self._answered)
        network.on("Network.loadingFinished", self._finished)
        network.send("Network.enable")

    def _answered(self, event: dict[str, Any]) -> None:
        if event["type"] == "Script" or "javascript" in event["response"]["mimeType"]:
            self._answers[event["requestId"]] = event["response"]

    def _finished(self, event: dict[str, Any]) -> None:
        self._sizes[event["requestId"]] = int(event["encodedDataLength"])

    def loaded(self) -> list[Script]:
        """The scripts that have arrived by now."""
        found = []
        for request, answer in self._answers.items():
            if request in self._sizes:
                headers = {name.lower(): value for name, value in answer["headers"].items()}
                body = (
                    httpx.get(answer["url"], headers={"Accept-Encoding": "identity"})
                    .raise_for_status()
                    .content
                )
                size = len(gzip.compress(body, 9, mtime=0))
                encoding = headers.get("content-encoding", "none")
                found.append(Script(answer["url"], self._sizes[request], encoding, size))
        return found
