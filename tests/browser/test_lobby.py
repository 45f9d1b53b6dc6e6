"""The lobby from both sides: written to, renamed, put back."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.test_pages import check_access

People = Callable[..., Person]


def test_who_waits_is_written_to_and_renamed(person: People) -> None:
    alice, gus = person(), person()
    alice.sign_in("alice")
    path = alice.make_meeting(entry="nobody")
    alice.enters(path)
    gus.go_to(path)
    gus.join("Gus")
    gus.reads("Waiting to be let in")
    alice.open_panel("People")
    alice.page.get_by_label("Write to who waits").fill("We are with you in five minutes.")
    check_access(alice.page)
    alice.page.keyboard.press("Enter")
    gus.reads("We are with you in five minutes.")
    check_access(gus.page)

    alice.press("Rename Gus")
    alice.page.get_by_label("Name in this meeting").fill("Gus of Sales")
    alice.press("Save")
    alice.press("Admit Gus of Sales")
    gus.is_inside()
    expect(alice.tile("Gus of Sales")).to_be_visible()
    assert alice.errors == gus.errors == []


def test_who_is_put_back_waits_again_and_comes_in_again(person: People) -> None:
    alice, gus = person("red", 440), person("blue", 880)
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    gus.enters(path, "Gus Guest")
    alice.sees("Gus Guest", "blue")
    alice.open_panel("People")
    alice.does_to("Gus Guest", "Put back into the lobby")
    gus.reads("Waiting to be let in")
    expect(alice.tile("Gus Guest")).to_have_count(0)
    # Neither a reload nor the door leads round it.
    gus.page.reload()
    gus.join()
    gus.reads("Waiting to be let in")
    alice.press("Admit Gus Guest")
    gus.is_inside()
    alice.sees("Gus Guest", "blue")
    gus.sees("Alice", "red")
    alice.hears(880)
    assert alice.errors == gus.errors == []
