"""What it takes to erase a person with 250 rows over 12 tables, beside the shortest SQL that does the same."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.host import Host
from benchmarks.join_http import CLIENTS, MEETINGS, WARM_UP, database_url, installation_on
from benchmarks.load import burst
from benchmarks.numbers import median, percentile, table

TITLE = "milliseconds to erase a person"
GOAL = 3.3
ROUNDS = 3
JOIN_ROUNDS = 16
SUBJECTS = 200
SHARE = 0.93
EVERY = 0.5
"""Seconds from one erasure to the next, while others join."""
SECONDS = 4.0


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
    joins = [[database, *_joins(database)] for database in ("SQLite", "PostgreSQL")]
    return [
        f"Accounts with 250 rows each in 12 tables, half of the meetings shared. {SUBJECTS} a round, {ROUNDS} rounds: every other",
        "one is erased by the engine (which looks for holds and for other owners, and knows which row is whose), every",
        "other one by 17 SQL statements written for these tables. Both to the end of their transaction.",
        "",
        *table(["", "engine, median", "p95", "by hand, median", "ratio", "lowest", "highest"], rows),
        "",
        f"Goal: ≤ {GOAL}.",
        "",
        f"Joins of other people meanwhile (as in the section of `join_http`): one such person is erased every {EVERY} s, by a",
        f"process of its own on the same database. {JOIN_ROUNDS} rounds of {SECONDS:.0f} s without and with, the one or the other first,",
        "each into meetings of its own.",
        "",
        *table(
            ["", "joins/s alone", "meanwhile", "of those alone", "lowest", "highest", "erasure, median ms"],
            joins,
        ),
        "",
        f"Goal: ≥ {SHARE}.",
    ]


def _joins(database: str) -> list[str]:
    """Joins a second alone and meanwhile, and how the one compares to the other."""
    alone, meanwhile, took = [], [], []
    with installation_on(database) as installation, Host(installation.url) as host:
        for number in range(JOIN_ROUNDS):
            with _eraser(installation.environment) as eraser:
                if number % 2:
                    alone.append(_rate(installation.url, host))
                meanwhile.append(_rate(installation.url, host, eraser))
                assert eraser.stdout
                took += json.loads(eraser.stdout.readline())["took"]["engine"]
                if not number % 2:
                    alone.append(_rate(installation.url, host))
            print(
                f"  {database} {number + 1}: {alone[-1]:,.0f}/s alone, {meanwhile[-1]:,.0f}/s meanwhile",
                flush=True,
            )
    ratios = [one / other for one, other in zip(meanwhile, alone, strict=True)]
    return [
        f"{median(alone):,.0f}",
        f"{median(meanwhile):,.0f}",
        f"**{median(ratios):.3f}**",
        f"{min(ratios):.3f}",
        f"{max(ratios):.3f}",
        f"{median(took):.1f}",
    ]


def _rate(url: str, host: Host, eraser: "subprocess.Popen[str] | None" = None) -> float:
    """Joins a second, into meetings that nobody is in yet; while people are erased, if there is who does it."""
    codes = [host.make_meeting(f"Round {one}") for one in range(MEETINGS)]
    doors = [f"{url}/api/v1/meetings/{code}/join" for code in codes]
    body: dict[str, str | int] = {"name": "Gus Guest", "notice": host.notice(codes[0])}
    if eraser:
        _say_go(eraser)
    burst(doors, body, CLIENTS, WARM_UP)
    return burst(doors, body, CLIENTS, SECONDS).rate


@contextmanager
def _eraser(environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """A process that has people to erase, one every EVERY seconds from the line it is sent."""
    count = int((WARM_UP + SECONDS) / EVERY)
    command = [sys.executable, "-m", "benchmarks.erasing", str(count), str(EVERY)]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as eraser:
        assert eraser.stdout
        assert eraser.stdout.readline() == "ready\n"
        yield eraser
        _say_go(eraser)


def _say_go(eraser: "subprocess.Popen[str]") -> None:
    assert eraser.stdin
    eraser.stdin.write("\n")
    eraser.stdin.flush()


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
