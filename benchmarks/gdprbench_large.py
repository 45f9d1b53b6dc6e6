"""GDPRbench at ten times the records. A processor's operations are a tenth: each fetches ten times as many rows."""

from benchmarks import gdprbench
from benchmarks.gdprbench import Size

TITLE = f"{gdprbench.TITLE}, 100,000 records"
SIZES = (
    Size(100_000, 10_000, 2, ("controller", "customer", "regulator")),
    Size(100_000, 1_000, 1, ("processor",)),
)


def measure() -> list[str]:
    """The section's lines, as in the section of `gdprbench`."""
    return gdprbench.measure(SIZES)
