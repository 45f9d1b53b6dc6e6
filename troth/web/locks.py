"""Who has the data folder: one `troth run`, any number that serve, or a restore."""

import fcntl
import os
from pathlib import Path
from typing import IO

from troth.web.config import BadSettings, Config


def hold_lock(config: Config) -> IO[str]:
    """Lock the data folder for as long as the file stays open. Raises BadSettings where another run has it."""
    path = config.data / "run.lock"
    file = _open(config, path)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        raise BadSettings(
            f"Troth is already running on {config.data}, pid {file.read().strip() or 'unknown'}. "
            "Stop it first, or choose another data folder and port: make run DATA=… PORT=…."
        ) from None
    file.seek(0)
    file.truncate()
    file.write(str(os.getpid()))
    file.flush()
    return file


def share(config: Config) -> IO[str]:
    """Say that this process serves people; waits while a restore has the folder. Holds while the file stays open."""
    file = _open(config, config.data / "serving.lock")
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


def shut_out(config: Config, *, wait: bool) -> IO[str]:
    """Nobody serves for as long as the file stays open. Raises BadSettings where somebody does and `wait` is false."""
    file = _open(config, config.data / "serving.lock")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        file.close()
        raise BadSettings(
            f"A web server or a worker is running on {config.data}. Stop every troth serve and troth work first."
        ) from None
    return file


def _open(config: Config, path: Path) -> IO[str]:
    try:
        config.data.mkdir(parents=True, exist_ok=True)
        return path.open("a+")
    except OSError as error:
        raise BadSettings(
            f"The data folder {config.data} can't be written ({error.strerror}). "
            "Choose another with make run DATA=… (TROTH_DATA), or change its owner."
        ) from None
