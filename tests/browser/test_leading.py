"""Rules, co-hosts and who leads on: held by the server, shown on every screen, and said."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.person import Person
from tests.browser.test_pages import check_access

People = Callable[..., Person]
Three = tuple[Person, Person, Person]


@pytest.fixture
def three(person: People) -> Three:
    """Alice, who hosts, and two guests."""
    alice, gus, bea = person("red", 440), person("green", 660), person("blue", 880)
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    gus.enters(path, "Gus Guest")
    bea.enters(path, "Bea Guest")
    for somebody in (alice, gus, bea):
        expect(somebody.page.locator("[data-identity]")).to_have_count(3)
    return alice, gus, bea


def button(somebody: Person, name: str) -> Locator:
    return somebody.page.get_by_label("Meeting controls").get_by_role("button", name=name, exact=True)


def flips(somebody: Person, switch: str) -> None:
    """A switch of the host controls, which are open. The media server has heard of it afterwards, too."""
    with somebody.page.expect_response(lambda answer: answer.url.endswith("/session/rules")) as answer:
        somebody.page.get_by_role("switch", name=switch).click()
    assert answer.value.ok


def notices(somebody: Person) -> Locator:
    return somebody.page.get_by_role("group", name="Notices")


def refuses(control: Locator) -> None:
    """The control says that the host has turned it off."""
    expect(control).to_have_attribute("aria-disabled", "true")
    expect(control).to_have_accessible_description("The host has turned this off")


def is_muted(on: Person, name: str) -> Locator:
    return on.page.get_by_role("article", name=re.compile(f"{name}.*microphone off"))


def test_a_co_host_leads_until_it_is_taken_back(three: Three) -> None:
    alice, gus, bea = three
    expect(button(gus, "Host controls")).to_have_count(0)
    alice.open_panel("People")
    alice.does_to("Gus Guest", "Make co-host")
    expect(notices(gus)).to_contain_text("You lead this meeting now")
    for somebody in (alice, gus):
        if somebody is gus:
            gus.open_panel("People")
        expect(somebody.page.locator("[data-person]", has_text="Gus Guest")).to_contain_text("Co-host")
    gus.does_to("Bea Guest", "Mute microphone")
    expect(notices(bea)).to_contain_text("Gus Guest muted your microphone")
    expect(button(bea, "Turn microphone on")).to_be_visible()
    expect(is_muted(alice, "Bea Guest")).to_be_visible()
    # Not against the host.
    gus.page.get_by_role("button", name="Actions for Alice").click()
    expect(gus.page.get_by_role("menuitem", name="Remove from meeting")).to_have_count(0)
    gus.page.keyboard.press("Escape")

    alice.does_to("Gus Guest", "Take co-host back")
    expect(notices(gus)).to_contain_text("You no longer lead this meeting")
    expect(button(gus, "Host controls")).to_have_count(0)
    gus.page.get_by_role("button", name="Actions for Bea Guest").click()
    expect(gus.page.get_by_role("menuitem", name="Mute microphone")).to_have_count(0)
    assert alice.errors == gus.errors == bea.errors == []


def test_everybody_is_muted_and_kept_so(three: Three, person: People) -> None:
    alice, gus, bea = three
    alice.open_panel("Host controls")
    check_access(alice.page)
    alice.press("Mute all")
    dialog = alice.page.get_by_role("dialog", name="Mute everybody?")
    dialog.get_by_role("switch", name="People may unmute themselves").click()
    check_access(alice.page)
    dialog.get_by_role("button", name="Mute all").click()
    expect(notices(alice)).to_contain_text("Everybody is muted")
    for guest in (gus, bea):
        refuses(button(guest, "Turn microphone on"))
    button(gus, "Turn microphone on").click(force=True)
    expect(notices(gus)).to_contain_text("The host has turned this off")
    expect(is_muted(alice, "Gus Guest")).to_be_visible()
    expect(is_muted(alice, "Bea Guest")).to_be_visible()
    expect(is_muted(gus, "Alice")).to_have_count(0)

    late = person("blue", 550)
    late.enters(alice.page.url, "Lea Late")
    refuses(button(late, "Turn microphone on"))
    expect(is_muted(alice, "Lea Late")).to_be_visible()
    late.leaves()
    assert alice.hears_nothing()

    flips(alice, "Unmute themselves")
    expect(notices(gus)).to_contain_text("You may unmute yourself again")
    button(gus, "Turn microphone on").click()
    alice.hears(660)
    assert alice.errors == gus.errors == bea.errors == []


def test_what_is_forbidden_ends_at_once(three: Three) -> None:
    alice, gus, bea = three
    alice.open_panel("Host controls")
    flips(alice, "Turn their camera on")
    # What is told stays for six seconds.
    expect(notices(gus)).to_contain_text("The host has turned cameras off")
    expect(alice.page.locator("[data-identity][data-camera=false]")).to_have_count(2)
    refuses(button(gus, "Turn camera on"))
    expect(button(alice, "Turn camera off")).to_be_visible()
    flips(alice, "Turn their camera on")
    button(gus, "Turn camera on").click()
    alice.sees("Gus Guest", "green")

    button(bea, "Share screen").click()
    expect(alice.page.locator("[data-share] video")).to_be_visible()
    flips(alice, "Share their screen")
    expect(alice.page.locator("[data-share]")).to_have_count(0)
    expect(bea.page.get_by_role("region", name="You are sharing your screen")).to_have_count(0)
    refuses(button(bea, "Share screen"))

    gus.open_panel("People")
    gus.page.get_by_role("button", name="Actions for yourself").wait_for()
    flips(alice, "Change their name")
    expect(gus.page.get_by_role("button", name="Actions for yourself")).to_have_count(0)
    assert alice.errors == gus.errors == bea.errors == []


def test_one_person_is_kept_muted_and_asked(three: Three) -> None:
    alice, gus, bea = three
    alice.open_panel("People")
    alice.page.get_by_role("button", name="Actions for Gus Guest").click()
    microphone = alice.page.get_by_role("menuitemcheckbox", name="Microphone")
    microphone.click()
    expect(microphone).to_have_attribute("aria-checked", "false")
    expect(notices(gus)).to_contain_text("muted you and keeps you muted")
    refuses(button(gus, "Turn microphone on"))
    expect(button(bea, "Turn microphone off")).to_be_visible()
    microphone.click()
    expect(notices(gus)).to_contain_text("lets you unmute yourself again")
    alice.page.keyboard.press("Escape")

    alice.does_to("Gus Guest", "Ask to unmute")
    expect(notices(gus)).to_contain_text("asks you to unmute")
    expect(is_muted(alice, "Gus Guest")).to_be_visible()
    notices(gus).get_by_role("button", name="Unmute").click()
    alice.hears(660)
    alice.does_to("Gus Guest", "Stop camera")
    expect(notices(gus)).to_contain_text("stopped your camera")
    expect(button(gus, "Turn camera on")).to_be_visible()
    assert alice.errors == gus.errors == bea.errors == []


def test_names_are_changed_for_everybody(three: Three) -> None:
    alice, gus, bea = three
    gus.open_panel("People")
    gus.page.get_by_role("button", name="Actions for yourself").click()
    gus.page.get_by_role("menuitem", name="Change my name").click()
    gus.page.get_by_label("Name in this meeting").fill("Gustav <b>Guest</b>")
    check_access(gus.page)
    gus.page.get_by_role("button", name="Save").click()
    for somebody in three:
        expect(somebody.tile("Gustav <b>Guest</b>")).to_be_visible()
    alice.open_panel("People")
    alice.does_to("Gustav", "Rename")
    alice.page.get_by_label("Name in this meeting").fill("Gus Again")
    alice.page.keyboard.press("Enter")
    for somebody in (alice, bea):
        expect(somebody.tile("Gus Again")).to_be_visible()
    alice.page.get_by_label("Search people").fill("gus ag")
    expect(alice.page.locator("[data-person]")).to_have_count(1)
    alice.page.get_by_label("Search people").fill("nobody")
    alice.reads("Nobody here has that name")
    assert alice.errors == gus.errors == bea.errors == []


def test_the_host_hands_over_and_is_host_again_on_return(three: Three) -> None:
    alice, gus, _bea = three
    path = alice.page.url
    button(alice, "Leave").click()
    alice.page.get_by_role("dialog").get_by_role("button", name="Leave").click()
    heirs = alice.page.get_by_role("dialog", name="Who leads the meeting on?")
    heirs.get_by_role("radio", name="Gus Guest").check()
    check_access(alice.page)
    heirs.get_by_role("button", name="Hand over and leave").click()
    expect(notices(gus)).to_contain_text("You lead this meeting now")
    alice.reads("You left the meeting")
    gus.open_panel("Host controls")
    alice.enters(path)
    alice.open_panel("People")
    alice.does_to("Gus Guest", "Take co-host back")
    expect(gus.page.get_by_role("region", name="Host controls")).to_have_count(0)


def test_a_member_stands_in_for_a_host_who_is_gone(person: People) -> None:
    alice, bob, gus = person(), person(), person()
    alice.sign_in("alice")
    bob.sign_in("bob")
    path = alice.make_meeting()
    alice.enters(path)
    gus.enters(path, "Gus Guest")
    bob.enters(path)
    button(alice, "Leave").click()
    alice.page.get_by_role("dialog").get_by_role("button", name="Leave").click()
    alice.page.get_by_role("dialog").get_by_role("button", name="Just leave").click()
    expect(notices(bob)).to_contain_text("You lead this meeting now")
    expect(button(gus, "Host controls")).to_have_count(0)
    alice.page.get_by_role("button", name="Rejoin").click()
    expect(notices(bob)).to_contain_text("You no longer lead this meeting")
    alice.is_inside()
    expect(button(alice, "Host controls")).to_be_visible()


def test_all_who_wait_come_in_at_once_and_all_go_at_the_end(person: People) -> None:
    alice = person()
    alice.sign_in("alice")
    path = alice.make_meeting(entry="nobody")
    alice.enters(path)
    guests = [person(), person(phone=True), person()]
    for number, guest in enumerate(guests, 1):
        guest.go_to(path)
        guest.join(f"Guest {number}")
        guest.reads("Waiting to be let in")
    alice.open_panel("People")
    alice.reads("3 people are waiting")
    check_access(alice.page)
    alice.page.get_by_label("People", exact=True).get_by_role("button", name="Admit all").first.click()
    for guest in guests:
        guest.is_inside()
    alice.open_panel("Host controls")
    alice.press("End meeting for all")
    alice.page.get_by_role("dialog").get_by_role("button", name="End for all").click()
    for guest in guests:
        guest.reads("The meeting has ended")
        assert not guest.page.get_by_role("button", name="Rejoin").count()
    alice.reads("The meeting has ended")
