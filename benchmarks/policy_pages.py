"""Requests a second of the public privacy pages, beside a static page from the same server."""

from pathlib import Path

from benchmarks.join_http import installation_on
from benchmarks.load import VERSION, Burst, read_burst
from benchmarks.numbers import median, table

TITLE = "requests a second of the public privacy pages"
GOAL = 0.5
ROUNDS = 3
CLIENTS = 16
SECONDS = 3.0
WARM_UP = 1.0
STATIC = "static page"
FILE = "static file"
PAGES = {
    "notice in one minute": "/privacy/",
    "notice in full": "/privacy/policy/",
    "people with an account": "/privacy/people/member/",
    "promises": "/promises/",
    "security": "/privacy/security/",
    "record of processing": "/privacy/record/",
    "recipients": "/privacy/recipients/",
    "cookies": "/privacy/cookies/",
}
Round = dict[str, Burst]


def measure() -> list[str]:
    """The section's lines."""
    lines = [
        f"GET by visitors without a cookie, {CLIENTS} at a time. The static page is one of as many bytes as the notice in one",
        "minute, which a view sends from memory through the same middleware; a static file is what WhiteNoise sends before",
        "most of it. `troth run`: two web processes of four threads, worker and LiveKit beside them.",
        f"{ROUNDS} rounds of {SECONDS:.0f} s after {WARM_UP} s of warm-up, in turn; medians of the rounds.",
        "",
    ]
    rows = []
    for database in ("SQLite", "PostgreSQL"):
        rounds = _rounds(database)
        for name in rounds[0]:
            rows.append([f"{database}, {name}", *_row(name, rounds)])
    lines += table(
        [
            "",
            "requests/s",
            "p50 ms",
            "p99 ms",
            "of the static page",
            "lowest",
            "highest",
            "of the static file",
        ],
        rows,
    )
    return [*lines, "", f"Goal: ≥ {GOAL} of the static page. Load: vegeta {VERSION}."]


def _row(name: str, rounds: list[Round]) -> list[str]:
    bursts = [one[name] for one in rounds]
    ratios = [one[name].rate / one[STATIC].rate for one in rounds]
    return [
        f"{median([one.rate for one in bursts]):,.0f}",
        f"{median([one.p50 for one in bursts]):.1f}",
        f"{median([one.p99 for one in bursts]):.1f}",
        "1" if name == STATIC else f"**{median(ratios):.2f}**",
        f"{min(ratios):.2f}",
        f"{max(ratios):.2f}",
        f"{median([one[name].rate / one[FILE].rate for one in rounds]):.2f}",
    ]


def _rounds(database: str) -> list[Round]:
    with installation_on(database) as installation:
        routes = {STATIC: "/benchmarks/static", FILE: _static_file()} | PAGES
        found: list[Round] = []
        for number in range(1, ROUNDS + 1):
            found.append({})
            for name, path in routes.items():
                read_burst(f"{installation.url}{path}", CLIENTS, WARM_UP)
                one = found[-1][name] = read_burst(f"{installation.url}{path}", CLIENTS, SECONDS)
                print(f"  {database} {number}: {name}: {one.rate:,.0f}/s, p50 {one.p50:.1f} ms", flush=True)
        return found


def _static_file() -> str:
    """The address of a built file of some 15 kB or the nearest to it."""
    built = Path(__file__).resolve().parents[1] / "troth" / "web" / "static" / "built"
    files = [path for path in built.rglob("*") if path.is_file()]
    nearest = min(files, key=lambda path: abs(path.stat().st_size - 15_000))
    return f"/static/{nearest.relative_to(built).as_posix()}"
