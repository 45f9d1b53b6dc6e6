"""The room's page with 25 and 49 cameras: is its main thread free, and does its memory stay."""

import os
import time
from dataclasses import dataclass
from statistics import linear_regression

from playwright.sync_api import Browser, CDPSession, sync_playwright

from benchmarks.host import Host
from benchmarks.numbers import median, table
from benchmarks.processes import main_thread_seconds, megabytes, seconds
from benchmarks.publishers import SIZES, publishing
from benchmarks.room_page import browser, person, running
from tests.browser.person import Person
from tests.installation import Installation

SMALL = SIZES["small"]
TITLE = "the room's page with 25 and 49 cameras"
MINUTES = int(os.environ.get("MINUTES", "10"))
"""For each of the two long rows; fewer while one works on this."""
FLAT = 5
"""Percent that memory may grow within the minutes after the first, by its slope."""

TASKS = """() => {
  window.longTasks = [];
  new PerformanceObserver(list => list.getEntries().forEach(one => window.longTasks.push(one.duration)))
    .observe({ type: 'longtask' });
}"""
SHOWN = "[...document.querySelectorAll(\"[data-self='false'] video\")]"
PICTURES = f"""() => {{
  const counts = {SHOWN}.map(video => video.getVideoPlaybackQuality());
  return [counts.length, counts.reduce((sum, one) => sum + one.totalVideoFrames, 0),
    counts.reduce((sum, one) => sum + one.droppedVideoFrames, 0)];
}}"""
MOVING = f"""least => {{
  const videos = {SHOWN};
  return videos.length >= least && videos.every(video => video.getVideoPlaybackQuality().totalVideoFrames > 5);
}}"""


@dataclass(frozen=True)
class Case:
    """`cameras` with our own, at most `page` of them on one page, and so at least so many others in sight."""

    name: str
    cameras: int
    page: int
    others: int
    minutes: int


CASES = (
    Case("alone", 1, 25, 0, 1),
    Case("25", 25, 25, 24, MINUTES),
    Case("49, pages of 25", 49, 25, 19, 1),
    Case("49 on one page", 49, 49, 48, MINUTES),
)


@dataclass(frozen=True)
class Look:
    """Everything counted at one moment; what grows, since the beginning."""

    at: float
    metrics: dict[str, float]
    videos: int
    frames: int
    dropped: int
    heap: float
    memory: float
    main: float
    used: dict[str, float]


@dataclass(frozen=True)
class Found:
    """What a case came to."""

    case: Case
    looks: list[Look]
    tasks: list[float]

    @property
    def span(self) -> float:
        return self.looks[-1].at - self.looks[0].at

    def a_second(self, metric: str) -> float:
        """Milliseconds of each second that the main thread spent on something."""
        first, last = self.looks[0].metrics, self.looks[-1].metrics
        return 1000 * (last[metric] - first[metric]) / self.span

    def cores(self, process: str) -> float:
        return (self.looks[-1].used[process] - self.looks[0].used[process]) / self.span


def measure() -> list[str]:
    """The section's lines."""
    with running() as installation, sync_playwright() as playwright:
        found = []
        for case in CASES:
            chromium = browser(playwright)
            found.append(_case(case, chromium, installation))
            chromium.close()
            time.sleep(1)
    return _lines(found)


def _case(case: Case, chromium: Browser, installation: Installation) -> Found:
    with Host(installation.url) as alice:
        code = alice.make_meeting(case.name)
        notice = alice.notice(code)
    viewer = person(chromium, installation)
    with publishing(installation.url, code, notice, case.cameras - 1) as load:
        viewer.enters(f"/m/{code}", "Vera Visitor")
        for choice in ("Everybody the same size", f"At most {case.page}"):
            viewer.press("Change layout")
            viewer.page.get_by_role("menuitemradio", name=choice).click()
        viewer.page.wait_for_function(MOVING, arg=case.others, timeout=60_000)
        found = _minutes(
            case, viewer, chromium, _processes(chromium, installation) | {"load clients": load.pid}
        )
        viewer.leaves()
    return found


def _processes(chromium: Browser, installation: Installation) -> dict[str, int]:
    known = chromium.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    page = max((one for one in known if one["type"] == "renderer"), key=lambda one: float(one["cpuTime"]))
    gpu = next(one for one in known if one["type"] == "GPU")
    media = installation.pids("media")[0]
    return {"page": int(page["id"]), "compositor": int(gpu["id"]), "media server": media}


