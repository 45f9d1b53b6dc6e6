"""Cameras, microphones and loudspeakers: remembered, refused, blurred, tuned, and the network they need."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, expect

from tests.browser.conftest import ffmpeg
from tests.browser.person import Person
from tests.browser.test_pages import check_access

People = Callable[..., Person]
FAKES = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
TWO = "--use-fake-device-for-media-stream=device-count=2,fps=10"

# What was asked of the browser, and what it gave.
ASKED = """window.asked = []; window.given = []; window.sinks = [];
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async wish => {
  window.asked.push(wish);
  const stream = await ask(wish);
  window.given.push(...stream.getTracks());
  return stream;
};
const sink = HTMLMediaElement.prototype.setSinkId;
HTMLMediaElement.prototype.setSinkId = function (id) { window.sinks.push(id); return sink.call(this, id); };"""

# How much light and dark differ in the upper left of a picture: stripes there are far apart unless blurred.
CONTRAST = """video => {
  const canvas = new OffscreenCanvas(160, 90), pen = canvas.getContext('2d', {willReadFrequently: true});
  pen.drawImage(video, 0, 0, 160, 90);
  const dots = pen.getImageData(4, 4, 40, 40).data, light = [];
  for (let i = 0; i < dots.length; i += 4) light.push(dots[i]);
  const mean = light.reduce((a, b) => a + b) / light.length;
  return Math.sqrt(light.reduce((a, b) => a + (b - mean) ** 2, 0) / light.length);
}"""

# Looks at every frame of the others that arrives, from the first.
WATCH = f"""window.contrasts = [];
const contrast = {CONTRAST}, known = new WeakSet();
setInterval(() => {{
  for (const video of document.querySelectorAll("[data-identity]:not([data-self='true']) video")) {{
    if (known.has(video)) continue;
    known.add(video);
    const look = () => {{
      if (video.videoWidth) window.contrasts.push(contrast(video));
      video.requestVideoFrameCallback(look);
    }};
    video.requestVideoFrameCallback(look);
  }}
}}, 5);"""
SHARP, BLURRED = 50, 25
# Milliseconds. Without a graphics card a busy processor takes seconds for each frame.
BLURRING = 120_000


@pytest.fixture
def path(person: People) -> str:
    """The way to an open meeting of Alice's."""
    alice = person()
    alice.sign_in("alice")
    return alice.make_meeting()


