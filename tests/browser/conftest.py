"""Real browsers, one process for each person, with a picture and a sound of their own."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from tests.browser.person import Person
from tests.installation import Installation
from troth.recordings.browsers import find_browser

FLAGS = [
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream=device-count=1,fps=10",
    "--allow-loopback-in-peer-connection",
    "--autoplay-policy=no-user-gesture-required",
    "--auto-accept-this-tab-capture",
    "--disable-gpu",
    "--mute-audio",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
]

# A machine with little to spare may take long for what a person would see at once.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    installation = Installation(tmp_path_factory.mktemp("installation") / "data")
    installation.start()
    yield installation
    installation.stop()


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


def chromium() -> str:
    program = find_browser()
    assert program, "Chromium is missing: `make test` installs it."
    return program


PAINT = {
    "red": ("#7f1d1d", "#b91c1c", "#c24141"),
    "blue": ("#172554", "#1e3a8a", "#2f4fae"),
    "green": ("#0a5a1e", "#0f7a2b", "#2f9a4a"),
}


def ffmpeg(*words: str | Path) -> None:
    subprocess.run(["ffmpeg", "-loglevel", "error", "-y", *map(str, words)], check=True)


def _film(folder: Path, colour: str, hertz: int) -> tuple[Path, Path]:
    """Somebody's outline on a ground of one colour, and a tone with pauses.

    A fake camera and microphone; what suppresses noise takes for it what does not pause, as a voice does.
    """
    video, sound = folder / f"{colour}.y4m", folder / f"{colour}-{hertz}.wav"
    if sound.exists():
        return video, sound
    ground, coat, skin = PAINT[colour]
    still = Image.new("RGB", (640, 360), ground)
    pen = ImageDraw.Draw(still)
    pen.ellipse((170, 240, 470, 540), fill=coat)
    pen.ellipse((250, 75, 390, 245), fill=skin)
    still.save(folder / f"{colour}.png")
    ffmpeg("-loop", "1", "-i", folder / f"{colour}.png", "-t", "2", "-r", "10", "-pix_fmt", "yuv420p", video)
    tone = f"0.25*sin(2*PI*{hertz}*t)*lt(mod(t,0.5),0.3)"
    ffmpeg("-f", "lavfi", "-i", f"aevalsrc={tone!r}:d=4:s=48000", sound)
    return video, sound


Launch = Callable[..., Browser]


@pytest.fixture(scope="session")
def _films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("films")


@pytest.fixture(scope="module")
def _browsers(_playwright: Playwright) -> Iterator[dict[tuple[object, ...], Browser]]:
    """The browser processes of a file, by what was wished for: one that runs for long loses its fake microphone."""
    started: dict[tuple[object, ...], Browser] = {}
    yield started
    for browser in started.values():
        browser.close()


@pytest.fixture(scope="module")
def _launch(_playwright: Playwright, _browsers: dict[tuple[object, ...], Browser], _films: Path) -> Launch:
    """Starts a browser process: `launch("red", 440)`, or with other flags; the same one for the same wishes."""

    def start(
        colour: str = "", hertz: int = 0, flags: tuple[str, ...] = (), without: tuple[str, ...] = ()
    ) -> Browser:
        key = (colour, hertz, flags, without)
        if key not in _browsers or not _browsers[key].is_connected():
            files = []
            if colour:
                video, sound = _film(_films, colour, hertz)
                files = [
                    f"--use-file-for-fake-video-capture={video}",
                    f"--use-file-for-fake-audio-capture={sound}",
                ]
            kept = [flag for flag in FLAGS if not flag.startswith(without)] if without else FLAGS
            _browsers[key] = _playwright.chromium.launch(
                executable_path=chromium(), args=[*kept, *files, *flags]
            )
        return _browsers[key]

    return start


@pytest.fixture
def launch(_browsers: dict[tuple[object, ...], Browser], _launch: Launch) -> Iterator[Launch]:
    """As `_launch`; a browser with flags of its own is closed after the test, for an idle one still takes its share."""
    yield _launch
    for key in [key for key in _browsers if key[2] or key[3]]:
        _browsers.pop(key).close()


@pytest.fixture
def person(launch: Launch, installation: Installation) -> Iterator[Callable[..., Person]]:
    """Somebody with a browser: `person("red", 440)`. They leave when the test is over."""
    contexts: list[BrowserContext] = []

    def make(
        colour: str = "",
        hertz: int = 0,
        *,
        phone: bool = False,
        dark: bool = False,
        allowed: bool = True,
        **wishes: tuple[str, ...],
    ) -> Person:
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 800}
        browser = launch(colour, hertz, **wishes)
        context = browser.new_context(
            viewport=size,
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            permissions=["camera", "microphone"] if allowed else [],
            base_url=installation.url,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Person(context.new_page(), installation)

    yield make
    for context in contexts:
        context.close()
