"""GDPRbench at ten times the records and ten times the operations, in one timed round: it takes some three hours."""

from benchmarks import gdprbench
from benchmarks.gdprbench import Size

TITLE = f"{gdprbench.TITLE}, 100,000 records"
SIZES = (Size(100_000, 10_000, 1),)


def measure() -> list[str]:
    """The section's lines, as in the section of `gdprbench`."""
    return gdprbench.measure(SIZES)
