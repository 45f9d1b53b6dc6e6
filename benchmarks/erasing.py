"""One side by side run of `benchmarks.erasure`: `python -m benchmarks.erasing SUBJECTS`, on the settings in force.

Prints one line of JSON: the milliseconds of each erasure, by the engine and by hand.
"""

# ruff: noqa: DJ008

import json
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

MINE = "SELECT id FROM benchmarks_attendance WHERE account_id = %(id)s"
GONE = (
    "SELECT id FROM benchmarks_meeting WHERE (host_id = %(id)s OR cohost_id = %(id)s)"
    " AND COALESCE(host_id, %(id)s) = %(id)s AND COALESCE(cohost_id, %(id)s) = %(id)s"
)
BY_HAND = [
    f"DELETE FROM benchmarks_reaction WHERE message_id IN (SELECT id FROM benchmarks_message WHERE author_id IN ({MINE}))",
    f"UPDATE benchmarks_message SET addressee_id = NULL WHERE addressee_id IN ({MINE})",
    f"DELETE FROM benchmarks_message WHERE author_id IN ({MINE})",
    f"DELETE FROM benchmarks_vote WHERE attendance_id IN ({MINE})",
    f"DELETE FROM benchmarks_sample WHERE attendance_id IN ({MINE})",
    "DELETE FROM benchmarks_attendance WHERE account_id = %(id)s",
    f"UPDATE benchmarks_vote SET poll_id = NULL WHERE poll_id IN (SELECT id FROM benchmarks_poll WHERE meeting_id IN ({GONE}))",
    f"DELETE FROM benchmarks_poll WHERE meeting_id IN ({GONE})",
    "UPDATE benchmarks_attendance SET session_id = NULL"
    f" WHERE session_id IN (SELECT id FROM benchmarks_session WHERE meeting_id IN ({GONE}))",
    f"DELETE FROM benchmarks_session WHERE meeting_id IN ({GONE})",
    f"DELETE FROM benchmarks_meeting WHERE id IN ({GONE})",
    "UPDATE benchmarks_meeting SET host_id = NULL WHERE host_id = %(id)s",
    "UPDATE benchmarks_meeting SET cohost_id = NULL WHERE cohost_id = %(id)s",
    "DELETE FROM benchmarks_passkey WHERE account_id = %(id)s",
    "DELETE FROM benchmarks_address WHERE account_id = %(id)s",
    "UPDATE benchmarks_request SET account_id = NULL, text = '' WHERE account_id = %(id)s",
    "DELETE FROM benchmarks_account WHERE id = %(id)s",
]
"""The shortest correct erasure of an account."""


def populate(subjects: int) -> list[Account]:
    """People with 250 rows each; every other meeting has a co-host, and every tenth message another's addressee."""
    accounts = [Account._base_manager.create() for _ in range(subjects)]

    def many(model: Any, count: int, values: Callable[[int], dict[str, Any]]) -> list[Any]:
        return model._base_manager.bulk_create([model(**values(one)) for one in range(count)])

    for index, account in enumerate(accounts):
        other = accounts[index - 1]
        many(Passkey, 3, lambda _: {"account": account})
        many(Address, 2, lambda _: {"account": account})
        meetings = many(Meeting, 10, lambda one: {"host": account, "cohost": other if one % 2 else None})
        sessions = many(Session, 12, lambda one: {"meeting": meetings[one % 10]})
        attendances = many(
            Attendance,
            40,
            lambda one: {"account": account if one < 38 else other, "session": sessions[one % 12]},
        )
        many(Sample, 90, lambda one: {"attendance": attendances[one % 38]})
        messages = many(
            Message,
            60,
            lambda one: {"author": attendances[one % 38], "addressee": None if one % 10 else attendances[39]},
        )
        many(Reaction, 15, lambda one: {"message": messages[one]})
        polls = many(Poll, 5, lambda one: {"meeting": meetings[one]})
        many(Vote, 10, lambda one: {"attendance": attendances[one], "poll": polls[one % 5]})
        many(Request, 3, lambda _: {"account": account})
    return accounts


def by_hand(account: Account) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in BY_HAND:
            cursor.execute(statement, {"id": account.pk})


def main(subjects: int) -> None:
    with connection.schema_editor() as editor:
        for table in TABLES:
            editor.create_model(table)
    with transaction.atomic():
        accounts = populate(subjects)
    house = Graph(Registry(TABLES))
    sides: dict[str, Callable[[Account], object]] = {
        "engine": lambda account: erase([account], house),
        "hand": by_hand,
    }
    took: dict[str, list[float]] = {side: [] for side in sides}
    for index, account in enumerate(accounts):
        side = ("engine", "hand")[index % 2]
        began = time.perf_counter()
        sides[side](account)
        took[side].append((time.perf_counter() - began) * 1000)
    left = {table.__name__: table._base_manager.count() for table in TABLES}
    print(json.dumps({"took": took, "left": left}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
