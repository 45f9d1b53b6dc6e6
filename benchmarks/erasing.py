"""One run of `benchmarks.erasure`: `python -m benchmarks.erasing SUBJECTS [EVERY]`, on the settings in force.

Prints one line of JSON: the milliseconds of each erasure, by the engine and by
hand. With EVERY, says when it is ready, waits for a line, has the engine
erase one person every so many seconds, and waits for another line before it
takes its tables away: whoever measures meanwhile must be done by then.
"""

# ruff: noqa: DJ008

import json
import re
import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.apps.registry import Apps
from django.db import connection, models, transaction

django.setup()

from troth.privacy import (  # noqa: E402
    SELF,
    Basis,
    Controller,
    Declaration,
    KeepWhileOwned,
    Nameless,
    Path,
    Personal,
    Purpose,
    Subject,
)
from troth.privacy.erasing import erase  # noqa: E402
from troth.privacy.graph import Graph  # noqa: E402
from troth.privacy.registry import Registry  # noqa: E402

MEMBER = Subject.MEMBER


def declared(owners: Any, personal: tuple[str, ...], other: tuple[str, ...] = (), **more: Any) -> Declaration:
    return Declaration(
        about="Yours",
        controller=Controller.ORGANIZATION,
        owners=owners,
        purposes={Purpose.SERVE: Basis.CONTRACT},
        keep=KeepWhileOwned(),
        personal={name: Personal("user.content.private") for name in personal},
        other=("id", *other),
        **more,
    )


class Row(models.Model):
    text = models.TextField(default="x" * 60)

    class Meta:
        abstract = True
        apps = Apps(["benchmarks"])
        app_label = "benchmarks"


def to(end: str, null: bool = False) -> Any:
    return models.ForeignKey(end, models.DO_NOTHING, null=null, related_name="+")


class Account(Row):
    privacy = declared({SELF: MEMBER}, ("text",))


class Passkey(Row):
    account = to("Account")
    privacy = declared({"account": MEMBER}, ("account", "text"))


class Address(Row):
    account = to("Account")
    privacy = declared({"account": MEMBER}, ("account", "text"))


class Meeting(Row):
    host, cohost = to("Account", null=True), to("Account", null=True)
    privacy = declared({"host": MEMBER, "cohost": MEMBER}, ("host", "cohost", "text"))


class Session(Row):
    meeting = to("Meeting")
    privacy = declared({"meeting": Path()}, ("text",), ("meeting",))


class Attendance(Row):
    account, session = to("Account"), to("Session", null=True)
    privacy = declared({"account": MEMBER}, ("account", "text"), ("session",))


class Sample(Row):
    attendance = to("Attendance")
    privacy = declared({"attendance": Path()}, ("text",), ("attendance",))


class Message(Row):
    author, addressee = to("Attendance"), to("Attendance", null=True)
    privacy = declared(
        {"author": Path()},
        ("text",),
        ("author", "addressee"),
        readers={"addressee": Path(forget=("addressee",))},
    )


class Reaction(Row):
    message = to("Message")
    privacy = declared({"message": Path()}, ("text",), ("message",))


class Poll(Row):
    meeting = to("Meeting")
    privacy = declared({"meeting": Path()}, ("text",), ("meeting",))


class Vote(Row):
    attendance, poll = to("Attendance"), to("Poll", null=True)
    privacy = declared({"attendance": Path()}, ("text",), ("attendance", "poll"))


class Request(Row):
    account = to("Account", null=True)
    privacy = declared({"account": MEMBER}, ("account", "text"), nameless=Nameless())


TABLES = (
    Account, Passkey, Address, Meeting, Session, Attendance, Sample, Message, Reaction, Poll, Vote, Request,
)  # fmt: skip

