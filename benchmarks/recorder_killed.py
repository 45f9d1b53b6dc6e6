"""How much film is lost when something is killed while a meeting is recorded."""

import time
from collections.abc import Callable

import httpx

from benchmarks.host import Host
from benchmarks.numbers import table
from benchmarks.recorder import Recorded
from benchmarks.room_page import running
from tests.installation import Installation
from tests.waiting import until

TITLE = "film lost when something is killed"
PARTS = ("recorder", "browser", "web", "worker", "media")
MOMENTS = ("starting", "running", "stopping", "remuxing")
GOAL = 3.0
"""The most seconds of film that a kill may cost."""
PATIENCE = 120.0


def measure() -> list[str]:
    """The section's lines."""
    rows = []
    with running() as installation, Host(installation.url) as alice:
        for part in PARTS:
            row = [part]
            for moment in MOMENTS:
                row.append(_lost(installation, alice, part, moment))
                print(f"  {part}, {moment}: {row[-1]}", flush=True)
            rows.append(row)
    return [
        "One person's meeting, recorded for some seconds; what is named is killed (SIGKILL) at that moment, and started again by "
        "the supervisor. Seconds of film that are not there, of the time between the first film on disk (or the press and two "
        f"seconds, where it was killed before) and the stop. Goal: ≤ {GOAL} while running, and always a film.",
        "",
        *table(["killed", *MOMENTS], rows),
    ]


def _lost(installation: Installation, alice: Host, part: str, moment: str) -> str:
    """Seconds of film that are not there after one kill, or what became of it instead."""
    meeting = Recorded(installation, alice.enter(alice.make_meeting("Recorded")))
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
    if installation.pids(part):
        installation.kill(part)


def _again(do: Callable[[], None]) -> None:
    """Asks until somebody answers: the web server may just be coming back."""

    def answered() -> bool:
        try:
            do()
        except httpx.TransportError:
            return False
        return True

    until(answered, "the web server answers", PATIENCE)
