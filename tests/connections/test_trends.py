"""The operator sees trends over all, and no group of fewer than five people (USE-9, COL-10)."""

from datetime import timedelta

import pytest
from typer.testing import CliRunner

from tests.connections.past import colleague, guest
from tests.privacy.past import held, meeting_of
from troth.accounts.models import Person
from troth.connections.trends import trends
from troth.lib.clock import now
from troth.web.cli import app


@pytest.fixture
def week(alice: Person, bob: Person) -> None:
    """Six guests with Chrome, five with Edge, and Bob with a browser nobody else has."""
    session = held(meeting_of(alice, alice.membership.organization), now() - timedelta(days=1))
    for number in range(11):
        guest(session, score=400, browser="Chrome" if number < 6 else "Edge")
    for number in range(6):
        guest(session, score=200, browser="Firefox", country="DE" if number else "FR")
    colleague(session, bob, browser="Rare")


def test_USE_9_trends_tell_no_group_of_fewer_than_five(week: None) -> None:
    found = trends(30)
    browsers = {one.key[0]: one.people for one in found["browser"]}
    assert "Rare" not in browsers
    # Nor the smallest of the others, by which the total would tell the one that is left out.
    assert set(browsers) <= {"Chrome", "Firefox", "Edge"}
    assert len(browsers) == 2
    assert all(one.people >= 5 for groups in found.values() for one in groups)
    assert "FR" not in {one.key[0] for one in found["country"]}


def test_USE_9_the_command_names_nobody(week: None) -> None:
    said = CliRunner().invoke(app, ["connections", "--days", "7"])
    assert said.exit_code == 0, said.output
    assert "Chrome" in said.output
    assert "4.00" in said.output
    for secret in ("Rare", "Bob", "Gus", "Demo Company"):
        assert secret not in said.output
