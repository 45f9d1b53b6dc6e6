"""A sweep of a million attendances that are past their period, while people join."""

import base64
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.host import Host
from benchmarks.join_http import MEETINGS, installation_on
from benchmarks.load import program
from benchmarks.numbers import table
from tests.installation import Installation

TITLE = "a sweep of expired attendances, and joins meanwhile"
ROWS = int(os.environ.get("SWEEP_ROWS", "1000000"))
A_SESSION = 25
RATE = 20
"""Joins a second."""
IDLE = 20.0
GOAL_MEGABYTES = 150
GOAL_RATIO = 2.0


@dataclass(frozen=True)
class Sweep:
    """Rows that went, seconds, and the most memory that the process had, in megabytes."""

    rows: int
    seconds: float
    megabytes: float

    @property
    def rate(self) -> float:
        return self.rows / self.seconds


def measure() -> list[str]:
    """The section's lines."""
    lines = [
        f"{ROWS:,} attendances in {ROWS // A_SESSION:,} sessions that ended more than a year ago, swept by",
        f"`troth privacy sweep` beside a running installation; before that, a quarter as many. Meanwhile {RATE} guests a",
        f"second join {MEETINGS} meetings; before, for {IDLE:.0f} s, the same joins with nothing else going on.",
        "",
    ]
    rows = [_row(database) for database in ("SQLite", "PostgreSQL")]
    lines += table(
        [
            "",
            "rows/s, a quarter",
            "rows/s, all",
            "seconds",
            "peak MB",
            "join p95 idle",
            "join p95 meanwhile",
            "ratio",
        ],
        rows,
    )
    return [
        *lines,
        "",
        f"Goals: rows a second alike for both sizes, ≤ {GOAL_MEGABYTES} MB, ratio ≤ {GOAL_RATIO}.",
    ]


def _row(database: str) -> list[str]:
    with installation_on(database) as installation, Host(installation.url) as host:
        codes = [host.make_meeting(f"Sweep {one}") for one in range(MEETINGS)]
        doors = [f"{installation.url}/api/v1/meetings/{code}/join" for code in codes]
        body = {"name": "Gus Guest", "notice": host.notice(codes[0])}
        with _joins(doors, body) as idle:
            time.sleep(IDLE)
        swept = []
        for rows in (ROWS // 4, ROWS):
            _fill(installation, rows)
            with _joins(doors, body) as meanwhile:
                swept.append(_sweep(installation, rows))
    quarter, whole = swept
    ratio = meanwhile[0] / idle[0]
    print(f"  {database}: {whole.rate:,.0f} rows/s, {whole.megabytes:.0f} MB, ratio {ratio:.2f}", flush=True)
    return [
        database,
        f"{quarter.rate:,.0f}",
        f"**{whole.rate:,.0f}**",
        f"{whole.seconds:.0f}",
        f"**{whole.megabytes:.0f}**",
        f"{idle[0]:.1f} ms",
        f"{meanwhile[0]:.1f} ms",
        f"**{ratio:.2f}**",
    ]


def _fill(installation: Installation, rows: int) -> None:
    words = [sys.executable, "-m", "benchmarks.attending", str(rows // A_SESSION), str(A_SESSION)]
    environment = {"DJANGO_SETTINGS_MODULE": "troth.web.settings", **installation.environment}
    subprocess.run(words, env=environment, check=True)


def _sweep(installation: Installation, rows: int) -> Sweep:
    words = [sys.executable, "-m", "troth.web.cli", "privacy", "sweep"]
    began = time.monotonic()
    process = subprocess.Popen(words, env=installation.environment, stdout=subprocess.PIPE)
    assert process.stdout is not None
    said = process.stdout.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    took = time.monotonic() - began
    assert process.returncode == 0, said
    assert f"meetings.Attendance: {rows}\n" in said, said
    return Sweep(rows, took, used.ru_maxrss / 1024)


@contextmanager
def _joins(urls: list[str], body: dict[str, object]) -> Iterator[list[float]]:
    """Joins as long as it lasts; afterwards the list holds their 95th percentile in milliseconds."""
    target = {
        "method": "POST",
        "body": base64.b64encode(json.dumps(body).encode()).decode(),
        "header": {"Content-Type": ["application/json"]},
    }
    found: list[float] = []
    with tempfile.TemporaryDirectory(prefix="troth-bench-") as folder:
        targets, results = Path(folder) / "targets", Path(folder) / "results"
        targets.write_text("".join(json.dumps({**target, "url": url}) + "\n" for url in urls))
        words = [
            str(program()),
            "attack",
            "-format=json",
            f"-rate={RATE}",
            "-duration=0",
            f"-targets={targets}",
            f"-output={results}",
        ]
        attack = subprocess.Popen(words)
        try:
            yield found
        finally:
            attack.send_signal(signal.SIGINT)
            attack.wait()
        said = subprocess.run(
            [program(), "report", "-type=json", str(results)], stdout=subprocess.PIPE, check=True
        )
    report = json.loads(said.stdout)
    assert report["success"] > 0.99, f"not every answer was good: {report['status_codes']} {report['errors']}"
    found.append(report["latencies"]["95th"] / 1e6)
