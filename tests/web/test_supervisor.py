"""`troth run` as the person at the terminal meets it, with the real processes."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.ports import free_ports
from tests.waiting import until
from troth.web import children
from troth.web.children import TRIES, Child

COMMAND = [sys.executable, "-m", "troth.web.cli"]
ROOT = Path(__file__).resolve().parents[2]


def environment(data: Path, port: int, path: str = "") -> dict[str, str]:
    """This process's environment with the settings of one installation, and no other's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))}
    return kept | {
        "TROTH_DATA": str(data),
        "TROTH_PORT": str(port),
        "TROTH_WEB_WORKERS": "1",
        "PATH": f"{path}:{kept['PATH']}" if path else kept["PATH"],
    }


def children_of(pid: int) -> dict[int, str]:
    """The process ids of living children, with their command lines."""
    found = {}
    for folder in Path("/proc").iterdir():
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            if int(parent) == pid and state != "Z":
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
        except (OSError, ValueError):
            continue
    return found


def family_of(pid: int) -> set[int]:
    """Children, their children, and so on."""
    found = set(children_of(pid))
    return found.union(*(family_of(child) for child in found))


def lives(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@dataclass
class Running:
    """A `troth run` that has announced itself."""

    process: subprocess.Popen[bytes]
    data: Path
    port: int
    output: Path

    def child(self, word: str) -> int | None:
        """The process id of the child whose command line contains `word`."""
        return next((pid for pid, line in children_of(self.process.pid).items() if word in line), None)

    def is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def media_answers(self) -> bool:
        with closing(socket.socket()) as probe:
            return probe.connect_ex(("127.0.0.1", self.port + 1)) == 0


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    port = free_ports(4)
    output = folder / "output"
    with output.open("wb") as sink:
        process = subprocess.Popen(
            [*COMMAND, "run"],
            cwd=folder,
            env=environment(folder / "data", port),
            stdout=sink,
            stderr=sink,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    family: set[int] = set()
    try:
        until(
            lambda: process.poll() is not None or "Troth is at" in output.read_text(), "the announcement", 120
        )
        assert process.poll() is None, output.read_text()
        yield Running(process, folder / "data", port, output)
        family = family_of(process.pid)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(30)
        assert not [pid for pid in family if lives(pid)]


@pytest.fixture(scope="module")
def troth(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("installation")) as found:
        yield found


def refused(data: Path, port: int, path: str = "") -> str:
    """What `troth run` says when it does not start: no traceback, an exit code that is not 0."""
    done = subprocess.run(
        [*COMMAND, "run"], env=environment(data, port, path), capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


def test_one_address_and_the_demo_sign_ins_are_printed(troth: Running) -> None:
    said = troth.output.read_text()
    assert f"Troth is at http://127.0.0.1:{troth.port} " in said
    assert re.search(r"^ +host +\S+@\S+ +\S+$", said, re.MULTILINE)
    until(troth.is_healthy, "it is healthy")


def test_a_second_start_names_the_first(troth: Running) -> None:
    said = refused(troth.data, free_ports(4))
    assert f"already running on {troth.data}, pid {troth.process.pid}" in said


def test_a_killed_media_server_is_back(troth: Running) -> None:
    until(troth.media_answers, "the media server answers")
    before = troth.child("livekit")
    assert before
    os.kill(before, signal.SIGKILL)
    until(
        lambda: troth.child("livekit") not in {None, before} and troth.media_answers(), "a new media server"
    )


def test_a_killed_web_server_is_back(troth: Running) -> None:
    before = troth.child(" serve")
    assert before
    family = family_of(before)
    assert family
    os.kill(before, signal.SIGKILL)
    until(lambda: not any(lives(pid) for pid in family), "the processes of the dead web server are gone")
    until(lambda: troth.child(" serve") not in {None, before} and troth.is_healthy(), "a new web server", 30)


def test_a_killed_worker_is_back(troth: Running) -> None:
    before = troth.child(" work")
    assert before
    os.kill(before, signal.SIGKILL)
    until(lambda: troth.child(" work") not in {None, before}, "a new worker")


def test_the_secrets_are_readable_by_their_owner_only(troth: Running) -> None:
    for name in ("keys.json", "media/livekit.yaml"):
        assert (troth.data / name).stat().st_mode & 0o077 == 0


def test_ctrl_c_stops_all_of_it(tmp_path: Path) -> None:
    with running(tmp_path) as troth:
        family = family_of(troth.process.pid)
        assert len(family) >= 4  # media, web and its worker process, worker
        troth.process.send_signal(signal.SIGINT)
        assert troth.process.wait(30) == 0
        assert not [pid for pid in family if lives(pid)]


def test_a_killed_supervisor_takes_all_of_it_along(tmp_path: Path) -> None:
    with running(tmp_path) as troth:
        family = family_of(troth.process.pid)
        assert len(family) >= 4
        troth.process.kill()
        until(lambda: not any(lives(pid) for pid in family), "no orphan is left")
        troth.process.wait()


@pytest.mark.parametrize(
    ("offset", "kind", "protocol"),
    [
        (0, socket.SOCK_STREAM, "TCP"),
        (1, socket.SOCK_STREAM, "TCP"),
        (2, socket.SOCK_DGRAM, "UDP"),
        (3, socket.SOCK_DGRAM, "UDP"),
    ],
)
def test_a_busy_port_is_a_sentence(
    tmp_path: Path, offset: int, kind: socket.SocketKind, protocol: str
) -> None:
    port = free_ports(4)
    with socket.socket(socket.AF_INET, kind) as other:
        other.bind(("127.0.0.1", port + offset))
        if kind == socket.SOCK_STREAM:
            other.listen()
        said = refused(tmp_path / "data", port)
    assert said.startswith(f"{protocol} port {port + offset}, ")
    assert "make run PORT=" in said


def test_a_data_folder_that_can_not_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = refused(tmp_path / "file" / "data", free_ports(4))
    assert said.startswith(f"The data folder {tmp_path / 'file' / 'data'} can't be written (Not a directory)")
    assert "make run DATA=" in said


def test_a_media_server_that_can_not_run_is_given_up(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "livekit-server"
    program.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo livekit-server version 1.13.5 || { echo no luck; exit 7; }\n'
    )
    program.chmod(0o755)
    port = free_ports(4)
    said = refused(tmp_path / "data", port, str(programs))
    assert "media ended 5 times right after its start" in said


def test_every_address_needs_the_one_that_browsers_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = environment(tmp_path / "data", free_ports(4)) | {"TROTH_BIND": "0.0.0.0"}
    done = subprocess.run([*COMMAND, "run"], env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "TROTH_MEDIA_ADDRESS" in done.stderr


def test_what_had_lived_is_started_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "QUICK", 0.0)
    child = Child("x", [sys.executable, "-c", ""], 1.0, lambda name, line: None)
    child.start()
    assert child.process is not None
    child.process.wait()
    assert not child.look()
    assert child.start_again_at is not None
    assert child.start_again_at <= time.monotonic()


@pytest.mark.parametrize("vital", [True, False])
def test_only_what_is_vital_stops_everything_when_it_can_not_be_kept_up(vital: bool) -> None:
    """The recorder is not: people meet without it."""
    child = Child("x", [sys.executable, "-c", ""], 1.0, lambda name, line: None, vital=vital)
    gave_up = []
    for _ in range(TRIES + 2):
        child.start()
        assert child.process is not None
        child.process.wait()
        gave_up.append(child.look())
    assert any(gave_up) is vital
    assert child.start_again_at is not None
