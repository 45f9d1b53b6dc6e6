"""`troth serve`: the web server."""

import os
from collections.abc import Callable
from functools import partial
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from troth.web.children import die_with_parent
from troth.web.config import BadSettings, load
from troth.web.restoring import join

THREADS = 4
"""Requests a process works on at a time. SQLite writes one at a time: more would only wait."""
BACKLOG = 1024


def _application(parent: int) -> Callable[..., Any]:
    """The application, inside a worker process of the web server."""
    die_with_parent(parent)
    from troth.web.wsgi import application

    return application


def serve() -> None:
    """Serve until SIGTERM or Ctrl-C. Raises BadSettings."""
    config = load()
    serving = join(config)
    # Loaded once, before the worker processes are forked from this one: they start at once and share its memory.
    import troth.web.wsgi  # noqa: F401

    parent = os.getpid()
    server = Granian(
        "troth.web.wsgi:application",
        address=config.bind,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=config.web_workers,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        respawn_failed_workers=True,
        workers_kill_timeout=4,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
    )
    try:
        server.serve(target_loader=partial(_application, parent), wrap_loader=False)
    except OSError as error:
        raise BadSettings(f"The web server can't listen on {config.bind}:{config.port}: {error}.") from None
    finally:
        serving.close()
