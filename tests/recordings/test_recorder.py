"""The process that starts recorders' browsers."""

from uuid import uuid4

import pytest
from django.db import OperationalError

from troth.lib import turns
from troth.recordings import recorder


class Browser:
    """One that records on and on."""

    part = uuid4()

    def __init__(self) -> None:
        self.stopped = False

    def is_done(self) -> bool:
        return False

    def stop(self) -> None:
        self.stopped = True


def test_a_database_that_is_away_for_a_moment_ends_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    browser, looks = Browser(), []

    def away() -> None:
        looks.append(browser.stopped)
        raise OperationalError("terminating connection due to administrator command")

    monkeypatch.setattr(recorder, "left_behind", lambda: [browser])
    monkeypatch.setattr(recorder, "claim", away)
    monkeypatch.setattr(turns, "close_old_connections", lambda: None)
    monkeypatch.setattr(turns, "LOOK", 0)
    recorder.record("chromium", 2, lambda: len(looks) < 3)
    assert looks == [False, False, False]
    assert browser.stopped
