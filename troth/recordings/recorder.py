"""`troth record`: looks for recordings that nobody makes, and has a browser make each.

The browser runs without a window. It is given a code in its address, with
which its page begins the part; everything else is between the page and the
web server. Whatever happens to browser or recorder, another part begins.
"""

import logging
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections
from django.urls import reverse

from troth.lib.processes import die_with_parent
from troth.recordings.actions.parts import claim, give_up
from troth.recordings.browsers import FLAGS, find_browser
from troth.recordings.models import Part
from troth.recordings.shelf import shelf_of

log = logging.getLogger(__name__)

LOOK = 0.3
"""Seconds between two looks for something to record."""
PATIENCE = 5.0
"""Seconds a browser has to end by itself once its part is over."""


@dataclass
class Browser:
    """A browser at a part. Its profile lies on the region's shelf, and goes with it."""

    part: UUID
    process: "subprocess.Popen[bytes]"
    profile: Path
    over_since: float | None = None

    def is_done(self) -> bool:
        """Whether it has ended, by itself or because its part is over and it would not."""
        if self.process.poll() is not None:
            return True
        part = Part.objects.filter(id=self.part).only("ended_at").first()
        if part is not None and part.ended_at is None:
            return False
        self.over_since = self.over_since or time.monotonic()
        return time.monotonic() - self.over_since > PATIENCE

    def stop(self) -> None:
        """Ends it with all its processes, and takes its profile away."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


def open_browser(program: str, part: Part, code: str) -> Browser:
    """Starts a browser at a part."""
    profile = shelf_of(part.recording.region).path(f"browsers/{part.id}")
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
        preexec_fn=partial(die_with_parent, os.getpid()),
    )
    return Browser(part.id, process, profile)


def record(most: int, keep_on: Callable[[], bool]) -> None:
    """Records up to `most` meetings at once, until it is asked to stop; then what is on goes on elsewhere."""
    program = find_browser()
    browsers: list[Browser] = []
    try:
        while keep_on():
            close_old_connections()
            browsers = _tend(browsers)
            if len(browsers) < most and (claimed := claim()) is not None:
                browsers.append(open_browser(program, *claimed))
                log.info("part %s is recorded", claimed[0].id)
                continue
            time.sleep(LOOK)
    finally:
        for browser in browsers:
            browser.stop()
            give_up(browser.part)


def _tend(browsers: list[Browser]) -> list[Browser]:
    on = []
    for browser in browsers:
        if not browser.is_done():
            on.append(browser)
            continue
        browser.stop()
        give_up(browser.part)
        log.info("part %s is over", browser.part)
    return on
