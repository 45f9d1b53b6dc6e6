"""What it costs a guest's join that every column is held against the purpose in force."""

from benchmarks.host import Host
from benchmarks.join_http import CLIENTS, installation_on
from benchmarks.load import Burst, burst
from benchmarks.numbers import median, table

TITLE = "the purpose guard on the join route"
GOAL = 0.05
ROUNDS = 12
SECONDS = 3.0
WARM_UP = 0.75
MEETINGS = 10
"""Over so many the joins of a round are spread, so that none becomes larger than what can be bought."""

SIDES = {"guarded": "benchmarks.settings", "unguarded": "benchmarks.settings_unguarded"}
Round = dict[str, Burst]


def measure() -> list[str]:
    """The section's lines."""
    lines = [
        f"`POST /api/v1/meetings/<code>/join` by guests, {CLIENTS} at a time, at two whole installations that run at once:",
        "Troth as it is, and Troth with Django's own database backend and without the middleware that gives a request",
        f"its purpose. {ROUNDS} pairs of bursts of {SECONDS:.0f} s, first one side and then the other begins.",
        "",
    ]
    rows = []
    for database in ("SQLite", "PostgreSQL"):
        rounds = _rounds(database)
        ratios = [one["unguarded"].rate / one["guarded"].rate - 1 for one in rounds]
        rows.append(
            [
                database,
                *(f"{median([one[side].rate for one in rounds]):,.0f}" for side in SIDES),
                f"**{median(ratios):+.1%}**",
                f"{min(ratios):+.1%}",
                f"{max(ratios):+.1%}",
            ]
        )
    lines += table(["", *(f"{side}, joins/s" for side in SIDES), "cost, median", "lowest", "highest"], rows)
    return [*lines, "", f"Goal: ≤ {GOAL:.0%}."]


def _rounds(database: str) -> list[Round]:
    with (
        installation_on(database, SIDES["guarded"]) as guarded,
        installation_on(database, SIDES["unguarded"]) as unguarded,
        Host(guarded.url) as one_host,
        Host(unguarded.url) as other_host,
    ):
        hosts = {"guarded": (guarded.url, one_host), "unguarded": (unguarded.url, other_host)}
        return [_round(database, number, hosts) for number in range(1, ROUNDS + 1)]


def _round(database: str, number: int, hosts: dict[str, tuple[str, Host]]) -> Round:
    found = {}
    for side in list(SIDES) if number % 2 else reversed(SIDES):
        url, host = hosts[side]
        codes = [host.make_meeting(f"Round {number}.{one}") for one in range(MEETINGS)]
        doors = [f"{url}/api/v1/meetings/{code}/join" for code in codes]
        body = {"name": "Gus Guest", "notice": host.notice(codes[0])}
        burst(doors, body, CLIENTS, WARM_UP)
        found[side] = burst(doors, body, CLIENTS, SECONDS)
    cost = found["unguarded"].rate / found["guarded"].rate - 1
    print(f"  {database} {number}: {found['guarded'].rate:,.0f}/s guarded, {cost:+.1%}", flush=True)
    return found
