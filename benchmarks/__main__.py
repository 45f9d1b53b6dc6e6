"""`python -m benchmarks [NAME…]`: measures, prints as it goes, and writes results.md."""

import argparse
import time
from importlib import import_module

from benchmarks import report

NAMES = (
    "join_video",
    "media_restart",
    "controls",
    "tiles",
    "recorder",
    "recorder_killed",
    "film_sync",
    "join_http",
    "policy_pages",
    "purpose_guard",
    "mailing",
    "erasure",
    "sweep",
    "gdprbench",
    "gdprbench_large",
    "connections",
    "make_run",
)


def main() -> None:
    """The benchmarks that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(NAMES)}; default: all")
    asked = parser.parse_args()
    names = asked.names or NAMES
    if unknown := set(names) - set(NAMES):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    for name in names:
        benchmark = import_module(f"benchmarks.{name}")
        machine = report.machine()
        print(f"{name}: {benchmark.TITLE}", flush=True)
        began = time.monotonic()
        lines = benchmark.measure()
        report.write(name, benchmark.TITLE, machine, lines)
        print("\n".join(["", *lines, "", f"{name} took {time.monotonic() - began:.0f} s", ""]), flush=True)
    print(f"Written to {report.RESULTS}")


if __name__ == "__main__":
    main()
