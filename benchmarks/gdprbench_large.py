"""GDPRbench at ten times the records, with as many operations: ten times as many of ten times as many rows take hours."""

from benchmarks import gdprbench
from benchmarks.gdprbench import Size

TITLE = f"{gdprbench.TITLE}, 100,000 records"
SIZES = (Size(100_000, 1_000, 2),)


def measure() -> list[str]:
    """The section's lines, as in the section of `gdprbench`."""
    return gdprbench.measure(SIZES)
