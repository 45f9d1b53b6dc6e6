"""The media server dies and is back a second later: how long the others' pictures stand still."""

import os
import signal
import time

from playwright.sync_api import Page, sync_playwright

from benchmarks.host import Host
from benchmarks.numbers import median, percentile, table
from benchmarks.room_page import browser, person, running
from tests.browser.person import Person
from tests.installation import Installation
from tests.waiting import until

TITLE = "the picture is back after the media server was killed"
RUNS = 10
AWAY = 1.0
"""Seconds that the media server is away."""
GOAL = 4.0
"""The most seconds from the kill to a picture that moves."""
UNDISTURBED = 6.0
"""Seconds between two kills: what dies sooner after its start than 5 s, the supervisor holds back."""
STEADY = 10
"""Frames after which a picture counts as moving."""

# On each new frame that was shown, in whichever element: they may be made anew.
WATCH = """() => {
  window.shownAt = [];
  const seen = new WeakSet();
  const watch = video => {
    seen.add(video);
    const note = () => { window.shownAt.push(Date.now()); video.requestVideoFrameCallback(note); };
    video.requestVideoFrameCallback(note);
  };
  const look = () => document.querySelectorAll("[data-self='false'] video").forEach(
    video => seen.has(video) || watch(video));
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
}"""
LATER = "since => window.shownAt.filter(at => at > since)"


def measure() -> list[str]:
    """The section's lines."""
    with running() as installation, sync_playwright() as playwright:
        with Host(installation.url) as alice:
            path = f"/m/{alice.make_meeting('Weekly')}"
        people = []
        for name in ("Ann Already", "Vera Visitor"):
            people.append(person(browser(playwright), installation))
            people[-1].enters(path, name)
        for one in people:
            one.page.evaluate(WATCH)
        backs: list[float] = []
        stills: list[float] = []
        for run in range(RUNS):
            back, still = _kill(installation, people)
            backs.append(back)
            stills += still
            print(
                f"  {run}: server {back:.2f} s, pictures {', '.join(f'{one:.2f}' for one in still)} s",
                flush=True,
            )
        for one in people:
            one.leaves()
    return _lines(backs, stills)


def _kill(installation: Installation, people: list[Person]) -> tuple[float, list[float]]:
    """Seconds from the kill until the server answers again, and until each picture moves again."""
    for one in people:
        _moving(one.page, time.time())
    time.sleep(UNDISTURBED)
    supervisor = installation.process
    assert supervisor is not None
    # Who would start it again at once stands still meanwhile.
    os.kill(supervisor.pid, signal.SIGSTOP)
    try:
        killed = time.time()
        installation.kill("media")
        time.sleep(AWAY)
    finally:
        os.kill(supervisor.pid, signal.SIGCONT)
    until(installation.media_answers, "the media server answers again")
    back = time.time()
    return back - killed, [_moving(one.page, back) - killed for one in people]


def _moving(page: Page, since: float) -> float:
    """When the first of so many new frames was shown."""
    page.wait_for_function(
        f"since => ({LATER})(since).length >= {STEADY}", arg=since * 1000, polling=50, timeout=60_000
    )
    return float(page.evaluate(LATER, since * 1000)[0]) / 1000


def _lines(backs: list[float], stills: list[float]) -> list[str]:
    rows = [
        [
            name,
            str(len(values)),
            f"**{median(values):.2f}**",
            f"{percentile(values, 0.9):.2f}",
            f"{min(values):.2f}",
            f"{max(values):.2f}",
        ]
        for name, values in (("media server answers", backs), ("picture moves", stills))
    ]
    late = sum(still > GOAL for still in stills)
    return [
        f"Two people in two headless Chromiums see each other; the media server is killed (SIGKILL) {len(backs)} times and",
        f"started again {AWAY:g} s later. From the kill until it answers, and until the other's picture moves: the first of",
        f"{STEADY} new frames shown after that (`requestVideoFrameCallback`), on both screens.",
        "",
        *table(["seconds after the kill", "times", "median", "p90", "lowest", "highest"], rows),
        "",
        f"Goal: ≤ {GOAL:g} s. {late} of {len(stills)} pictures took longer.",
    ]
