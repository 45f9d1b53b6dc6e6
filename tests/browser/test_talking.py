"""Chat, hands and reactions: what one does is at once, and stays, on the others' screens."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.person import Person
from tests.browser.test_pages import check_access
from tests.installation import Installation

People = Callable[..., Person]
Three = tuple[Person, Person, Person]

ASK = """async ([method, path, body]) => {
  const ticket = Object.entries(sessionStorage).find(([key]) => key.startsWith('troth:ticket:'))[1];
  const headers = {Authorization: `Bearer ${ticket}`, 'Content-Type': 'application/json'};
  return (await fetch(`/api/v1${path}`, {method, headers, body: body && JSON.stringify(body)})).status;
}"""


@pytest.fixture
def three(person: People) -> Three:
    """Alice, who hosts, Bob, and Gus on a phone at night, in one meeting."""
    alice, bob, gus = person(), person(), person(phone=True, dark=True)
    alice.sign_in("alice")
    bob.sign_in("bob")
    path = alice.make_meeting()
    alice.enters(path)
    bob.enters(path)
    gus.enters(path, "Gus Guest")
    for somebody in (alice, bob, gus):
        expect(somebody.page.locator("[data-identity]")).to_have_count(3)
    return alice, bob, gus


def ask(somebody: Person, method: str, path: str, body: Any = None) -> None:
    """Asks the server as somebody's room does."""
    status = somebody.page.evaluate(ASK, [method, path, body])
    assert status < 300, f"{method} {path}: {status}"


def log(somebody: Person) -> Locator:
    return somebody.page.get_by_role("log")


def line(somebody: Person, text: str) -> Locator:
    """A line of the chat, which is open."""
    return log(somebody).get_by_role("article").filter(has_text=text)


def does(somebody: Person, text: str, action: str) -> None:
    """Chooses from the menu of a line."""
    line(somebody, text).get_by_role("button", name=re.compile("^Actions for")).click()
    somebody.page.get_by_role("menuitem", name=action).click()


def field(somebody: Person) -> Locator:
    return somebody.page.get_by_label("Message to everybody")


def button(somebody: Person, name: str | re.Pattern[str]) -> Locator:
    return somebody.page.get_by_label("Meeting controls").get_by_role("button", name=name)


def said(somebody: Person) -> Locator:
    """What a screen reader is told politely."""
    return somebody.page.locator("p[aria-live='polite']")


def test_a_line_is_edited_and_answered(three: Three) -> None:
    alice, bob, gus = three
    for somebody in three:
        somebody.open_panel("Chat")
    alice.writes("We meet at ten")
    line(bob, "We meet at ten").wait_for()

    # With the arrow from the empty field; Escape leaves it as it was, and the panel open.
    field(alice).press("ArrowUp")
    alice.page.get_by_label("Your message").fill("Nonsense")
    alice.page.keyboard.press("Escape")
    expect(field(alice)).to_be_focused()
    expect(line(alice, "We meet at ten")).to_be_visible()
    field(alice).press("ArrowUp")
    alice.page.get_by_label("Your message").fill("We meet at eleven")
    alice.page.keyboard.press("Enter")
    expect(field(alice)).to_be_focused()
    for somebody in three:
        expect(line(somebody, "We meet at eleven")).to_contain_text("edited")
        expect(log(somebody).get_by_text("We meet at ten")).to_have_count(0)

    does(bob, "We meet at eleven", "Reply")
    expect(field(bob)).to_be_focused()
    bob.writes("I am there")
    answer = line(gus, "I am there")
    quote = answer.get_by_role("button", name="In reply to Alice")
    expect(quote).to_contain_text("We meet at eleven")
    quote.click()
    expect(line(gus, "We meet at eleven").first).to_be_focused()
    for somebody in three:
        check_access(somebody.page)
        assert somebody.errors == []


def test_who_deletes_leaves_a_tombstone_on_all_screens(three: Three) -> None:
    alice, bob, gus = three
    for somebody in three:
        somebody.open_panel("Chat")
    gus.writes("Something rude")
    bob.writes("My secret is 1234")
    line(alice, "My secret").wait_for()
    line(bob, "Something rude").wait_for()

    line(bob, "Something rude").get_by_role("button", name=re.compile("^Actions for")).click()
    expect(bob.page.get_by_role("menuitem", name="Delete")).to_have_count(0)
    bob.page.keyboard.press("Escape")
    for somebody, text in ((alice, "Something rude"), (bob, "My secret")):
        does(somebody, text, "Delete")
        somebody.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    line(bob, "Deleted by a host").wait_for()
    line(bob, "deleted this").wait_for()
    bob.page.reload()
    bob.join()
    bob.is_inside()
    bob.open_panel("Chat")
    for somebody in three:
        expect(line(somebody, "Deleted by a host")).to_be_visible()
        expect(line(somebody, "deleted this" if somebody is bob else "Deleted by its author")).to_be_visible()
        expect(log(somebody).get_by_text(re.compile("rude|1234"))).to_have_count(0)
        check_access(somebody.page)


