"""Each probe of /promises finds the bad state it is for, and the operator is told once (SEC-1, POL-4)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from typer.testing import CliRunner

from tests.breaks import BREAKS
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.privacy import promises as promises_module
from troth.privacy.models import ProbeRun
from troth.privacy.notice import publish_notice
from troth.privacy.promised import PROMISES
from troth.privacy.promises import Look, Probe, probes, run_probes
from troth.privacy.retention import sweep
from troth.rights import actions, promising
from troth.rights.actions import look_at_promises, look_when_due
from troth.rights.promising import State, groups
from troth.web import probes as web_probes
from troth.web.cli import app

pytestmark = pytest.mark.django_db
ALL = list(probes())


@pytest.fixture(autouse=True)
def sound(settings: Any, db: None) -> Iterator[None]:
    """An installation in good order, on the network."""
    settings.PUBLIC_URL = "https://testserver"
    settings.OPERATOR_EMAIL = "privacy@operator.example"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 365 * 86400
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    publish_notice()
    # Probes ask the program itself, which would close the connection that this test has open.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def only(monkeypatch: pytest.MonkeyPatch, *some: Probe) -> None:
    """Lets no other probe look."""
    for module in (promises_module, actions, promising):
        monkeypatch.setattr(module, "probes", lambda: some)


def test_every_probe_is_about_promises_and_has_a_name_of_its_own() -> None:
    names = [probe.name for probe in ALL]
    assert len(names) == len(set(names))
    assert all(probe.promises and set(probe.promises) <= set(PROMISES) for probe in ALL)
    assert all(str(probe.words) for probe in ALL)
    assert len(ALL) >= 20


def test_every_probe_is_shown_to_turn_red() -> None:
    assert set(BREAKS) == {probe.name for probe in ALL}


@pytest.mark.parametrize("probe", ALL, ids=lambda probe: probe.name)
def test_each_probe_turns_red_and_the_operator_is_told(
    probe: Probe, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    only(monkeypatch, probe)
    assert look_at_promises() == []
    assert not mail.outbox
    BREAKS[probe.name](request.getfixturevalue)
    [run] = look_at_promises()
    assert run.fault
    [letter] = mail.outbox
    assert letter.to == ["privacy@operator.example"]
    assert run.fault in letter.body
    assert str(probe.words) in letter.body
    assert "@" not in run.fault
    states = {one.id: one.state for group in groups() for one in group.standings}
    assert {states[promise] for promise in probe.promises} == {State.BROKEN}
    look_at_promises()
    assert len(mail.outbox) == 1


def test_all_are_green_where_all_is_well() -> None:
    sweep()
    red = look_at_promises()
    assert [(run.name, run.fault) for run in red] == []
    assert ProbeRun.objects.count() == len(ALL)


class Lamp:
    """A probe of the tests, in order or not."""

    def __init__(self) -> None:
        self.fault = ""
        self.probe = Probe(("RET-5",), "tests.lamp", self.look, "A lamp")

    def look(self) -> Look:
        if self.fault == "fails":
            raise ValueError("alice@demo.example")
        return Look(3, self.fault)


@pytest.fixture
def lamp(monkeypatch: pytest.MonkeyPatch) -> Lamp:
    made = Lamp()
    only(monkeypatch, made.probe)
    return made


def test_the_operator_is_told_once_for_each_turn_to_red(lamp: Lamp) -> None:
    for fault, letters in (
        ("", 0),
        ("It is out.", 1),
        ("It is out.", 1),
        ("", 1),
        ("Again.", 2),
        ("Again.", 2),
    ):
        lamp.fault = fault
        look_at_promises()
        assert len(mail.outbox) == letters, (fault, letters)
    run = ProbeRun.objects.get()
    assert (run.fault, run.counted) == ("Again.", 3)


def test_since_is_when_it_turned(lamp: Lamp) -> None:
    look_at_promises()
    green = ProbeRun.objects.get()
    lamp.fault = "It is out."
    look_at_promises()
    red = ProbeRun.objects.get()
    look_at_promises()
    again = ProbeRun.objects.get()
    assert green.since < red.since == again.since
    assert red.at < again.at


def test_a_probe_that_fails_is_red_and_says_nothing_of_anybody(
    lamp: Lamp, caplog: pytest.LogCaptureFixture
) -> None:
    lamp.fault = "fails"
    [run] = look_at_promises()
    assert run.fault == "The probe itself failed (ValueError)."
    assert "alice" not in caplog.text


def test_without_an_address_of_the_operator_their_people_are_told(
    lamp: Lamp, settings: Any, operator: Person
) -> None:
    settings.OPERATOR_EMAIL = ""
    lamp.fault = "It is out."
    look_at_promises()
    assert [letter.to for letter in mail.outbox] == [[operator.email]]


def test_who_can_not_be_told_is_told_later(lamp: Lamp, settings: Any) -> None:
    settings.OPERATOR_EMAIL = ""
    lamp.fault = "It is out."
    look_at_promises()
    assert not mail.outbox
    settings.OPERATOR_EMAIL = "privacy@operator.example"
    look_at_promises()
    assert len(mail.outbox) == 1


def test_the_clock_lets_them_look_once_a_day(lamp: Lamp) -> None:
    look_when_due()
    first = ProbeRun.objects.get().at
    look_when_due()
    assert ProbeRun.objects.get().at == first
    with time_machine.travel(now() + timedelta(hours=23, minutes=1)):
        look_when_due()
        assert ProbeRun.objects.get().at > first


def test_a_probe_that_is_gone_is_forgotten(lamp: Lamp, monkeypatch: pytest.MonkeyPatch) -> None:
    run_probes()
    assert ProbeRun.objects.count() == 1
    only(monkeypatch)
    run_probes()
    assert not ProbeRun.objects.exists()


def test_the_command_prints_what_was_found(lamp: Lamp) -> None:
    fine = CliRunner().invoke(app, ["privacy", "probe"])
    assert (fine.exit_code, fine.output) == (0, "ok    tests.lamp: 3\n")
    lamp.fault = "It is out."
    red = CliRunner().invoke(app, ["privacy", "probe"])
    assert (red.exit_code, red.output) == (1, "red   tests.lamp: It is out.\n")


def test_an_answer_is_what_a_browser_would_get() -> None:
    answer = web_probes.ask("/account/login/")
    assert answer.status == 200
    assert b"<html" in answer.body
    assert answer.headers["x-frame-options"] == "DENY"
    assert web_probes.ask("/nowhere/").status == 404


def test_probes_work_after_a_new_start(lamp: Lamp) -> None:
    call_command("migrate", verbosity=0)
    assert look_at_promises() == []
