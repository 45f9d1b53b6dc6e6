"""The audit record: written with what it records, refused to be changed, and about nobody who is gone."""

import hashlib
import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from tests.people import person
from troth.accounts.models import Person
from troth.privacy import audit
from troth.privacy.append_only import unguarded
from troth.privacy.audit import (
    MOST,
    actions,
    entries,
    export,
    head_of,
    kinds,
    pseudonym,
    record,
    verify_chain,
)
from troth.privacy.models import AuditChain, AuditEntry
from troth.privacy.purposes import PurposeRefused, under
from troth.privacy.verify import GENESIS, Fault, Head, verify
from troth.privacy.vocabulary import Purpose
from troth.web.cli import app

ROOT = Path(__file__).parents[2]


def fill(scope: str, count: int = 5) -> None:
    for _ in range(count):
        with transaction.atomic():
            record("organization.renamed", scope=scope)


@pytest.mark.django_db
def test_an_entry_holds_what_was_recorded_and_follows_the_one_before(bob: Person, alice: Person) -> None:
    record("member.left", scope="acme", actor=bob)
    record("member.role_changed", scope="acme", actor=alice, object=bob, role="host", before="member")
    second, first = AuditEntry.objects.filter(scope="acme")
    assert (first.number, first.previous, first.actor) == (1, GENESIS, pseudonym(bob))
    assert (second.number, second.previous, second.object) == (2, first.digest, pseudonym(bob))
    assert (second.object_kind, second.facts) == ("accounts.Person", {"role": "host", "before": "member"})
    assert head_of("acme") == verify_chain("acme") == Head(2, second.digest)


@pytest.mark.django_db
def test_each_scope_has_a_chain_of_its_own() -> None:
    fill("acme", 3)
    fill("other", 2)
    assert (head_of("acme").number, head_of("other").number) == (3, 2)
    assert head_of("nobody") == Head(0, GENESIS) == verify_chain("nobody")
    assert not set(export("acme")) & set(export("other"))


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_of_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError, match="in the same transaction"):
        record("member.left", scope="acme")
    assert not AuditChain.objects.exists()


@pytest.mark.django_db
def test_what_is_rolled_back_is_not_recorded() -> None:
    fill("acme", 1)
    with transaction.atomic():
        record("member.left", scope="acme")
        transaction.set_rollback(True)
    fill("acme", 1)
    assert verify_chain("acme").number == 2


@pytest.mark.django_db
def test_a_record_costs_three_queries(bob: Person, django_assert_num_queries: Any) -> None:
    fill("acme", 1)
    with django_assert_num_queries(3):
        record("member.role_changed", scope="acme", actor=bob, object=bob, role="host", before="member")


@pytest.mark.django_db
def test_only_an_action_with_words_is_recorded() -> None:
    with pytest.raises(ValueError, match=r"audited\.py"):
        record("member.flew", scope="acme")


@pytest.mark.parametrize(
    "value",
    [
        "bob@demo.example",
        "Bob",
        "two words",
        "",
        "x" * 41,
        "0123456",
        "zoë",
        "a/b",
        "f2f0e3a8-6a4c-4f0e-9d3e-1c2b3a4d5e6f",
        "f2f0e3a86a4c4f0e9d3e1c2b3a4d5e6f",
        1.5,
        None,
        ["host"],
        {},
        MOST + 1,
        -MOST - 1,
        datetime(2026, 1, 1),  # noqa: DTZ001
    ],
)
@pytest.mark.django_db
def test_what_a_person_may_have_written_is_no_fact(value: Any) -> None:
    with pytest.raises(ValueError, match="can't be a fact"):
        record("member.left", scope="acme", role=value)
    assert not AuditEntry.objects.filter(scope="acme").exists()


@pytest.mark.django_db
def test_numbers_dates_and_short_words_are_facts() -> None:
    at = datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=1)))
    record("member.left", scope="acme", days=-3, most=MOST, new=True, role="co-host.v2", on=at.date(), at_=at)
    assert AuditEntry.objects.get(scope="acme").facts == {
        "days": -3,
        "most": MOST,
        "new": True,
        "role": "co-host.v2",
        "on": "2026-03-01",
        "at_": "2026-03-01T11:00:00.000000Z",
    }
    assert verify_chain("acme").number == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_each_number_once() -> None:
    """Two chains that begin in the same moment, and ten writers that cross."""
    start = threading.Barrier(10)

    def write(writer: int) -> None:
        start.wait()
        try:
            for turn in range(6):
                fill("acme" if (writer + turn) % 2 else "other", 1)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for scope in ("acme", "other"):
        numbers = AuditEntry.objects.filter(scope=scope).order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, 31))
        assert verify_chain(scope).number == 30


