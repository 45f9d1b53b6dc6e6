"""The database backend; Django finds it by this module's name."""

import time

from django.db.backends.postgresql import base

BELIEVED = 1.0
"""Seconds."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Believes for a moment that a connection which was just alive still is.

    With CONN_HEALTH_CHECKS Django asks before each request, which on the way
    into a meeting is one round trip in five. After an error it is asked at
    once, so a database that was restarted costs a connection one failed
    request at most, and none after a moment of rest.
    """

    _alive_at = float("-inf")

    def is_usable(self) -> bool:
        """Whether the connection still works, as of at most BELIEVED ago."""
        if not self.errors_occurred and time.monotonic() - self._alive_at < BELIEVED:
            return True
        usable = super().is_usable()
        self._alive_at = time.monotonic() if usable else float("-inf")
        return usable

    def close(self) -> None:
        """Closes the connection; the next one is known by its own life."""
        self._alive_at = float("-inf")
        super().close()
