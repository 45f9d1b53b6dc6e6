"""Connections: a thousand people whose rooms measure, the administrator's page over a million readings, and what measuring costs."""

import base64
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page, Request, sync_playwright

from benchmarks.host import Host
from benchmarks.join_http import installation_on
from benchmarks.load import program
from benchmarks.numbers import median, percentile, table
from benchmarks.room_page import browser, person, running
from benchmarks.sweep import _joins
from tests.installation import Installation

TITLE = "connections: taking readings in, the administrator's page, and what measuring costs a browser"
PEOPLE = int(os.environ.get("CONNECTION_PEOPLE", "1000"))
MEETINGS = 40
RATE = 100
"""Batches a second: of a thousand people each minute and a half more than they send."""
SECONDS = 30
READINGS = int(os.environ.get("CONNECTION_READINGS", "1000000"))
PAGES = 40
MEASURED = 150
"""Times a report is asked for, to know what one costs; more than 50 ms apart, for so long Chromium gives the same again."""
GOAL_RATIO, GOAL_PAGE, GOAL_CORE, GOAL_BYTES = 1.5, 300, 1.0, 4096

SHARES = [
    "lost_up_audio",
    "lost_up_video",
    "lost_down_audio",
    "lost_down_video",
    "concealed",
    "cpu",
    "narrow",
]
OTHERS = [
    "rtt",
    "available",
    "target",
    "sent_audio",
    "sent_video",
    "received_audio",
    "received_video",
    "jitter_up",
    "jitter_down",
    "buffer",
    "freezes",
    "frozen",
    "fps_sent",
    "fps_seen",
    "height_sent",
    "height_seen",
    "decode",
    "nack",
    "pli",
]
SETUP = "import django; django.setup()\n"
AGE = """
from datetime import timedelta
from troth.lib.clock import now
from troth.meetings.models import Attendance
Attendance.everything.update(admitted_at=now() - timedelta(hours=2))
"""
FILL = """
import sys, uuid
from datetime import UTC, timedelta
from django.db import connection
from troth.accounts.models import Person
from troth.connections.models import Connection, Minute
from troth.lib.clock import now
from troth.meetings.models import Attendance, Meeting, Session
from troth.privacy.notice import notice_in_force
from troth.privacy.purposes import for_the_engine

def fill(readings, days):
    host = Person.objects.get(email="alice@demo.example")
    organization = host.membership.organization
    meeting = Meeting.objects.create(organization=organization, host=host, title="Measured")
    notice = notice_in_force()
    each, people = 30, 10
    sessions = readings // 6 // each // people
    names = ("Chrome", "Edge", "Firefox", "Safari")
    for number in range(sessions):
        at = now() - timedelta(days=days * (number + 0.5) / sessions)
        session = Session.everything.create(meeting=meeting, capacity=100, started_at=at, ended_at=at + timedelta(minutes=each))
        rows = [Attendance(session=session, name="Gus", role="guest", notice=notice, admission="admitted",
            acknowledged_at=at, asked_at=at, seen_at=at, admitted_at=at, joined_at=at, seconds=60 * each) for _ in range(people)]
        Attendance.everything.bulk_create(rows)
        lines = [Connection(attendance=row, session=session, organization=organization, day=at.astimezone(UTC).date(),
            started_at=at, heard_at=at, browser=names[place % 4], system="Windows", transport="udp", country="NL",
            network=f"145.{place}.{number % 200}.0/24", seconds=60 * each, scored_seconds=60 * each,
            score_seconds=60 * each * (250 + (number * 7 + place) % 190), score=250 + (number * 7 + place) % 190)
            for place, row in enumerate(rows)]
        Connection.everything.bulk_create(lines)
        Minute.everything.bulk_create([Minute(connection=line, at=at + timedelta(minutes=minute), seconds=60, score=line.score,
            sound=line.score, picture=430, transport="udp", figures={"rtt": [40, 60], "lost_up_audio": [0, 0.01]})
            for line in lines for minute in range(each)], batch_size=2000)
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

with for_the_engine():
    fill(int(sys.argv[1]), int(sys.argv[2]))
"""


