"""The sweep takes what is past its period, and counts what it must (RET-4..9)."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session as BrowserSession
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from tests.privacy.past import START, attends, by_month, counted, held, meeting_of, writes
from troth.accounts.models import Person
from troth.meetings.models import Attendance, Feedback, Invitee, Meeting, Message, Presence, Session
from troth.organizations.models import Look, Organization
from troth.outreach.models import Letter
from troth.privacy import Keep, pace, retention, sweeping
from troth.privacy.graph import graph
from troth.privacy.models import Hold, SweepRun, Tally
from troth.privacy.retention import days_of, set_period, sweep, sweep_when_due, would_remove
from troth.privacy.tallies import tallied

YEAR = timedelta(days=365)
LATER = START + YEAR + timedelta(days=40)
ATTENDANCE = "meetings.Attendance"


@pytest.fixture
def later() -> Any:
    """A year and forty days after the first meeting."""
    with time_machine.travel(LATER, tick=False) as traveller:
        yield traveller


def _hold(row: Any, **fields: Any) -> Hold:
    return Hold.objects.create(
        target=row._meta.label,
        key=str(row.pk),
        reason="dispute",
        authority="court",
        placed_at=START,
        **fields,
    )


def _crowd(meeting: Meeting, at: datetime, guests: int, seconds: int = 60) -> Session:
    session = held(meeting, at)
    for _ in range(guests):
        attends(session, seconds=seconds)
    return session


def test_RET_5_what_is_over_goes_and_what_is_not_stays(alice: Person, later: Any) -> None:
    meeting = meeting_of(alice, alice.membership.organization)
    old, young = _crowd(meeting, START, 6), _crowd(meeting, START + YEAR, 2)
    for session in (old, young):
        author = Attendance.everything.filter(session=session).first()
        assert author is not None
        first = writes(author, session.opened_at.year)
        writes(author, session.opened_at.year + 10_000, reply_to=first)
        Feedback.everything.create(attendance=author, stars=4)
    run = sweep()
    assert [one.pk for one in Session.everything.all()] == [young.pk]
    assert Attendance.everything.count() == Presence.everything.count() == Message.everything.count() == 2
    assert Feedback.everything.count() == 1
    assert run.counts == {
        ATTENDANCE: 6,
        "meetings.Presence": 6,
        "meetings.Message": 2,
        "meetings.Feedback": 1,
        "meetings.Session": 1,
    }
    assert run.finished_at is not None
    assert sweep().counts == {}


def test_RET_5_counts_agree_exactly_before_and_after(alice: Person, carol: Person, later: Any) -> None:
    ours, theirs = alice.membership.organization, carol.membership.organization
    expected: Counter[tuple[str, str]] = Counter()
    for number in range(4):
        mine = held(meeting_of(alice, ours), START + timedelta(days=number * 9))
        other = held(meeting_of(carol, theirs), START + timedelta(days=number * 9))
        for place in range(7):
            row = attends(mine, seconds=place + number)
            expected["rows", row.role] += 1
            expected["seconds", row.role] += row.seconds
        attends(mine, alice, "host", seconds=1000)
        attends(other, carol, "host", seconds=2000)
    sweep()
    assert Attendance.everything.count() == 0
    assert counted(ATTENDANCE) == (36, expected["seconds", "guest"] + 4 * 1000 + 4 * 2000)
    guests = tallied(ATTENDANCE, str(ours.pk), role="guest")
    assert sum(month.rows for month in guests) == expected["rows", "guest"]
    assert sum(month.sums["seconds"] for month in guests) == expected["seconds", "guest"]
    assert [month.month for month in guests] == [date(2026, 3, 1)]
    hosts = [cell for cell in Tally.objects.filter(table=ATTENDANCE) if cell.by == {"role": "host"}]
    assert [(cell.scope, cell.month, cell.rows, cell.sums) for cell in hosts] == [
        ("", None, 8, {"seconds": 12000})
    ]


def test_RET_5_no_small_group_is_counted_by_itself(alice: Person, carol: Person, later: Any) -> None:
    ours, theirs = alice.membership.organization, carol.membership.organization
    _crowd(meeting_of(alice, ours), START, 5)
    _crowd(meeting_of(alice, ours), START + timedelta(days=31), 3)
    _crowd(meeting_of(carol, theirs), START + timedelta(days=31), 2)
    _crowd(meeting_of(carol, theirs), START, 4)
    sweep()
    march, april = date(2026, 3, 1), date(2026, 4, 1)
    assert by_month(ATTENDANCE, str(ours.pk)) == {march: 5}
    assert by_month(ATTENDANCE, str(theirs.pk)) == {}
    assert by_month(ATTENDANCE, "") == {april: 5, None: 4}


def test_RET_5_one_person_who_came_often_is_no_group(alice: Person, bob: Person, later: Any) -> None:
    meeting = meeting_of(alice, alice.membership.organization)
    for day in range(9):
        writes(attends(held(meeting, START + timedelta(days=day)), bob, "member", seconds=day), day)
    sweep()
    assert by_month(ATTENDANCE, "") == {None: 9}
    assert by_month("meetings.Message", "") == {None: 9}


def test_RET_5_a_count_that_is_there_grows_by_any_number(alice: Person, later: Any) -> None:
    organization = alice.membership.organization
    meeting = meeting_of(alice, organization)
    _crowd(meeting, START, 5)
    sweep()
    _crowd(meeting, START + timedelta(days=1), 1)
    sweep()
    assert by_month(ATTENDANCE, str(organization.pk)) == {date(2026, 3, 1): 6}


def test_RET_9_nothing_that_is_left_links_to_who_was_there(alice: Person, bob: Person, later: Any) -> None:
    """Neither a moment nor a key of what went is in what stays, and a meeting's time is gone with it."""
    meeting = meeting_of(alice, alice.membership.organization)
    session = _crowd(meeting, START.replace(hour=11, minute=7, second=13), 6, seconds=777)
    row = attends(session, bob, "member", seconds=4321)
    sweep()
    assert not Session.everything.exists()
    left = repr([list(Tally.objects.values()), list(SweepRun.objects.values("counts", "held"))])
    for secret in (
        row.pk.hex,
        str(row.pk),
        row.identity,
        str(bob.pk),
        str(meeting.pk),
        str(session.pk),
        "11, 7",
    ):
        assert secret not in left
    # Those who know that Bob was the one member of March learn no seconds of his: he is in no count of March.
    assert not [c for c in Tally.objects.filter(table=ATTENDANCE) if c.by["role"] == "member" and c.month]
    assert [cell.rows for cell in Tally.objects.filter(table=ATTENDANCE).exclude(month=None)] == [6]
    # That there was one meeting says nothing of anybody.
    assert by_month("meetings.Session", str(meeting.organization_id)) == {date(2026, 3, 1): 1}


