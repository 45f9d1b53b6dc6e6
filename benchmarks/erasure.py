"""What it takes to erase a person with 250 rows over 12 tables, beside the shortest SQL that does the same."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.join_http import _database
from benchmarks.numbers import median, percentile, table

TITLE = "milliseconds to erase a person"
GOAL = 3.3
ROUNDS = 3
SUBJECTS = 200


def measure() -> list[str]:
    """The section's lines."""
    rows = []
    for database in ("SQLite", "PostgreSQL"):
        rounds = [_round(database, number) for number in range(1, ROUNDS + 1)]
        engine = [one["engine"] for one in rounds]
        hand = [one["hand"] for one in rounds]
        ratios = [median(ours) / median(theirs) for ours, theirs in zip(engine, hand, strict=True)]
        rows.append(
            [
                database,
                f"{median([median(one) for one in engine]):.2f}",
                f"{median([percentile(one, 0.95) for one in engine]):.2f}",
                f"{median([median(one) for one in hand]):.2f}",
                f"**{median(ratios):.2f}**",
                f"{min(ratios):.2f}",
                f"{max(ratios):.2f}",
            ]
        )
    return [
        f"Accounts with 250 rows each in 12 tables, half of the meetings shared. {SUBJECTS} a round, {ROUNDS} rounds: every other",
        "one is erased by the engine (which looks for holds and for other owners, and knows which row is whose), every",
        "other one by 17 SQL statements written for these tables. Both to the end of their transaction.",
        "",
        *table(["", "engine, median", "p95", "by hand, median", "ratio", "lowest", "highest"], rows),
        "",
        f"Goal: ≤ {GOAL}.",
    ]


def _round(database: str, number: int) -> dict[str, list[float]]:
    with _installed(database) as environment:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.erasing", str(SUBJECTS)],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
    found = json.loads(done.stdout.splitlines()[-1])
    assert not any(count for name, count in found["left"].items() if name != "Request"), found["left"]
    took: dict[str, list[float]] = found["took"]
    print(
        f"  {database} {number}: { ({side: round(median(one), 2) for side, one in took.items()}) }",
        flush=True,
    )
    return took


@contextmanager
def _installed(database: str) -> Iterator[dict[str, str]]:
    """The environment of an installation with empty tables."""
    with (
        tempfile.TemporaryDirectory(prefix="troth-bench-", ignore_cleanup_errors=True) as folder,
        _database(database, Path(folder) / "postgres") as url,
    ):
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "TROTH_DATA": f"{folder}/data",
            "TROTH_DATABASE_URL": url,
        }
        migrate = [sys.executable, "-m", "troth.web.cli", "django", "migrate", "--verbosity=0"]
        subprocess.run(migrate, env=environment, check=True, stdout=subprocess.DEVNULL)
        yield environment