MINE = "SELECT id FROM attendance WHERE account_id = %(id)s"
GONE = (
    "SELECT id FROM meeting WHERE (host_id = %(id)s OR cohost_id = %(id)s)"
    " AND COALESCE(host_id, %(id)s) = %(id)s AND COALESCE(cohost_id, %(id)s) = %(id)s"
)
BY_HAND = """
    DELETE FROM reaction WHERE message_id IN (SELECT id FROM message WHERE author_id IN ({mine}));
    UPDATE message SET addressee_id = NULL WHERE addressee_id IN ({mine});
    DELETE FROM message WHERE author_id IN ({mine});
    DELETE FROM vote WHERE attendance_id IN ({mine});
    DELETE FROM sample WHERE attendance_id IN ({mine});
    DELETE FROM attendance WHERE account_id = %(id)s;
    UPDATE vote SET poll_id = NULL WHERE poll_id IN (SELECT id FROM poll WHERE meeting_id IN ({gone}));
    DELETE FROM poll WHERE meeting_id IN ({gone});
    UPDATE attendance SET session_id = NULL
        WHERE session_id IN (SELECT id FROM session WHERE meeting_id IN ({gone}));
    DELETE FROM session WHERE meeting_id IN ({gone});
    DELETE FROM meeting WHERE id IN ({gone});
    UPDATE meeting SET host_id = NULL WHERE host_id = %(id)s;
    UPDATE meeting SET cohost_id = NULL WHERE cohost_id = %(id)s;
    DELETE FROM passkey WHERE account_id = %(id)s;
    DELETE FROM address WHERE account_id = %(id)s;
    UPDATE request SET account_id = NULL, text = '' WHERE account_id = %(id)s;
    DELETE FROM account WHERE id = %(id)s
"""
"""The shortest correct erasure of an account."""
STATEMENTS = [
    re.sub(r"(FROM|UPDATE) (\w+)", r"\1 benchmarks_\2", " ".join(one.split()))
    for one in BY_HAND.replace("{mine}", MINE).replace("{gone}", GONE).split(";")
]


def populate(subjects: int) -> list[Account]:
    """People with 250 rows each; every other meeting has a co-host, and every tenth message another's addressee."""
    accounts = [Account._base_manager.create() for _ in range(subjects)]
    for index, account in enumerate(accounts):
        other = accounts[index - 1]
        _many(Passkey, 3, account=[account])
        _many(Address, 2, account=[account])
        meetings = _many(Meeting, 10, host=[account], cohost=[None, other])
        sessions = _many(Session, 12, meeting=meetings)
        attendances = _many(Attendance, 38, account=[account], session=sessions)
        others = _many(Attendance, 2, account=[other], session=sessions)
        _many(Sample, 90, attendance=attendances)
        messages = _many(Message, 60, author=attendances, addressee=[*[None] * 9, others[0]])
        _many(Reaction, 15, message=messages)
        polls = _many(Poll, 5, meeting=meetings)
        _many(Vote, 10, attendance=attendances, poll=polls)
        _many(Request, 3, account=[account])
    return accounts


def _many(model: Any, count: int, **values: list[Any]) -> list[Any]:
    """So many rows, that take each value from a list of its own, round and round."""
    rows = [model(**{name: ring[one % len(ring)] for name, ring in values.items()}) for one in range(count)]
    return list(model._base_manager.bulk_create(rows))


def by_hand(account: Account) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement, {"id": account.pk})


def main(subjects: int, every: float) -> None:
    """Erases all of them: in turn by both sides, or by the engine alone where it is one `every` so many seconds."""
    with connection.schema_editor() as editor:
        for table in TABLES:
            editor.create_model(table)
    with transaction.atomic():
        accounts = populate(subjects)
    house = Graph(Registry(TABLES))
    sides: dict[str, Callable[[Account], object]] = {"engine": lambda account: erase([account], house)}
    if every:
        print("ready", flush=True)
        sys.stdin.readline()
    else:
        sides["hand"] = by_hand
    took: dict[str, list[float]] = {side: [] for side in sides}
    start = time.perf_counter()
    for index, account in enumerate(accounts):
        side = list(sides)[index % len(sides)]
        time.sleep(max(0.0, start + index * every - time.perf_counter()))
        began = time.perf_counter()
        sides[side](account)
        took[side].append((time.perf_counter() - began) * 1000)
    left = {table.__name__: table._base_manager.count() for table in TABLES}
    print(json.dumps({"took": took, "left": left}), flush=True)
    if every:
        sys.stdin.readline()
    with connection.schema_editor() as editor:
        for table in reversed(TABLES):
            editor.delete_model(table)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0.0)
