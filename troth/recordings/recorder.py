"""`troth record`: looks for recordings that nobody makes, and has a browser make each.

The browser runs without a window. It is given a code in its address, with
which its page begins the part; everything else is between the page and the
web server. So a browser outlives a recorder that is killed, and the next one
takes it over; and whatever happens to the browser, another part begins.
"""

import logging
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from troth.lib.turns import take_turns
from troth.recordings.actions.parts import claim, end_part
from troth.recordings.browsers import FLAGS
from troth.recordings.models import Part
from troth.recordings.shelf import regions, shelf_of

log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds a browser has to end by itself once its part is over."""
FOLDER = "browsers"
"""Where on a region's shelf browsers have their profiles, by the part that they are at."""
PID = "recorder.pid"


@dataclass
class Browser:
    """A browser at a part. Its profile lies on the region's shelf, and goes with it."""

    part: UUID
    pid: int
    profile: Path
    over_since: float | None = None

    @property
    def is_up(self) -> bool:
        """Whether its process is there, and not another that was given its number."""
        with suppress(ChildProcessError):
            os.waitpid(self.pid, os.WNOHANG)
        try:
            state = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0]
            words = Path(f"/proc/{self.pid}/cmdline").read_bytes()
        except OSError:
            return False
        # Between a script and the program it becomes, a process has no words.
        return state != "Z" and (not words or str(self.profile).encode() in words)

    def is_done(self) -> bool:
        """Whether it has ended, by itself or because its part is over and it would not."""
        if not self.is_up:
            return True
        part = Part.objects.filter(id=self.part).only("ended_at").first()
        if part is not None and part.ended_at is None:
            return False
        self.over_since = self.over_since or time.monotonic()
        return time.monotonic() - self.over_since > PATIENCE

    def stop(self) -> None:
        """Ends it with all its processes, takes its profile away, and leaves its part to another."""
        if self.is_up:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(self.pid, 0)
        # What its other processes still write meanwhile is cleared away by the next recorder.
        shutil.rmtree(self.profile, ignore_errors=True)
        end_part(self.part)


def open_browser(program: str, part: Part, code: str) -> Browser:
    """Starts a browser at a part, in a session of its own."""
    profile = shelf_of(part.recording.region).path(f"{FOLDER}/{part.id}")
    profile.mkdir(mode=0o700, parents=True, exist_ok=True)
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    local = ["--allow-loopback-in-peer-connection"] if settings.MEDIA_IS_OURS else []
    address = f"{settings.RECORDER_URL}{reverse('recorder')}#{code}"
    process = subprocess.Popen(
        [program, *FLAGS, *root, *local, f"--user-data-dir={profile}", address],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    (profile / PID).write_text(f"{socket.gethostname()} {process.pid}")
    # From here on it is known by its number, as one that was taken over is.
    process.returncode = 0
    return Browser(part.id, process.pid, profile)


def left_behind() -> Iterator[Browser]:
    """Browsers of a recorder on this machine that was killed; what is left of dead ones is cleared away."""
    for region in regions():
        for profile in shelf_of(region).path(FOLDER).glob("*"):
            try:
                host, pid = (profile / PID).read_text().split()
                browser = Browser(UUID(profile.name), int(pid), profile)
            except (OSError, ValueError):
                shutil.rmtree(profile, ignore_errors=True)
                continue
            if host != socket.gethostname():
                continue
            if browser.is_up:
                yield browser
            else:
                browser.stop()


def record(program: str, most: int, keep_on: Callable[[], bool]) -> None:
    """Records up to `most` meetings at once, until it is asked to stop; then what is on goes on elsewhere."""
    browsers = list(left_behind())

    def turn() -> bool:
        _tend(browsers)
        if len(browsers) >= most or (claimed := claim()) is None:
            return False
        browsers.append(open_browser(program, *claimed))
        log.info("part %s is recorded", claimed[0].id)
        return True

    take_turns(turn, keep_on)
    for browser in browsers:
        browser.stop()


def _tend(browsers: list[Browser]) -> None:
    """Stops those that are done, and forgets them."""
    for browser in list(browsers):
        if browser.is_done():
            browser.stop()
            browsers.remove(browser)
            log.info("part %s is over", browser.part)
