"""What a recorder takes of the machine, and how soon it begins: a meeting of two cameras of 720p."""

import time

import httpx
from playwright.sync_api import sync_playwright

from benchmarks import bare_page
from benchmarks.host import Host
from benchmarks.numbers import median, table
from benchmarks.processes import megabytes, seconds
from benchmarks.publishers import SIZES, publishing
from benchmarks.room_page import browser, moment, page, running
from tests.installation import Installation
from tests.waiting import until

TITLE = "a recorder at a meeting of two, 720p"
GOAL = 0.9
"""Of one core, the whole process tree."""
EGRESS = 4.0
"""Processors that LiveKit asks for one room composite egress (docs.livekit.io, "Self-hosting Egress", Requirements)."""
START_GOAL = 3.0
"""Seconds from the press to the first stored film."""
RUNS = 5
SECONDS = 60
LARGE = SIZES["large"]


class Recorded:
    """A meeting that its host has recorded, by the API."""

    def __init__(self, installation: Installation, host: dict[str, str]) -> None:
        self.installation = installation
        self.http = httpx.Client(base_url=f"{installation.url}/api/v1", timeout=20)
        self.host = host

    def start(self) -> dict[str, object]:
        """Asks for a recorder. Returns what the room knows of it."""
        answer = self.http.post("/session/recording", json={"layout": "grid"}, headers=self.host)
        found: dict[str, object] = answer.raise_for_status().json()["recording"]
        return found

    def agree(self, recording: dict[str, object], ticket: str) -> None:
        """Somebody agrees to be in it."""
        question = recording["question"]
        assert isinstance(question, dict)
        body = {"recording": recording["id"], "choice": "agreed", "version": question["version"]}
        headers = {"Authorization": f"Bearer {ticket}"}
        self.http.put("/session/recording/answer", json=body, headers=headers).raise_for_status()

    def stop(self) -> None:
        """Ends it."""
        self.http.post("/session/recording/stop", headers=self.host).raise_for_status()

    def chunks(self) -> int:
        """Seconds of the newest recording that are on disk."""
        return int(
            self._newest("select coalesce(sum(chunks), 0) from recordings_part where recording_id =")[0]
        )

    def film(self) -> tuple[str, float]:
        """The state of the newest recording, and its film's length in seconds."""
        state, length = self._newest("select state, seconds from recordings_recording where id =")
        return str(state), float(length)

    def _newest(self, query: str) -> tuple[object, ...]:
        newest = "(select id from recordings_recording order by asked_at desc limit 1)"
        return self.installation.rows(f"{query} {newest}")[0]


def measure() -> list[str]:
    """The section's lines."""
    starts, bare, cores, memory = [], [], 0.0, 0.0
    with running() as installation, Host(installation.url) as alice:
        code = alice.make_meeting("Recorded")
        with publishing(installation.url, code, alice.notice(code), 2, "large") as load:
            meeting = Recorded(installation, alice.enter(code))
            for run in range(RUNS):
                starts.append(_start(meeting, load.tickets))
                print(f"  {run}: first film on disk after {starts[-1]:.2f} s", flush=True)
                if run == RUNS - 1:
                    cores, memory = _work(installation, meeting)
                meeting.stop()
                until(lambda: meeting.film()[0] == "ready", "the film is there", 60)
                bare.append(_bare(installation, code, alice.notice(code)))
                print(f"  {run}: a bare page's first picture after {bare[-1]:.2f} s", flush=True)
    return [
        f"Two guests send {LARGE.width} by {LARGE.height}, {LARGE.rate} frames and {LARGE.kilobits} kbit a second; both "
        f"agreed. Processor time and memory of the recorder's browser, all its processes, over {SECONDS} s.",
        "",
        *table(
            ["", "measured", "goal"],
            [
                ["processor, of one core", f"{cores:.2f}", f"≤ {GOAL}"],
                ["beside LiveKit Egress's four", f"{cores / EGRESS:.2f}", f"≤ {GOAL / EGRESS:.2f}"],
                ["memory, MB", f"{memory:.0f}", ""],
                [
                    f"press to first film on disk, s, median of {RUNS}",
                    f"{median(starts):.2f}",
                    f"≤ {START_GOAL}",
                ],
                [
                    f"a bare page in a browser started for it: first picture, s, median of {RUNS}",
                    f"{median(bare):.2f}",
                    "",
                ],
            ],
        ),
        "",
        f"The first film is on disk {median(starts) / median(bare):.1f} times as late as the bare page shows its first picture; "
        "a second of it is the film's own first second.",
    ]


def _start(meeting: Recorded, tickets: list[str]) -> float:
    """Seconds until the first second is on disk."""
    pressed = time.monotonic()
    recording = meeting.start()
    for ticket in tickets:
        meeting.agree(recording, ticket)
    until(lambda: meeting.chunks() > 0, "the first film is on disk", 60)
    return time.monotonic() - pressed


def _bare(installation: Installation, code: str, notice: int) -> float:
    """Seconds from the start of a browser until a page that only uses livekit-client shows somebody's first picture."""
    with bare_page.serve(installation, code, notice) as bare, sync_playwright() as playwright:
        address, began = bare.address(), time.monotonic()
        visitor = browser(playwright)
        shown = page(visitor, installation)
        shown.goto(address)
        shown.get_by_role("button").click()
        moment(shown, "bare:first-frame")
        took = time.monotonic() - began
        shown.evaluate("leave()")
        visitor.close()
    return took


def _work(installation: Installation, meeting: Recorded) -> tuple[float, float]:
    """Share of a core, and megabytes, of the browser while it records."""
    until(lambda: meeting.chunks() > 5, "it runs", 60)
    pids = installation.pids("browser")
    before, began = sum(map(seconds, pids)), time.monotonic()
    time.sleep(SECONDS)
    spent = sum(map(seconds, pids)) - before
    return spent / (time.monotonic() - began), sum(map(megabytes, pids))
