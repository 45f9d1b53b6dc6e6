"""Weeks of an organization's meetings, as they would be found: for pages that are looked at, and for measuring."""

import random
from datetime import timedelta

from tests.connections.past import connected
from tests.privacy.past import attends, held, meeting_of
from troth.accounts.models import Person
from troth.connections.models import Connection, Minute, Trouble
from troth.lib.clock import now
from troth.privacy.purposes import for_the_engine

TITLES = (
    "Weekly planning",
    "Design review",
    "Customer call: Northwind",
    "All hands",
    "Interview",
    "Budget 2027",
)
GUESTS = ("Grace Okafor", "Henrik Lund", "Mei Tanaka", "Samuel Ortiz", "Priya Nair")
CLIENTS = (
    ("Chrome", "138", "Windows", "computer"),
    ("Edge", "138", "Windows", "computer"),
    ("Firefox", "140", "Linux", "computer"),
    ("Safari", "18", "Mac OS X", "computer"),
    ("Mobile Safari", "18", "iOS 18", "phone"),
    ("Chrome Mobile", "138", "Android 15", "phone"),
)
PLACES = (
    ("145.97.20.33", "145.97.20.0/24", "NL"),
    ("81.2.69.160", "81.2.69.0/24", "GB"),
    ("1.23.4.5", "1.23.4.0/24", "IN"),
    (None, "", ""),
)
WAYS = ("udp", "udp", "udp", "udp", "tcp", "relay-udp", "relay-tls")


@for_the_engine()
def fill(email: str, weeks: int = 3) -> None:
    """Meetings hosted by whoever has this address, on each working day of so many weeks, and one that is on."""
    dice = random.Random(7)  # noqa: S311  # the same history each time
    host = Person.objects.get(email=email)
    organization = host.membership.organization
    colleagues = list(Person.objects.filter(membership__organization=organization))
    start = now().replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(weeks=weeks)
    meetings = [
        meeting_of(
            host,
            organization,
        )
        for _ in TITLES
    ]
    for meeting, title in zip(meetings, TITLES, strict=True):
        meeting.title = title
        meeting.save()
    for day in range(7 * weeks):
        if (start + timedelta(days=day)).weekday() > 4:
            continue
        for number in range(dice.randint(2, 4)):
            at = start + timedelta(days=day, hours=1.5 * number)
            session = held(dice.choice(meetings), at, dice.choice((25, 40, 55)))
            for person in dice.sample(colleagues, dice.randint(2, len(colleagues))):
                row = attends(session, person, "host" if person == host else "member", name=person.name)
                _connect(dice, connected(row))
            for name in dice.sample(GUESTS, dice.randint(0, 3)):
                _connect(dice, connected(attends(session, name=name)))
    running = held(meetings[0], now() - timedelta(minutes=12), ended=False)
    for person in colleagues[:3]:
        row = attends(running, person, "member", name=person.name, left_at=None)
        _connect(dice, connected(row, heard_at=now()), minutes=12)
    Connection.everything.filter(session=running).update(heard_at=now() + timedelta(minutes=30))


def _connect(dice: random.Random, row: Connection, minutes: int = 0) -> None:
    """Gives a connection a course: most are fine, some have a bad stretch."""
    minutes = minutes or dice.randint(10, 50)
    row.minutes.all().delete()
    trouble = dice.choice(("", "", "", "", "up", "down", "slow", "computer", "narrow", "lost"))
    begins = dice.randint(1, minutes)
    ends = begins + dice.randint(2, 9)
    rows = []
    for minute in range(minutes):
        bad = trouble and begins <= minute < ends
        score = dice.randint(150, 330) if bad else dice.randint(415, 441)
        loss = dice.uniform(0.05, 0.25) if bad and trouble in ("up", "down") else dice.uniform(0, 0.006)
        rtt = dice.uniform(350, 700) if bad and trouble == "slow" else dice.uniform(22, 60)
        lost = {"lost_up_audio": [0.0, 0.004], "lost_down_audio": [0.0, 0.004]}
        if trouble in ("up", "down"):
            lost[f"lost_{trouble}_audio"] = [round(loss, 3), round(loss * 1.4, 3)]
        rows.append(
            Minute(
                connection=row,
                at=row.started_at + timedelta(minutes=minute),
                seconds=60,
                score=score,
                sound=score,
                picture=min(450, score + dice.randint(0, 60)),
                trouble=trouble if bad else "",
                transport="udp",
                figures={
                    **lost,
                    "rtt": [round(rtt, 1), round(rtt * 1.3, 1)],
                    "jitter_down": [3.1, round(dice.uniform(4, 12), 1)],
                    "concealed": [0.0, round(loss / 2, 3)],
                    "sent_video": [dice.randint(500, 900), 1200],
                    "received_video": [dice.randint(700, 1500), 1900],
                    "fps_sent": [24, 25],
                    "fps_seen": [25, 30],
                    "freezes": [0, 1 if bad else 0],
                    "cpu": [0.0, 0.9 if bad and trouble == "computer" else 0.02],
                },
                events=[{"kind": "lost", "at": 20, "seconds": 14.2, "why": "network"}]
                if bad and trouble == "lost" and minute == begins
                else [],
            )
        )
    Minute.everything.bulk_create(rows)
    total = sum(60 * one.score for one in rows if one.score)
    browser, version, system, device = dice.choice(CLIENTS)
    address, network, country = dice.choice(PLACES)
    poor = sum(60 for one in rows if one.score is not None and one.score < 310)
    Connection.everything.filter(pk=row.pk).update(
        browser=browser,
        browser_version=version,
        system=system,
        device=device,
        address=address,
        network=network,
        country=country,
        transport=dice.choice(WAYS),
        first_frame=dice.randint(500, 2600),
        seconds=60 * minutes,
        scored_seconds=60 * minutes,
        score_seconds=total,
        score=round(total / (60 * minutes)),
        latest=rows[-1].score,
        poor_seconds=poor,
        reconnects=1 if trouble == "lost" else 0,
        trouble=trouble if poor else "",
        troubles={Trouble(trouble): poor} if poor and trouble else {},
    )
