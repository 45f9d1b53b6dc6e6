"""A host and a guest hold a meeting, on real parts, in two real browsers."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.test_recovery import attendance
from tests.waiting import until

People = Callable[..., Person]


def test_a_host_and_a_guest_hold_a_meeting(person: People) -> None:
    alice = person("red", 440)
    alice.sign_in("alice")
    path = alice.meet_now()
    alice.join()
    alice.is_inside()

    gus = person("blue", 880)
    gus.go_to(path)
    gus.join("Gus Guest")
    gus.reads("Waiting to be let in")
    expect(gus.page.get_by_text("Alice")).to_have_count(
        1
    )  # the host's name at the door, and nothing of the room

    alice.press(re.compile("^Admit"))
    gus.is_inside()
    alice.sees("Gus Guest", "blue")
    gus.sees("Alice", "red")
    alice.hears(880)
    gus.hears(440)

    alice.open_panel("Chat")
    gus.open_panel("Chat")
    alice.writes("Welcome! The agenda is at https://example.com/agenda")
    gus.reads("Welcome!")
    link = gus.page.get_by_role("link", name="https://example.com/agenda")
    assert "noopener" in str(link.get_attribute("rel"))
    gus.writes("<b>Thank you</b>, I have it.")
    alice.reads("<b>Thank you</b>, I have it.")
    alice.sees("Gus Guest", "blue")

    gus.press("Share screen")
    alice.page.locator("[data-share]").locator("video").first.wait_for()
    gus.press("Stop sharing")
    expect(alice.page.locator("[data-share]")).to_have_count(0)

    alice.open_panel("People")
    alice.does_to("Gus Guest", "Mute microphone")
    gus.reads("Alice Adams muted your microphone")
    expect(gus.page.get_by_role("button", name="Turn microphone on")).to_be_visible()
    until(alice.hears_nothing, "Gus is muted")

    gus.leaves()
    expect(alice.tile("Gus Guest")).to_have_count(0)
    alice.leaves()
    assert alice.errors == gus.errors == []


def test_COL_2_the_chat_is_there_for_who_comes_back(person: People) -> None:
    alice = person()
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    alice.open_panel("Chat")
    alice.writes("The budget is 12")
    alice.page.get_by_role("log").get_by_text("The budget is 12").wait_for()
    alice.page.reload()
    alice.join()
    alice.is_inside()
    alice.open_panel("Chat")
    alice.page.get_by_role("log").get_by_text("The budget is 12").wait_for()


def test_the_meetings_page_shows_who_comes_while_it_is_on(person: People) -> None:
    alice, bob, gus = person(), person(), person()
    alice.sign_in("alice")
    path = alice.make_meeting(title="Watched")
    bob.sign_in("bob")
    bob.enters(path)
    until(lambda: attendance(bob.installation, path), "Bob is on record")
    alice.page.goto("/meetings/")
    alice.page.get_by_role("link", name="Watched", exact=True).click()
    held = alice.page.get_by_role("table", name="Who was there")
    expect(held).to_contain_text("Bob")
    gus.enters(path, "Gus Guest")
    expect(held).to_contain_text("Gus Guest")
    assert alice.errors == []