def test_RET_7_a_shorter_period_takes_at_once_and_a_longer_one_spares(alice: Person, carol: Person) -> None:
    ours = str(alice.membership.organization_id)
    _crowd(meeting_of(alice, alice.membership.organization), START, 5)
    _crowd(meeting_of(carol, carol.membership.organization), START, 5)
    with time_machine.travel(START + timedelta(days=30), tick=False):
        assert would_remove(ours, "meeting_days", 29) == {
            "meetings.Session": 1,
            ATTENDANCE: 5,
            "meetings.Presence": 5,
            "meetings.Message": 0,
            "captions.Captions": 0,
            "captions.CaptionsAnswer": 0,
        }
        assert set(would_remove(ours, "meeting_days", 31).values()) == {0}
        assert would_remove(ours, "meeting_days", 365) == {}
        set_period(ours, "meeting_days", 29)
        sweep()
        assert Attendance.everything.count() == 5
    set_period(str(carol.membership.organization_id), "meeting_days", 500)
    with time_machine.travel(LATER, tick=False):
        sweep()
        assert Attendance.everything.count() == 5


def test_RET_4_the_period_stays_within_its_bounds(demo: Organization) -> None:
    for days in (0, 3651):
        with pytest.raises(ValueError, match="from 1 to 3650"):
            set_period(str(demo.pk), "meeting_days", days)
    assert days_of(str(demo.pk), "meeting_days") == 365


