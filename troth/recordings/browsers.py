"""The browser that a recorder drives: where it is, and how it is started. Needs no Django."""

import shutil

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-renderer-backgrounding",
    "--disable-sync",
    "--disk-cache-size=1",
    "--hide-scrollbars",
    "--metrics-recording-only",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
    "--window-size=320,180",
)


class NoBrowser(Exception):
    """There is no Chromium here; the message says how to get one."""


def find_browser() -> str:
    """The browser's program. Raises NoBrowser."""
    for name in PROGRAMS:
        if path := shutil.which(name):
            return path
    raise NoBrowser(
        "Chromium is not installed: without it nothing is recorded here. On Debian: apt-get install chromium"
    )


def has_browser() -> bool:
    """Whether there is one."""
    return any(map(shutil.which, PROGRAMS))
