"""The four workloads of GDPRbench: what privacy costs, and what of that is our mechanism."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.join_http import database_url
from benchmarks.numbers import median, table

TITLE = "GDPRbench's workloads through the engine, beside the plain ORM and the same duties by hand"
OVER_PLAIN, OVER_HAND = 1.5, 1.1
DATABASES = ("SQLite", "PostgreSQL")


@dataclass(frozen=True)
class Size:
    """So many records and operations, in so many timed rounds."""

    records: int
    operations: int
    rounds: int

    def __str__(self) -> str:
        return f"{self.records:,}/{self.operations:,}"


SIZES = (Size(10_000, 1_000, 3),)
ABOUT = """Shastri et al., PVLDB 13(7), 2020, as far as it can be had: its shares of operations and its ten fields, drawn
independently from a fixed seed. Three sides in one process, each on a copy of one loaded database: the plain ORM
through Django's backend; that with the same duties written by hand (periods and objections in the filter, a chained
line for every change, holds asked before a deletion, a ledger beside the database); and the engine (`ENGINE`,
`under(…)`, the default manager, `record`, `erase_rows`). Every operation ran first untimed, and each answer was held
against a dictionary: keys and values, then the whole table, the ledger and the audit chain. Then timed rounds on fresh
copies ({rounds}), 100 operations to warm up, sides in turn; of these, numbers and the end are compared too.

Where it differs from the paper: a day of grace after an expiry, since declared periods are whole days; the clock
stands a minute after that of the tenth of records that live 30 seconds. Deleting what expired and changing by
sharing go by the purposes of one thread, reading by decision by one purpose. One in fifty operations of the
processor runs for a purpose nothing is declared for, and is to be refused. Keys belong to eight organizations, each
with its audit chain. A regulator's log is {period} entries, whose digests are computed anew: by the engine of the form
in which a record is exported, by hand of the columns set side by side; plainly there is no log. A purpose is a twenty-fifth of all: deleting by it soon empties the table, as in the
original. The ledger by hand is not forced to disk; the engine's is, later, by the clock."""


def measure(sizes: tuple[Size, ...] = SIZES) -> list[str]:
    """The section's lines."""
    rows, spaces, sweeps, wrong, undealt = [], [], [], [], []
    for what, found in _measured(sizes):
        if "space" in found:
            space = found["space"]
            ratio = space["engine"] / space["plain"]
            spaces.append([what, *(f"{space[side]:.2f}" for side in space), f"{ratio:.2f}"])
        elif "sweep" in found:
            sweeps.append(_ratios(f"{what}, sweep", found["sweep"]))
        elif "undealt" in found:
            undealt.append(f"- {what}, {found['undealt']}")
        else:
            where = f"{what}, {found['workload']}, {_threads(found['threads'])}"
            rows.append([*_ratios(where, found["seconds"]), *_answers(found["tallies"])])
            wrong += _wrong(where, found["tallies"])
    return [
        *_about(sizes),
        "",
        *table([*HEAD, "correct %", "errors", "waits"], rows),
        "",
        "Seconds are medians. Waits are changes by key that took over 0.1 s. The first wrong answers:",
        "",
        *(wrong or ["- none"]),
        "",
        "Deleting all that is over, apart:",
        "",
        *table(HEAD, sweeps),
        "",
        "Bytes of the loaded database over bytes of `data` in it:",
        "",
        *table(["", "plain", "by hand", "engine", "engine ÷ plain"], spaces),
        "",
        "Eight threads whose keys, users and purposes are not dealt out, through the engine: what was erased, is over",
        "or objected to and came all the same.",
        "",
        *undealt,
        "",
        f"Goals: 100% correct; engine ≤ {OVER_PLAIN} × plain, ≤ {OVER_HAND} × by hand.",
    ]


HEAD = [
    "",
    "plain s",
    "by hand s",
    "engine s",
    "engine ÷ plain",
    "lowest",
    "highest",
    "engine ÷ by hand",
    "lowest",
    "highest",
]


def _about(sizes: tuple[Size, ...]) -> list[str]:
    return ABOUT.format(rounds=", ".join(f"{one.rounds} at {one}" for one in sizes), period=100).splitlines()


def _threads(number: int) -> str:
    return "1 thread" if number == 1 else f"{number} threads"


def _ratios(where: str, seconds: dict[str, list[float]]) -> list[str]:
    row = [where, *(f"{median(seconds[side]):.3f}" for side in ("plain", "by hand", "engine"))]
    for other in ("plain", "by hand"):
        ratios = [ours / theirs for ours, theirs in zip(seconds["engine"], seconds[other], strict=True)]
        row += [f"**{median(ratios):.2f}**", f"{min(ratios):.2f}", f"{max(ratios):.2f}"]
    return row


def _answers(tallies: dict[str, dict[str, Any]]) -> list[str]:
    """Of all three sides, as plain / by hand / engine, where they differ."""
    sides = [tallies[side] for side in ("plain", "by hand", "engine")]
    return [
        _once(f"{100 * one['right'] / one['asked']:.4g}" for one in sides),
        _once(str(one["errors"]) for one in sides),
        _once(str(one["waits"]) for one in sides),
    ]


def _once(values: Any) -> str:
    found = list(values)
    return found[0] if len(set(found)) == 1 else " / ".join(found)


def _wrong(where: str, tallies: dict[str, dict[str, Any]]) -> list[str]:
    return [f"- {where}, {side}: {one['first']}" for side, one in tallies.items() if one["first"]]


def _measured(sizes: tuple[Size, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is found, as it comes."""
    for database in DATABASES:
        for size in sizes:
            yield from _found(database, size)


def _found(database: str, size: Size) -> Iterator[tuple[str, dict[str, Any]]]:
    with (
        tempfile.TemporaryDirectory(prefix="troth-bench-", ignore_cleanup_errors=True) as name,
        database_url(database, Path(name) / "postgres") as url,
    ):
        folder, what = Path(name), f"{database}, {size}"
        (folder / "data").mkdir()
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "benchmarks.gdpr.settings",
            "TROTH_DATA": str(folder / "data"),
            "TROTH_DATABASE_URL": url,
            "TROTH_DEVELOPMENT": "true",
        }
        words = [str(folder / "store"), *map(str, (size.records, size.operations, size.rounds))]
        with subprocess.Popen(
            [sys.executable, "-m", "benchmarks.gdpr.run", *words],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                print(f"  {what}: {line.strip()[:200]}", flush=True)
                yield what, json.loads(line)
        assert process.returncode == 0, f"the run on {database} failed"
