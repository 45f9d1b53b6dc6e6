"""`make run` on a fresh clone, and again: seconds until a page is served."""

import os
import re
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import httpx

from benchmarks.numbers import table
from tests.ports import free_ports
from tests.waiting import until

TITLE = "`make run` until a page is served"
CHECKOUT = Path(__file__).resolve().parents[1]
PATIENCE = 20 * 60
CACHES = ("UV_CACHE_DIR", "PIP_CACHE_DIR", "npm_config_cache", "GOPATH", "GOCACHE", "XDG_CACHE_HOME")
# What `make bench` itself has put into the environment would tell the clone where to find things.
OURS = (
    "MAKEFLAGS",
    "MAKELEVEL",
    "MAKEOVERRIDES",
    "MFLAGS",
    "VIRTUAL_ENV",
    "DJANGO_SETTINGS_MODULE",
    "GOMODCACHE",
)


def measure() -> list[str]:
    """The section's lines."""
    with tempfile.TemporaryDirectory(prefix="troth-bench-", ignore_cleanup_errors=True) as folder:
        clone = Path(folder) / "troth"
        subprocess.run(["git", "clone", "--quiet", str(CHECKOUT), str(clone)], check=True)
        commit = subprocess.run(
            ["git", "-C", str(clone), "rev-parse", "--short", "HEAD"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        caches = {name: str(Path(folder) / "caches" / name.lower()) for name in CACHES}
        try:
            rows = [[name, f"**{start(clone, caches):.1f}**"] for name in ("fresh clone", "again")]
        finally:
            _make_deletable(Path(folder))
    return [
        f"Commit {commit}, cloned into an empty folder; caches of uv, pip, npm and Go empty, so everything comes from the",
        "package registries and the media server is built. From `make run` to the first page served at the address it prints.",
        "",
        *table(["", "seconds"], rows),
    ]


def start(checkout: Path, environment: dict[str, str], data: Path | None = None) -> float:
    """Seconds from `make run` to a page. Stops it again, as Ctrl-C does."""
    words = [f"PORT={free_ports(4)}", *([f"DATA={data}"] if data else [])]
    with tempfile.NamedTemporaryFile() as output:
        log = Path(output.name)
        began = time.monotonic()
        process = subprocess.Popen(
            ["make", "run", *words],
            cwd=checkout,
            env=_plain_environment() | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            until(lambda: _serves(process, log), "a page is served", PATIENCE)
            took = time.monotonic() - began
        finally:
            # A group of its own: this is what a terminal's Ctrl-C reaches.
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
            process.wait(60)
        said = log.read_text(errors="replace").splitlines()
    print(f"  {took:.1f} s; it said:", *said[:12], sep="\n    ", flush=True)
    return took


def _serves(process: subprocess.Popen[bytes], log: Path) -> bool:
    said = log.read_text(errors="replace")
    assert process.poll() is None, f"make run ended:\n{said}"
    address = re.search(r"^Troth is at (\S+)", said, re.MULTILINE)
    return address is not None and httpx.get(address[1], timeout=10).status_code == 200


def _plain_environment() -> dict[str, str]:
    tools = str(CHECKOUT / ".tools")
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in OURS and not name.startswith("TROTH_")
    }
    path = [
        one for one in kept["PATH"].split(os.pathsep) if not one.startswith((tools, str(CHECKOUT / ".venv")))
    ]
    return kept | {"PATH": os.pathsep.join(path)}


def _make_deletable(folder: Path) -> None:
    """Go keeps its downloads read-only."""
    for path, _, _ in os.walk(folder):
        Path(path).chmod(0o700)
