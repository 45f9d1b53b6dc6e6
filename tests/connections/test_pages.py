"""Who sees which connections, and what is told of them."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.connections.past import colleague, connected, guest
from tests.privacy.past import attends, held, meeting_of
from troth.accounts.models import Person
from troth.connections.models import Connection, Minute
from troth.lib.clock import now
from troth.meetings.models import Session

As = Callable[[Person], Client]
OVERVIEW = "/organization/connections/"


@pytest.fixture
def session(alice: Person) -> Session:
    """A meeting of Alice's of yesterday."""
    return held(meeting_of(alice, alice.membership.organization), now() - timedelta(days=1))


def page_of(session: Session) -> str:
    return f"/meetings/{session.meeting_id}/sessions/{session.pk}/connections/"


def test_RET_4_the_host_sees_how_well_each_was_connected(
    session: Session, alice: Person, bob: Person, as_person: As
) -> None:
    colleague(session, bob, score=210, minutes=5)
    guest(session)
    page = as_person(alice).get(page_of(session)).text
    assert "Bob Brown" in page
    assert "Gus Guest" in page
    began, ends = (session.opened_at + timedelta(minutes=n) for n in (0, 5))
    assert f"packet loss on the way up from {began:%H:%M} to {ends:%H:%M}" in page
    assert "2.10 " in page
    assert "measured for 0:05:00" in page
    assert "Chrome 138, Windows, Computer" in page
    assert "first picture after 0.9 s" in page


def test_RET_4_who_was_there_sees_their_own_and_nobody_elses(
    session: Session, bob: Person, as_person: As
) -> None:
    own, other = colleague(session, bob), guest(session)
    browser = as_person(bob)
    page = browser.get(page_of(session)).text
    assert "Bob Brown" in page
    assert "Gus Guest" not in page
    assert browser.get(f"/connections/{own.pk}/").status_code == 200
    assert browser.get(f"/connections/{other.pk}/").status_code == 404
    assert "Gus" not in browser.get(page_of(session)[:-1] + ".csv").getvalue().decode()
    assert "Weekly" in browser.get("/account/connections/").text


@pytest.mark.parametrize("who", ["bob", "carol", "operator"])
def test_RET_4_nobody_else_sees_anything(
    session: Session, who: str, as_person: As, request: pytest.FixtureRequest
) -> None:
    somebody = request.getfixturevalue(who)
    row = guest(session)
    browser = as_person(somebody)
    for path in (page_of(session), f"/connections/{row.pk}/", page_of(session)[:-1] + ".csv", OVERVIEW):
        answer = browser.get(path)
        assert answer.status_code in (403, 404) or (path == OVERVIEW and who == "carol"), path
        assert "Gus" not in (answer.getvalue().decode())
    assert "Gus" not in browser.get("/account/connections/").text


def test_SHR_2_addresses_of_guests_are_shown_to_nobody(
    session: Session, alice: Person, bob: Person, admin: Person, as_person: As
) -> None:
    there = {"address": "145.97.20.33", "network": "145.97.20.0/24"}
    theirs, ours = guest(session, **there), colleague(session, bob, **there)
    shown = {
        (who.name, row.pk): "145.97.20.33" in as_person(who).get(f"/connections/{row.pk}/").text
        for who in (alice, admin)
        for row in (theirs, ours)
    }
    assert shown == {
        (alice.name, theirs.pk): False,
        (alice.name, ours.pk): False,
        (admin.name, theirs.pk): False,
        (admin.name, ours.pk): True,
    }
    assert "145.97.20.33" in as_person(bob).get(f"/connections/{ours.pk}/").text
    for who in (alice, admin):
        lines = as_person(who).get(page_of(session)[:-1] + ".csv").getvalue().decode()
        assert lines.count("145.97.20.33") == (1 if who == admin else 0)


def test_RET_4_the_administrator_sees_the_organization(
    session: Session, alice: Person, bob: Person, admin: Person, as_person: As
) -> None:
    bad = held(meeting_of(alice, alice.membership.organization), now() - timedelta(days=2))
    Session.objects.filter(pk=bad.pk).update()
    bad.meeting.title = "Bad one"
    bad.meeting.save()
    colleague(session, bob, score=440)
    connected(attends(bad), score=150, browser="Firefox", country="DE", transport="relay-tls")
    page = as_person(admin).get(OVERVIEW).text
    assert page.index("Bad one") < page.index("Weekly")
    for words in (
        "Firefox",
        "relay over TLS",
        "Chrome",
        "Netherlands",
        "packet loss on the way up",
    ):
        assert words in page
    assert "Germany" not in page, "where a guest was is told to nobody"
    assert "2.95 " in page  # (4.4 + 1.5) / 2
    day = as_person(admin).get(f"{OVERVIEW}{session.opened_at:%Y-%m-%d}/").text
    assert "Bob Brown" in day
    assert "Bad one" not in day
    assert "Bob Brown" in as_person(admin).get(f"{OVERVIEW}people/{bob.pk}/").text


