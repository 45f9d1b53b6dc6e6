"""How much film is lost when something is killed while a meeting is recorded."""

import time
from collections.abc import Callable
from typing import TypeVar

import httpx

from benchmarks.host import Host
from benchmarks.join_http import installation_on
from benchmarks.numbers import table
from benchmarks.publishers import publishing
from benchmarks.recorder import Recorded
from tests.installation import Installation
from tests.waiting import until

TITLE = "film lost when something is killed"
PARTS = ("recorder", "browser", "web", "worker", "media")
CONNECTIONS = "database connections"
MOMENTS = ("starting", "running", "stopping", "remuxing")
GOAL = 3.0
"""The most seconds of film that a kill may cost."""
PATIENCE = 120.0
T = TypeVar("T")


def measure() -> list[str]:
    """The section's lines."""
    rows = []
    for database, parts in (("SQLite", PARTS), ("PostgreSQL", (CONNECTIONS,))):
        with installation_on(database) as installation, Host(installation.url) as alice:
            for part in parts:
                row = [part]
                for moment in MOMENTS:
                    row.append(_lost(installation, alice, part, moment))
                    print(f"  {part}, {moment}: {row[-1]}", flush=True)
                rows.append(row)
    return [
        "A host and a guest with a camera, recorded for some seconds; what is named is killed (SIGKILL) at that moment, and "
        "started again by the supervisor. Connections are ended by the database server: PostgreSQL, the rows above are on "
        "SQLite. Seconds of film that are not there, of the time between the first film on disk and the stop. "
        f"Goal: ≤ {GOAL}, and always a film.",
        "",
        *table(["killed", *MOMENTS], rows),
    ]


def _lost(installation: Installation, alice: Host, part: str, moment: str) -> str:
    """Seconds of film that are not there after one kill, or what became of it instead."""
    code = _again(lambda: alice.make_meeting("Recorded"))
    with publishing(installation.url, code, alice.notice(code), 1):
        return _lost_of(Recorded(installation, alice.enter(code)), part, moment)


def _lost_of(meeting: Recorded, part: str, moment: str) -> str:
    installation = meeting.installation
    meeting.start()
    if moment == "starting":
        _kill(installation, part)
    until(lambda: meeting.chunks() > 0, "the first film is on disk", PATIENCE)
    began = time.monotonic()
    until(lambda: meeting.chunks() > 2, "it runs", PATIENCE)
    if moment == "running":
        _kill(installation, part)
    wanted = meeting.chunks() + 4
    until(lambda: meeting.chunks() >= wanted, "it goes on", PATIENCE)
    _again(meeting.stop)
    stopped = time.monotonic()
    if moment == "stopping":
        _kill(installation, part)
    if moment == "remuxing":
        until(lambda: meeting.film()[0] in ("making", "ready"), "the film is made", PATIENCE)
        _kill(installation, part)
    until(lambda: meeting.film()[0] in ("ready", "empty"), "the film is there", PATIENCE)
    state, length = meeting.film()
    return f"{max(0.0, stopped - began - length):.1f}" if state == "ready" else state


def _kill(installation: Installation, part: str) -> None:
    if part == CONNECTIONS:
        installation.cut_database()
    elif installation.pids(part):
        installation.kill(part)


def _again(do: Callable[[], T]) -> T:
    """Asks until somebody answers: the web server may just be coming back."""
    answers: list[T] = []

    def answered() -> bool:
        try:
            answers.append(do())
        except (httpx.TransportError, httpx.HTTPStatusError):
            return False
        return True

    until(answered, "the web server answers", PATIENCE)
    return answers[0]
