"""`troth privacy erase|return|pick-up|hold`: what the pages do, for who runs the installation (RET-2, RET-8)."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from click.testing import Result
from django.core import mail
from typer.testing import CliRunner

from tests.privacy.past import attends, held, meeting_of
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.organizations.models import Organization
from troth.privacy.models import AuditEntry, Erasure, ErasureState, Hold
from troth.privacy.purposes import under
from troth.privacy.retention import days_of
from troth.web.cli import app

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def troth(*words: str, answer: str = "") -> Result:
    """The command as it runs from a shell, where nobody gave a purpose."""
    with under():
        return CliRunner().invoke(app, ["privacy", *words], input=answer)


def test_who_runs_the_installation_erases_and_the_person_comes_back(alice: Person) -> None:
    done = troth("erase", "alice@demo.example", answer="y\n")
    assert done.exit_code == 0, done.output
    assert "Your account: goes" in done.stdout
    link = re.search(r"http://testserver/your-data/return/\S+", done.stdout)
    assert link is not None
    assert [message.to for message in mail.outbox] == [["alice@demo.example"]]
    assert not Person.objects.filter(pk=alice.pk).exists()
    assert Erasure.objects.get().origin == "operator"
    assert troth("return", link[0]).stdout == "Everything is back.\n"
    assert Person.objects.get(pk=alice.pk).name == "Alice Adams"
    again = troth("return", link[0])
    assert (again.exit_code, again.stderr) == (1, "This link does not work any more.\n")


def test_now_is_for_good_and_writes_to_nobody(alice: Person) -> None:
    assert troth("erase", "alice@demo.example", "--now", "--yes").exit_code == 0
    assert Erasure.objects.get().state == ErasureState.GONE
    assert not mail.outbox


def test_nothing_happens_unless_it_is_confirmed(alice: Person) -> None:
    assert troth("erase", "alice@demo.example", answer="n\n").exit_code == 1
    assert Person.objects.filter(pk=alice.pk).exists()


def test_what_stands_in_the_way_is_a_sentence(owner: Person, bob: Person) -> None:
    done = troth("erase", "owner@demo.example", "--yes")
    assert (done.exit_code, "needs an owner" in done.stderr) == (1, True)
    done = troth("erase", "nobody@demo.example", "--yes")
    assert (done.exit_code, "nobody at" in done.stderr) == (1, True)


def test_a_hold_is_placed_listed_and_released(alice: Person) -> None:
    words = ("--authority", "District court", "--reason", "Case 12", "--until", "2100-01-31")
    assert troth("hold", "place", "alice@demo.example", *words).exit_code == 0
    hold = Hold.objects.get()
    assert (hold.target, hold.key, hold.scope) == ("accounts.Person", str(alice.pk), "")
    listed = troth("hold", "list").stdout
    assert all(word in listed for word in (str(hold.pk), "2100-01-31", "District court", str(alice.pk)))
    done = troth("erase", "alice@demo.example", "--now", "--yes")
    assert "kept by a legal hold" in done.stdout
    assert Person.objects.filter(pk=alice.pk).exists()
    assert "1 erasures" in troth("hold", "release", str(hold.pk)).stdout
    assert not Person.objects.filter(pk=alice.pk).exists()
    assert troth("hold", "list").stdout == ""
    assert troth("hold", "release", str(hold.pk)).exit_code == 1
    assert list(AuditEntry.objects.filter(action__startswith="hold.").values_list("action", flat=True)) == [
        "hold.released",
        "hold.placed",
    ]


def test_a_hold_is_on_any_row(alice: Person) -> None:
    words = ("--authority", "Court", "--reason", "Case")
    assert (
        troth(
            "hold", "place", f"organizations.Organization:{alice.membership.organization_id}", *words
        ).exit_code
        == 0
    )
    for target in ("accounts.Person:nobody", "nothing.Such:1", "alice", "nobody@demo.example"):
        done = troth("hold", "place", target, *words)
        assert (done.exit_code, "nobody and nothing" in done.stderr) == (1, True), target
    assert Hold.objects.count() == 1


def test_what_is_due_is_picked_up(alice: Person) -> None:
    troth("erase", "alice@demo.example", "--yes")
    assert troth("pick-up").stdout == "0 erasures went on.\n"
    with time_machine.travel(now() + timedelta(days=14, minutes=1)):
        assert troth("pick-up").stdout == "1 erasures went on.\n"
    assert Erasure.objects.get().state == ErasureState.GONE


def test_RET_4_an_organization_s_periods_are_shown_and_changed_when_their_loss_was_seen(
    demo: Organization, alice: Person
) -> None:
    shown = troth("periods", str(demo.pk))
    assert (shown.exit_code, "meeting_days: 365 (1 to 3650)" in shown.stdout) == (0, True), shown.output
    session = held(meeting_of(alice, demo), now() - timedelta(days=100))
    attends(session)
    refused = troth("periods", str(demo.pk), "--set", "meeting_days=50", answer="n\n")
    assert (refused.exit_code, "goes: 1 past meeting" in refused.stdout) == (1, True), refused.output
    assert days_of(str(demo.pk), "meeting_days") == 365
    assert troth("periods", str(demo.pk), "--set", "meeting_days=50", "--yes").exit_code == 0
    # How people were connected is never kept longer than the meeting.
    assert [days_of(str(demo.pk), one) for one in ("meeting_days", "connection_days")] == [50, 50]
    changed = AuditEntry.objects.filter(scope=str(demo.pk), action__startswith="retention.")
    assert [one.actor for one in changed] == ["", ""]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--set", "meeting_days=0"), "from 1 to 3650"),
        (("--set", "days=5"), "RULE=DAYS"),
        (("--set", "meeting_days=-5"), "RULE=DAYS"),
    ],
)
def test_a_period_that_is_none_is_a_sentence(demo: Organization, words: tuple[str, ...], says: str) -> None:
    done = troth("periods", str(demo.pk), *words)
    assert (done.exit_code, says in done.stderr) == (1, True), done.output
    assert troth("periods", str(uuid4())).stderr.startswith("There is no organization")


def test_what_sweeps_and_erasures_did_is_printed(alice: Person) -> None:
    troth("sweep")
    troth("erase", "alice@demo.example", "--now", "--yes")
    printed = troth("runs").stdout.splitlines()
    assert [line.split()[0] for line in printed] == ["sweep", "erasure"]
    assert "0 gone" in printed[0]
    assert "gone (operator)" in printed[1]
