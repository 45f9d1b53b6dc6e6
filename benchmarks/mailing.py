"""What it costs a mailing to 100,000 people that each purpose is held against consent, objection and declaration."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.join_http import database_url
from benchmarks.numbers import median, table

TITLE = "finding the people of a promotional mailing"
GOAL = 1.3
PEOPLE = int(os.environ.get("MAILING_PEOPLE", "100000"))
ROUNDS = 15

# Both sides read the same rows of one database by one process, in turn; the plain one by Django's own backend, with
# no purpose in force and nothing asked about consent.
PROGRAM = """
import json, sys, time
from django.conf import settings
from django.db import connection, connections
from troth.lib.clock import now
from troth.organizations.models import Contact, Kind
from troth.outreach.audiences import audience
from troth.outreach.kinds import MessageKind
from troth.privacy.models import How, Objection
from troth.privacy.purposes import under

people, rounds = int(sys.argv[1]), int(sys.argv[2])
ours = settings.DATABASES["default"]
theirs = ours | {"ENGINE": ours["ENGINE"].replace("troth.privacy.backends", "django.db.backends")}
connections.settings["plain"] = connections.configure_settings({"default": {}, "plain": theirs})["plain"]
sources = {"email": {"source": "reseller", "at": "2026-05-31", "named": "Acme"}}
for start in range(0, people, 5000):
    Contact.objects.bulk_create(
        Contact(kind=Kind.PROSPECT, email=f"prospect{n}@company{n % 5000}.example", name=f"Prospect {n}",
                company=f"Company {n % 5000}", sources=sources)
        for n in range(start, min(start + 5000, people)))
# One in thirty objects, and as many again who are no prospects.
for n in range(0, people, 30):
    for address in (f"prospect{n}@company{n % 5000}.example", f"nobody{n}@elsewhere.example"):
        Objection.objects.create(address=address, purpose="promote", made_at=now(), made_how=How.MAIL)
if connection.vendor == "postgresql":
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
to = audience("prospect")


def checked():
    with under(MessageKind.PROMOTIONAL.purpose):
        return sum(1 for _ in to.standing(MessageKind.PROMOTIONAL).order_by().values_list("pk", "email").iterator())


def plain():
    rows = Contact.objects.using("plain").filter(kind=Kind.PROSPECT)
    return sum(1 for _ in rows.order_by().values_list("pk", "email").iterator())


found = {"checked": [], "plain": []}
for number in range(rounds + 1):
    sides = (checked, plain) if number % 2 else (plain, checked)
    for side in sides:
        began = time.perf_counter()
        count = side()
        took = time.perf_counter() - began
        assert count == (people if side is plain else people - len(range(0, people, 30))), count
        if number:
            found[side.__name__].append(took)
print(json.dumps(found))
"""


def measure() -> list[str]:
    """The section's lines."""
    rows = []
    for database in ("SQLite", "PostgreSQL"):
        times = _times(database)
        ratios = [ours / theirs for ours, theirs in zip(times["checked"], times["plain"], strict=True)]
        rows.append(
            [
                database,
                f"{median(times['checked']) * 1000:.0f}",
                f"{median(times['plain']) * 1000:.0f}",
                f"**{median(ratios):.2f}**",
                f"{min(ratios):.2f}",
                f"{max(ratios):.2f}",
            ]
        )
    return [
        f"{PEOPLE:,} contacts, one in thirty of whom objects to offers. Read to the last address for a promotional mailing",
        "(objections and consent asked in the query, its columns held against the purpose), and the same rows by Django's",
        f"own database backend with neither. {ROUNDS} rounds in one process, first one side and then the other begins.",
        "",
        *table(["", "checked, ms", "plain, ms", "ratio, median", "lowest", "highest"], rows),
        "",
        f"Goal: ≤ {GOAL}.",
    ]


def _times(database: str) -> dict[str, list[float]]:
    with (
        tempfile.TemporaryDirectory(prefix="troth-bench-", ignore_cleanup_errors=True) as folder,
        database_url(database, Path(folder) / "postgres") as url,
    ):
        environment = os.environ | {
            "TROTH_DATA": f"{folder}/data",
            "TROTH_DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "troth.web.settings",
        }
        run = [sys.executable, "-m", "troth.web.cli"]
        subprocess.run([*run, "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL)
        program = f"import django; django.setup()\n{PROGRAM}"
        command = [sys.executable, "-c", program, str(PEOPLE), str(ROUNDS)]
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        times: dict[str, list[float]] = json.loads(done.stdout)
        return times
