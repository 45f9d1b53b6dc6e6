"""What processes use, as the kernel counts it (Linux)."""

import os
import re
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def seconds(pid: int) -> float:
    """Processor time of a process so far, all its threads."""
    return _seconds(Path(f"/proc/{pid}/stat"))


def main_thread_seconds(pid: int) -> float:
    """Processor time of its first thread."""
    return _seconds(Path(f"/proc/{pid}/task/{pid}/stat"))


def megabytes(pid: int) -> float:
    """Memory that is its own, and its share of what it shares."""
    found = re.search(r"^Pss:\s*(\d+) kB$", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    assert found, f"no memory of process {pid}"
    return int(found[1]) / 1024


def _seconds(path: Path) -> float:
    # The name before the last parenthesis may hold anything.
    fields = path.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK
