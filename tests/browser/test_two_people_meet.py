"""A host and a guest meet, on real parts, in two real browsers."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.person import Person

People = Callable[..., Person]


def test_a_host_and_a_guest_see_hear_and_write_each_other(person: People) -> None:
    alice = person("red", 440)
    alice.sign_in("alice")
    path = alice.meet_now()
    alice.join()
    alice.is_inside()

    gus = person("blue", 880)
    gus.go_to(path)
    gus.join("Gus Guest")
    expect(gus.page.get_by_text("waiting", exact=False).first).to_be_visible()
    assert "Alice" not in gus.page.locator("[data-identity]").all_inner_texts()

    alice.press(re.compile("^Admit"))
    gus.is_inside()
    alice.sees("Gus Guest", "blue")
    gus.sees("Alice", "red")
    alice.hears(880)
    gus.hears(440)
    assert alice.errors == gus.errors == []
