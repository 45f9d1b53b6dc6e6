"""axe finds nothing in any state of the room, nor on a meeting's page, by day and by night."""

from collections.abc import Callable

import pytest

from tests.browser.person import Person
from tests.browser.test_pages import check_access, look

People = Callable[..., Person]


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)], ids=["desk", "phone, dark"])
def test_the_room_and_the_meetings_page_are_accessible(person: People, phone: bool, dark: bool) -> None:
    alice, gus = person(phone=phone, dark=dark), person(phone=phone, dark=dark)
    alice.sign_in("alice")
    path = alice.make_meeting(entry="nobody", title="Accessible to everybody", passcode="blue")
    alice.go_to(path)
    alice.page.get_by_role("button", name="Turn camera off").wait_for()
    check_access(alice.page)
    alice.join()
    alice.is_inside()
    gus.go_to(path)
    gus.page.get_by_label("Passcode").wait_for()
    check_access(gus.page)
    gus.page.get_by_label("Passcode").fill("blue")
    gus.join("Gus Guest")
    gus.reads("Waiting to be let in")
    check_access(gus.page)
    alice.page.get_by_role("button", name="Admit Gus Guest").first.wait_for()
    check_access(alice.page)
    alice.press("Admit Gus Guest")
    gus.is_inside()
    check_access(gus.page)
    alice.open_panel("Chat")
    alice.writes("Is this readable? https://example.com")
    alice.page.get_by_role("log").get_by_text("readable").wait_for()
    check_access(alice.page)
    alice.press("Close panel")
    alice.open_panel("People")
    alice.page.get_by_role("button", name="Actions for Gus Guest").click()
    check_access(alice.page)
    alice.page.keyboard.press("Escape")
    alice.press("Close panel")
    gus.leaves()
    check_access(gus.page)
    alice.leaves()
    alice.page.goto("/meetings/")
    alice.page.get_by_role("link", name="Accessible to everybody", exact=True).first.click()
    alice.page.get_by_role("heading", name="Held").wait_for()
    look(alice, alice.page.url)
    for more in ("edit/", "delete/"):
        look(alice, f"{alice.page.url.split('edit/')[0]}{more}")
