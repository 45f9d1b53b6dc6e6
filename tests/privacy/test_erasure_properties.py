"""Any tables, any rows, any order of writes, holds and erasures: the engine does what a plain reading of the rules does."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.privacy.shapes import tables_of
from tests.privacy.shapes.reference import Reference
from tests.privacy.shapes.world import (
    MEMBER,
    MODELS,
    NEEDED,
    PATHS,
    REFERENCES,
    Row,
    Rows,
    graph,
    store,
    stored,
)
from troth.lib.clock import now
from troth.privacy import ROW, Path
from troth.privacy.erasing import carry_out, plan_erasure
from troth.privacy.models import Hold

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _tables(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), tables_of(list(MODELS.values())):
        yield


KEYS = st.integers(1, 3)
HAS_TEXT = ("Thing", "Part", "Tag")


@st.composite
def rows_drawn(draw: st.DrawFn) -> Rows:
    """Two people at least, and rows that point at rows that are there."""
    keys = {table: draw(st.integers(2 if table == "Human" else 0, 3)) for table in MODELS}
    rows: Rows = {}
    for table, count in keys.items():
        for key in range(1, count + 1):
            values: dict[str, Any] = {}
            for name, end in REFERENCES[table].items():
                choices = list(range(1, keys[end] + 1))
                if (table, name) not in NEEDED:
                    choices = [None, *choices]  # type: ignore[list-item]
                if not choices:
                    break
                values[name] = draw(st.sampled_from(choices))
            else:
                rows[table, key] = values | ({"text": "text"} if table in HAS_TEXT else {})
    return rows


@st.composite
def paths_drawn(draw: st.DrawFn) -> tuple[dict[tuple[str, str], Path], dict[tuple[str, str], Path]]:
    """Which paths own, which only see, and what is forgotten by them."""
    owners, readers = {}, {}
    for table, path in PATHS:
        role = draw(st.sampled_from(("owner", "owner", "reader", "none")))
        columns = [(), (), ("text",), ROW]
        if path in REFERENCES[table] and (table, path) not in NEEDED:
            columns.append((path,))
        end = Path(MEMBER if path in ("one", "two", "who") else (), forget=draw(st.sampled_from(columns)))
        if role != "none":
            (owners if role == "owner" else readers)[table, path] = end
    return owners, readers


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("erase"), st.sets(st.tuples(st.just("Human"), KEYS), min_size=1, max_size=2)),
        st.tuples(st.just("erase"), st.sets(st.tuples(st.just("Guest"), KEYS), min_size=1, max_size=1)),
        st.tuples(st.just("hold"), st.tuples(st.sampled_from(sorted(MODELS)), KEYS)),
        st.tuples(st.just("release"), st.none()),
        st.tuples(st.just("write"), rows_drawn()),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows_drawn(), paths_drawn(), st.frozensets(st.sampled_from(("Thing", "Part"))), STEPS)
def test_every_erasure_does_what_the_rules_say(
    rows: Rows,
    paths: tuple[dict[tuple[str, str], Path], dict[tuple[str, str], Path]],
    nameless: frozenset[str],
    steps: list[tuple[str, Any]],
) -> None:
    with transaction.atomic():
        store(rows)
        holds: set[Row] = set()
        house = graph(*paths, nameless)
        for step, what in steps:
            before = stored()
            if step == "erase":
                roots = {row for row in what if row in before and _is_person(before, row)}
                expected = Reference(before, *paths, nameless, holds).erase(roots)
                _erase(house, roots)
                after = stored()
                assert after == expected
                connection.check_constraints()
                again = _erase(house, roots)
                assert stored() == after
                if not any(again.held.values()):
                    assert again.rows == 0
                    assert not roots & after.keys()
            elif step == "hold" and what in before:
                holds.add(what)
                Hold.objects.create(target=f"shapes.{what[0]}", key=str(what[1]), placed_at=now())
            elif step == "release":
                holds.clear()
                Hold.objects.update(released_at=now())
            elif step == "write":
                store(_fitting(what, before))
        transaction.set_rollback(True)


def _is_person(rows: Rows, row: Row) -> bool:
    return row[0] == "Human" or rows[row]["user"] is None


def _erase(house: Any, roots: set[Row]) -> Any:
    by_table: dict[Any, set[int]] = {}
    for table, key in roots:
        by_table.setdefault(MODELS[table], set()).add(key)
    plan = plan_erasure(by_table, house)
    carry_out(plan, house)
    return plan


def _fitting(rows: Rows, before: Rows) -> Rows:
    """Those of some new rows that point at nothing that is not there."""
    fresh = {row: values for row, values in rows.items() if row not in before}
    while True:
        there = before.keys() | fresh.keys()
        wrong = {
            row
            for row, values in fresh.items()
            for name, end in REFERENCES[row[0]].items()
            if values[name] is not None and (end, values[name]) not in there
        }
        if not wrong:
            return fresh
        fresh = {row: values for row, values in fresh.items() if row not in wrong}
