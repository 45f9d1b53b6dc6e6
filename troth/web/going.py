"""Until when a process that works by itself goes on."""

import signal
from types import FrameType


class Going:
    """True until SIGTERM or Ctrl-C."""

    def __init__(self) -> None:
        self.on = True
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.on = False

    def __call__(self) -> bool:
        return self.on
