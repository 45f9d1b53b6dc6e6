"""An installation, and browsers that show its room."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.browser.conftest import FLAGS, chromium
from tests.browser.person import Person
from tests.installation import Installation

READ = "name => performance.getEntriesByName(name).at(-1)?.startTime ?? null"


@contextmanager
def running() -> Iterator[Installation]:
    """The whole of Troth, as an operator starts it."""
    with tempfile.TemporaryDirectory(prefix="troth-bench-", ignore_cleanup_errors=True) as folder:
        installation = Installation(Path(folder) / "data")
        installation.start()
        try:
            yield installation
        finally:
            installation.stop()


def browser(playwright: Playwright) -> Browser:
    """A headless Chromium with a camera and a microphone."""
    return playwright.chromium.launch(
        executable_path=chromium(), args=FLAGS, ignore_default_args=["--mute-audio"]
    )


def profile(browser: Browser, installation: Installation) -> BrowserContext:
    """A new profile, that has given camera and microphone."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800},
        permissions=["camera", "microphone"],
        base_url=installation.url,
    )
    context.set_default_timeout(20_000)
    return context


def page(browser: Browser, installation: Installation) -> Page:
    """A page in a new profile."""
    return profile(browser, installation).new_page()


def person(browser: Browser, installation: Installation) -> Person:
    """Somebody in a new profile."""
    return Person(page(browser, installation), installation)


def moment(page: Page, mark: str) -> float:
    """When the mark was set, in milliseconds of the page's clock, once it is."""
    page.wait_for_function(f"name => ({READ})(name) !== null", arg=mark, polling=50)
    return float(page.evaluate(READ, mark))
