"""Child processes of `troth run`: started, watched by their pipes, started again, stopped."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
QUICK = 5.0
"""A child that dies within this many seconds of its start died at once."""
TRIES = 5

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when `parent`, a process id, ends in whatever way (prctl(2), Linux).

    For use between fork and exec, or first thing in a forked process.
    """
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


@dataclass
class Child:
    """One process that should be up. `grace` is how many seconds it has to end by itself once asked.

    Without one that is not `vital` the others go on; it is tried again for ever.
    """

    name: str
    command: Sequence[str]
    grace: float
    say: Callable[[str, str], None]
    vital: bool = True
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = 0
    start_again_at: float | None = None
    _rest: bytes = field(default=b"", repr=False)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C in the terminal reaches the supervisor only."""
        parent = os.getpid()
        self.start_again_at = None
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(parent),
        )
        if self.process.stdout:
            os.set_blocking(self.process.stdout.fileno(), False)

    def read(self) -> None:
        """Pass on the whole lines it has written."""
        if self.process is None or self.process.stdout is None:
            return
        while chunk := self.process.stdout.read(65536):
            *lines, self._rest = (self._rest + chunk).split(b"\n")
            for line in lines:
                self.say(self.name, line.decode(errors="replace"))

    def look(self) -> bool:
        """Notice its death and plan the next start. True where it has died at once so often that it makes no sense."""
        if self.process is None or self.process.poll() is None:
            return False
        self.read()
        code = self.process.returncode
        self._clear()
        lived = time.monotonic() - self.started
        self.quick_deaths = self.quick_deaths + 1 if lived < QUICK else 0
        delay = min(0.2 * 2 ** (self.quick_deaths - 1), 5.0) if self.quick_deaths else 0.0
        self.start_again_at = time.monotonic() + delay
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        self.say("troth", f"{self.name} {how}; it is started again.")
        return self.vital and self.quick_deaths >= TRIES

    def start_if_due(self) -> None:
        """Start it again once its pause is over."""
        if self.start_again_at is not None and time.monotonic() >= self.start_again_at:
            self.start()

    def ask_to_stop(self) -> None:
        """Send SIGTERM; what has died already is left alone."""
        self.start_again_at = None
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop_by(self, deadline: float, hurry: Callable[[], bool]) -> None:
        """Wait until `deadline` (monotonic seconds) or `hurry`, then kill it and what it started."""
        if self.process is None:
            return
        while self.process.poll() is None and time.monotonic() < deadline and not hurry():
            self.read()
            time.sleep(0.02)
        self._clear()

    def _clear(self) -> None:
        """Kill what is left of its process group and reap it."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.read()
        if self.process.stdout:
            self.process.stdout.close()
        self.process = None
