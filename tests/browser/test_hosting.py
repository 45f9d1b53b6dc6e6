"""What the host does takes effect on the other's screen, and stays so."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.test_recovery import attendance
from tests.waiting import until

People = Callable[..., Person]


def test_the_host_is_told_and_decides(person: People) -> None:
    alice, gus = person(), person(phone=True)
    alice.sign_in("alice")
    path = alice.make_meeting(entry="nobody")
    alice.enters(path)
    until(lambda: attendance(alice.installation, path), "the host is on record")
    gus.go_to(path)
    gus.join("Gus Guest")
    gus.reads("Waiting to be let in")
    alice.reads("is a guest and waits to be let in")
    alice.press(re.compile("^Refuse"))
    gus.reads("You were not let in")

    again = person()
    again.go_to(path)
    again.join("Second Guest")
    alice.page.get_by_role("button", name=re.compile("^Admit")).first.wait_for()
    alice.press(re.compile("^Admit"))
    again.page.locator("[data-self='true']").wait_for()
    assert not gus.page.locator("[data-identity]").count()


def test_who_is_removed_stays_out(person: People) -> None:
    alice, bob = person(), person()
    alice.sign_in("alice")
    bob.sign_in("bob")
    path = alice.make_meeting()
    alice.enters(path)
    bob.enters(path)
    alice.open_panel("People")
    alice.does_to("Bob", "Remove from meeting")
    alice.page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    bob.reads("You were removed")
    assert not bob.page.get_by_role("button", name="Rejoin").count()
    expect(alice.tile("Bob")).to_have_count(0)
    bob.go_to(path)
    bob.join()
    bob.reads("The host has removed you from this meeting")


def test_a_locked_meeting_and_its_end(person: People) -> None:
    alice, gus, late = person(), person(), person()
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    gus.enters(path, "Gus Guest")
    alice.open_panel("Host controls")
    alice.page.get_by_role("switch", name="Lock the meeting").click()
    alice.reads("Locked")
    late.go_to(path)
    late.join("Late Guest")
    late.reads("The host has locked this meeting")
    alice.ends_for_all()
    gus.reads("The meeting has ended")
    assert not gus.page.get_by_role("button", name="Rejoin").count()