def test_RET_8_a_held_row_stays_with_what_it_needs_and_goes_on_release(alice: Person, later: Any) -> None:
    organization = alice.membership.organization
    session = _crowd(meeting_of(alice, organization), START, 6)
    free = _crowd(meeting_of(alice, organization), START, 6)
    row = Attendance.everything.filter(session=session).first()
    assert row is not None
    hold = _hold(row)
    run = sweep()
    assert list(Attendance.everything.all()) == [row]
    assert list(Session.everything.all()) == [session]
    assert Presence.everything.count() == 1
    assert run.held == {ATTENDANCE: 1, "meetings.Presence": 1}
    assert not Session.everything.filter(pk=free.pk).exists()
    assert counted("meetings.Session")[0] == 1, "what waits is not counted"
    hold.released_at = LATER
    hold.save()
    sweep()
    assert not Session.everything.exists()
    assert counted(ATTENDANCE)[0] == 12
    assert counted("meetings.Session")[0] == 2


@pytest.mark.parametrize("whole", ["organization", "meeting", "person"])
def test_RET_8_a_hold_on_what_is_above_holds_all(alice: Person, bob: Person, later: Any, whole: str) -> None:
    meeting = meeting_of(alice, alice.membership.organization)
    attends(_crowd(meeting, START, 3), bob)
    _hold({"organization": meeting.organization, "meeting": meeting, "person": bob}[whole])
    sweep()
    assert Attendance.everything.count() == (1 if whole == "person" else 4)


def test_RET_1_what_lost_its_last_owner_goes(alice: Person, bob: Person, later: Any) -> None:
    organization = alice.membership.organization
    kept, left, lonely = (meeting_of(alice, organization) for _ in range(3))
    attends(held(left, START + YEAR), bob)
    held(lonely, START)
    Meeting.objects.exclude(pk=kept.pk).update(host=None)
    sweep()
    assert set(Meeting.objects.all()) == {kept, left}
    Attendance.everything.update(person=None)
    later.shift(YEAR)
    sweep()
    assert list(Meeting.objects.all()) == [kept]


def test_RET_8_what_lost_its_last_owner_stays_while_it_is_held(demo: Organization, later: Any) -> None:
    hold = _hold(meeting_of(None, demo))
    assert sweep().held == {"meetings.Meeting": 1}
    assert Meeting.objects.exists()
    hold.released_at = LATER
    hold.save()
    sweep()
    assert not Meeting.objects.exists()


def test_what_outlives_its_last_owner_is_not_swept(demo: Organization, later: Any) -> None:
    Look.objects.create(organization=demo, reason="a call", opened_at=LATER, until=LATER)
    sweep()
    assert Look.objects.exists()


def test_a_row_waits_for_what_needs_it(alice: Person, later: Any) -> None:
    meeting = meeting_of(alice, alice.membership.organization)
    Invitee.objects.create(meeting=meeting, email="a@x.example", secret_digest="d")
    Meeting.objects.update(host=None)
    sweep()
    assert Meeting.objects.count() == 1
    later.shift(YEAR + timedelta(days=1))
    sweep()
    assert not Meeting.objects.exists()


def test_RET_5_a_reply_outlives_the_line_it_was_to(alice: Person, later: Any) -> None:
    meeting = meeting_of(alice, alice.membership.organization)
    line = writes(attends(held(meeting, START)), 1)
    reply = writes(attends(held(meeting, START + YEAR)), 2, reply_to=line)
    sweep()
    assert [(one.pk, one.reply_to_id) for one in Message.objects.all()] == [(reply.pk, None)]


