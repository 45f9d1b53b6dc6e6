"""From the click on Join to the first frame of somebody else, beside a page of livekit-client alone."""

from playwright.sync_api import Browser, expect, sync_playwright

from benchmarks import bare_page
from benchmarks.host import Host
from benchmarks.numbers import median, percentile, table
from benchmarks.room_page import browser, moment, page, person, running
from benchmarks.scripts import Script, Scripts
from tests.browser.person import Person
from tests.installation import Installation

TITLE = "click on Join to the first remote video frame"
RUNS = 26
"""Of each, in turn; the first of each only warms up."""
GOALS = (1.1, 1.3)
"""The most that our median and our p90 may be of the bare page's."""
WEIGHT = 290
"""The most kB of JavaScript, after gzip, until the room is usable."""
STEPS = ("join-click", "answer", "signal", "connected", "track", "first-frame")

PREVIEW_IS_ON = (
    "() => [...document.querySelectorAll('video')].some(video => video.videoWidth > 0 && !video.paused)"
)

Moments = dict[str, float]


def measure() -> list[str]:
    """The section's lines."""
    with running() as installation, sync_playwright() as playwright:
        host, visitor = browser(playwright), browser(playwright)
        with Host(installation.url) as alice:
            path = f"/m/{alice.make_meeting('Weekly')}"
            code = alice.make_meeting("Bare")
            notice = alice.notice(code)
        with bare_page.serve(installation, code, notice) as bare:
            inside = person(host, installation)
            inside.enters(path, "Ann Already")
            publisher = page(host, installation)
            publisher.goto(bare.address())
            publisher.get_by_role("button").click()
            moment(publisher, "bare:published")

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


def _enter(person: Person, path: str) -> None:
    """Stands at the door until the own picture is there, then presses Join."""
    person.go_to(path)
    person.page.wait_for_function(PREVIEW_IS_ON, polling=50)
    person.join("Vera Visitor")


def _leave(person: Person) -> None:
    person.press("Leave")
    person.reads("You left the meeting")
    person.page.context.close()


def _join_ours(visitor: Browser, installation: Installation, path: str) -> Moments:
    """Milliseconds from the click to each step."""
    vera = person(visitor, installation)
    _enter(vera, path)
    moment(vera.page, "troth:first-frame")
    moments = {step: moment(vera.page, f"troth:{step}") for step in STEPS}
    _leave(vera)
    return {step: at - moments["join-click"] for step, at in moments.items()}


def _join_bare(visitor: Browser, installation: Installation, address: str) -> float:
    """Milliseconds from the click to the first frame."""
    bare = page(visitor, installation)
    bare.goto(address)
    bare.get_by_role("button").click()
    frame = moment(bare, "bare:first-frame")
    took = frame - moment(bare, "bare:join-click")
    # Publishing may still be on its way.
    moment(bare, "bare:published")
    bare.evaluate("leave()")
    bare.context.close()
    return took


def _scripts(visitor: Browser, installation: Installation, path: str) -> list[Script]:
    """What an empty cache has loaded when the own tile shows."""
    vera = person(visitor, installation)
    scripts = Scripts(vera.page)
    _enter(vera, path)
    vera.is_inside()
    loaded = scripts.loaded()
    _leave(vera)
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
        f"Troth takes **{median(mine) / median(theirs):.2f}** times the bare page's median (goal: ≤ {GOALS[0]}) and "
        f"**{percentile(mine, 0.9) / percentile(theirs, 0.9):.2f}** times its p90 (goal: ≤ {GOALS[1]}).",
        f"Troth's steps, medians after the click: {steps} ms.",
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
        f"**{total:.1f} kB** after `gzip -9` (goal: ≤ {WEIGHT} kB); {sent:.1f} kB crossed the wire, headers included.",
        "",
        *table(["script", "kB on the wire", "encoding", "kB gzip -9"], rows),
    ]