def test_what_came_meanwhile_is_counted_told_and_marked(three: Three) -> None:
    alice, bob, _ = three
    alice.open_panel("Chat")
    alice.writes("first")
    bob.page.get_by_role("button", name="Open chat").click()
    expect(said(bob)).to_contain_text("Alice Adams: first")
    line(bob, "first").wait_for()
    expect(field(bob)).to_be_focused()
    field(bob).fill("unfinished")
    bob.press("Close panel")

    for number in range(2, 16):
        alice.writes(f"line {number}\nof two")
    expect(button(bob, re.compile("^Chat, 14 new messages"))).to_be_visible()
    bob.open_panel("Chat")
    expect(field(bob)).to_have_value("unfinished")
    expect(line(bob, "line 2").get_by_role("heading", name="New", exact=True)).to_be_in_viewport()
    expect(log(bob).get_by_role("heading", name="New", exact=True)).to_have_count(1)
    expect(button(bob, "Chat")).to_have_accessible_name("Chat")

    # Somebody who reads further up is not pulled down.
    expect(line(bob, "line 15")).not_to_be_in_viewport()
    alice.writes("and another")
    bob.page.get_by_role("button", name="One new message").click()
    expect(line(bob, "and another")).to_be_in_viewport()
    expect(bob.page.get_by_role("button", name="One new message")).to_have_count(0)
    alice.writes("the last")
    expect(line(bob, "the last")).to_be_in_viewport()

    # Quiet for the rest of the meeting: the count goes on, the toasts do not.
    bob.press("Don't tell me of new messages")
    bob.press("Close panel")
    alice.writes("in vain")
    expect(button(bob, re.compile("^Chat, one new message"))).to_be_visible()
    expect(bob.page.get_by_role("button", name="Open chat")).to_have_count(0)


def test_a_guest_is_told_what_they_can_not_see(person: People) -> None:
    alice, gus = person(), person()
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    alice.open_panel("Chat")
    alice.writes("before")
    line(alice, "before").wait_for()
    gus.enters(path, "Gus Guest")
    gus.open_panel("Chat")
    gus.reads("You see what was written since you came in")
    does(alice, "before", "Edit")
    alice.page.get_by_label("Your message").fill("before, edited")
    alice.page.keyboard.press("Enter")
    alice.writes("after")
    line(gus, "after").wait_for()
    expect(log(gus).get_by_role("article")).to_have_count(1)


def test_a_forbidden_chat_closes_at_once(three: Three) -> None:
    alice, bob, _ = three
    bob.open_panel("Chat")
    field(bob).fill("half a sen")
    ask(alice, "PATCH", "/session/rules", {"chat": False})
    bob.reads("A host has turned writing off")
    expect(field(bob)).to_have_count(0)
    # What one goes on typing does not turn the camera over.
    bob.page.keyboard.type("tence: move")
    expect(button(bob, "Turn camera off")).to_be_visible()
    expect(button(bob, "Turn microphone off")).to_be_visible()
    check_access(bob.page)
    alice.open_panel("Chat")
    alice.writes("hosts still can")
    line(bob, "hosts still can").wait_for()
    ask(alice, "PATCH", "/session/rules", {"chat": True})
    expect(field(bob)).to_have_value("half a sen")


def test_what_was_changed_while_the_media_server_was_away_is_there_afterwards(
    three: Three, installation: Installation
) -> None:
    alice, bob, gus = three
    for somebody in three:
        somebody.open_panel("Chat")
    alice.writes("to be edited")
    alice.writes("to be deleted")
    line(bob, "to be deleted").wait_for()
    field(alice).press("ArrowUp")
    does(alice, "to be edited", "Edit")
    alice.page.get_by_label("Your message").fill("was edited meanwhile")
    installation.kill("media")
    alice.page.keyboard.press("Enter")
    line(alice, "was edited meanwhile").wait_for()
    for somebody in (bob, gus):
        line(somebody, "was edited meanwhile").wait_for()


