"""How fast the sweep goes, so that people in front of a screen do not wait for it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

BATCH = 2_000
"""Rows that one transaction takes at most."""

HOLD = 0.010
"""Seconds that a batch may keep SQLite's only writer busy: whoever joins meanwhile waits for it."""

FEWEST = 50


class Pace:
    """Rows of the next batch, and a rest after each: as long as it took, twice as long where there is one writer."""

    def __init__(self) -> None:
        self._alone = connection.vendor == "sqlite"
        self.rows = min(4 * FEWEST, BATCH) if self._alone else BATCH

    @contextmanager
    def batch(self) -> Iterator[int]:
        """A transaction, and how many rows to take in it. The rest follows when the block is left."""
        with transaction.atomic():
            # SQLite's writer is ours from here: what came before was waiting for it.
            began = time.monotonic()
            yield self.rows
        took = time.monotonic() - began
        if self._alone:
            fit = round(self.rows * min(2.0, HOLD / max(took, 0.001)))
            self.rows = min(BATCH, max(FEWEST, fit))
        time.sleep(min(took * (2 if self._alone else 1), 1.0))
