"""A whole meeting by keyboard: nothing needs a pointer, and the focus is always where one goes on."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.person import Person

People = Callable[..., Person]
NAME = "document.activeElement.ariaLabel ?? document.activeElement.textContent.slice(0, 30)"


class Keys:
    """Somebody without a mouse."""

    def __init__(self, somebody: Person) -> None:
        self.page = somebody.page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def types(self, text: str) -> None:
        self.page.keyboard.type(text)

    def reaches(self, control: Locator, key: str = "Tab", most: int = 40) -> None:
        """Goes on with one key until the control has the focus."""
        expect(control).to_be_visible()
        seen = []
        for _ in range(most):
            if control.evaluate("one => one === document.activeElement"):
                return
            self.press(key)
            seen.append(self.page.evaluate(NAME))
        pytest.fail(f"{control} is not reached with {key}: {seen}")

    def uses(self, control: Locator, key: str = "Tab") -> None:
        self.reaches(control, key)
        self.press("Enter")

    def chooses(self, *items: str) -> None:
        """Goes down an open menu to an item, and takes it."""
        for name in items:
            item = self.page.locator("[role^=menuitem]", has_text=re.compile(f"^{name}$"))
            self.reaches(item, "ArrowDown")
            self.press("Enter")

    def has_focus(self) -> None:
        """Something has it: who tabs on does not begin at the top of the page."""
        self.page.wait_for_function("() => ![null, document.body].includes(document.activeElement)")


def test_a_whole_meeting(person: People) -> None:
    alice, gus = person("red", 440), person("green", 660)
    alice.sign_in("alice")
    path = alice.make_meeting(entry="nobody")
    keys = Keys(alice)
    page = alice.page
    bar = page.get_by_label("Meeting controls")

    # In at the door.
    alice.go_to(path)
    page.get_by_label("Your camera").wait_for()
    keys.uses(page.get_by_role("button", name="Join", exact=True))
    alice.is_inside()
    expect(page.get_by_role("heading", level=1)).to_be_focused()

    # Devices.
    for key, device in (
        ("m", "microphone"),
        ("Control+d", "microphone"),
        ("v", "camera"),
        ("Control+e", "camera"),
    ):
        on = key.startswith("Control")
        keys.press(key)
        expect(bar.get_by_role("button", name=f"Turn {device} {'off' if on else 'on'}")).to_be_visible()
        said = f"{device.title()} {'on' if on else 'off'}"
        expect(page.locator("[aria-live=assertive]")).to_have_text(said)

    # Somebody knocks.
    gus.go_to(path)
    gus.join("Gus Guest")
    admit = page.get_by_role("button", name="Admit Gus Guest")
    keys.reaches(admit, "F6")
    keys.press("Enter")
    gus.is_inside()
    expect(admit).to_have_count(0)
    keys.has_focus()

    # Chat: letters are letters there.
    keys.press("c")
    expect(page.get_by_label("Message to everybody")).to_be_focused()
    keys.types("come, move very much hereby?")
    keys.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("come, move very much hereby?")
    expect(bar.get_by_role("button", name="Turn microphone off")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("complementary", name="Chat")).to_have_count(0)
    expect(bar.get_by_role("button", name=re.compile("^Chat"))).to_be_focused()

    # People, and what a host does to them.
    keys.press("p")
    actions = page.get_by_role("button", name="Actions for Gus Guest")
    keys.uses(actions)
    keys.chooses("Mute microphone")
    gus.reads("Alice Adams muted your microphone")
    expect(actions).to_be_focused()
    keys.press("Enter")
    keys.chooses("Rename")
    expect(page.get_by_label("Name in this meeting")).to_be_focused()
    keys.press("Control+a")
    keys.types("Gustav")
    keys.press("Enter")
    expect(gus.page.get_by_role("article", name=re.compile("^Gustav"))).to_be_visible()
    expect(page.get_by_role("button", name="Actions for Gustav")).to_be_focused()
    keys.press("Escape")
    expect(bar.get_by_role("button", name=re.compile("^People"))).to_be_focused()

    # A hand, a reaction.
    keys.press("h")
    expect(gus.page.get_by_role("article", name=re.compile("Alice.*hand raised, number 1"))).to_be_visible()
    keys.press("r")
    expect(gus.page.get_by_role("article", name=re.compile("hand raised"))).to_have_count(0)
    keys.press("F2")
    keys.uses(bar.get_by_role("button", name=re.compile("^Reactions")))
    keys.reaches(page.get_by_role("button", name="Heart"), "ArrowRight")
    keys.press("Enter")
    expect(gus.page.get_by_text("Alice Adams: Heart")).to_have_count(1)
    keys.press("Escape")
    expect(bar.get_by_role("button", name=re.compile("^Reactions"))).to_be_focused()

    # Layouts, and a pin.
    large = page.locator("[data-part=large]")
    layout = page.get_by_role("button", name="Change layout")
    keys.press("F6")
    keys.uses(layout)
    keys.chooses("Who speaks is large")
    expect(large).to_be_visible()
    expect(layout).to_be_focused()
    keys.uses(page.get_by_role("button", name="Options for Gustav"))
    keys.chooses("Pin")
    expect(large).to_contain_text("Gustav")
    keys.has_focus()
    keys.uses(page.get_by_role("button", name="Options for Gustav"))
    keys.chooses("Unpin")

    # A screen.
    keys.press("d")
    expect(gus.page.locator("[data-share] video")).to_be_visible()
    keys.uses(page.get_by_role("button", name="Stop sharing").first)
    expect(gus.page.locator("[data-share]")).to_have_count(0)
    keys.has_focus()

    # The keys are listed, and single letters can be switched off.
    keys.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    letters = sheet.get_by_role("switch", name="Single letters as shortcuts")
    keys.reaches(letters)
    keys.press("Space")
    expect(letters).not_to_be_checked()
    expect(sheet.get_by_role("row", name=re.compile("^Chat"))).to_have_count(0)
    keys.press("Escape")
    expect(sheet).to_have_count(0)
    keys.has_focus()
    keys.press("c", "?")
    keys.press("Control+d")
    expect(bar.get_by_role("button", name="Turn microphone on")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("complementary")).to_have_count(0)
    keys.press("F2")
    more = bar.get_by_role("button", name="More", exact=True)
    keys.uses(more)
    keys.chooses("Settings")
    settings = page.get_by_role("dialog", name="Settings")
    keys.reaches(settings.get_by_role("tab", name="Sound"))
    keys.press("ArrowRight", "ArrowRight")
    keys.reaches(settings.get_by_role("switch", name="Single letters as keys"))
    keys.press("Space", "Escape")
    expect(settings).to_have_count(0)
    expect(more).to_be_focused()
    keys.press("c")
    expect(page.get_by_label("Message to everybody")).to_be_focused()
    keys.press("Escape")

    # Out, how it was, and in again.
    keys.press("F2")
    keys.uses(bar.get_by_role("button", name="Leave"))
    question = page.get_by_role("dialog")
    keys.uses(question.get_by_role("button", name="Leave", exact=True))
    keys.uses(page.get_by_role("button", name="Just leave"))
    expect(page.get_by_role("heading", name="You left the meeting")).to_be_focused()
    keys.reaches(page.get_by_role("radio").first)
    keys.press("ArrowRight", "ArrowRight", "ArrowRight")
    expect(page.get_by_role("radio").nth(3)).to_be_checked()
    keys.reaches(page.get_by_role("checkbox", name="Sound"))
    keys.press("Space")
    keys.reaches(page.get_by_label("Anything you would like to add"))
    keys.types("By keyboard")
    keys.uses(page.get_by_role("button", name="Send"))
    alice.reads("Thank you. Your answer has arrived.")
    keys.has_focus()
    keys.reaches(page.get_by_role("button", name="Rejoin"), "Shift+Tab")
    keys.press("Enter")
    alice.is_inside()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    keys.press("F2")
    keys.uses(bar.get_by_role("button", name="Leave"))
    keys.uses(question.get_by_role("button", name="End for all"))
    keys.uses(
        page.get_by_role("dialog", name="End the meeting for everybody?").get_by_role(
            "button", name="End for all"
        )
    )
    expect(page.get_by_role("heading", name="The meeting has ended")).to_be_focused()
    gus.reads("The meeting has ended")
    assert alice.errors == gus.errors == []
