"""`troth record`: the recorder's process."""

import signal
from types import FrameType

from django.conf import settings

from troth.privacy import Purpose
from troth.privacy.purposes import under
from troth.recordings.browsers import find_browser
from troth.recordings.recorder import record as record_meetings
from troth.web.config import BadSettings


class _Going:
    """True until SIGTERM or Ctrl-C."""

    def __init__(self) -> None:
        self.on = True
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.on = False

    def __call__(self) -> bool:
        return self.on


def record() -> None:
    """Record meetings until it is asked to stop. Raises BadSettings where there is no browser."""
    program = find_browser()
    if program is None:
        raise BadSettings(
            "Chromium is not installed: without it nothing is recorded here. On Debian: apt-get install chromium"
        )
    with under(Purpose.SERVE):
        record_meetings(program, max(settings.RECORDERS, 1), _Going())