def measure() -> list[str]:
    """The section's lines."""
    lines = [
        f"{PEOPLE:,} guests in {MEETINGS} meetings send {RATE} batches a second for {SECONDS} s, while 20 guests a second join; before,",
        f"the same joins alone. Then {READINGS:,} readings of ten seconds, in meetings of the last 90 days, and {PAGES} requests of",
        "`/organization/connections/` for each period. At last what the room's own measuring costs one browser.",
        "",
    ]
    rows = [_server(database) for database in ("SQLite", "PostgreSQL")]
    head = ["", "batches/s taken", "batch p95", "join p95 idle", "join p95 meanwhile", "ratio"]
    head += ["page p95, 7 days", "30 days", "90 days"]
    lines += [*table(head, rows), "", *_browser()]
    return [
        *lines,
        "",
        f"Goals: ratio ≤ {GOAL_RATIO}, pages ≤ {GOAL_PAGE} ms, ≤ {GOAL_CORE:.0f} % of a core, ≤ {GOAL_BYTES:,} bytes a minute.",
    ]


def _server(database: str) -> list[str]:
    with installation_on(database) as installation, Host(installation.url) as host:
        codes = [host.make_meeting(f"Measured {one}") for one in range(MEETINGS)]
        notice = host.notice(codes[0])
        tickets = _tickets(installation, codes, notice)
        _run(installation, AGE)
        elsewhere = [host.make_meeting(f"Joined {one}") for one in range(MEETINGS)]
        doors = [f"{installation.url}/api/v1/meetings/{code}/join" for code in elsewhere]
        body = {"name": "Gus Guest", "notice": notice}
        with _joins(doors, body) as idle:
            time.sleep(SECONDS / 2)
        with _joins(doors, body) as meanwhile:
            taken, p95 = _batches(installation, tickets)
        pages = _pages(installation)
    ratio = meanwhile[0] / idle[0]
    print(f"  {database}: {taken:.0f} batches/s, ratio {ratio:.2f}, pages {pages}", flush=True)
    return [
        database,
        f"{taken:.0f}",
        f"{p95:.1f} ms",
        f"{idle[0]:.1f} ms",
        f"{meanwhile[0]:.1f} ms",
        f"**{ratio:.2f}**",
        *(f"**{one:.0f} ms**" for one in pages),
    ]


def _tickets(installation: Installation, codes: list[str], notice: int) -> list[str]:
    def join(number: int) -> str:
        code = codes[number % len(codes)]
        answer = http.post(f"/api/v1/meetings/{code}/join", json={"name": f"Gus {number}", "notice": notice})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["ticket"])

    with httpx.Client(base_url=installation.url, timeout=30) as http, ThreadPoolExecutor(8) as pool:
        return list(pool.map(join, range(PEOPLE)))


def batch(number: int) -> dict[str, Any]:
    """A batch as a room sends it, with every reading."""
    columns = {name: [0.01] * 6 for name in SHARES} | {name: [24.5] * 6 for name in OTHERS}
    return {"number": number, "age": 0.1, "seconds": [10] * 6, "transport": "udp", "readings": columns}


