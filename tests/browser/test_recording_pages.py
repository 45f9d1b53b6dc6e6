"""A recording watched in a real browser: seeking, speed, names over the picture, keys; and by its link."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import Person
from tests.browser.test_pages import check_access, sign_in
from tests.installation import Installation
from tests.waiting import until

New = Callable[..., Person]
SEED = """
import django
django.setup()
from tests.recordings.films import recorded
from troth.accounts.models import Person
from troth.meetings.models import Meeting
from troth.privacy.purposes import for_the_engine
with for_the_engine():
    alice, bob = (Person.objects.get(email=f"{name}@demo.example") for name in ("alice", "bob"))
    meeting = Meeting.objects.create(host=alice, organization=alice.membership.organization, title="Filmed")
    print(recorded(meeting, alice, bob, form="mp4", parts=2, seconds=15, width=640, may_download=True).id)
"""


@pytest.fixture(scope="module")
def filmed(installation: Installation) -> str:
    """The page of a recording of Alice's and Bob's: half a minute, in two parts."""
    return seed(installation)


@pytest.fixture
def cuttable(installation: Installation) -> str:
    """The same, for one test alone."""
    return seed(installation)


def seed(installation: Installation) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SEED],
        cwd=Path(__file__).parents[2],
        env=os.environ | installation.environment | {"DJANGO_SETTINGS_MODULE": "troth.web.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    return f"/recordings/{done.stdout.split()[-1]}/"


def show(somebody: Person) -> None:
    check_access(somebody.page)
    assert somebody.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not somebody.errors


def until_so(page: Page, condition: str) -> None:
    """Waits for a condition of the page: the policy lets no text be run, so it is asked again."""
    until(lambda: bool(page.evaluate(condition)), condition)


def film(page: Page, property: str) -> float:
    return float(page.evaluate(f"Number(document.querySelector('video').{property})"))


@pytest.mark.parametrize(
    ("phone", "dark"), [(False, False), (True, True)], ids=["desk, light", "phone, dark"]
)
def test_a_recording_is_watched(person: New, filmed: str, phone: bool, dark: bool) -> None:
    alice = person(phone=phone, dark=dark)
    sign_in(alice, "alice")
    page = alice.page
    page.goto("/recordings/")
    show(alice)
    page.goto(filmed)
    until_so(page, "document.querySelector('video').readyState >= 1")
    assert 29 < film(page, "duration") < 31
    names = page.locator("[data-names-over] .player-name")
    expect(names).to_have_text(["Alice Adams", "Bob Brown"])
    show(alice)
    page.keyboard.press("l")
    page.keyboard.press("l")
    until_so(page, "document.querySelector('video').currentTime === 20")
    expect(names).to_have_text(["Alice Adams", "Bob Brown"])
    page.keyboard.press("j")
    until_so(page, "document.querySelector('video').currentTime === 10")
    until_so(page, "!document.querySelector('video').seeking")
    page.keyboard.press(">")
    assert film(page, "playbackRate") == 1.25
    page.get_by_label("Speed").select_option("2")
    assert film(page, "playbackRate") == 2
    page.get_by_role("button", name="Names").click()
    expect(names.first).to_be_hidden()
    page.locator("h1").click()
    page.keyboard.press("n")
    expect(names.first).to_be_visible()
    page.keyboard.press("k")
    until_so(page, "document.querySelector('video').currentTime > 10.2")
    page.keyboard.press("k")
    assert film(page, "paused")
    page.keyboard.press("f")
    until_so(page, "document.fullscreenElement?.matches('[data-player]')")
    expect(names.first).to_be_visible()
    page.keyboard.press("f")
    until_so(page, "!document.fullscreenElement")
    assert not alice.errors


def test_a_link_opens_with_its_passcode(person: New, filmed: str) -> None:
    alice, stranger = person(), person(phone=True)
    sign_in(alice, "alice")
    page = alice.page
    page.goto(filmed)
    page.get_by_label("Passcode").fill("sesame")
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("Link to the recording").input_value()
    show(alice)
    page = stranger.page
    page.goto(address)
    show(stranger)
    page.get_by_label("Passcode").fill("sesame")
    page.get_by_role("button", name="Watch").click()
    until_so(page, "document.querySelector('video').readyState >= 1")
    assert page.locator(".player-name").count() == 0
    show(stranger)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.startswith("Filmed ")
    page = alice.page
    page.goto(filmed)
    expect(page.get_by_text("Somebody with the link").first).to_be_visible()
    page.get_by_role("link", name="End the link").click()
    page.get_by_role("button", name="End the link").click()
    expect(page.get_by_text("The link has ended.")).to_be_visible()
    stranger.page.goto(address)
    expect(stranger.page.get_by_text("does not work any more")).to_be_visible()


@pytest.mark.parametrize(
    ("phone", "dark"), [(False, False), (True, True)], ids=["desk, light", "phone, dark"]
)
def test_ret_2_a_span_is_cut_out(person: New, cuttable: str, phone: bool, dark: bool) -> None:
    alice = person(phone=phone, dark=dark)
    sign_in(alice, "alice")
    page = alice.page
    page.goto(cuttable)
    until_so(page, "document.querySelector('video').readyState >= 1")
    page.get_by_text("Cut something out").click()
    expect(page.get_by_label("From")).to_have_count(5)
    expect(page.get_by_label("From").nth(1)).to_be_hidden()
    show(alice)
    for moment, button in ((10, "From here"), (20, "Until here")):
        page.get_by_role("button", name="On 10 seconds").click()
        until_so(page, f"document.querySelector('video').currentTime === {moment}")
        until_so(page, "!document.querySelector('video').seeking")
        page.get_by_role("button", name=button).click()
    expect(page.get_by_label("From").first).to_have_value("0:10.0")
    expect(page.get_by_label("Until").first).to_have_value("0:20.0")
    expect(page.locator(".cut-mark")).to_have_count(1)
    expect(page.get_by_text("0:10.0 would go.")).to_be_visible()
    page.get_by_role("button", name="Another span").click()
    page.get_by_label("From").nth(1).fill("0:28.0")
    page.get_by_label("Until").nth(1).fill("later")
    show(alice)
    # It begins three seconds before the cut, and goes on behind it.
    page.get_by_role("button", name="Play around the cut").first.click()
    until_so(page, "document.querySelector('video').currentTime < 10")
    until_so(page, "document.querySelector('video').currentTime > 20")
    page.get_by_role("button", name="Look at what goes").click()
    expect(page.get_by_text("Write minutes and seconds")).to_be_visible()
    show(alice)
    page.get_by_role("button", name="Clear").nth(1).click()
    page.get_by_role("button", name="Look at what goes").click()
    expect(page.get_by_text("Picture and sound of 0:10.0")).to_be_visible()
    show(alice)
    page.get_by_role("button", name="Cut it out for good").click()
    expect(page.get_by_text("1 span, last on")).to_be_visible()
    until_so(page, "document.querySelector('video').readyState >= 1")
    assert 19 < film(page, "duration") < 20.5
    show(alice)
