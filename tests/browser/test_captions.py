"""Live captions: a host turns them on, people are asked, and read what is said (USE-11, COL-2)."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.gallery import KEEPING, VARIANTS, Gallery
from tests.browser.person import Person

People = Callable[..., Person]
WALKED = VARIANTS if KEEPING else ("desk-light", "phone-dark")
HEARD = 60_000
"""Milliseconds until something is heard, on a machine that has little to spare."""


def voice(folder: Path, words: str) -> str:
    """The flag of a browser whose microphone says that, and then nothing for a while, again and again."""
    said, sound = folder / "said.wav", folder / "voice.wav"
    subprocess.run(["espeak-ng", "-v", "en-gb", "-s", "140", "-w", str(said), words], check=True)
    made = [
        "ffmpeg",
        "-loglevel",
        "error",
        "-y",
        "-i",
        str(said),
        "-af",
        "apad=pad_dur=3",
        "-ar",
        "48000",
        str(sound),
    ]
    subprocess.run(made, check=True)
    return f"--use-file-for-fake-audio-capture={sound}"


def chooses(person: Person, name: str) -> None:
    person.press("More")
    person.page.get_by_role("menuitem", name=name, exact=True).click()


def turns_on(person: Person) -> None:
    chooses(person, "Turn captions on")
    asked = person.page.get_by_role("dialog", name="Turn captions on?")
    asked.get_by_role("button", name="Turn on").click()


def question(person: Person) -> Locator:
    return person.page.get_by_role("dialog", name="This meeting has captions")


def captions(person: Person) -> Locator:
    return person.page.get_by_role("region", name="What was said")


@pytest.mark.parametrize("variant", WALKED)
def test_people_read_who_agreed_and_what_they_say(person: People, tmp_path: Path, variant: str) -> None:
    phone, dark = variant.startswith("phone"), variant.endswith("dark")
    gallery = Gallery(variant)
    flag = voice(tmp_path, "Let us begin with the budget for next year. We should buy four new computers.")
    alice = person("red", 440, phone=phone, dark=dark)
    gus = person(flags=(flag,), phone=phone, dark=dark)
    alice.sign_in("alice")
    path = alice.make_meeting(title="Quarterly review")
    alice.enters(path)
    gus.enters(path, "Gus Guest")

    chooses(alice, "Turn captions on")
    alice.page.get_by_role("dialog", name="Turn captions on?").wait_for()
    gallery.show(alice, "captions-start")
    alice.page.get_by_role("button", name="Turn on", exact=True).click()
    question(gus).wait_for()
    expect(question(gus)).to_contain_text("Alice Adams turned them on.")
    gallery.show(gus, "captions-asked")
    expect(alice.page.locator("[data-captions='on']")).to_be_visible(timeout=HEARD)
    expect(captions(alice)).to_contain_text("What is said is shown here.")
    gallery.show(alice, "captions-none")

    question(gus).get_by_role("button", name="Agree", exact=True).click()
    expect(captions(alice)).to_contain_text(re.compile("Gus Guest.*budget", re.S), timeout=HEARD)
    expect(captions(gus)).to_contain_text(re.compile("You.*computers", re.S), timeout=HEARD)
    gallery.show(alice, "captions")

    alice.page.get_by_role("button", name="How captions look").click()
    look = alice.page.get_by_role("dialog", name="How captions look")
    look.get_by_label("Very large").check()
    look.get_by_label("Yellow on black").check()
    gallery.show(alice, "captions-look")
    look.get_by_role("button", name="Done").click()
    gallery.show(alice, "captions-large")

    # Taken back, nothing is shown that was not shown before.
    gus.page.locator("[data-captions]").click()
    question(gus).get_by_role("button", name="Don’t show my words").click()
    expect(gus.page.locator("[data-captions]")).to_contain_text("Captions, without you")

    # Hidden for oneself, as one likes; off for all, and forgotten.
    gus.page.get_by_role("button", name="Hide captions").click()
    expect(captions(gus)).to_have_count(0)
    chooses(gus, "Show captions")
    expect(captions(gus)).to_contain_text("budget")
    chooses(alice, "Turn captions off for all")
    alice.page.get_by_role("dialog").get_by_role("button", name="Turn captions off for all").click()
    expect(captions(gus)).to_have_count(0)
    expect(gus.page.locator("[data-captions]")).to_have_count(0)
    gus.reads("Captions are off")
    turns_on(alice)
    expect(captions(gus)).to_contain_text(re.compile("Captions start|What is said"))
    expect(question(gus)).to_have_count(0)
    assert alice.errors == gus.errors == []