@pytest.fixture(scope="module")
def stripes(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """Flags for a camera that shows an outline before black and white stripes.

    The picture is small: without a graphics card the processor does all the blurring.
    """
    folder = tmp_path_factory.mktemp("stripes")
    still = Image.new("RGB", (640, 360), "white")
    pen = ImageDraw.Draw(still)
    for x in range(0, 640, 48):
        pen.rectangle((x, 0, x + 23, 360), fill="black")
    pen.ellipse((170, 240, 470, 540), fill="#334488")
    pen.ellipse((250, 75, 390, 245), fill="#e0b090")
    still.save(folder / "stripes.png")
    film = folder / "stripes.y4m"
    small = ("-vf", "scale=320:180", "-pix_fmt", "yuv420p")
    ffmpeg("-loop", "1", "-i", folder / "stripes.png", "-t", "2", "-r", "10", *small, film)
    return (f"--use-file-for-fake-video-capture={film}",)


def chosen(somebody: Person, outlet: str) -> str:
    picked = somebody.page.get_by_label(outlet, exact=True)
    return str(picked.evaluate("one => one.selectedOptions[0].label"))


def pick_other(somebody: Person, outlet: str) -> str:
    """Chooses a device that is not in use yet. Returns its label."""
    picked: Locator = somebody.page.get_by_label(outlet, exact=True)
    expect(picked).to_be_enabled()
    other = str(picked.evaluate("one => [...one.options].findLast(option => !option.selected).label"))
    picked.select_option(label=other)
    return other


def test_what_one_chose_is_there_next_time(person: People, path: str) -> None:
    guest = person(without=FAKES[1:], flags=(TWO,))
    guest.go_to(path)
    guest.page.get_by_label("Your camera").wait_for()
    wanted = {outlet: pick_other(guest, outlet) for outlet in ("Camera", "Microphone", "Loudspeaker")}
    guest.press("Turn microphone off")
    guest.page.get_by_label("Your camera").wait_for()
    guest.join("Gus Guest")
    guest.is_inside()
    guest.leaves()
    guest.page.reload()
    guest.page.get_by_label("Your camera").wait_for()
    expect(guest.page.get_by_label("Your name")).to_have_value("Gus Guest")
    expect(guest.page.get_by_role("button", name="Turn microphone on")).to_be_visible()
    guest.press("Turn microphone on")
    expect(guest.page.get_by_role("button", name="Turn microphone off")).not_to_have_attribute(
        "aria-busy", "true"
    )
    assert {outlet: chosen(guest, outlet) for outlet in wanted} == wanted


def test_a_device_that_is_gone_is_replaced_and_told(person: People, path: str) -> None:
    guest = person("blue", 880)
    guest.page.add_init_script("localStorage['troth:choices'] = JSON.stringify({cameraId: 'gone'})")
    guest.go_to(path)
    guest.reads("The camera you used last time isn't connected")
    guest.page.get_by_label("Your camera").wait_for()
    check_access(guest.page)


def test_the_cure_is_shown_and_goes_away_when_it_worked(person: People, path: str) -> None:
    guest = person(without=FAKES[:1], allowed=False)
    guest.go_to(path)
    guest.reads("Camera and microphone are not available")
    check_access(guest.page)
    guest.press("How to fix it")
    dialog = guest.page.get_by_role("dialog")
    expect(dialog.get_by_role("listitem")).to_have_count(3)
    expect(dialog).to_contain_text("left of the address")
    check_access(guest.page)
    guest.page.context.grant_permissions(["camera", "microphone"])
    expect(dialog).to_be_hidden()
    guest.page.get_by_label("Your camera").wait_for()
    guest.join("Gus Guest")
    guest.is_inside()


@pytest.mark.parametrize(
    ("error", "words", "cure"),
    [
        ("new DOMException('Permission denied by system', 'NotAllowedError')", "privacy settings", "desktop"),
        ("new DOMException('Could not start', 'NotReadableError')", "Another program", "Close what else"),
    ],
    ids=["blocked by the system", "in use"],
)
def test_each_cause_has_its_cure(person: People, path: str, error: str, words: str, cure: str) -> None:
    guest = person()
    guest.page.add_init_script(
        f"window.refusing = true; {ASKED} const real = navigator.mediaDevices.getUserMedia;"
        "navigator.mediaDevices.getUserMedia = async wish => {"
        f"  if (window.refusing && wish.video) throw {error};"
        "  return real(wish); };"
    )
    guest.go_to(path)
    guest.reads("Your camera is not available")
    guest.reads(words)
    guest.press("How to fix it")
    expect(guest.page.get_by_role("dialog")).to_contain_text(cure)
    expect(guest.page.get_by_role("button", name="Turn microphone off")).to_have_count(1)
    # Back from the system's settings.
    guest.page.evaluate("window.refusing = false; window.dispatchEvent(new Event('focus'))")
    expect(guest.page.get_by_role("dialog")).to_be_hidden()
    guest.page.get_by_label("Your camera").wait_for()


def test_before_the_browsers_question_it_is_said_why(person: People, path: str) -> None:
    guest = person()
    guest.page.add_init_script(
        "const query = navigator.permissions.query.bind(navigator.permissions);"
        "navigator.permissions.query = async what => ({state: 'prompt', addEventListener() {}});"
        "navigator.mediaDevices.getUserMedia = () => new Promise(() => {});"
    )
    guest.go_to(path)
    guest.reads("Your browser asks for your camera and microphone")
    check_access(guest.page)
    # No answer is an answer too.
    guest.join("Gus Guest")
    guest.is_inside()


def test_the_preview_is_what_is_sent(person: People, path: str) -> None:
    guest = person("blue", 880)
    guest.page.add_init_script(ASKED)
    guest.go_to(path)
    guest.page.get_by_label("Your camera").wait_for()
    guest.join("Gus Guest")
    guest.is_inside()
    guest.sees("Gus Guest", "blue")
    # One request for both, and none at Join.
    assert guest.page.evaluate("window.asked.map(wish => [!!wish.audio, !!wish.video])") == [[True, True]]
    assert guest.page.evaluate("window.asked[0].audio.voiceIsolation") is False
    assert guest.page.evaluate("window.given.every(track => track.readyState === 'live')")


def test_no_sharp_frame_leaves_with_blur(person: People, path: str, stripes: tuple[str, ...]) -> None:
    alice = person()
    alice.page.add_init_script(WATCH)
    alice.enters(path, "Alice")
    plain = person(flags=stripes)
    plain.enters(path, "Paula Plain")
    alice.page.wait_for_function("() => window.contrasts.length > 10")
    assert max(alice.page.evaluate("window.contrasts")) > SHARP
    plain.leaves()
    expect(alice.tile("Paula Plain")).to_have_count(0)

    guest = person(flags=stripes)
    guest.go_to(path)
    mirror = guest.page.get_by_label("Your camera")
    mirror.wait_for()
    guest.press("Blur my background")
    expect(guest.page.get_by_text("Preparing the blur")).to_have_count(0, timeout=BLURRING)
    guest.page.wait_for_function(
        f"() => ({CONTRAST})(document.querySelector('video')) < {BLURRED}", timeout=BLURRING, polling=100
    )
    check_access(guest.page)
    guest.page.reload()
    alice.page.evaluate("window.contrasts = []")
    # Not waited for: what starts while one joins is blurred too.
    guest.join("Gus Guest")
    guest.is_inside()
    alice.page.wait_for_function("() => window.contrasts.length > 10", timeout=BLURRING, polling=100)
    assert max(alice.page.evaluate("window.contrasts")) < BLURRED

    # Off and on again it stays so; without blur it is sharp.
    guest.press("Turn camera off")
    expect(alice.tile("Gus Guest").locator("video")).to_be_hidden(timeout=BLURRING)
    alice.page.evaluate("window.contrasts = []")
    guest.press("Turn camera on")
    alice.page.wait_for_function("() => window.contrasts.length > 5", timeout=BLURRING, polling=100)
    assert max(alice.page.evaluate("window.contrasts")) < BLURRED
    room_settings(guest)
    guest.page.get_by_role("tab", name="Video").click()
    guest.page.get_by_role("switch", name="Blur background").click()
    alice.page.wait_for_function(f"() => window.contrasts.at(-1) > {SHARP}", timeout=BLURRING, polling=100)
    check_access(guest.page)


def room_settings(somebody: Person) -> None:
    somebody.page.get_by_label("Meeting controls").get_by_role("button", name="More", exact=True).click()
    somebody.page.get_by_role("menuitem", name="Settings").click()
    somebody.page.get_by_role("dialog", name="Settings").wait_for()


def test_sound_is_tuned_on_the_same_microphone(person: People, path: str) -> None:
    guest = person("blue", 880)
    guest.page.add_init_script(ASKED)
    guest.go_to(path)
    guest.page.get_by_label("Your camera").wait_for()

    def becomes(**wanted: bool) -> None:
        """The microphone that is open now does this to the sound."""
        guest.page.wait_for_function(
            """wanted => {
              const open = window.given.filter(one => one.kind === 'audio' && one.readyState === 'live');
              const now = open.at(-1)?.getSettings() ?? {};
              return open.length === 1 && Object.entries(wanted).every(([part, on]) => now[part] === on);
            }""",
            arg=wanted,
        )

    becomes(echoCancellation=True, noiseSuppression=True, autoGainControl=True)
    microphone = guest.page.evaluate("window.given[0].getSettings().deviceId")
    guest.press("Settings")
    check_access(guest.page)
    guest.page.get_by_role("switch", name="Noise suppression").click()
    becomes(echoCancellation=True, noiseSuppression=False, autoGainControl=True)
    guest.press("Done")
    guest.join("Gus Guest")
    guest.is_inside()
    room_settings(guest)
    expect(guest.page.get_by_role("switch", name="Noise suppression")).not_to_be_checked()
    guest.page.get_by_role("switch", name="Echo cancellation").click()
    becomes(echoCancellation=False, noiseSuppression=False, autoGainControl=True)
    assert guest.page.evaluate("window.given.at(-1).getSettings().deviceId") == microphone
    assert guest.page.evaluate("window.asked.slice(1).every(wish => wish.audio && !wish.video)")


def test_the_test_tone_comes_from_the_chosen_loudspeaker(person: People, path: str) -> None:
    guest = person()
    guest.page.add_init_script(ASKED)
    guest.go_to(path)
    guest.page.get_by_label("Your camera").wait_for()
    pick_other(guest, "Loudspeaker")
    guest.press("Test loudspeaker")
    guest.page.wait_for_function(
        "() => window.sinks.length && window.sinks.at(-1) === document.querySelector('[aria-label=Loudspeaker]').value"
    )


def test_a_silent_microphone_is_noticed(person: People, path: str, tmp_path: Path) -> None:
    ffmpeg("-f", "lavfi", "-i", "anullsrc=r=48000", "-t", "2", tmp_path / "silence.wav")
    guest = person(flags=(f"--use-file-for-fake-audio-capture={tmp_path / 'silence.wav'}",))
    guest.go_to(path)
    guest.reads("Your microphone gives no sound")
    loud = person("blue", 880)
    loud.go_to(path)
    loud.page.wait_for_function(
        "() => parseFloat(document.querySelector('.room-level')?.style.transform.slice(7)) > 0.05"
    )


def test_settings_by_keyboard(person: People, path: str) -> None:
    guest = person(phone=True, dark=True)
    guest.go_to(path)
    guest.page.get_by_label("Your camera").wait_for()
    guest.press("Settings")
    guest.page.get_by_role("tab", name="Sound").focus()
    for tab in ("Video", "General", "Sound"):
        guest.page.keyboard.press("ArrowRight")
        expect(guest.page.get_by_role("tab", name=tab)).to_be_focused()
        expect(guest.page.get_by_role("tabpanel", name=tab)).to_be_visible()
        check_access(guest.page)
    guest.page.keyboard.press("Escape")
    expect(guest.page.get_by_role("button", name="Settings")).to_be_focused()


def check_connection(somebody: Person) -> None:
    somebody.press("Check your connection")
    somebody.press("Start")
    expect(somebody.page.get_by_role("button", name="Check again")).to_be_enabled(timeout=90_000)


def steps(somebody: Person) -> dict[str, str]:
    found: dict[str, str] = somebody.page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('[data-step]')].map(one => [one.dataset.step, one.dataset.state]))"
    )
    return found