ENTRIES, CHAINS = AuditEntry._meta.db_table, AuditChain._meta.db_table
REPLACE = {
    "sqlite": f"INSERT OR REPLACE INTO {ENTRIES} SELECT * FROM {ENTRIES} WHERE number = 2",  # noqa: S608
    "postgresql": f"INSERT INTO {ENTRIES} SELECT * FROM {ENTRIES} WHERE number = 2 "  # noqa: S608
    "ON CONFLICT (id) DO UPDATE SET action = 'member.left'",
}
CHANGES: dict[str, Callable[[], object]] = {
    "edit": lambda: AuditEntry.objects.filter(number=2).update(action="member.left"),
    "edit nothing": lambda: AuditEntry.objects.update(action=F("action")),
    "save": lambda: AuditEntry.objects.get(number=2).save(),
    "delete one": lambda: AuditEntry.objects.get(number=5).delete(),
    "delete all": lambda: AuditEntry.objects.all().delete(),
    "delete by hand": lambda: connection.cursor().execute(f"DELETE FROM {ENTRIES}"),  # noqa: S608
    "replace": lambda: connection.cursor().execute(REPLACE[connection.vendor]),
    "set the head back": lambda: AuditChain.objects.update(number=4),
    "bend the head": lambda: AuditChain.objects.update(digest=GENESIS),
    "move the head": lambda: AuditChain.objects.update(number=6, scope="other"),
    "forget the head": lambda: AuditChain.objects.all().delete(),
    "begin again": lambda: AuditEntry.objects.create(
        scope="acme", number=1, at=datetime.now(UTC), previous=GENESIS, digest=GENESIS
    ),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.django_db
def test_the_database_refuses_every_change(change: str) -> None:
    fill("acme")
    with pytest.raises(IntegrityError), transaction.atomic():
        CHANGES[change]()
    assert verify_chain("acme").number == 5


@pytest.mark.parametrize("table", [ENTRIES, CHAINS])
@pytest.mark.django_db
def test_the_database_refuses_to_empty_the_tables(table: str) -> None:
    fill("acme")
    empty = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE FROM"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{empty} {table}")


TAMPERINGS: dict[str, tuple[Callable[[], object], str]] = {
    "edit": (
        lambda: AuditEntry.objects.filter(number=3).update(action="member.left"),
        "Entry 3 was changed.",
    ),
    "later": (
        lambda: AuditEntry.objects.filter(number=3).update(at=F("at") + timedelta(seconds=1)),
        "Entry 3 was changed.",
    ),
    "facts": (lambda: AuditEntry.objects.filter(number=3).update(facts={"a": 1}), "Entry 3 was changed."),
    "drop": (lambda: AuditEntry.objects.filter(number__in=[2, 3]).delete(), "Entries 2 to 3 are missing."),
    "drop the last": (
        lambda: AuditEntry.objects.filter(number=5).delete(),
        "Entry 5 is missing at the end.",
    ),
    "past the head": (
        lambda: AuditEntry.objects.create(
            scope="acme", number=6, at=datetime.now(UTC), previous=GENESIS, digest=GENESIS
        ),
        "Entry 6 was changed.",
    ),
    "move": (
        lambda: AuditEntry.objects.filter(number=2).update(scope="other"),
        "Entry 2 is missing.",
    ),
}


@pytest.mark.parametrize("how", TAMPERINGS)
@pytest.mark.django_db
def test_what_is_done_behind_the_triggers_back_is_found(how: str) -> None:
    tamper, sentence = TAMPERINGS[how]
    fill("acme")
    with unguarded(connection):
        tamper()
    with pytest.raises(Fault, match=re.escape(sentence)):
        verify_chain("acme")


@pytest.mark.django_db
def test_a_long_record_is_read_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    fill("acme", 5)
    fill("other", 2)
    monkeypatch.setattr(audit, "BATCH", 2)
    with CaptureQueriesContext(connection) as queries:
        numbers = [entry["number"] for entry in entries("acme")]
    assert (numbers, len(queries)) == ([1, 2, 3, 4, 5], 3)
    assert [entry["number"] for entry in entries("acme", after=1, until=4)] == [2, 3, 4]
    assert verify_chain("acme").number == 5


@pytest.mark.django_db
def test_what_is_recorded_while_a_record_is_exported_is_left_out() -> None:
    fill("acme", 2)
    lines = export("acme")
    header = next(lines)
    fill("acme", 1)
    whole = [header, *lines]
    assert verify(lambda: whole).number == 2


