"""From the click on Join to the first frame of somebody else, beside a page of livekit-client alone."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from benchmarks import bare_page
from benchmarks.host import Host
from benchmarks.numbers import median, percentile, table
from benchmarks.scripts import Script, Scripts
from tests.browser.conftest import FLAGS, chromium
from tests.browser.person import Person
from tests.installation import Installation

TITLE = "click on Join to the first remote video frame"
RUNS = 16
"""Of each, in turn; the first of each only warms up."""
STEPS = ("join-click", "answer", "signal", "connected", "track", "first-frame")

READ = "name => performance.getEntriesByName(name).at(-1)?.startTime ?? null"
PREVIEW_IS_ON = (
    "() => [...document.querySelectorAll('video')].some(video => video.videoWidth > 0 && !video.paused)"
)

Moments = dict[str, float]


def measure() -> list[str]:
    """The section's lines."""
    with _installation() as installation, sync_playwright() as playwright:
        host, visitor = (
            playwright.chromium.launch(
                executable_path=chromium(), args=FLAGS, ignore_default_args=["--mute-audio"]
            )
            for _ in range(2)
        )
        with Host(installation.url) as alice:
            path = f"/m/{alice.make_meeting('Weekly')}"
            code = alice.make_meeting("Bare")
            notice = alice.notice(code)
        with bare_page.serve(installation, code, notice) as bare:
            inside = Person(_page(host, installation), installation)
            inside.enters(path, "Ann Already")
            publisher = _page(host, installation)
            publisher.goto(bare.address())
            publisher.get_by_role("button").click()
            _moment(publisher, "bare:published")

            scripts = _scripts(visitor, installation, path)
            ours: list[Moments] = []
            theirs: list[float] = []
            for run in range(RUNS):
                ours.append(_join_ours(visitor, installation, path))
                expect(inside.tile("Vera Visitor")).to_have_count(0)
                theirs.append(_join_bare(visitor, installation, bare.address()))
                publisher.wait_for_function("alone()", polling=50)
                print(
                    f"  {run}: Troth {ours[-1]['first-frame']:.0f} ms, bare {theirs[-1]:.0f} ms", flush=True
                )
            publisher.evaluate("leave()")
            _leave(inside)
        visitor.close()
        host.close()
    return [*_times(ours[1:], theirs[1:]), "", *_weights(scripts)]


@contextmanager
def _installation() -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="troth-bench-", ignore_cleanup_errors=True) as folder:
        installation = Installation(Path(folder) / "data")
        installation.start()
        try:
            yield installation
        finally:
            installation.stop()


def _context(browser: Browser, installation: Installation) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800},
        permissions=["camera", "microphone"],
        base_url=installation.url,
    )
    context.set_default_timeout(20_000)
    return context


def _page(browser: Browser, installation: Installation) -> Page:
    return _context(browser, installation).new_page()


def _moment(page: Page, mark: str) -> float:
    """When the mark was set, in milliseconds of the page's clock, once it is."""
    page.wait_for_function(f"name => ({READ})(name) !== null", arg=mark, polling=50)
    return float(page.evaluate(READ, mark))


def _enter(person: Person, path: str) -> None:
    """Stands at the door until the own picture is there, then presses Join."""
    person.go_to(path)
    person.page.wait_for_function(PREVIEW_IS_ON, polling=50)
    person.join("Vera Visitor")


def _leave(person: Person) -> None:
    person.press("Leave")
    person.reads("You left the meeting")
    person.page.context.close()


def _join_ours(browser: Browser, installation: Installation, path: str) -> Moments:
    """Milliseconds from the click to each step."""
    person = Person(_page(browser, installation), installation)
    _enter(person, path)
    _moment(person.page, "troth:first-frame")
    moments = {step: _moment(person.page, f"troth:{step}") for step in STEPS}
    _leave(person)
    return {step: at - moments["join-click"] for step, at in moments.items()}


def _join_bare(browser: Browser, installation: Installation, address: str) -> float:
    """Milliseconds from the click to the first frame."""
    page = _page(browser, installation)
    page.goto(address)
    page.get_by_role("button").click()
    frame = _moment(page, "bare:first-frame")
    took = frame - _moment(page, "bare:join-click")
    # Publishing may still be on its way.
    _moment(page, "bare:published")
    page.evaluate("leave()")
    page.context.close()
    return took


def _scripts(browser: Browser, installation: Installation, path: str) -> list[Script]:
    """What an empty cache has loaded when the own tile shows."""
    page = _page(browser, installation)
    scripts = Scripts(page)
    person = Person(page, installation)
    _enter(person, path)
    person.is_inside()
    loaded = scripts.loaded()
    _leave(person)
    return loaded


def _times(ours: list[Moments], theirs: list[float]) -> list[str]:
    mine = [moments["first-frame"] for moments in ours]
    steps = ", ".join(f"{step} {median([moments[step] for moments in ours]):.0f}" for step in STEPS[1:])
    rows = [
        [
            name,
            f"**{median(values):.0f}**",
            f"{percentile(values, 0.9):.0f}",
            f"{min(values):.0f}",
            f"{max(values):.0f}",
        ]
        for name, values in (("Troth", mine), ("bare livekit-client", theirs))
    ]
    return [
        f"Two headless Chromiums on this machine, {len(mine)} joins of each in turn after one to warm up, every join in a new",
        "browser profile into a room where one other person's camera is on; 720p, VP8, simulcast. The bare page",
        "has its token and its camera before the click, and no server of ours to ask.",
        "",
        *table(["milliseconds", "median", "p90", "lowest", "highest"], rows),
        "",
        f"Troth takes **{median(mine) / median(theirs):.2f}** times the bare page's median. "
        f"Its steps, medians after the click: {steps} ms.",
    ]


def _weights(scripts: list[Script]) -> list[str]:
    rows = [
        [
            one.url.rsplit("/", 1)[1],
            f"{one.transferred / 1000:.1f}",
            one.encoding,
            f"{one.gzipped / 1000:.1f}",
        ]
        for one in scripts
    ]
    total = sum(one.gzipped for one in scripts) / 1000
    sent = sum(one.transferred for one in scripts) / 1000
    return [
        "JavaScript loaded from an empty cache until the own tile shows in the room: "
        f"**{total:.1f} kB** after `gzip -9`; {sent:.1f} kB crossed the wire, headers included.",
        "",
        *table(["script", "kB on the wire", "encoding", "kB gzip -9"], rows),
    ]
