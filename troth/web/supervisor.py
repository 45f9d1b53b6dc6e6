"""`troth run`: the whole installation in one process tree.

Prepares the data folder, then keeps media server, web server and worker up
until it is asked to stop. Runs in one thread: children that are to die with
it would otherwise die with the thread that started them (prctl(2)).
"""

import os
import selectors
import signal
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

from troth.media.process import NoMediaServer, find_program, write_configuration
from troth.recordings.browsers import find_browser
from troth.web.children import Child
from troth.web.config import BadSettings, Config, load, load_keys
from troth.web.installation import media_server
from troth.web.locks import hold_lock
from troth.web.ports import refuse_busy
from troth.web.restoring import finish_restore

STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 60.0
"""Seconds the web server may take to answer for the first time."""

SignIn = tuple[str, str, str]
"""Role, email, password."""


def say(name: str, line: str) -> None:
    """One line of the common log, to standard output. A reader that went away is no reason to stop."""
    try:
        print(f"{name:<7} {line}", flush=True)
    except OSError:
        pass


def prepare(config: Config) -> list[SignIn]:
    """Check, migrate and, in development, seed. Returns the demo's sign-ins."""
    from troth.web.preparation import demo_sign_ins, migrate, refuse_unsafe

    refuse_unsafe()
    migrate()
    return demo_sign_ins()


def children(config: Config) -> list[Child]:
    """The processes this installation needs, not yet started. Raises BadSettings."""
    troth = [sys.executable, "-m", "troth.web.cli"]
    found = [Child("web", [*troth, "serve"], 5.0, say), Child("worker", [*troth, "work"], 8.0, say)]
    if config.recorders and config.region_folders:
        if find_browser():
            found.append(Child("record", [*troth, "record"], 3.0, say, vital=False))
        else:
            say("troth", "Chromium is not installed: meetings can't be recorded here until it is.")
    if config.captioners:
        found.append(Child("caption", [*troth, "caption"], 3.0, say, vital=False))
    if config.media_is_ours:
        try:
            program = find_program()
        except NoMediaServer as error:
            raise BadSettings(str(error)) from None
        path = write_configuration(media_server(config), config.data / "media")
        # LiveKit waits for every browser that died uncleanly, over ten seconds: don't.
        found.insert(0, Child("media", [str(program), "--config", str(path)], 3.0, say))
    return found


class Supervisor:
    """Keeps children up until a signal to stop."""

    def __init__(self, config: Config, kids: list[Child], sign_ins: list[SignIn], began: float) -> None:
        self.config = config
        self.kids = kids
        self.sign_ins = sign_ins
        self.began = self.started = began
        self.stopping = 0
        self.failed = ""
        self.announced = False

    def run(self) -> int:
        """Until it is asked to stop, or a child can not be kept up. Returns the exit code."""
        wake, waker = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(waker, False)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        # Without a handler of ours SIGCHLD would not reach the pipe.
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        for number in STOP:
            signal.signal(number, self._ask_to_stop)
        self.started = time.monotonic()
        try:
            for kid in self.kids:
                kid.start()
            while not self.stopping and not self.failed:
                self._wait(wake)
                self._turn()
        finally:
            self._stop()
        if self.failed:
            print(self.failed, file=sys.stderr)
        return 1 if self.failed else 0

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping += 1

    def _wait(self, wake: int) -> None:
        """Until a child writes or dies, a signal comes, or something is due."""
        with selectors.DefaultSelector() as selector:
            selector.register(wake, selectors.EVENT_READ)
            for kid in self.kids:
                if kid.process and kid.process.stdout:
                    selector.register(kid.process.stdout, selectors.EVENT_READ)
            selector.select(self._pause())
        try:
            while os.read(wake, 512):
                pass
        except BlockingIOError:
            pass

    def _pause(self) -> float | None:
        due = [kid.start_again_at - time.monotonic() for kid in self.kids if kid.start_again_at is not None]
        if not self.announced:
            due.append(0.1)
        return max(0.0, min(due)) if due else None

    def _turn(self) -> None:
        for kid in self.kids:
            kid.read()
            if kid.look():
                self.failed = (
                    f"{kid.name} ended {kid.quick_deaths} times right after its start; "
                    "what it said is above. Troth stops."
                )
                return
            kid.start_if_due()
        if not self.announced:
            self._announce()

    def _announce(self) -> None:
        if not answers(self.config):
            if time.monotonic() - self.started > PATIENCE:
                self.failed = f"The web server has not answered within {PATIENCE:.0f} s. Troth stops."
            return
        self.announced = True
        seconds = time.monotonic() - self.began
        print(f"\nTroth is at {self.config.public_url}  ({seconds:.1f} s; Ctrl-C stops it)\n", flush=True)
        if self.sign_ins:
            widths = [max(map(len, column)) for column in zip(*self.sign_ins, strict=True)]
            for sign_in in self.sign_ins:
                words = [word.ljust(width) for word, width in zip(sign_in, widths, strict=True)]
                print(f"  {'  '.join(words)}".rstrip())
            print(flush=True)

    def _stop(self) -> None:
        """Ask all, wait for each as long as it may take; a second Ctrl-C shortens that."""
        asked, now = self.stopping, time.monotonic()
        for kid in self.kids:
            kid.ask_to_stop()
        for kid in self.kids:
            kid.stop_by(now + kid.grace, hurry=lambda: self.stopping > max(asked, 1))


def answers(config: Config) -> bool:
    """Whether the web server answers here, and well."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(config.bind, config.bind)
    request = urllib.request.Request(f"http://{host}:{config.port}/healthz", headers={"Host": "localhost"})
    # The machine's proxy has no business here.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=0.5) as answer:
            return int(answer.status) == 200
    except (urllib.error.URLError, OSError):
        return False


def run(began: float) -> int:
    """Everything `troth run` does. `began` is a moment of `time.monotonic`. Returns the exit code."""
    try:
        config = load()
        lock = hold_lock(config)
        finish_restore(config)
        load_keys(config)
        refuse_busy(config)
        kids = children(config)
        sign_ins = prepare(config)
    except KeyboardInterrupt:
        return 130
    with lock:
        return Supervisor(config, kids, sign_ins, began).run()
