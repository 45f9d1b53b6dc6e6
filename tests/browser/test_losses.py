"""A network that changes or is poor, a device pulled out, a second tab: told in words, and over by itself."""

import re
from collections.abc import Callable

import pytest
from livekit.protocol.models import ConnectionQuality
from playwright.sync_api import expect

from tests.browser.line import Line
from tests.browser.person import Person
from tests.browser.test_devices import ASKED
from tests.browser.test_pages import check_access
from tests.browser.test_recovery import attendance
from tests.installation import Installation
from tests.waiting import until

People = Callable[..., Person]


@pytest.fixture
def two(person: People) -> tuple[Person, Person, Line, str]:
    """Alice and Gus, who see each other, and Gus's line."""
    alice, gus = person("red", 440), person("blue", 880)
    line = Line(gus.page)
    gus.page.add_init_script(ASKED)
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    gus.enters(path, "Gus Guest")
    alice.sees("Gus Guest", "blue")
    gus.sees("Alice", "red")
    return alice, gus, line, path


def agree(installation: Installation, path: str, *people: Person) -> None:
    """The server's list and everybody's screen name the same people."""

    def names(person: Person) -> set[str]:
        labels = person.page.locator("[data-identity]").evaluate_all("all => all.map(one => one.ariaLabel)")
        return {re.split(r",| \(you\)", str(label))[0] for label in labels}

    def all_agree() -> bool:
        there = {name for name, stay in attendance(installation, path).items() if stay[2]}
        return all(names(person) == there for person in people)

    until(all_agree, "the server's list and everybody's screen agree")


def test_a_lost_network_is_told_and_its_return_noticed(
    two: tuple[Person, Person, Line, str], installation: Installation
) -> None:
    alice, gus, line, path = two
    gus.page.context.set_offline(True)
    line.cut()
    gus.reads("You are offline.")
    gus.page.context.set_offline(False)
    line.mend()
    expect(gus.page.get_by_text("You are offline.")).to_have_count(0)
    expect(gus.page.get_by_text("Connection lost.")).to_have_count(0)
    gus.sees("Alice", "red")
    alice.sees("Gus Guest", "blue")
    alice.hears(880)
    agree(installation, path, alice, gus)
    assert alice.errors == gus.errors == []


def test_what_the_network_did_not_bring_is_asked_for_again(person: People) -> None:
    alice = person()
    alice.sign_in("alice")
    path = alice.make_meeting()
    missing = re.compile(r"/assets/(people-panel|hearing|measuring)-")
    alice.page.route(missing, lambda route: route.abort("internetdisconnected"))
    with alice.page.expect_event("requestfailed", lambda request: "hearing" in request.url):
        alice.enters(path)
    alice.open_panel("People")
    people = alice.page.get_by_role("complementary", name="People")
    expect(people).to_have_count(0)
    alice.page.unroute(missing)
    expect(people).to_be_visible()
    assert alice.errors == []


def test_a_poor_connection_is_told_with_its_reason(
    two: tuple[Person, Person, Line, str], installation: Installation
) -> None:
    _alice, gus, line, path = two
    line.judge(installation, path, "Gus Guest", ConnectionQuality.POOR)
    word = gus.page.locator("[data-quality]")
    expect(word).to_contain_text("Poor connection.")
    expect(word).to_have_attribute("data-quality", re.compile("up|down|slow|computer|unknown"))
    check_access(gus.page)
    line.judge(installation, path, "Gus Guest", ConnectionQuality.EXCELLENT)
    expect(word).to_have_count(0)


NO_CAMERA = """() => {
  const devices = navigator.mediaDevices, ask = devices.getUserMedia;
  devices.getUserMedia = async wish => {
    if (wish.video) throw new DOMException("gone", "NotFoundError");
    return ask(wish);
  };
  window.plugIn = () => { devices.getUserMedia = ask; };
}"""
UNPLUG = "kind => window.given.findLast(track => track.kind === kind).dispatchEvent(new Event('ended'))"


def test_a_device_that_is_pulled_out_is_replaced_or_off(
    two: tuple[Person, Person, Line, str], installation: Installation
) -> None:
    alice, gus, _line, path = two
    gus.page.evaluate(UNPLUG, "audio")
    gus.reads("Your microphone was disconnected.")
    gus.reads("Now in use:")
    alice.hears(880)

    gus.page.evaluate(NO_CAMERA)
    gus.page.evaluate(UNPLUG, "video")
    gus.reads("Your camera was disconnected.")
    gus.reads("It is off now.")
    expect(alice.page.get_by_role("article", name=re.compile("Gus Guest.*camera off"))).to_be_visible()
    gus.page.evaluate("window.plugIn()")
    gus.press("Turn camera on")
    alice.sees("Gus Guest", "blue")
    agree(installation, path, alice, gus)
    assert alice.errors == gus.errors == []


def test_a_second_tab_asks_first_and_takes_over(
    two: tuple[Person, Person, Line, str], installation: Installation
) -> None:
    alice, gus, _line, path = two
    tab = Person(gus.page.context.new_page(), installation)
    tab.go_to(path)
    tab.reads("You are in this meeting in another tab.")
    tab.page.get_by_label("Your name").fill("Gus Guest")
    tab.press("Use here")
    tab.is_inside()
    gus.reads("You are in this meeting elsewhere")
    tab.sees("Alice", "red")
    alice.sees("Gus Guest", "blue")
    agree(installation, path, alice, tab)

    # And back again, in one press.
    gus.press("Use here")
    gus.is_inside()
    tab.reads("You are in this meeting elsewhere")
    agree(installation, path, alice, gus)
    until(lambda: attendance(installation, path)["Gus Guest"][3] == 3, "three stays are on record")
    assert alice.errors == gus.errors == tab.errors == []


def test_a_second_device_comes_muted(person: People, installation: Installation) -> None:
    laptop, phone = person("red", 440), person("blue", 880, phone=True)
    laptop.sign_in("alice")
    path = laptop.make_meeting()
    laptop.enters(path)
    until(lambda: attendance(installation, path), "the laptop is in")
    phone.sign_in("alice")
    phone.enters(path)
    phone.reads("You are here on another device too")
    expect(phone.page.get_by_role("button", name="Turn microphone on")).to_be_visible()
    assert laptop.hears_nothing()
