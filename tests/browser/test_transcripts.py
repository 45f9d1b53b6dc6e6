"""A transcript as it is met: written by itself, read beside the film, searched, corrected."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.test_pages import sign_in
from tests.browser.test_recording_pages import film, show, until_so
from tests.installation import Installation

New = Callable[..., Person]
SEED = """
import django
django.setup()
from tests.recordings.films import recorded
from tests.transcripts.conftest import SAID
from troth.accounts.models import Person
from troth.meetings.models import Meeting
from troth.privacy.purposes import for_the_engine
with for_the_engine():
    alice, bob = (Person.objects.get(email=f"{name}@demo.example") for name in ("alice", "bob"))
    meeting = Meeting.objects.create(host=alice, organization=alice.membership.organization, title="Budget talk")
    print(recorded(meeting, alice, bob, form="mp4", seconds=8, width=640, says=SAID, may_download=True).id)
"""


@pytest.fixture(scope="module")
def talked(installation: Installation) -> str:
    """The page of a recording in which Alice and Bob say something."""
    done = subprocess.run(
        [sys.executable, "-c", SEED],
        cwd=Path(__file__).parents[2],
        env=os.environ | installation.environment | {"DJANGO_SETTINGS_MODULE": "troth.web.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    return f"/recordings/{done.stdout.split()[-1]}/"


@pytest.mark.parametrize(
    ("phone", "dark"), [(False, False), (True, True)], ids=["desk, light", "phone, dark"]
)
def test_what_was_said_is_read_beside_the_film(person: New, talked: str, phone: bool, dark: bool) -> None:
    alice = person(phone=phone, dark=dark)
    sign_in(alice, "alice")
    page = alice.page
    page.goto(talked)
    lines = page.locator("[data-lines] .line-said")
    # The page shows it by itself once the worker has written it.
    expect(lines.filter(has_text="budget")).to_be_visible()
    expect(page.locator(".line-speaker")).to_have_text(["Alice Adams", "Bob Brown"])
    show(alice)
    until_so(page, "document.querySelector('video').readyState >= 1")

    captions = page.get_by_role("button", name="Captions")
    expect(captions).to_have_attribute("aria-pressed", "false")
    page.locator("h1").click()
    page.keyboard.press("c")
    expect(captions).to_have_attribute("aria-pressed", "true")
    until_so(page, "document.querySelector('video').textTracks[0].cues?.length >= 2")
    captions.click()
    expect(captions).to_have_attribute("aria-pressed", "false")

    lines.filter(has_text="computers").click()
    until_so(page, "document.querySelector('video').currentTime > 4")
    expect(page.locator(".line-said[aria-current]")).to_contain_text("computers")

    search = page.get_by_role("searchbox", name="Search this transcript")
    search.fill("budget")
    expect(lines).to_have_count(1)
    expect(page.locator("mark")).to_have_text("budget")
    show(alice)
    search.fill("")
    expect(lines).to_have_count(2)

    page.goto("/recordings/")
    page.get_by_role("searchbox", name="Search what was said").fill("computers")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("mark").first).to_have_text("computers")
    show(alice)
    page.get_by_role("link", name="Budget talk").first.click()
    until_so(page, "document.querySelector('video').currentTime > 4")
    assert film(page, "currentTime") < 8

    page.get_by_role("link", name="Correct the line at 0:04").click()
    asked = page.get_by_role("dialog")
    asked.get_by_label("What was said").fill(f"We should buy {'five' if phone else 'six'} new computers.")
    show(alice)
    asked.get_by_role("button", name="Save").click()
    expect(lines.filter(has_text="five" if phone else "six")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Text").click()
    assert "new computers" in download.value.path().read_text()
    assert not alice.errors
