"""What people hear of each other, and are told about their own microphone."""

import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person
from tests.installation import Installation
from tests.waiting import until

People = Callable[..., Person]

# Notes each tone that the page itself plays, by its pitch.
NOTE_TONES = """
  window.tones = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    window.tones.push(Math.round(this.frequency.value));
    return start.apply(this, when);
  };
"""
CAME, WENT = [523, 659], [523, 392]


@pytest.fixture
def two(person: People) -> tuple[Person, Person, str]:
    """Alice, who hosts, and Gus, whose microphone gives 880 Hz."""
    alice, gus = person("red", 440), person("blue", 880)
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    gus.enters(path, "Gus Guest")
    alice.hears(880)
    return alice, gus, path


def is_muted(person: Person, whose: str) -> bool:
    """Whether somebody's tile says on another's screen that their microphone is off."""
    return "microphone off" in str(person.tile(whose).first.get_attribute("aria-label"))


def test_space_held_talks_and_a_lost_window_closes_the_microphone(two: tuple[Person, Person, str]) -> None:
    alice, gus, _path = two
    gus.press("Turn microphone off")
    until(alice.hears_nothing, "Gus is muted")
    keyboard = gus.page.keyboard
    gus.page.get_by_role("heading", level=1).focus()
    keyboard.down("Space")
    alice.hears(880)
    gus.reads("Let go of Space to be muted again")
    expect(gus.page.locator("[aria-live=assertive]")).to_contain_text("Microphone on while you hold Space")
    keyboard.up("Space")
    until(alice.hears_nothing, "Gus is muted again")
    expect(gus.page.get_by_text("Let go of Space")).to_have_count(0)

    keyboard.down("Space")
    until(lambda: not is_muted(alice, "Gus Guest"), "Gus talks again")
    gus.page.evaluate("window.dispatchEvent(new Event('blur'))")
    until(lambda: is_muted(alice, "Gus Guest"), "another window closed the microphone")
    keyboard.up("Space")

    gus.open_panel("Chat")
    field = gus.page.get_by_label("Message to everybody")
    field.focus()
    keyboard.down("Space")
    keyboard.up("Space")
    expect(field).to_have_value(" ")
    assert is_muted(alice, "Gus Guest")
    assert alice.errors == gus.errors == []


def test_who_speaks_while_muted_is_told_and_can_unmute(two: tuple[Person, Person, str]) -> None:
    alice, gus, _path = two
    gus.press("Turn microphone off")
    # It is told once a minute, and stands there for some seconds.
    gus.reads("You are speaking, but your microphone is off")
    gus.reads("Nothing is sent")
    gus.page.get_by_role("group", name="Notices").get_by_role("button", name="Turn microphone on").click()
    alice.hears(880)
    expect(gus.page.get_by_role("group", name="Notices")).not_to_contain_text("You are speaking, but")


def test_who_may_not_talk_is_offered_to_raise_a_hand(two: tuple[Person, Person, str]) -> None:
    alice, gus, _path = two
    listens(gus)
    alice.asks("PATCH", "/session/rules", {"microphone": False})
    gus.reads("You can ask to speak")
    gus.page.get_by_role("group", name="Notices").get_by_role("button", name="Raise hand").click()
    until(lambda: any(one["hand_at"] for one in alice.asks("GET", "/session")["people"]), "the hand is up")
    gus.page.get_by_role("heading", level=1).focus()
    gus.page.keyboard.press("Space")
    expect(gus.page.locator("[aria-live=assertive]")).to_contain_text("The host lets nobody")


def listens(somebody: Person) -> None:
    """What hears, and sounds when people come, is fetched a moment after entering."""
    somebody.page.wait_for_function(
        "() => performance.getEntriesByType('resource').some(one => one.name.includes('/hearing-'))"
    )


def test_coming_and_going_sounds_where_it_may(person: People) -> None:
    alice, gus = person(), person()
    alice.page.add_init_script(NOTE_TONES)
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    listens(alice)
    gus.enters(path, "Gus Guest")
    until(lambda: alice.page.evaluate("window.tones") == CAME, "coming sounds")
    gus.leaves()
    until(lambda: alice.page.evaluate("window.tones") == CAME + WENT, "going sounds")
    expect(alice.page.locator("[aria-live=polite]").first).to_contain_text("Gus Guest left")

    alice.page.evaluate("localStorage['troth:choices'] = JSON.stringify({sounds: false})")
    gus.enters(path, "Gus Guest")
    expect(alice.page.locator("[aria-live=polite]").first).to_contain_text("Gus Guest joined")
    assert alice.page.evaluate("window.tones") == CAME + WENT


def test_a_quiet_meeting_is_quiet_and_entered_muted(person: People, installation: Installation) -> None:
    alice, gus = person("red", 440), person("blue", 880)
    alice.page.add_init_script(NOTE_TONES)
    alice.sign_in("alice")
    path = alice.make_meeting()
    quiet = "update meetings_meeting set sounds = false, enter_muted = true where code = ?"
    installation.change(quiet, path.removeprefix("/m/"))
    alice.enters(path)
    listens(alice)
    gus.enters(path, "Gus Guest")
    gus.reads("You came in muted")
    expect(alice.page.locator("[aria-live=polite]").first).to_contain_text("Gus Guest joined")
    assert alice.page.evaluate("window.tones") == []
    assert is_muted(alice, "Gus Guest")
    assert alice.hears_nothing()
    gus.page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('asked for again')); }"
    )
    gus.press("Turn microphone on")
    alice.hears(880)
    gus.hears(440)


def test_a_silent_microphone_is_noticed(person: People, tmp_path: Path) -> None:
    silence = tmp_path / "silence.wav"
    with wave.open(str(silence), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(48_000)
        sound.writeframes(bytes(2 * 48_000))
    alice = person(flags=(f"--use-file-for-fake-audio-capture={silence}",))
    alice.sign_in("alice")
    alice.enters(alice.make_meeting())
    alice.reads("Your microphone gives no sound")