def test_the_administrator_sees_meetings_as_they_run(session: Session, admin: Person, as_person: As) -> None:
    Session.objects.filter(pk=session.pk).update(ended_at=None)
    guest(session, score=200, heard_at=now())
    guest(session, score=420, heard_at=now())
    guest(session, score=100, heard_at=now() - timedelta(minutes=4))
    part = as_person(admin).get(f"{OVERVIEW}live/").text
    assert "Weekly" in part
    assert "3.10 " in part
    assert '<td class="number">2</td>' in part
    Session.objects.filter(pk=session.pk).update(ended_at=now())
    assert "Weekly" not in as_person(admin).get(f"{OVERVIEW}live/").text


def test_another_organization_is_not_in_the_figures(
    session: Session, carol: Person, admin: Person, as_person: As
) -> None:
    other = held(meeting_of(carol, carol.membership.organization), now() - timedelta(days=1))
    connected(attends(other), browser="Vivaldi")
    page = as_person(admin).get(OVERVIEW).text
    assert "Vivaldi" not in page
    assert "Nothing was measured yet" in page
    assert "Vivaldi" in as_person(carol).get(OVERVIEW).text


def test_the_file_has_every_connection_of_the_period(session: Session, admin: Person, as_person: As) -> None:
    for _ in range(3):
        guest(session)
    Connection.objects.update(browser="=1+1")
    text = as_person(admin).get(f"{OVERVIEW}connections.csv?days=7").getvalue().decode()
    lines = list(csv.DictReader(io.StringIO(text)))
    assert len(lines) == 3
    assert lines[0]["score"] == "4.30"
    assert lines[0]["meeting"] == "Weekly"
    assert lines[0]["address"] == ""
    assert lines[0]["browser"].startswith("'")


def test_the_api_tells_the_same(session: Session, alice: Person, admin: Person, as_person: As) -> None:
    row = guest(session, score=210, minutes=3)
    days = as_person(admin).get("/api/v1/connections/days?days=7").json()
    [day] = [one for one in days["days"] if one["connections"]]
    assert (day["day"], day["connections"], day["score"]) == (f"{session.opened_at:%Y-%m-%d}", 1, 2.1)
    meetings = as_person(admin).get("/api/v1/connections/meetings?days=7").json()
    assert [(one["title"], one["connections"]) for one in meetings] == [("Weekly", 1)]
    told = as_person(alice).get(f"/api/v1/connections/sessions/{session.pk}").json()
    assert told[0]["id"] == str(row.pk)
    assert told[0]["name"] == "Gus Guest"
    assert len(told[0]["minutes"]) == 3
    assert told[0]["wrong"][0].startswith("packet loss on the way up")
    assert told[0]["address"] is None


def test_how_much_is_asked_does_not_grow_with_what_there_is(
    session: Session, alice: Person, admin: Person, as_person: As
) -> None:
    paths = {
        OVERVIEW: (admin, 20),
        f"{OVERVIEW}live/": (admin, 8),
        f"{OVERVIEW}{session.opened_at:%Y-%m-%d}/": (admin, 12),
        page_of(session): (alice, 12),
        "/account/connections/": (alice, 12),
    }
    guest(session, minutes=3)
    first = {path: _queries(as_person(who), path) for path, (who, _most) in paths.items()}
    for _ in range(20):
        guest(session, score=200, minutes=3)
    for path, (who, most) in paths.items():
        again = _queries(as_person(who), path)
        assert again <= first[path] <= most, (path, first[path], again)


def _queries(browser: Client, path: str) -> int:
    with CaptureQueriesContext(database) as queries:
        assert browser.get(path).status_code == 200
    return len(queries)


def test_the_overview_goes_through_no_measurements(session: Session, admin: Person, as_person: As) -> None:
    guest(session, minutes=3)
    with CaptureQueriesContext(database) as queries:
        as_person(admin).get(OVERVIEW)
    assert not any(Minute._meta.db_table in one["sql"] for one in queries)


@pytest.mark.parametrize("path", ["2026-13-01", "2026-02-30", "0000-00-00"])
def test_a_day_that_is_none_is_not_there(admin: Person, as_person: As, path: str) -> None:
    assert as_person(admin).get(f"{OVERVIEW}{path}/").status_code == 404


@pytest.mark.parametrize("days", ["", "0", "-1", "1e9", "31", "<script>"])
def test_another_period_than_is_offered_is_the_usual_one(admin: Person, as_person: As, days: Any) -> None:
    answer = as_person(admin).get(OVERVIEW, {"days": days})
    assert answer.status_code == 200