def test_RET_9_a_field_with_a_shorter_period_is_blanked_and_its_row_stays(
    alice: Person, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = graph().declared[Attendance]
    short = replace(declared.personal["name"], keep=Keep("session__ended_at", 7))
    changed = replace(declared, personal={**declared.personal, "name": short})
    monkeypatch.setitem(graph().declared, Attendance, changed)
    meeting = meeting_of(alice, alice.membership.organization)
    old, kept = (attends(held(meeting, LATER - timedelta(days=days))) for days in (8, 8))
    young = attends(held(meeting, LATER - timedelta(days=6)))
    _hold(kept)
    run = sweep()
    assert (run.counts, run.held) == ({"meetings.Attendance.name": 1}, {ATTENDANCE: 1})
    names = dict(Attendance.objects.values_list("pk", "name"))
    assert names == {old.pk: "", kept.pk: "Gus Guest", young.pk: "Gus Guest"}
    assert sweep().counts == {}


def test_rows_that_wait_are_passed_by(alice: Person, later: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _in_batches_of(2, monkeypatch)
    for number in range(5):
        meeting = meeting_of(None, alice.membership.organization)
        Invitee.objects.create(meeting=meeting, email="a@x.example", secret_digest=str(number))
    meeting_of(None, alice.membership.organization)
    sweep()
    assert Meeting.objects.count() == 5


def test_tables_of_others_are_swept(db: None, later: Any) -> None:
    call_command("createcachetable", "web_cache", verbosity=0)
    with connection.cursor() as cursor:
        for number in range(3):
            moment = connection.ops.adapt_datetimefield_value(LATER - timedelta(days=number))
            cursor.execute("INSERT INTO web_cache VALUES (%s, 'v', %s)", [f"k{number}", moment])
    for number in range(3):
        BrowserSession.objects.create(
            session_key=str(number), session_data="", expire_date=LATER - timedelta(days=number)
        )
    Letter.objects.create(recipient="a@demo.example", subject="s", text="t")
    later.shift(timedelta(days=7))
    run = sweep()
    assert run.counts == {"sessions.Session": 3, "web_cache": 3, "outreach.Letter": 1}


def test_RET_5_batches_take_all_whatever_their_size(
    alice: Person, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _in_batches_of(3, monkeypatch)
    organization = alice.membership.organization
    for day in range(3):
        _crowd(meeting_of(alice, organization), START + timedelta(days=day), 4)
    held_one = Attendance.everything.order_by("session__ended_at", "pk").first()
    assert held_one is not None
    _hold(held_one)
    sweep()
    assert list(Attendance.everything.all()) == [held_one]
    assert counted(ATTENDANCE) == (11, 660)


def _in_batches_of(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "BATCH", rows)
    monkeypatch.setattr(pace, "FEWEST", 1)
    monkeypatch.setattr(pace, "HOLD", 60)


class Killed(BaseException):
    """As if the process had gone."""


@pytest.mark.django_db(transaction=True)
def test_RET_5_a_sweep_killed_anywhere_is_gone_on_with(
    alice: Person, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _in_batches_of(4, monkeypatch)
    session = _crowd(meeting_of(alice, alice.membership.organization), START, 10)
    writes(Attendance.everything.filter(session=session)[0], 1)
    for step in range(1, 40):
        with monkeypatch.context() as patch:
            _kill_at(patch, step)
            try:
                sweep()
            except Killed:
                here = Attendance.everything.count()
                assert here + counted(ATTENDANCE)[0] == 10
                sweep_when_due()
                continue
        break
    assert step > 2
    assert not Session.everything.exists()
    assert counted(ATTENDANCE) == (10, 600)
    taken = [item for run in SweepRun.objects.all() for item in run.counts.items()]
    assert sum(count for label, count in taken if label.startswith("meetings.")) == 22


def _kill_at(patch: pytest.MonkeyPatch, step: int) -> None:
    """Kills at the n-th time that a row is deleted or counted."""
    left = [step]

    def dying(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            left[0] -= 1
            if not left[0]:
                raise Killed
            return real(*arguments, **named)

        return call

    patch.setattr(sweeping, "tally", dying(sweeping.tally))
    patch.setattr(sweeping, "let_go_of", dying(sweeping.let_go_of))
    patch.setattr(retention, "_note", dying(retention._note))


def test_a_sweep_is_due_once_a_day_and_again_after_one_that_died(db: None, later: Any) -> None:
    sweep_when_due()
    sweep_when_due()
    assert SweepRun.objects.count() == 1
    later.shift(timedelta(hours=24))
    SweepRun.objects.create(started_at=LATER)
    sweep_when_due()
    assert SweepRun.objects.exclude(finished_at=None).count() == 2
    later.shift(timedelta(days=401))
    sweep_when_due()
    assert SweepRun.objects.count() == 1


def test_RET_5_a_table_with_its_dates_is_counted_in_utc(alice: Person, later: Any) -> None:
    organization = alice.membership.organization
    _crowd(meeting_of(alice, organization), datetime(2026, 3, 31, 23, 59, tzinfo=UTC), 5)
    with timezone.override("Asia/Tokyo"):
        sweep()
    assert by_month(ATTENDANCE, str(organization.pk)) == {date(2026, 3, 1): 5}


def test_the_rules_can_not_change_under_a_batch(db: None) -> None:
    with transaction.atomic():
        sweeping.freeze_rules()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT relation::regclass::text FROM pg_locks WHERE mode = 'ShareLock' AND relation IS NOT NULL"
                )
                assert {"privacy_hold", "privacy_period"} <= {name for (name,) in cursor.fetchall()}
