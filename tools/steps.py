"""Steps that are done once, shown while they run, and explained when they fail."""

import hashlib
import itertools
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".tools"
BIN = TOOLS / "bin"

# What package clients say when nobody answers, each in its own words.
NO_NETWORK = (
    "name resolution",
    "lookup address",
    "are you offline",
    "(from versions: none)",
    "could not resolve",
    "temporary failure resolving",
    "dns error",
    "no such host",
    "getaddrinfo",
    "enotfound",
    "eai_again",
    "econnrefused",
    "network is unreachable",
    "no route to host",
    "connection refused",
    "connection timed out",
    "i/o timeout",
    "failed to establish a new connection",
    "tcp connect error",
    "unable to connect to proxy",
)


class Trouble(Exception):
    """What went wrong and what to do, in sentences."""


@dataclass
class Step:
    """Something to get. `have` says quickly whether it is there; `get` gets it.

    `note` is for a step so long that a person wonders; `fetches` tells whether
    a registry is asked at all. Without an `optional` one the rest works: where
    it fails that is said, and no more.
    """

    name: str
    have: Callable[[], bool]
    get: Callable[["Step"], None]
    note: str = ""
    fetches: bool = True
    optional: bool = False
    began: float = 0.0
    running: bool = False
    _processes: list[subprocess.Popen[bytes]] = field(default_factory=list, repr=False)

    @property
    def log(self) -> Path:
        """Where the output of this step's commands is."""
        return TOOLS / "logs" / f"{self.name.lower().replace(' ', '-')}.log"

    def run(
        self, command: Sequence[str | Path], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None
    ) -> None:
        """Run a command with its output in the log. Raises Trouble."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        words = [str(word) for word in command]
        with self.log.open("ab") as log:
            log.write(f"$ {' '.join(words)}\n".encode())
            log.flush()
            start = log.tell()
            try:
                process = subprocess.Popen(
                    words,
                    cwd=cwd,
                    env=environment() | dict(env or {}),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
            except OSError as error:
                raise Trouble(f"{words[0]} can't be run: {error.strerror}.") from None
            self._processes.append(process)
            code = process.wait()
        if code:
            raise Trouble(self._why(words[0], code, start))

    def stop(self) -> None:
        """End what is still running."""
        for process in self._processes:
            if process.poll() is None:
                process.terminate()

    def _why(self, program: str, code: int, start: int) -> str:
        text = self.log.read_bytes()[start:].decode(errors="replace")
        low = text.lower()
        if "no space left on device" in low:
            return f"{self.name}: the disk is full. Make room on the disk of {ROOT} and run it again."
        tail = "\n".join(f"    {line}" for line in text.strip().splitlines()[-12:])
        if self.fetches and any(words in low for words in NO_NETWORK):
            return (
                f"{self.name}: a package registry can't be reached.\n{tail}\n"
                "Check the network, or the proxy settings of this shell, and run it again: "
                "what is done already is kept."
            )
        return f"{self.name}: {Path(program).name} failed (exit code {code}). It said:\n{tail}\nAll of it: {self.log}"


def environment() -> dict[str, str]:
    """The environment for commands: this checkout's programs first, nobody else's virtualenv."""
    found = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONHOME"}}
    return found | {"NO_COLOR": "1", "PATH": os.pathsep.join([str(BIN), found.get("PATH", os.defpath)])}


def digest(files: Iterable[Path], *more: str) -> str:
    """A hash over the files' names and content, this checkout's place, and `more`."""
    total = hashlib.sha256("\0".join([str(ROOT), *more]).encode())
    for path in sorted(files):
        total.update(f"\0{path.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def stamped(stamp: Path, value: str) -> bool:
    """Whether `stamp` says that `value` is what was made last."""
    try:
        return stamp.read_text() == value
    except OSError:
        return False


def perform(chains: Sequence[Sequence[Step]]) -> None:
    """Do what is missing: chains side by side, steps of a chain in order. Raises Trouble, the first there was."""
    missing = [chain for chain in chains if any(not step.have() for step in chain)]
    if not missing:
        return
    refuse_read_only(ROOT)
    troubles: list[Trouble] = []
    threads = [threading.Thread(target=_follow, args=(chain, troubles), daemon=True) for chain in missing]
    for thread in threads:
        thread.start()
    try:
        _watch(threads, [step for chain in missing for step in chain])
    except KeyboardInterrupt:
        for step in itertools.chain.from_iterable(missing):
            step.stop()
        raise
    if troubles:
        raise troubles[0]


def _follow(chain: Sequence[Step], troubles: list[Trouble]) -> None:
    for step in chain:
        if troubles:
            return
        # Looked at in order: an earlier step can make a later one necessary.
        if step.have():
            continue
        step.log.unlink(missing_ok=True)
        step.began, step.running = time.monotonic(), True
        try:
            if not sys.stdout.isatty():
                print(f"… {step.name}{f' ({step.note})' if step.note else ''}", flush=True)
            step.get(step)
            if not step.have():
                raise Trouble(f"{step.name}: installed, and still not to be found. What was done: {step.log}")
            _line(f"✓ {step.name}, {time.monotonic() - step.began:.1f} s")
        except Trouble as trouble:
            if step.optional:
                _line(f"· {trouble}")
            else:
                troubles.append(trouble)
        except OSError as error:
            troubles.append(
                Trouble(f"{step.name}: {error.filename or ROOT} can't be written ({error.strerror}).")
            )
        finally:
            step.running = False


def _watch(threads: Sequence[threading.Thread], steps: Sequence[Step]) -> None:
    """Show what is going on: a line that moves in a terminal, one line each 30 s elsewhere."""
    lively = sys.stdout.isatty()
    frames = itertools.cycle("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
    spoken = time.monotonic()
    while any(thread.is_alive() for thread in threads):
        for thread in threads:
            thread.join(0.1 / len(threads))
        now = time.monotonic()
        doing = ", ".join(
            f"{step.name} {now - step.began:.0f} s{f' ({step.note})' if step.note else ''}"
            for step in steps
            if step.running
        )
        if lively and doing:
            width = shutil.get_terminal_size().columns - 1
            print(f"\r\033[K{f'{next(frames)} {doing}'[:width]}", end="", flush=True)
        elif not lively and doing and now - spoken > 30:
            spoken = now
            print(f"… still at it: {doing}", flush=True)
    if lively:
        print("\r\033[K", end="", flush=True)


def _line(text: str) -> None:
    print(f"\r\033[K{text}" if sys.stdout.isatty() else text, flush=True)


def refuse_read_only(folder: Path) -> None:
    """Raise Trouble where this user can not write in `folder`."""
    probe = folder / f".probe.{os.getpid()}"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Trouble(
            f"The folder {folder} can't be written ({error.strerror}), and parts of Troth have yet to be "
            "built in it. Copy it to where you may write, or change its owner, and run it again."
        ) from None


def as_root() -> list[str] | None:
    """What to put before a command that needs root: nothing, `sudo -n`, or None where there is no way."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def install_from_system(step: Step, packages: Sequence[str], what: str) -> None:
    """Install Debian's or Ubuntu's packages. Raises Trouble with the command to type where it may not."""
    command = f"apt-get install --yes {' '.join(packages)}"
    root = as_root()
    if not shutil.which("apt-get") or root is None:
        raise Trouble(f"{what} is missing. Install it as root ({command}) and run this again.")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    step.run([*root, "apt-get", "update"], env=quiet)
    step.run([*root, "apt-get", "install", "--yes", "--no-install-recommends", *packages], env=quiet)
