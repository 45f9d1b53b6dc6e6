"""Whatever people, hosts, courts, the clock and the operator do, and in any order: the promises are kept.

Each step is done on the real tables, and by a reading of the rules that knows
nothing of how the engine goes about it: what must be there, who must not.
"""

import shutil
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.privacy.past import START, attends, held, meeting_of, writes
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.meetings.actions.planning import delete_meeting
from troth.meetings.models import Attendance, AttendanceRole, Invitee, Meeting, Message, Presence, Session
from troth.organizations.models import Membership, Organization, Role
from troth.privacy.append_only import unguarded
from troth.privacy.audit import verify_chain
from troth.privacy.graph import rows_of
from troth.privacy.holding import carry_over, place_hold, release_hold, unreleased
from troth.privacy.leaving import WINDOW, come_back, forget_again, leave, pick_up
from troth.privacy.models import AuditChain, AuditEntry, Erasure, ErasureState, Hold, SweepRun
from troth.privacy.retention import set_period, sweep
from troth.privacy.sealing import folder

Row = tuple[type[Model], Any]
Rows = dict[Row, dict[str, Any]]

PERIODS: tuple[Any, ...] = (Session, Attendance, Presence, Message, Invitee)
KINDS = [Organization, Person, Membership, Meeting, *PERIODS]
"""The tables of which it is known what must be there, none before what its rows can't be without."""

SELDOM = {"contenttypes.ContentType", "auth.Permission"}
MODELS = [one for one in apps.get_models(include_auto_created=True) if one._meta.label not in SELDOM]
ENDS = {
    model: [
        (one.attname, one.related_model, one.null) for one in model._meta.concrete_fields if one.related_model
    ]
    for model in MODELS
}
DIARY = {AuditChain, AuditEntry, Erasure, SweepRun}
"""Tables in which the engine notes what it did, also where that was nothing."""

