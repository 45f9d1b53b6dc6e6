"""`benchmarks/results.md`: the machine, and a section for each benchmark."""

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).with_name("results.md")
HEAD = """# What was measured

`make bench` writes this file. Each section is written when its benchmark was last run, on the day and under the load that
it tells. Ratios within one run count, the rest depends on the machine.
"""


def machine() -> str:
    """This machine's size and software, in one line, with the load it was under."""
    cpu = re.search(r"^model name\s*:\s*(.+)$", _read("/proc/cpuinfo"), re.MULTILINE)
    memory = re.search(r"^MemTotal:\s*(\d+) kB$", _read("/proc/meminfo"), re.MULTILINE)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return ", ".join(
        [
            f"{cores} cores",
            f"{int(memory[1]) / 1024**2:.0f} GiB" if memory else "memory unknown",
            cpu[1] if cpu else platform.processor() or platform.machine(),
            f"Python {platform.python_version()}",
            f"load {os.getloadavg()[0]:.1f} at the start",
        ]
    )


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def write(name: str, title: str, machine: str, lines: list[str], results: Path = RESULTS) -> None:
    """Replaces the section of one benchmark; those of others stay as they are."""
    sections = read(results)
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    sections[name] = "\n".join([f"## {name}: {title}", "", f"{when}. {machine}.", "", *lines]).strip()
    results.write_text("\n\n".join([HEAD.strip(), *sections.values()]) + "\n")


def read(results: Path = RESULTS) -> dict[str, str]:
    """The sections that are there, by the benchmark's name."""
    text = results.read_text() if results.exists() else ""
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    return {part[3:].split(":")[0]: part.strip() for part in parts if part.startswith("## ")}
