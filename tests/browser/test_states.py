"""axe finds nothing in any state of the room; `make pictures` keeps a picture of each."""

import re
from collections.abc import Callable

import pytest
from livekit.protocol.models import ConnectionQuality
from playwright.sync_api import expect

from tests.browser.gallery import KEEPING, VARIANTS, Gallery
from tests.browser.line import Line
from tests.browser.person import Person
from tests.browser.test_pages import look
from tests.browser.test_recording import says
from tests.browser.test_recovery import attendance
from tests.installation import Installation
from tests.waiting import until

People = Callable[..., Person]
# By day at a desk and by night on a phone every rule of the style sheet is met.
WALKED = VARIANTS if KEEPING else ("desk-light", "phone-dark")
FAKES = "--use-fake-ui-for-media-stream"
# A fake camera is called as its file is; in a picture it may look like one.
NAMED = """Object.defineProperty(MediaDeviceInfo.prototype, 'label', { get() {
  return { audioinput: 'Microphone', videoinput: 'Camera', audiooutput: 'Loudspeaker' }[this.kind]; } });"""

LATER = "by => { const real = window.realNow = Date.now; Date.now = () => real.call(Date) + by; }"


@pytest.mark.parametrize("variant", WALKED)
def test_every_state_of_a_meeting(person: People, installation: Installation, variant: str) -> None:
    phone, dark = variant.startswith("phone"), variant.endswith("dark")
    gallery = Gallery(variant)
    alice, gus = person("red", 440, phone=phone, dark=dark), person("green", 660, phone=phone, dark=dark)
    bea = person("blue", 880)
    for somebody in (alice, gus):
        somebody.page.add_init_script(NAMED)
    line = Line(gus.page)
    alice.sign_in("alice")
    path = alice.make_meeting(entry="nobody", title="Quarterly review", passcode="blue")

    refused = person(without=(FAKES,), allowed=False, phone=phone, dark=dark)
    refused.go_to(path)
    refused.reads("Camera and microphone are not available")
    gallery.show(refused, "door-refused")
    refused.press("How to fix it")
    refused.page.get_by_role("dialog").wait_for()
    gallery.show(refused, "door-help")
    refused.go_to("/m/aaaa-aaaa-aaaa")
    refused.reads("No such meeting")
    gallery.show(refused, "door-missing")

    alice.go_to(path)
    alice.page.get_by_label("Your camera").wait_for()
    gallery.show(alice, "door-host")
    gus.go_to(path)
    gus.page.get_by_label("Passcode").wait_for()
    gus.page.get_by_label("Your camera").wait_for()
    gallery.show(gus, "door")
    gus.press("Settings")
    settings = gus.page.get_by_role("dialog", name="Settings")
    for tab in ("Sound", "Video", "General"):
        settings.get_by_role("tab", name=tab).click()
        settings.get_by_role("tabpanel", name=tab).wait_for()
        gallery.show(gus, f"settings-{tab.lower()}")
    settings.get_by_role("button", name="Check your connection").click()
    gus.page.get_by_role("button", name="Start").wait_for()
    gallery.show(gus, "check")
    gus.page.keyboard.press("Escape")
    gus.page.get_by_label("Passcode").fill("green")
    gus.join("Gus Guest")
    gus.reads("That is not the passcode")
    gallery.show(gus, "door-passcode")

    alice.join()
    alice.is_inside()
    alice.reads("You're the only one here")
    gallery.show(alice, "alone")
    alice.page.evaluate(LATER, 15 * 60_000)
    alice.reads("Are you still there?")
    gallery.show(alice, "alone-long")
    alice.press("Stay")
    alice.page.evaluate("Date.now = window.realNow")
    gus.page.get_by_label("Passcode").fill("blue")
    gus.join()
    gus.reads("Waiting to be let in")
    gallery.show(gus, "waiting")
    alice.page.get_by_role("button", name="Admit Gus Guest").first.wait_for()
    gallery.show(alice, "knock")
    alice.press("Admit Gus Guest")
    gus.is_inside()
    alice.sees("Gus Guest", "green")
    gallery.show(alice, "two")
    bea.go_to(path)
    bea.page.get_by_label("Passcode").fill("blue")
    bea.join("Bea Guest")
    alice.open_panel("People")
    alice.page.get_by_label("Write to who waits").wait_for()
    gallery.show(alice, "lobby")
    alice.page.get_by_label("Write to who waits").fill("We are with you in five minutes.")
    alice.page.keyboard.press("Enter")
    bea.reads("We are with you in five minutes.")
    alice.press("Close panel")
    alice.press("Admit Bea Guest")
    bea.is_inside()
    alice.sees("Bea Guest", "blue")
    gus.sees("Bea Guest", "blue")
    gallery.show(gus, "three")

    bar = alice.page.get_by_label("Meeting controls")
    if not phone:
        for name, state in (
            ("Choose microphone and loudspeaker", "devices-microphone"),
            ("Choose camera", "devices-camera"),
        ):
            bar.get_by_role("button", name=name).click()
            gallery.show(alice, state)
            alice.page.keyboard.press("Escape")
    bar.get_by_role("button", name="More", exact=True).click()
    gallery.show(alice, "more")
    alice.page.keyboard.press("Escape")
    alice.page.get_by_role("button", name="Change layout").click()
    gallery.show(alice, "layout")
    alice.page.get_by_role("menuitemradio", name="Who speaks is large").click()
    alice.page.locator("[data-part=large]").wait_for()
    gallery.show(alice, "speaker")
    alice.tile("Gus Guest").hover()
    alice.tile("Gus Guest").get_by_role("button", name="Options for").click()
    gallery.show(alice, "tile-menu")
    alice.page.get_by_role("menuitem", name="Pin", exact=True).click()
    expect(alice.page.locator("[data-part=large]")).to_contain_text("Gus Guest")
    gallery.show(alice, "pin")
    alice.tile("Gus Guest").hover()
    alice.tile("Gus Guest").get_by_role("button", name="Options for").click()
    alice.page.get_by_role("menuitem", name="Unpin").click()
    alice.page.get_by_role("button", name="Change layout").click()
    alice.page.get_by_role("menuitemradio", name="Automatic").first.click()

    bar.get_by_role("button", name=re.compile("^Reactions")).click()
    gallery.show(alice, "reactions")
    alice.page.keyboard.press("Escape")
    bea.asks("PUT", "/attendance/hand", {"raised": True})
    alice.open_panel("People")
    alice.page.get_by_role("heading", name="Raised hands").wait_for()
    gallery.show(alice, "people")
    alice.page.get_by_role("button", name="Actions for Gus Guest").click()
    gallery.show(alice, "person-menu")
    alice.page.get_by_role("menuitem", name="Rename").click()
    alice.page.get_by_role("dialog").wait_for()
    gallery.show(alice, "rename")
    alice.page.keyboard.press("Escape")
    alice.does_to("Gus Guest", "Volume for me")
    alice.page.get_by_role("dialog").wait_for()
    gallery.show(alice, "volume")
    alice.page.keyboard.press("Escape")
    alice.does_to("Gus Guest", "Remove from meeting")
    alice.page.get_by_role("dialog").wait_for()
    gallery.show(alice, "remove")
    alice.page.keyboard.press("Escape")
    alice.press("Close panel")

    if phone:
        bar.get_by_role("button", name="More", exact=True).click()
        alice.page.get_by_role("menuitem", name="Host controls").click()
    else:
        alice.open_panel("Host controls")
    alice.page.get_by_role("switch", name="Lock the meeting").wait_for()
    gallery.show(alice, "host")
    alice.press("Mute all")
    alice.page.get_by_role("dialog").wait_for()
    gallery.show(alice, "mute-all")
    alice.page.keyboard.press("Escape")
    alice.press("Close panel")

    alice.open_panel("Chat")
    alice.reads("No messages yet")
    gallery.show(alice, "chat-empty")
    alice.writes("Good morning! The numbers of the third quarter: https://example.com/q3")
    if not phone:
        bea.open_panel("Chat")
        bea.writes("Thank you, I have them.")
        alice.reads("Thank you, I have them.")
    gus.page.get_by_role("button", name="Open chat").first.wait_for()
    gallery.show(gus, "chat-notice")
    alice.page.get_by_role("button", name=re.compile("^Actions for the message of You")).click()
    gallery.show(alice, "chat-menu")
    alice.page.get_by_role("menuitem", name="Delete").click()
    alice.page.get_by_role("dialog").wait_for()
    gallery.show(alice, "chat-delete")
    alice.page.keyboard.press("Escape")
    gallery.show(alice, "chat")
    alice.press("Close panel")

    bea.press("Share screen")
    alice.page.wait_for_function("() => document.querySelector('[data-share] video')?.videoWidth > 0")
    gallery.show(alice, "share")
    gallery.show(bea, "sharing") if not phone else None
    bea.press("Stop sharing")
    expect(alice.page.locator("[data-share]")).to_have_count(0)

    alice.page.get_by_role("heading", level=1).focus()
    alice.page.keyboard.press("?")
    alice.page.get_by_role("dialog", name="Keyboard shortcuts").wait_for()
    gallery.show(alice, "keys")
    alice.page.keyboard.press("Escape")
    gus.page.evaluate("window.dispatchEvent(new Event('offline'))")
    gus.reads("You are offline")
    gallery.show(gus, "offline")
    gus.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(gus.page.get_by_text("You are offline")).to_have_count(0)

    line.judge(installation, path, "Gus Guest", ConnectionQuality.POOR)
    gus.reads("Poor connection")
    gallery.show(gus, "poor")
    line.judge(installation, path, "Gus Guest", ConnectionQuality.EXCELLENT)
    other = Person(gus.page.context.new_page(), installation)
    other.go_to(path)
    other.reads("You are in this meeting in another tab.")
    gallery.show(other, "second-tab")
    other.page.close()

    alice.press("More")
    alice.page.get_by_role("menuitem", name="Record the meeting").click()
    question = alice.page.get_by_role("dialog", name="Record this meeting?")
    question.wait_for()
    gallery.show(alice, "record")
    question.get_by_role("button", name="Start recording").click()
    gus.page.get_by_role("dialog", name="This meeting is being recorded").wait_for()
    gallery.show(gus, "record-asked")
    says(gus, "Agree")
    says(bea, "Stay without being recorded")
    expect(alice.page.locator("[data-recording='running']")).to_be_visible()
    gallery.show(alice, "recording")
    alice.press("More")
    alice.page.get_by_role("menuitem", name="Stop recording").click()
    question = alice.page.get_by_role("dialog")
    question.wait_for()
    gallery.show(alice, "record-stop")
    question.get_by_role("button", name="Stop recording").click()
    expect(alice.page.locator("[data-recording]")).to_have_count(0)

    leave = bar.get_by_role("button", name="Leave")
    leave.click()
    question = alice.page.get_by_role("dialog")
    question.wait_for()
    gallery.show(alice, "leave")
    question.get_by_role("button", name="Leave").click()
    alice.reads("Who leads the meeting on?")
    gallery.show(alice, "heir")
    alice.page.keyboard.press("Escape")

    gus.leaves()
    gus.reads("What is kept")
    gallery.show(gus, "after-left")
    gus.page.get_by_role("radio").nth(1).check(force=True)
    gus.reads("What went wrong?")
    gallery.show(gus, "after-stars")
    gus.press("Rejoin")
    gus.is_inside()
    gus_id = gus.page.locator("[data-self=true]").first.get_attribute("data-identity")
    alice.asks("POST", f"/participants/{gus_id}/remove")
    gus.reads("You were removed")
    gus.reads("What is kept")
    gallery.show(gus, "after-removed")
    alice.ends_for_all()
    alice.reads("The meeting has ended")
    alice.reads("Download as CSV")
    gallery.show(alice, "after-ended")
    gallery.close()


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)], ids=["desk", "phone, dark"])
def test_the_pages_of_a_meeting(person: People, installation: Installation, phone: bool, dark: bool) -> None:
    alice = person(phone=phone, dark=dark)
    alice.sign_in("alice")
    path = alice.make_meeting(title="Accessible to everybody")
    alice.enters(path)
    until(lambda: attendance(installation, path), "she is on record")
    alice.leaves()
    alice.page.goto("/meetings/")
    alice.page.get_by_role("link", name="Accessible to everybody", exact=True).first.click()
    alice.page.get_by_role("heading", name="Held", exact=True).wait_for()
    look(alice, alice.page.url)
    for more in ("edit/", "delete/"):
        look(alice, f"{alice.page.url.split('edit/')[0]}{more}")
