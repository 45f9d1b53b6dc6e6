"""What it costs a promotional mailing that consent and objections are heeded in its query."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.join_http import database_url
from benchmarks.numbers import median, table

TITLE = "consent and objections in the query of a mailing"
PEOPLE = int(os.environ.get("CONSENT_PEOPLE", "100000"))
ROUNDS = 9
GOAL = 1.3


def measure() -> list[str]:
    """The section's lines."""
    rows = []
    for database in ("SQLite", "PostgreSQL"):
        with _migrated(database) as environment:
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.standing", str(PEOPLE), str(ROUNDS)],
                env=environment,
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
        for name, took in json.loads(done.stdout.splitlines()[-1]).items():
            ratios = [one / other for one, other in zip(took["standing"], took["plain"], strict=True)]
            rows.append(
                [
                    f"{database}, {name}",
                    f"{median(took['plain']):.0f}",
                    f"{median(took['standing']):.0f}",
                    f"**{median(ratios):.2f}**",
                    f"{min(ratios):.2f}",
                    f"{max(ratios):.2f}",
                ]
            )
            print(f"  {database}, {name}: {median(ratios):.2f}", flush=True)
    return [
        f"{PEOPLE:,} contacts (who are written to until they object) and {PEOPLE:,} accounts (who are written to if they",
        "agreed); one in twenty does not stand. Key and address of each are read, under the purpose: `only_standing`, and",
        f"the same query without it, {ROUNDS} times in turn.",
        "",
        *table(["", "without, ms", "with, ms", "ratio, median", "lowest", "highest"], rows),
        "",
        f"Goal: ≤ {GOAL}.",
    ]


@contextmanager
def _migrated(database: str) -> Iterator[dict[str, str]]:
    """The environment of a process on a database of its own, whose tables are there and empty."""
    with (
        tempfile.TemporaryDirectory(prefix="troth-bench-", ignore_cleanup_errors=True) as folder,
        database_url(database, Path(folder) / "postgres") as url,
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
