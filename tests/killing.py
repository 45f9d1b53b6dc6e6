"""Processes that die at a line."""

import os
import sys
from collections.abc import Callable, Collection
from types import FrameType
from typing import Any

from django.db import connections

Place = tuple[str, int]
"""A file and the number of a line in it."""


def traced(files: Collection[str], told: Callable[[Place], None], action: Callable[[], Any]) -> None:
    """Does something and tells each line of these files before it runs."""

    def each(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename not in files:
            return None
        if event == "line":
            told((frame.f_code.co_filename, frame.f_lineno))
        return each

    before = sys.gettrace()
    sys.settrace(each)
    try:
        action()
    finally:
        sys.settrace(before)


def lines_of(files: Collection[str], action: Callable[[], Any]) -> list[Place]:
    """Does something and answers the lines that ran, each once."""
    found: dict[Place, None] = {}
    traced(files, lambda here: found.update({here: None}), action)
    return list(found)


def killed_at(files: Collection[str], place: Place, action: Callable[[], Any]) -> bool:
    """Does something in a process that dies, as by kill -9, before that line. Answers whether it came so far."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        traced(files, lambda here: os._exit(9) if here == place else None, action)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