def _batches(installation: Installation, tickets: list[str]) -> tuple[float, float]:
    url = f"{installation.url}/api/v1/connections/samples"
    bodies = [base64.b64encode(json.dumps(batch(number)).encode()).decode() for number in range(8)]
    targets = [
        {
            "method": "POST",
            "url": url,
            "body": bodies[place // len(tickets)],
            "header": {"Content-Type": ["application/json"], "Authorization": [f"Bearer {ticket}"]},
        }
        for place, ticket in (
            (place, tickets[place % len(tickets)])
            for place in range(min(RATE * SECONDS, len(tickets) * len(bodies)))
        )
    ]
    with tempfile.TemporaryDirectory(prefix="troth-bench-") as folder:
        file = Path(folder) / "targets"
        file.write_text("".join(json.dumps(one) + "\n" for one in targets))
        words = [str(program()), "attack", "-format=json", f"-rate={RATE}", f"-duration={SECONDS}s"]
        attack = subprocess.run([*words, f"-targets={file}"], stdout=subprocess.PIPE, check=True)
    said = subprocess.run(
        [program(), "report", "-type=json"], input=attack.stdout, stdout=subprocess.PIPE, check=True
    )
    report = json.loads(said.stdout)
    assert report["success"] > 0.99, f"not every batch was taken: {report['status_codes']} {report['errors']}"
    return report["throughput"], report["latencies"]["95th"] / 1e6


def _pages(installation: Installation) -> list[float]:
    _run(installation, FILL, str(READINGS), "88")
    found = []
    with Host(installation.url, "admin") as admin:
        for days in (7, 30, 90):
            times = []
            for _ in range(PAGES + 1):
                began = time.monotonic()
                answer = admin._http.get("/organization/connections/", params={"days": days})
                times.append(1000 * (time.monotonic() - began))
                assert "Worst meetings" in answer.text
            found.append(percentile(times[1:], 0.95))
    return found


def _run(installation: Installation, words: str, *arguments: str) -> None:
    environment = {"DJANGO_SETTINGS_MODULE": "troth.web.settings", **installation.environment}
    environment["DJANGO_SETTINGS_MODULE"] = "troth.web.settings"
    subprocess.run([sys.executable, "-c", SETUP + words, *arguments], env=environment, check=True)


KEEP_CONNECTIONS = """(() => {
  const Own = RTCPeerConnection;
  window.made = [];
  window.RTCPeerConnection = class extends Own {
    constructor(...all) { super(...all); window.made.push(this); }
  };
})()"""
# As the room does it: the report, and each of its lines looked at.
ASK = """async times => {
  const open = window.made.filter(one => one.connectionState === 'connected');
  const found = [];
  for (let n = 0; n < times; n++) {
    const began = performance.now();
    for (const one of open) {
      let sum = 0;
      (await one.getStats()).forEach(line => { for (const value of Object.values(line)) sum += Number(value) || 0; });
    }
    found.push(performance.now() - began);
    await new Promise(done => setTimeout(done, 60));
  }
  return found;
}"""


def _browser() -> list[str]:
    with running() as installation, sync_playwright() as playwright:
        alice, gus = person(browser(playwright), installation), person(browser(playwright), installation)
        sent: list[tuple[float, int]] = []
        gus.page.on("request", lambda request: _weigh(request, sent))
        gus.page.add_init_script(KEEP_CONNECTIONS)
        alice.sign_in("alice")
        path = alice.make_meeting()
        alice.enters(path)
        gus.enters(path, "Gus Guest")
        gus.page.wait_for_function("() => document.querySelectorAll('video').length > 1")
        core = _core(gus.page)
        # The second batch is a whole minute's.
        gus.page.wait_for_event(
            "request", lambda one: "/connections/samples" in one.url and len(sent) > 1, timeout=120_000
        )
    body = max(size for _at, size in sent)
    print(f"  browser: {core:.2f} % of a core, {body} bytes a minute", flush=True)
    return [
        f"One browser in a meeting of two: **{core:.2f} %** of a core for a report each ten seconds, at most: the median time of",
        f"{MEASURED} reports, from asking to having looked at each line. **{body:,} bytes** a minute with the request's headers.",
    ]


def _weigh(request: Request, sent: list[tuple[float, int]]) -> None:
    if "/connections/samples" in request.url:
        headers = sum(len(name) + len(value) + 4 for name, value in request.headers.items())
        sent.append((time.monotonic(), headers + len(request.post_data or "")))


def _core(page: Page) -> float:
    """Percent of a core that six reports a minute take at most.

    Its threads work one after the other on a report, so the time until it is there is an upper bound of what they take;
    what the kernel counts for the browsers' processes can't tell it from the meeting's own work.
    """
    times = page.evaluate(ASK, MEASURED)
    return 100 * median(times) / 1000 * 6 / 60