SOME = st.integers(0, 9)
DAYS = st.sampled_from([0, 6, 15, 41, 366])
UNTIL = st.sampled_from([None, None, 5, 40])
SETTINGS = hypothesis_settings(
    max_examples=24,
    stateful_step_count=30,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def rows_now() -> Rows:
    """Every row of every table."""
    return {
        (model, values[model._meta.pk.attname]): values
        for model in _not_empty()
        for values in model._base_manager.order_by("pk").values()
    }


def _not_empty() -> list[type[Model]]:
    tables = [connection.ops.quote_name(model._meta.db_table) for model in MODELS]
    asked = [f"SELECT {place} WHERE EXISTS (SELECT 1 FROM {name})" for place, name in enumerate(tables)]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [MODELS[place] for place in sorted(place for (place,) in cursor.fetchall())]


def put_back(rows: Rows) -> None:
    """These rows in the place of those that are there."""
    with unguarded(connection), transaction.atomic():
        for model in MODELS:
            model._base_manager.all()._raw_delete(connection.alias)
        for (model, _), values in rows.items():
            model(**values).save_base(raw=True, force_insert=True)
        connection.check_constraints()


def twice(work: Callable[[], object]) -> None:
    """A step that is done again changes nothing."""
    work()
    first = rows_now()
    work()
    second = rows_now()
    assert {row: first[row] for row in first if row[0] not in DIARY} == {
        row: second[row] for row in second if row[0] not in DIARY
    }


def ends(row: Row, values: dict[str, Any], *, needed: bool = False) -> set[Row]:
    """What a row points at, or only what it can't be without."""
    found = ENDS[row[0]]
    return {
        (end, values[name]) for name, end, null in found if values[name] is not None and not (needed and null)
    }


def grounds(row: Row, values: dict[str, Any]) -> set[Row]:
    """What a row can't be without."""
    return {end for end in ends(row, values, needed=True) if end[0] in KINDS}


def held_by(holds: Iterable[Hold], rows: Rows) -> set[Row]:
    """The rows that holds are on, and all that point at them, however far."""
    targets = {(hold.target, hold.key) for hold in holds}
    found = {row for row in rows if (row[0]._meta.label, str(row[1])) in targets}
    pointing = {row: ends(row, values) for row, values in rows.items()}
    while more := {row for row in rows if row not in found and pointing[row] & found}:
        found |= more
    return found


def with_needed(found: set[Row], rows: Rows) -> set[Row]:
    """These rows and all that they point at, however far."""
    found = set(found)
    while more := {end for row in found if row in rows for end in ends(row, rows[row])} - found:
        found |= more
    return found


def going_with(roots: set[Row], rows: Rows, there: set[Row]) -> set[Row]:
    """Which of the rows `there` go with some others, if nothing is held: those without an owner, or without their ground."""
    attended = {
        row: (Meeting, rows[Session, rows[row]["session_id"]]["meeting_id"])
        for row in there
        if row[0] is Attendance
    }

    def goes(row: Row) -> bool:
        model, values = row[0], rows[row]
        if ends(row, values, needed=True) & going or (Person, values.get("person_id")) in going:
            return True
        left = there - going
        return model is Meeting and not (
            (Person, values["host_id"]) in left or any(attended[one] == row for one in attended.keys() & left)
        )

    going = roots & there
    while more := {row for row in there - going if goes(row)}:
        going |= more
    return going


def over_in(rows: Rows, moment: datetime) -> set[Row]:
    """The rows whose time is over."""
    days = {
        values["scope"]: values["days"]
        for row, values in rows.items()
        if row[0]._meta.label == "privacy.Period"
    }

    def is_over(row: Row, values: dict[str, Any]) -> bool:
        if row[0] is Invitee:
            return bool(values["invited_at"] <= moment - timedelta(days=365))
        if row[0] is Presence:
            values = rows[Attendance, values["attendance_id"]]
        session = rows[Session, row[1] if row[0] is Session else values["session_id"]]
        own = days.get(str(rows[Meeting, session["meeting_id"]]["organization_id"]), 365)
        return bool(session["ended_at"] <= moment - timedelta(days=own))

    return {row for row, values in rows.items() if row[0] in PERIODS and is_over(row, values)}


@dataclass
class Away:
    """Somebody who left and may come back: with what was taken of them, and what a hold kept meanwhile."""

    token: str
    due: datetime
    roots: set[Row]
    taken: Rows
    stayed: set[Row]
    file: Path


@dataclass
class Ledger:
    """What is so at some moment, and is so again when that moment's backup is restored."""

    owed: set[Row] = field(default_factory=set)
    away: dict[Row, Away] = field(default_factory=dict)
    gone: set[Row] = field(default_factory=set)


class AnyOrder(RuleBasedStateMachine):
    """Two organizations, and what happens in them."""

    genesis: ClassVar[Rows]

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(START, tick=False)
        self.time: Any = self.clock.start()
        shutil.rmtree(settings.DATA, ignore_errors=True)
        put_back(self.genesis)
        self.before = self.rows = rows_now()
        self.people = sorted(
            (row for row in self.rows if row[0] is Person), key=lambda row: str(self.rows[row]["name"])
        )
        self.organizations = [row[1] for row in self.rows if row[0] is Organization]
        self.words = {row: self.rows[row]["name"] for row in self.people}
        self.state = Ledger({row for row in self.rows if row[0] in KINDS})
        self.said: dict[Row, str] = {}
        self.holds: dict[UUID, Hold] = {}
        self.looked = now()
        self.tokens: list[tuple[Row, str]] = []
        self.erased: set[Row] = set()
        self.deleted: set[Row] = set()
        self.backups: list[tuple[Rows, Ledger]] = []
        self.numbers = count(1)

    def teardown(self) -> None:
        self.clock.stop()

    def _done(self) -> None:
        self.before, self.rows = self.rows, rows_now()

    def _here(self) -> list[Row]:
        return [
            row
            for row in self.words
            if row in self.rows and row not in self.state.away.keys() | self.state.gone
        ]

    def _in_force(self, since: datetime | None = None) -> list[Hold]:
        moment = since or now()
        return [hold for hold in self.holds.values() if hold.until is None or hold.until > moment]

    def _days_pass(self, days: int) -> None:
        self.time.shift(timedelta(days=days))
        self._done()

    # Steps.

    @initialize()
    def two_meetings_were_held_and_a_backup_was_made(self) -> None:
        self.a_meeting_was_held(0, {1}, 1, 9)
        self.a_meeting_was_held(2, set(), 1, 300)
        self.a_backup_is_made()

    @rule(
        host=SOME,
        others=st.sets(st.integers(0, 3)),
        guests=st.integers(0, 2),
        days=st.sampled_from([1, 9, 300]),
    )
    def a_meeting_was_held(self, host: int, others: set[int], guests: int, days: int) -> None:
        hosts = [row for row in self._here() if row[0] is Person]
        places = {values["person_id"]: values for row, values in self.rows.items() if row[0] is Membership}
        hosts = [row for row in hosts if row[1] in places]
        if not hosts:
            return
        first = Person.objects.get(pk=hosts[host % len(hosts)][1])
        meeting = meeting_of(first, Organization.objects.get(pk=places[first.pk]["organization_id"]))
        Meeting.objects.filter(pk=meeting.pk).update(title=first.name)
        session = held(meeting, now() - timedelta(days=days))
        there = [row for row in self.people if row in self._here()]
        coming = {first.pk} | {there[one % len(there)][1] for one in others}
        entries = [
            attends(session, one, AttendanceRole.MEMBER, name=one.name)
            for one in Person.objects.filter(pk__in=coming)
        ]
        for _ in range(guests):
            guest = attends(session, name=f"guest {next(self.numbers)}.")
            self.words[Attendance, guest.pk] = guest.name
            entries.append(guest)
        for number, entry in enumerate(entries):
            line = writes(entry, number, text=f"from {entry.name}")
            self.said |= {(Attendance, entry.pk): entry.name, (Message, line.pk): entry.name}
        self._owe()

    @rule(which=SOME)
    def somebody_is_invited(self, which: int) -> None:
        meetings = [row for row in self.rows if row[0] is Meeting]
        if not meetings:
            return
        word = f"guest{next(self.numbers)}@else.example"
        by = self.rows[meetings[which % len(meetings)]]["host_id"]
        invitee = Invitee.objects.create(
            meeting_id=meetings[which % len(meetings)][1], invited_by_id=by, email=word, secret_digest=word
        )
        self.words[Invitee, invitee.pk] = self.said[Invitee, invitee.pk] = word
        self._owe()

    def _owe(self) -> None:
        self._done()
        fresh = [row for row in self.rows.keys() - self.before.keys() if row[0] in KINDS]
        for row in sorted(fresh, key=lambda row: KINDS.index(row[0])):
            if grounds(row, self.rows[row]) <= self.state.owed:
                self.state.owed.add(row)

    @rule(kind=st.sampled_from([Meeting, Person, Organization, Attendance]), which=SOME, days=UNTIL)
    def a_hold_is_placed(self, kind: Any, which: int, days: int | None) -> None:
        targets = [row for row in self.rows if row[0] is kind]
        if not targets:
            return
        model, key = targets[which % len(targets)]
        until = now() + timedelta(days=days) if days else None
        target = model._base_manager.get(pk=key)
        hold = place_hold(target, scope="", reason="r", authority="a", by=None, until=until)
        self.holds[hold.pk] = hold
        self._done()

    @precondition(lambda self: self.holds)
    @rule(which=SOME)
    def a_hold_is_released(self, which: int) -> None:
        key = list(self.holds)[which % len(self.holds)]
        release_hold(self.holds.pop(key), None)
        self.looked = now()
        self._done()

    @rule(which=SOME, for_good=st.booleans())
    def somebody_leaves(self, which: int, for_good: bool) -> None:
        here = self._here()
        if not here:
            return
        row = here[which % len(here)]
        along, refused = self._organization_of(row)
        rows = rows_of([row[0]._base_manager.get(pk=row[1])])
        if refused:
            with pytest.raises(Problem, match="needs an owner"):
                leave(rows, "person")
            return
        erasure, token = leave(rows, "person", window=timedelta() if for_good else WINDOW)
        self._done()
        roots = {row, *along}
        theirs = going_with(roots, self.before, self.state.owed)
        self.state.owed -= theirs
        self.erased |= roots
        if for_good:
            self.state.gone.add(row)
            return
        taken = {one: self.before[one] for one in theirs - self.rows.keys()}
        stayed = (theirs | self._naming(row)) & self.rows.keys()
        file = folder() / f"{erasure.id}.sealed"
        self.state.away[row] = Away(token, now() + WINDOW, roots, taken, stayed, file)
        self.tokens.append((row, token))

    def _organization_of(self, row: Row) -> tuple[set[Row], bool]:
        """The organization that goes along with its only member; whether somebody has to be made owner first."""
        places = [values for one, values in self.rows.items() if one[0] is Membership]
        for own in places:
            if own["person_id"] == row[1] and own["role"] == Role.OWNER:
                others = [
                    one
                    for one in places
                    if one["organization_id"] == own["organization_id"] and one is not own
                ]
                if not others:
                    return {(Organization, own["organization_id"])}, False
                return set(), all(one["role"] != Role.OWNER for one in others)
        return set(), False

    @precondition(lambda self: self.tokens)
    @rule(which=SOME, days=st.sampled_from([0, 0, 6, 15]))
    def somebody_comes_back(self, which: int, days: int) -> None:
        self._days_pass(days)
        row, token = self.tokens[which % len(self.tokens)]
        away = self.state.away.get(row)
        if not (away and away.token == token and away.due > now() and away.file.exists()):
            with pytest.raises(Problem, match="does not work"):
                come_back(token)
            return
        come_back(token)
        self._done()
        del self.state.away[row]
        self.erased -= away.roots
        back = away.taken | {one: self.before[one] for one in away.stayed & self.before.keys()}
        while lost := {one for one in back if not grounds(one, back[one]) <= self.state.owed | back.keys()}:
            back = {one: values for one, values in back.items() if one not in lost}
        self.state.owed |= {one for one in back if one[0] in KINDS}
        self.state.owed -= over_in(self.rows, now())

    @rule(days=DAYS)
    def the_clock_comes(self, days: int) -> None:
        self._days_pass(days)
        twice(pick_up)
        self._lapse()
        self._done()

    def _lapse(self) -> None:
        self.looked = now()
        for row, away in list(self.state.away.items()):
            if away.due <= now():
                del self.state.away[row]
                self.state.gone.add(row)
                self.erased |= away.roots

    @rule(which=SOME)
    def a_meeting_is_deleted(self, which: int) -> None:
        meetings = [
            row
            for row in self.rows
            if row[0] is Meeting and (Person, self.rows[row]["host_id"]) in self._here()
        ]
        if not meetings:
            return
        row = meetings[which % len(meetings)]
        hanging = held_by([Hold(target=row[0]._meta.label, key=str(row[1]))], self.rows)
        held = hanging & held_by(self._in_force(), self.rows)
        meeting = Meeting.objects.get(pk=row[1])
        if held:
            with pytest.raises(Problem, match="legal hold"):
                delete_meeting(meeting)
            return
        delete_meeting(meeting)
        people = hanging & self.words.keys()
        self.state.owed -= hanging
        self.state.gone |= people - self.state.away.keys()
        self.erased |= people
        self.deleted |= people
        self._done()

    @rule(which=st.integers(0, 1), days=st.sampled_from([1, 10, 365]))
    def a_period_changes(self, which: int, days: int) -> None:
        set_period(str(self.organizations[which]), "meeting_days", days)
        self._done()

    @rule(days=DAYS)
    def the_sweep_comes(self, days: int) -> None:
        self._days_pass(days)
        twice(sweep)
        self._sweep()
        self._done()
        self._nothing_is_left_past_its_period()

    def _sweep(self) -> None:
        self.state.owed -= going_with(over_in(self.rows, now()), self.rows, self.state.owed)

    def _nothing_is_left_past_its_period(self) -> None:
        """RET-5."""
        kept = with_needed(held_by(self._in_force(), self.rows), self.rows)
        assert over_in(self.rows, now()) <= kept

    @rule()
    def a_backup_is_made(self) -> None:
        self.backups.append((self.rows, deepcopy(self.state)))

    @rule(which=SOME)
    def a_backup_is_restored(self, which: int) -> None:
        rows, state = self.backups[which % len(self.backups)]
        holds = unreleased()
        put_back(rows)
        self.rows, self.state = rows, deepcopy(state)
        carry_over(holds)
        assert carry_over(holds) == 0
        for work in (forget_again, pick_up, sweep):
            twice(work)
        self.holds |= {hold.pk: hold for hold in Hold.objects.filter(released_at=None)}
        again = (self.erased - self.state.away.keys()) & rows.keys()
        self.state.owed -= going_with(again | self.deleted, rows, self.state.owed)
        self.state.gone |= again & self.words.keys()
        self._lapse()
        self._sweep()
        self._done()
        self._nothing_is_left_past_its_period()

    # What holds after each of them.

    def _naming(self, row: Row) -> set[Row]:
        return {one for one, values in self.rows.items() if one == row or self.words[row] in str(values)}

    @invariant()
    def RET_2_nobody_who_left_is_in_the_tables(self) -> None:
        """But for what a hold keeps, with what that needs, as it was when they left or when the clock came last."""
        kept = with_needed(held_by(self._in_force(self.looked), self.rows), self.rows)
        for row, away in self.state.away.items():
            assert not self._naming(row) - kept - away.stayed
        for row in self.state.gone:
            assert not self._naming(row) - kept

    @invariant()
    def RET_2_nobody_who_left_for_good_has_a_way_back(self) -> None:
        """What was sealed of them is gone."""
        closed = Erasure.objects.exclude(state=ErasureState.LEAVING).values_list("pk", flat=True)
        assert not {f"{one}.sealed" for one in closed} & {one.name for one in folder().glob("*")}

    @invariant()
    def RET_8_what_is_held_is_there_as_it_was(self) -> None:
        """No row that a hold in force is on is gone, and none has lost a word."""
        for row in with_needed(held_by(self._in_force(), self.before), self.before):
            if row in self.before:
                assert row in self.rows
                now_empty = {name for name, value in self.rows[row].items() if value in (None, "")}
                assert all(self.before[row][name] in (None, "") for name in now_empty)

    @invariant()
    def nothing_of_anybody_else_is_lost(self) -> None:
        """Every row that has an owner, a ground and time left is there, with what was said in it; and what stayed of who may
        come back waits for them."""
        lost = self.state.owed - self.rows.keys()
        assert not lost
        for away in self.state.away.values():
            assert not (away.roots & away.stayed) - self.deleted - self.rows.keys()
        assert all(word in str(self.rows[row]) for row, word in self.said.items() if row in self.state.owed)

    @invariant()
    def RET_5_nothing_is_read_past_its_period(self) -> None:
        """And everything that is there is read until then."""
        over = over_in(self.rows, now())
        for model in PERIODS:
            there = {key for one, key in self.rows.keys() - over if one is model}
            assert set(model.objects.values_list("pk", flat=True)) == there

    @invariant()
    def the_record_is_whole(self) -> None:
        """Of the operator, and of each organization."""
        for scope in AuditChain.objects.values_list("scope", flat=True):
            verify_chain(scope)


@pytest.mark.django_db(transaction=True)
def test_RET_2_RET_5_RET_8_RET_9_any_order_of_steps_keeps_the_promises(
    alice: Person,
    bob: Person,
    owner: Person,
    carol: Person,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("troth.privacy.pace.time.sleep", lambda _: None)
    settings.DATA = tmp_path
    AnyOrder.genesis = rows_now()
    run_state_machine_as_test(AnyOrder, settings=SETTINGS)