@pytest.mark.django_db
def test_the_record_is_read_for_no_other_purpose() -> None:
    fill("acme")
    with under(Purpose.PROMOTE), pytest.raises(PurposeRefused):
        list(entries("acme"))
    with under(Purpose.SECURE):
        assert len(list(entries("acme"))) == 5


@pytest.mark.django_db
def test_the_triggers_are_back_after_the_way_out() -> None:
    fill("acme")
    with pytest.raises(ZeroDivisionError), unguarded(connection):
        raise ZeroDivisionError
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.all().delete()


@pytest.mark.django_db
def test_erasure_breaks_no_chain_and_leaves_nobody_in_it(bob: Person, alice: Person) -> None:
    """No value of a person, no id, no digest of one made without the key."""
    record("account.opened", scope="acme", actor=bob)
    record("member.removed", scope="acme", actor=alice, object=bob)
    before = verify_chain("acme")
    values = [str(bob.pk), bob.pk.hex, bob.email, bob.name, f"accounts.Person:{bob.pk}", bob.pk.bytes]
    bob.delete()
    lines = list(export("acme"))
    assert verify(lambda: lines) == before
    held = b"".join(lines)
    for value in values:
        raw = value if isinstance(value, bytes) else value.encode()
        assert raw not in held
        for algorithm in ("md5", "sha1", "sha256", "sha512", "blake2b"):
            assert hashlib.new(algorithm, raw).hexdigest().encode() not in held


@pytest.mark.django_db
def test_a_pseudonym_is_of_one_row_and_one_key(bob: Person, alice: Person, settings: Any) -> None:
    mine = pseudonym(bob)
    assert mine == pseudonym(Person.objects.get(pk=bob.pk))
    assert mine != pseudonym(alice)
    assert mine != pseudonym(AuditChain(pk=bob.pk))
    settings.SECRET_KEY = "another"
    assert pseudonym(bob) != mine


def test_everything_that_is_recorded_has_words_and_a_kind() -> None:
    code = "".join(path.read_text() for path in (ROOT / "troth").rglob("*.py") if path.name != "audited.py")
    for action, sentence in actions().items():
        assert f'"{action}"' in code, f"nobody records {action}"
        assert action.partition(".")[0] in kinds()
        assert str(sentence).endswith(".")
    assert {action.partition(".")[0] for action in actions()} == set(kinds())


@pytest.mark.django_db
def test_the_command_exports_a_record_and_says_its_head(demo: Any, tmp_path: Path) -> None:
    fill(str(demo.pk), 3)
    file = tmp_path / "record.jsonl"
    run = CliRunner()
    done = run.invoke(app, ["audit", "export", "--organization", str(demo.pk), str(file)])
    assert (done.exit_code, done.output) == (0, f"All 3 entries are whole. Head {head_of(demo.pk)}\n")
    assert json.loads(file.read_bytes().splitlines()[0])["scope"] == str(demo.pk)
    done = run.invoke(app, ["audit", "export", "--organization", "nobody", str(tmp_path / "none")])
    assert done.exit_code == 1
    assert "Nothing is recorded of an organization nobody." in done.output
    assert not (tmp_path / "none").exists()
    done = run.invoke(app, ["audit", "export", str(tmp_path / "no" / "folder")])
    assert done.exit_code == 1
    assert "can't be written" in done.output


@pytest.mark.django_db
def test_the_operators_record_tells_of_accounts(tmp_path: Path) -> None:
    person("Zoltan New", "zoltan@demo.example")
    file = tmp_path / "record.jsonl"
    assert CliRunner().invoke(app, ["audit", "export", str(file)]).exit_code == 0
    held = file.read_text()
    assert '"action":"account.opened"' in held
    assert "zoltan" not in held.lower()


@pytest.mark.django_db
def test_the_command_verifies_without_a_database(tmp_path: Path) -> None:
    fill("acme", 3)
    lines = list(export("acme"))
    file = tmp_path / "record.jsonl"

    def verify_by_command(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "troth.web.cli", "audit", "verify", str(file), *words]
        return subprocess.run(
            command, env={"TROTH_DATA": "/nowhere"}, capture_output=True, text=True, cwd=ROOT
        )

    file.write_bytes(b"".join(lines))
    done = verify_by_command("--head", head_of("acme").digest)
    assert (done.returncode, done.stdout) == (0, f"All 3 entries are whole. Head {head_of('acme')}\n"), (
        done.stderr
    )
    file.write_bytes(b"".join([*lines[:2], *lines[3:]]))
    done = verify_by_command()
    assert (done.returncode, done.stderr) == (1, "Entry 2 is missing.\n")
