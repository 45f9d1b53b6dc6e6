"""What people see: large and small tiles, pages, shared screens, one's own picture."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.browser.person import Person
from tests.browser.test_pages import check_access

People = Callable[..., Person]

# Keeps every connection, so that a test can ask what really arrives; and
# sends the steady tone for good, which noise suppression would take for noise.
PLAIN = """
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
const raw = { noiseSuppression: false, autoGainControl: false, echoCancellation: false };
navigator.mediaDevices.getUserMedia = wish =>
  open({ ...wish, audio: wish.audio && { ...wish.audio, ...raw } });
window.connections = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...args) { super(...args); window.connections.push(this); }
};
"""

# How many pictures grew within 300 ms.
ARRIVING = """async () => {
  const bytes = async () => {
    const found = new Map();
    for (const connection of window.connections) {
      for (const one of (await connection.getStats()).values()) {
        if (one.type === 'inbound-rtp' && one.kind === 'video') found.set(one.id, one.bytesReceived);
      }
    }
    return found;
  };
  const before = await bytes();
  await new Promise(done => setTimeout(done, 300));
  const after = await bytes();
  return [...after].filter(([id, count]) => count > (before.get(id) ?? 0)).length;
}"""

# What is sent of the shared screen: the hint and the most frames a second.
SENT_SCREEN = """() => {
  const sender = window.connections.flatMap(one => one.getSenders())
    .find(({ track }) => track && track.kind === 'video' && track.contentHint);
  return sender && `${sender.track.contentHint} ${sender.getParameters().encodings[0].maxFramerate}`;
}"""


def large(somebody: Person) -> Locator:
    """What is large on their stage."""
    return somebody.page.locator("[data-part=large]")


def does_with_tile(somebody: Person, name: str, action: str) -> None:
    """Something from the menu of a tile."""
    tile = somebody.tile(name)
    tile.hover()
    tile.get_by_role("button", name="Options for").click()
    somebody.page.get_by_role("menuitem", name=action, exact=True).click()


def chooses(somebody: Person, layout: str) -> None:
    somebody.page.get_by_role("button", name="Change layout").click()
    somebody.page.get_by_role("menuitemradio", name=layout, exact=True).click()


def together(person: People, count: int) -> list[Person]:
    """Alice, who leads, and guests, all in one room."""
    names = ["Gus Guest", "Bea Guest", "Cy Guest"][: count - 1]
    alice = person("red", 440)
    alice.page.add_init_script(PLAIN)
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    guests = []
    for name, colour in zip(names, ("blue", "green", "blue"), strict=False):
        guest = person(colour, 660)
        guest.page.add_init_script(PLAIN)
        guest.enters(path, name)
        guests.append(guest)
    for name in names:
        expect(alice.tile(name).locator("video")).to_be_visible()
    return [alice, *guests]


def test_a_pin_survives_the_camera_and_a_shared_screen(person: People) -> None:
    alice, gus, bea = together(person, 3)
    does_with_tile(alice, "Gus Guest", "Pin")
    expect(large(alice)).to_contain_text("Gus Guest")
    gus.press("Turn camera off")
    expect(large(alice).locator("[data-camera=false]")).to_contain_text("Gus Guest")
    gus.press("Turn camera on")
    expect(large(alice).locator("[data-camera=true]")).to_contain_text("Gus Guest")
    alice.sees("Gus Guest", "blue")

    # The screen stands beside the pin, one click away.
    bea.press("Share screen")
    expect(alice.page.locator("[data-part=strip] [data-share]")).to_be_visible()
    expect(large(alice)).to_contain_text("Gus Guest")
    check_access(alice.page)
    alice.page.get_by_role("group", name="Shared screens").get_by_role("button").click()
    expect(large(alice).locator("[data-share] video")).to_be_visible()
    assert alice.errors == gus.errors == bea.errors == []


def test_a_spotlight_reaches_everybody_and_a_pin_wins_on_ones_own_screen(person: People) -> None:
    alice, gus, bea = together(person, 3)
    expect(gus.tile("Bea Guest").get_by_role("button", name="Options for")).to_have_count(1)
    gus.tile("Bea Guest").hover()
    gus.tile("Bea Guest").get_by_role("button", name="Options for").click()
    expect(gus.page.get_by_role("menuitem", name="Pin", exact=True)).to_be_visible()
    expect(gus.page.get_by_role("menuitem", name="Show large to everybody")).to_have_count(0)
    gus.page.keyboard.press("Escape")

    does_with_tile(alice, "Bea Guest", "Show large to everybody")
    expect(large(alice)).to_contain_text("Bea Guest")
    expect(large(gus)).to_contain_text("Bea Guest")
    # She is told, and does not have to look at herself.
    expect(bea.page.get_by_role("article", name=re.compile("Bea Guest.*shown large"))).to_be_visible()
    expect(large(bea)).to_have_count(0)
    does_with_tile(gus, "Alice", "Pin")
    expect(large(gus)).to_contain_text("Alice")
    does_with_tile(gus, "Alice", "Unpin")
    expect(large(gus)).to_contain_text("Bea Guest")
    does_with_tile(alice, "Bea Guest", "Stop showing large to everybody")
    expect(large(gus)).to_have_count(0)
    assert alice.errors == gus.errors == bea.errors == []


def test_screens_take_the_stage_and_give_it_back(person: People) -> None:
    alice, gus, bea = together(person, 3)
    picture = alice.tile("Gus Guest").locator("video").element_handle()
    gus.press("Share screen")
    expect(large(alice).locator("[data-share] video")).to_be_visible()
    expect(alice.page.locator("[data-part=strip]")).to_have_count(3)
    # The one who shares sees a card and goes on seeing people.
    card = gus.page.get_by_role("region", name="You are sharing your screen")
    expect(card).to_be_visible()
    expect(large(gus)).to_have_count(0)
    gus.page.wait_for_function(f"({SENT_SCREEN})() === 'text 15'")
    card.get_by_role("button", name="Motion").click()
    gus.page.wait_for_function(f"({SENT_SCREEN})() === 'motion 30'")
    check_access(gus.page)

    bea.press("Share screen")
    expect(large(alice)).to_contain_text("Bea Guest")
    screens = alice.page.get_by_role("group", name="Shared screens")
    screens.get_by_role("button", name="Screen of Gus Guest").click()
    expect(large(alice)).to_contain_text("Screen of Gus Guest")
    check_access(alice.page)
    # Closer: the picture really grows, and so a sharper one is asked for.
    wide = large(alice).locator("video").evaluate("video => video.clientWidth")
    large(alice).hover()
    alice.press("Zoom in")
    expect(alice.page.get_by_role("region", name="Part of the screen of Gus Guest")).to_be_visible()
    assert large(alice).locator("video").evaluate("video => video.clientWidth") > 1.4 * wide
    check_access(alice.page)
    alice.press("Fit to the stage")
    assert large(alice).locator("video").evaluate("video => video.clientWidth") == wide

    card.get_by_role("button", name="Stop sharing").click()
    expect(large(alice)).to_contain_text("Screen of Bea Guest")
    bea.press("Stop sharing")
    expect(large(alice)).to_have_count(0)
    expect(alice.page.locator("[data-part=grid]")).to_have_count(3)
    # Through all of this the same <video> went on playing: nothing blinked.
    assert picture.evaluate("video => video.isConnected && !video.paused")
    alice.sees("Gus Guest", "blue")
    assert alice.errors == gus.errors == bea.errors == []


def test_ones_own_picture_floats_moves_and_hides(person: People) -> None:
    alice, gus = together(person, 2)
    mine = alice.page.locator("[data-part=float]")
    expect(mine.locator("[data-self=true]")).to_be_visible()
    assert mine.locator("video").evaluate("video => getComputedStyle(video).scale") == "-1 1"
    # It is on its way there from the middle: hovering waits until it stands still.
    mine.hover()
    stage = alice.page.locator(".room-layer").bounding_box()
    before = mine.bounding_box()
    assert stage
    assert before
    assert before["x"] > stage["width"] / 2
    alice.page.mouse.move(before["x"] + 60, before["y"] + 40)
    alice.page.mouse.down()
    alice.page.mouse.move(stage["x"] + 150, stage["y"] + 120, steps=5)
    alice.page.mouse.up()
    alice.page.wait_for_function(
        "() => document.querySelector('[data-part=float]').getBoundingClientRect().x < 60"
    )
    mine.hover()
    mine.get_by_role("button", name="Options for").click()
    check_access(alice.page)
    alice.page.get_by_role("menuitemradio", name="Bottom right").click()
    alice.page.wait_for_function(
        "x => document.querySelector('[data-part=float]').getBoundingClientRect().x > x",
        arg=stage["width"] / 2,
    )

    mine.hover()
    mine.get_by_role("button", name="Options for").click()
    alice.page.get_by_role("menuitem", name="Hide my picture").click()
    expect(alice.page.locator("[data-self=true]")).to_have_count(0)
    alice.reads("Your camera is on")
    check_access(alice.page)
    gus.sees("Alice", "red")
    # It is remembered for the next meeting.
    alice.page.reload()
    alice.join()
    alice.reads("Your camera is on")
    alice.press("Show me")
    alice.is_inside()
    assert alice.errors == gus.errors == []


def test_the_speaker_layout_follows_who_speaks(person: People) -> None:
    alice, gus, bea = together(person, 3)
    gus.press("Turn microphone off")
    chooses(alice, "Who speaks is large")
    expect(large(alice)).to_contain_text("Bea Guest")
    bea.press("Turn microphone off")
    gus.press("Turn microphone on")
    expect(large(alice)).to_contain_text("Gus Guest")
    # Silence does not take the place away.
    gus.press("Turn microphone off")
    expect(large(alice).locator("[data-speaking=false]")).to_contain_text("Gus Guest")
    chooses(alice, "Everybody the same size")
    expect(large(alice)).to_have_count(0)
    # And by key.
    alice.page.keyboard.press("w")
    expect(large(alice)).to_contain_text("Gus Guest")
    assert alice.errors == []


def test_only_what_is_shown_is_sent(person: People) -> None:
    alice, gus, bea, cy = together(person, 4)
    alice.page.wait_for_function(f"async () => await ({ARRIVING})() === 3")
    # A phone held sideways has room for one large tile and few beside it.
    chooses(alice, "Who speaks is large")
    alice.page.set_viewport_size({"width": 568, "height": 300})
    expect(alice.page.get_by_text("1 of 3")).to_be_visible()
    assert alice.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    alice.page.wait_for_function(f"async () => await ({ARRIVING})() === 1")
    check_access(alice.page)
    alice.page.keyboard.press("PageDown")
    expect(alice.page.get_by_text("2 of 3")).to_be_visible()
    alice.page.wait_for_function(f"async () => await ({ARRIVING})() === 2")
    alice.press("Next page")
    expect(alice.page.get_by_role("button", name="Next page")).to_be_disabled()
    # They come back sharp when there is room again.
    alice.page.set_viewport_size({"width": 1280, "height": 800})
    alice.page.wait_for_function(f"async () => await ({ARRIVING})() === 3")
    for name, colour in (("Gus Guest", "blue"), ("Bea Guest", "green"), ("Cy Guest", "blue")):
        alice.sees(name, colour)
    # Everybody is heard throughout.
    assert len(alice.page.locator("audio").all()) == 3
    assert [one.errors for one in (alice, gus, bea, cy)] == [[], [], [], []]


def test_the_small_window_has_a_picture_and_the_switches(person: People) -> None:
    alice, gus = together(person, 2)
    with alice.page.context.expect_page() as opened:
        alice.press("Show in a small window")
    small = opened.value
    expect(small.get_by_text("Gus Guest")).to_be_visible()
    small.wait_for_function(
        "() => { const video = document.querySelector('video'); return video.videoWidth > 0 && !video.paused; }"
    )
    check_access(small)
    small.get_by_role("button", name="Turn microphone off").click()
    expect(alice.page.get_by_role("button", name="Turn microphone on").first).to_be_visible()
    with small.expect_event("close"):
        small.get_by_role("button", name="Leave").click()
    alice.reads("You left the meeting")
    assert alice.errors == gus.errors == []


def test_my_volume_for_somebody_is_mine_alone(person: People) -> None:
    alice, gus, bea = together(person, 3)
    gus.press("Turn microphone off")
    alice.hears(660)
    does_with_tile(alice, "Bea Guest", "Volume for me")
    alice.page.get_by_role("slider", name="Volume").fill("0")
    check_access(alice.page)
    alice.press("Done")
    alice.page.wait_for_function(
        "() => [...document.querySelectorAll('audio')].some(audio => audio.volume === 0)"
    )
    assert gus.page.evaluate("[...document.querySelectorAll('audio')].every(audio => audio.volume === 1)")
    assert alice.errors == gus.errors == bea.errors == []


# The hand goes up as its button would send it.
RAISE = """async code => {
  const ticket = sessionStorage.getItem(`troth:ticket:${code}`);
  const headers = { Authorization: `Bearer ${ticket}`, 'Content-Type': 'application/json' };
  const answer = await fetch('/api/v1/attendance/hand', { method: 'PUT', headers, body: '{"raised": true}' });
  return answer.status;
}"""


def test_a_raised_hand_has_its_number_and_comes_to_the_first_page(person: People) -> None:
    alice, gus, bea, cy = together(person, 4)
    code = alice.page.url.rsplit("/", 1)[-1]
    does_with_tile(alice, "Gus Guest", "Pin")
    # Room for two beside the large one: oneself and Bea.
    alice.page.set_viewport_size({"width": 700, "height": 360})
    beside = alice.page.locator("[data-part=strip]")
    expect(beside).to_have_count(2)
    expect(beside.nth(1)).to_contain_text("Bea Guest")
    assert cy.page.evaluate(RAISE, code) == 204
    expect(beside.nth(1)).to_contain_text("Cy Guest")
    alice.page.set_viewport_size({"width": 1280, "height": 800})
    assert bea.page.evaluate(RAISE, code) == 204
    for name, place in (("Cy Guest", 1), ("Bea Guest", 2)):
        raised = re.compile(f"{name}.*hand raised, number {place}")
        expect(alice.page.get_by_role("article", name=raised)).to_be_visible()
    check_access(alice.page)
    # Who moved in the page went on playing.
    alice.sees("Cy Guest", "blue")
    alice.sees("Bea Guest", "green")
    assert [one.errors for one in (alice, gus, bea, cy)] == [[], [], [], []]
