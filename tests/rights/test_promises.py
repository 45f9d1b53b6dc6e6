"""/promises: each promise with what shows that it is kept, and nothing that is not so (POL-4)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.guards import TARGET, as_text, guards_in, named_in
from tests.rights.test_notice import read
from troth.lib.clock import now
from troth.privacy.models import ProbeRun
from troth.privacy.promised import GROUPS, PROMISES
from troth.privacy.promises import Look, note, probes
from troth.rights import promising
from troth.rights.promising import State, count, groups

pytestmark = pytest.mark.django_db
SWEPT = next(probe for probe in probes() if probe.name == "privacy.swept")


def state_of(promise: str) -> State:
    return next(one.state for group in groups() for one in group.standings if one.id == promise)


def test_all_61_are_there_each_in_its_group(client: Client) -> None:
    assert len(PROMISES) == 61
    text = read(client, "/promises/")
    assert all(f">{promise}<" in text for promise in PROMISES)
    assert sum(len(group.standings) for group in groups()) == 61
    assert sum(count(groups()).values()) == 61
    for key in GROUPS:
        page = read(client, f"/promises/{key.lower()}/")
        assert all((f'id="{promise.lower()}"' in page) == promise.startswith(key) for promise in PROMISES)
    assert client.get("/promises/nothing/").status_code == 404


def test_a_probe_makes_it_kept_broken_and_old(client: Client) -> None:
    assert state_of("RET-5") == State.TESTED
    note(SWEPT, Look(12))
    assert state_of("RET-5") == State.KEPT
    assert "12 looked at" in read(client, "/promises/ret/")
    note(SWEPT, Look(12, "No sweep has come to its end."))
    assert state_of("RET-5") == State.BROKEN
    for path in ("/promises/", "/promises/ret/"):
        assert "No sweep has come to its end." in read(client, path)
    note(SWEPT, Look(12))
    with time_machine.travel(now() + timedelta(days=3)):
        assert state_of("RET-5") == State.TESTED


def test_what_nothing_shows_is_not_yet(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promising, "guards", dict)
    monkeypatch.setattr(promising, "probes", list)
    assert state_of("COL-5") == State.UNSEEN
    assert "Neither a probe nor a test shows it yet." in read(client, "/promises/col/")
    monkeypatch.setattr(promising, "guards", lambda: {"COL-5": ["tests/test_it.py::test_it"]})
    assert state_of("COL-5") == State.TESTED
    assert "tests/test_it.py::test_it" in read(client, "/promises/col/")


def test_before_any_probe_has_looked_it_says_so(client: Client) -> None:
    ProbeRun.objects.all().delete()
    assert "No probe has looked yet" in read(client, "/promises/")


def test_the_list_of_tests_is_fresh() -> None:
    assert TARGET.read_text() == as_text(), "run `make guards`"


def test_tests_are_found_by_the_ids_in_their_names_and_words(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert named_in("as RET-4..6 and LAW-1 say; not XYZ-1, RET-99, or PRET-1") == {
        "RET-4",
        "RET-5",
        "RET-6",
        "LAW-1",
    }
    assert named_in("", "test_pol_4_and_use_12_hold") == {"POL-4", "USE-12"}
    monkeypatch.setattr("tests.guards.TESTS", tmp_path / "tests")
    path = tmp_path / "tests" / "test_it.py"
    path.parent.mkdir()
    path.write_text(
        '"""All of RET-1."""\n\ndef test_sec_1_a() -> None:\n    """Also RET-2."""\n\ndef other() -> None:\n    """RET-3."""\n'
    )
    assert sorted(guards_in(path)) == [
        ("RET-1", "tests/test_it.py"),
        ("RET-2", "tests/test_it.py::test_sec_1_a"),
        ("SEC-1", "tests/test_it.py::test_sec_1_a"),
    ]