def test_hands_stand_in_order_on_all_screens_until_lowered(three: Three) -> None:
    alice, bob, gus = three
    alice.open_panel("Chat")
    field(alice).fill("hands and keys: h")
    alice.press("Close panel")
    button(gus, "Reactions and raised hand").click()
    gus.page.get_by_role("button", name="Raise hand").click()
    alice.reads("raised a hand")
    bob.page.keyboard.press("h")
    expect(button(bob, "Lower hand. You are number 2")).to_be_visible()
    expect(said(bob)).to_contain_text("Your hand is up. You are number 2")
    button(alice, "Raise hand").click()
    expect(button(alice, "Lower hand. You are number 3")).to_be_visible()
    for somebody in three:
        for name, place in (("Gus Guest", 1), ("Bob", 2), ("Alice", 3)):
            expect(somebody.tile(name).locator("[data-mark='hand']")).to_have_text(str(place))

    identity = bob.page.locator("[data-self='true']").get_attribute("data-identity")
    ask(alice, "PATCH", f"/participants/{identity}", {"hand": False})
    bob.reads("A host has lowered your hand")
    expect(button(alice, "Lower hand. You are number 2")).to_be_visible()
    ask(alice, "POST", "/session/hands/lower")
    for somebody in three:
        expect(somebody.page.locator("[data-mark='hand']")).to_have_count(0)
    gus.reads("A host has lowered your hand")


def test_who_speaks_long_with_a_raised_hand_is_asked(person: People, tmp_path: Path) -> None:
    # Loud, then soft, and never the same: what suppresses noise takes it for a voice.
    voice = "0.6*sin(2*PI*(180*t+20*sin(2*PI*1.3*t)))*(0.55+0.45*sin(2*PI*3*t))+0.2*sin(2*PI*(720*t+60*sin(2*PI*0.7*t)))*(0.5+0.5*sin(2*PI*2.1*t))"
    sound = tmp_path / "voice.wav"
    made = ["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", f"aevalsrc={voice}:d=10:s=48000", str(sound)]
    subprocess.run(made, check=True)
    alice, bob = person(), person(flags=(f"--use-file-for-fake-audio-capture={sound}",))
    alice.sign_in("alice")
    bob.sign_in("bob")
    path = alice.make_meeting()
    alice.enters(path)
    bob.enters(path)
    button(bob, "Raise hand").click()
    countdown = bob.page.get_by_role("group", name="Your raised hand")
    expect(countdown).to_contain_text("Your hand goes down in")
    bob.press("Keep it up")
    expect(countdown).to_have_count(0)
    expect(button(bob, "Lower hand. You are number 1")).to_be_visible()
    button(bob, re.compile("^Lower hand")).click()
    button(bob, "Raise hand").click()
    expect(countdown).to_be_visible()
    check_access(bob.page)
    expect(alice.tile("Bob").locator("[data-mark='hand']")).to_have_count(0)
    expect(button(bob, "Raise hand")).to_be_visible()


def test_reactions_are_seen_over_their_sender_and_said(three: Three) -> None:
    alice, bob, gus = three
    gus.page.emulate_media(reduced_motion="reduce")
    button(bob, "Reactions").click()
    expect(bob.page.get_by_role("button", name="Thumbs up")).to_be_focused()
    check_access(bob.page)
    bob.page.keyboard.press("Enter")
    own = bob.page.locator("[data-reaction='thumbs-up']")
    expect(own).to_contain_text("You")
    for somebody in (alice, gus):
        seen = somebody.page.locator("[data-reaction='thumbs-up']")
        expect(seen).to_contain_text("Bob Brown")
        tile, there = somebody.tile("Bob").bounding_box(), seen.bounding_box()
        assert tile
        assert there
        middle = there["x"] + there["width"] / 2, there["y"] + there["height"] / 2
        assert tile["x"] < middle[0] < tile["x"] + tile["width"]
        assert tile["y"] < middle[1] < tile["y"] + tile["height"]
    moves = "element => element.getAnimations().map(animation => animation.animationName)"
    assert gus.page.locator("[data-reaction]").first.evaluate(moves) == ["fade"]
    for somebody in (alice, gus):
        expect(said(somebody)).to_contain_text("Bob Brown: Thumbs up")
    for somebody in three:
        expect(somebody.page.locator("[data-reaction]")).to_have_count(0)

    # Many at once are one with a number, and more than the server takes are dropped without a word.
    bob.page.keyboard.press("ArrowRight")
    bob.page.keyboard.press("ArrowRight")
    for _ in range(12):
        bob.page.keyboard.press("Enter")
    expect(alice.page.locator("[data-reaction='clap']").first).to_contain_text(re.compile(r"[2-8]"))
    expect(bob.page.locator(".room-toast")).to_have_count(0)
    for somebody in three:
        assert somebody.errors == []