def test_a_good_connection_passes_the_check(person: People, path: str) -> None:
    guest = person()
    guest.page.context.grant_permissions(["camera", "microphone", "clipboard-read", "clipboard-write"])
    guest.go_to(path)
    check_connection(guest)
    # A machine that is busy answers late, which is no fault of the check.
    passed = re.compile("Your connection is ready for meetings|Meetings work, with a weakness")
    expect(guest.page.get_by_text(passed)).to_be_visible()
    assert steps(guest) == {
        "server": "ok",
        "signal": "ok",
        "media": "ok",
        # A relay has no way to an address that only this machine knows.
        "relay": "skipped",
        "publish": "ok",
        "reconnect": "ok",
    }
    check_access(guest.page)
    guest.press("Copy report")
    report = guest.page.evaluate("navigator.clipboard.readText()")
    assert "Sound and pictures: ok" in report
    assert "eyJ" not in report


def test_a_network_that_lets_no_media_through_is_told_what_to_open(person: People, path: str) -> None:
    guest = person(phone=True)
    # As behind a firewall: only a relay that is not there would do.
    guest.page.add_init_script(
        "const Real = window.RTCPeerConnection; window.RTCPeerConnection = class extends Real {"
        " constructor(wish) { super({...wish, iceTransportPolicy: 'relay', iceServers: []}); }"
        " setConfiguration(wish) { super.setConfiguration({...wish, iceTransportPolicy: 'relay', iceServers: []}); } };"
    )
    guest.go_to(path)
    guest.press("Settings")
    guest.page.get_by_role("tab", name="General").click()
    check_connection(guest)
    found = steps(guest)
    assert (found["signal"], found["media"], found["publish"]) == ("ok", "failed", "waiting")
    guest.reads("Meetings don't work from here")
    expect(guest.page.locator("[data-step=media]")).to_contain_text(
        re.compile(rf"Ask for UDP {guest.installation.port + 2} to 127\.0\.0\.1")
    )
    check_access(guest.page)
