"""A process that looks again and again for something to do."""

import time
from collections.abc import Callable
from contextlib import suppress

from django.db import InterfaceError, OperationalError, close_old_connections

LOOK = 0.25
"""Seconds between two looks where there was nothing to do."""


def take_turns(turn: Callable[[], bool], keep_on: Callable[[], bool]) -> None:
    """Takes turns until it is asked to stop: the next at once where one did something, else after LOOK.

    A database that is away for a moment ends a turn, not the process and what it is at.
    """
    while keep_on():
        close_old_connections()
        with suppress(OperationalError, InterfaceError):
            if turn():
                continue
        # Nobody tells a process of its own what another writes on both databases.
        time.sleep(LOOK)
