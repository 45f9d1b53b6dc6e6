"""At the door: devices or none, and a plain answer for each thing that can be wrong."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.test_pages import check_access
from tests.installation import Installation
from tests.waiting import until

People = Callable[..., Person]
FAKES = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


@pytest.fixture
def path(person: People) -> str:
    """The way to an open meeting of Alice's."""
    alice = person()
    alice.sign_in("alice")
    return alice.make_meeting()


def test_POL_2_the_notice_in_force_is_at_the_door(person: People, path: str) -> None:
    guest = person()
    guest.go_to(path)
    link = guest.page.get_by_role("link", name="privacy notice version 1")
    assert link.get_attribute("href") == "/privacy/"
    with guest.page.expect_popup() as popup:
        link.click()
    expect(popup.value.get_by_role("heading", level=1)).to_contain_text("rivacy")


def test_camera_and_microphone_are_on_or_off_by_choice_and_remembered(person: People, path: str) -> None:
    guest = person("blue", 880)
    guest.go_to(path)
    guest.press("Turn camera off")
    guest.reads("Your camera is off")
    guest.press("Turn microphone off")
    guest.join("Gus Guest")
    guest.is_inside()
    expect(guest.page.get_by_role("button", name="Turn camera on")).to_be_visible()
    expect(guest.page.get_by_role("button", name="Turn microphone on")).to_be_visible()
    guest.page.reload()
    expect(guest.page.get_by_role("button", name="Turn camera on")).to_be_visible()
    guest.press("Turn camera on")
    guest.join()
    guest.is_inside()
    guest.sees("Gus Guest", "blue")


def test_without_a_camera_one_can_join(person: People, path: str) -> None:
    guest = person(without=FAKES[1:], flags=("--use-fake-ui-for-media-stream",))
    guest.go_to(path)
    guest.reads("Camera and microphone are not available")
    guest.reads("Nothing is connected")
    guest.join("Gus Guest")
    guest.is_inside()


def test_without_permission_one_is_told_and_can_join(person: People, path: str) -> None:
    guest = person(without=FAKES[:1], allowed=False)
    guest.go_to(path)
    guest.reads("Your browser blocks this for our site")
    guest.join("Gus Guest")
    guest.is_inside()


def test_a_browser_that_can_not_is_told_before_the_form(person: People, path: str) -> None:
    guest = person()
    guest.page.add_init_script("delete window.RTCPeerConnection; delete window.webkitRTCPeerConnection;")
    guest.go_to(path)
    guest.reads("This browser can't hold meetings")
    guest.reads("WebRTC")
    assert not guest.page.get_by_role("button", name="Join", exact=True).count()
    check_access(guest.page)


def test_a_phone_shows_it_all_without_scrolling(person: People, path: str) -> None:
    guest = person("green", 660, phone=True)
    guest.go_to(path)
    guest.page.get_by_label("Your camera").wait_for()
    expect(guest.page.get_by_role("button", name="Join", exact=True)).to_be_in_viewport()
    assert guest.page.evaluate("document.documentElement.scrollHeight") <= 844
    assert guest.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_who_is_there_is_told_and_how_one_enters(
    person: People, path: str, installation: Installation
) -> None:
    first, second = person(), person()
    second.go_to(path)
    second.reads("Nobody else is here yet")
    first.enters(path, "First Guest")
    present = (
        "select 1 from meetings_attendance a join meetings_session s on a.session_id = s.id"
        " join meetings_meeting m on s.meeting_id = m.id"
        " where a.joined_at is not null and a.left_at is null and m.code = ?"
    )
    code = path.removeprefix("/m/")
    until(lambda: installation.rows(present, code), "the media server has told of the first guest")
    installation.change("update meetings_session set enter_muted = 1 where ended_at is null")
    second.page.reload()
    second.reads("One person is here")
    second.reads("everybody enters with the microphone off")
    second.join("Second Guest")
    second.is_inside()
    expect(second.page.get_by_role("button", name="Turn microphone on")).to_be_visible()


def test_no_such_meeting(person: People) -> None:
    guest = person(phone=True)
    guest.go_to("/m/bbbb-cccc-dddd")
    guest.reads("No such meeting")
    guest.page.get_by_role("link", name="Back to the first page").click()
    guest.page.get_by_label("Code or link of the meeting").wait_for()


def test_a_full_meeting(person: People, path: str, installation: Installation) -> None:
    first, second = person(), person()
    first.enters(path, "First Guest")
    installation.change("update meetings_session set capacity = 1 where ended_at is null")
    second.go_to(path)
    second.join("Second Guest")
    second.reads("This meeting is full")


def test_a_passcode(person: People) -> None:
    alice, guest = person(), person()
    alice.sign_in("alice")
    path = alice.make_meeting(passcode="blue horse", title="Salaries")
    guest.go_to(path)
    assert not guest.page.get_by_text("Salaries").count()
    guest.page.get_by_label("Passcode").fill("red horse")
    guest.join("Gus Guest")
    guest.reads("That is not the passcode")
    guest.page.get_by_label("Passcode").fill("blue horse")
    guest.join()
    guest.is_inside()
    guest.reads("Salaries")


def test_by_code_from_the_first_page(person: People, path: str) -> None:
    guest = person()
    guest.go_to("/")
    guest.page.get_by_label("Code or link of the meeting").fill(
        path.removeprefix("/m/").replace("-", " ").upper()
    )
    guest.join()
    guest.page.get_by_label("Your name").wait_for()
    assert guest.page.url.endswith(path)
