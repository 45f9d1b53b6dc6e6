"""A whole installation, started as an operator starts it, on a data folder and ports of its own."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import psycopg

from tests.ports import free_ports
from tests.waiting import until

PASSWORD = "demo-demo-demo"
PARTS = {
    "media": "livekit-server",
    "web": "cli serve",
    "worker": "cli work",
    "recorder": "cli record",
    "browser": "--headless=new",
}


class Installation:
    """`troth run` in a folder. Its people are the demo organization's."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data = data
        self.port = free_ports(4)
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "TROTH_DATA": str(data),
            "TROTH_PORT": str(self.port),
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / "run.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "troth.web.cli", "run"],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        until(self._answers, "the installation answers", 90)

    def _answers(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise AssertionError((self.data / "run.log").read_text())
        try:
            return httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200 and self.media_answers()
        except httpx.HTTPError:
            return False

    def media_answers(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port + 1}/", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)

    def pids(self, part: str) -> list[int]:
        """The processes of a part, a key of PARTS, parents first. A recorder's browsers are a part of their own."""
        assert self.process is not None
        ours = {self.process.pid}
        found: list[int] = []
        for _ in range(3):
            for pid, parent, words in _processes():
                if (parent in ours or str(self.data) in words) and pid not in ours:
                    ours.add(pid)
        for pid, parent, words in _processes():
            below = parent in found and PARTS["browser"] not in words
            if pid in ours and (PARTS[part] in words or below):
                found.append(pid)
        return found

    def kill(self, part: str) -> None:
        """Kills a part without a word; the supervisor starts it again."""
        pids = self.pids(part)
        assert pids, f"{part} is not running"
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database says; places for values are written `?`."""
        if self._postgresql:
            with psycopg.connect(self._postgresql) as server:
                return server.execute(query.replace("?", "%s").encode(), values).fetchall()
        with sqlite3.connect(
            f"file:{self.data / 'troth.sqlite3'}?mode=ro", uri=True, timeout=10
        ) as connection:
            rows = connection.execute(query, values).fetchall()
        connection.close()
        return rows

    def cut_database(self) -> None:
        """Ends every connection to the database, as a server does that is started anew. PostgreSQL only."""
        self.rows(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )

    @property
    def _postgresql(self) -> str:
        return self.environment.get("TROTH_DATABASE_URL", "")

    def change(self, query: str, *values: Any) -> None:
        """Changes what the database says, where no page or route does."""
        with sqlite3.connect(self.data / "troth.sqlite3", timeout=10) as connection:
            connection.execute(query, values)
        connection.close()


def _processes() -> list[tuple[int, int, str]]:
    lines = subprocess.run(
        ["ps", "-ww", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    parts = [line.split(None, 2) for line in lines]
    return [(int(part[0]), int(part[1]), part[2] if len(part) > 2 else "") for part in parts]