def _minutes(case: Case, viewer: Person, chromium: Browser, pids: dict[str, int]) -> Found:
    cdp = viewer.page.context.new_cdp_session(viewer.page)
    cdp.send("Performance.enable")
    viewer.page.evaluate(TASKS)
    began = time.monotonic()
    looks = [_look(viewer, cdp, pids)]
    for minute in range(1, case.minutes + 1):
        viewer.page.wait_for_timeout(1000 * max(0, began + 60 * minute - time.monotonic()))
        looks.append(_look(viewer, cdp, pids))
        last = looks[-1]
        print(
            f"  {case.name}, minute {minute}: heap {last.heap:.1f} MB, process {last.memory:.0f} MB, "
            f"{last.videos} videos, {(last.frames - looks[-2].frames) / (last.at - looks[-2].at):.0f} frames/s",
            flush=True,
        )
    return Found(case, looks, viewer.page.evaluate("window.longTasks"))


def _look(viewer: Person, cdp: CDPSession, pids: dict[str, int]) -> Look:
    # What was counted, first: to collect garbage is work that only the measurement asks for.
    at = time.monotonic()
    metrics = _metrics(cdp)
    videos, frames, dropped = viewer.page.evaluate(PICTURES)
    used = {name: seconds(pid) for name, pid in pids.items()}
    main = main_thread_seconds(pids["page"])
    cdp.send("HeapProfiler.collectGarbage")
    heap = _metrics(cdp)["JSHeapUsedSize"] / 1e6
    return Look(at, metrics, videos, frames, dropped, heap, megabytes(pids["page"]), main, used)


def _metrics(cdp: CDPSession) -> dict[str, float]:
    return {one["name"]: float(one["value"]) for one in cdp.send("Performance.getMetrics")["metrics"]}


def _growth(looks: list[Look], values: list[float]) -> str:
    """Percent that it grew after the first minute, by its slope."""
    if len(looks) < 4:
        return "–"
    times = [look.at for look in looks[1:]]
    slope = linear_regression(times, values[1:]).slope
    return f"{100 * slope * (times[-1] - times[0]) / values[1]:+.1f} %"


def _lines(found: list[Found]) -> list[str]:
    work = []
    memory = []
    cores = []
    for one in found:
        first, last = one.looks[0], one.looks[-1]
        rate = (last.frames - first.frames) / one.span
        work.append(
            [
                one.case.name,
                str(last.videos),
                f"{rate / last.videos:.1f}" if last.videos else "–",
                f"{100 * (last.dropped - first.dropped) / max(1, last.frames - first.frames):.1f} %",
                f"**{one.a_second('TaskDuration'):.0f}**",
                f"{1000 * (last.main - first.main) / one.span:.0f}",
                f"{one.a_second('ScriptDuration'):.0f}",
                f"{one.a_second('LayoutDuration') + one.a_second('RecalcStyleDuration'):.0f}",
                f"{60 * len(one.tasks) / one.span:.1f}",
                f"{max(one.tasks, default=0):.0f}",
            ]
        )
        heaps, sizes = [look.heap for look in one.looks], [look.memory for look in one.looks]
        memory.append(
            [
                one.case.name,
                str(one.case.minutes),
                f"{heaps[1]:.1f}",
                f"{heaps[-1]:.1f}",
                f"**{_growth(one.looks, heaps)}**",
                f"{sizes[1]:.0f}",
                f"{sizes[-1]:.0f}",
                f"**{_growth(one.looks, sizes)}**",
                f"{median([look.metrics['Nodes'] for look in one.looks]):.0f}",
            ]
        )
        cores.append([one.case.name, *(f"{one.cores(name):.2f}" for name in first.used)])
    return [
        "One headless Chromium of 1280 by 800 in a meeting with guests whom Troth's API let in (`benchmarks/publishers.py`),",
        f"each with a prepared VP8 film of {SMALL.width} by {SMALL.height}, {SMALL.rate} frames and {SMALL.kilobits} kbit a second: the layer of a simulcast camera that tiles",
        "of such a grid are sent. Cameras are counted with the page's own, which is on. Only what the page shows is subscribed.",
        "",
        *table(
            [
                "cameras",
                "others subscribed",
                "frames/s of each",
                "dropped",
                "main thread busy, ms/s",
                "its processor time, ms/s",
                "script ms/s",
                "style and layout ms/s",
                "long tasks (> 50 ms) a minute",
                "longest ms",
            ],
            work,
        ),
        "",
        "Memory after forced garbage collection, each minute; growth by the slope from the first minute to the last.",
        "",
        *table(
            [
                "cameras",
                "minutes",
                "heap MB",
                "at the end",
                "growth",
                "process MB",
                "at the end",
                "growth",
                "DOM nodes",
            ],
            memory,
        ),
        "",
        "Cores used, of this machine's:",
        "",
        *table(["cameras", "page", "compositor", "media server", "load clients"], cores),
        "",
        f"Goal: flat, so growth ≤ {FLAT} %; no long tasks.",
    ]
