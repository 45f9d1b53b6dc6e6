"""What room clients measure is taken in once, and nothing that is forged, doubled, late or too much changes anything."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import Media
from tests.connections.conftest import batch, connection_of, send
from tests.gatherings import Visit, changed, come
from troth.accounts.models import Person
from troth.connections.models import Connection, Minute
from troth.lib.clock import now
from troth.meetings.models import Admission, Attendance, Meeting, Session


def test_COL_7_a_batch_becomes_the_record_of_an_attendance(gus: Visit) -> None:
    first = batch(0, transport="udp", first_frame=812, rtt=50, sent_audio=32, fps_sent=24, height_sent=360)
    assert send(gus, first).status_code == 204
    record = connection_of(gus)
    assert (record.browser, record.browser_version, record.system, record.device) == (
        "Edge",
        "138",
        "Windows",
        "computer",
    )
    assert (record.transport, record.first_frame, record.seconds, record.reconnects) == ("udp", 812, 60, 0)
    assert record.score is not None
    assert record.score > 430
    assert record.trouble == ""
    minute = record.minutes.get()
    assert minute.figures["rtt"] == [50, 50]
    assert minute.figures["height_sent"] == [360, 360]
    assert minute.seconds == 60
    assert record.organization_id == record.session.meeting.organization_id
    assert record.day == record.started_at.date()


def test_COL_7_where_from_is_the_address_of_the_request_and_its_country(gus: Visit, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    gus.client.defaults["HTTP_X_FORWARDED_FOR"] = "145.97.20.33"
    send(gus, batch())
    record = connection_of(gus)
    assert (record.address, record.network, record.country) == ("145.97.20.33", "145.97.20.0/24", "NL")


@pytest.mark.parametrize("address", ["10.1.2.3", "192.168.0.7", "127.0.0.1", "fd00::1", "169.254.1.1", "?"])
def test_SHR_2_a_local_address_is_not_kept(gus: Visit, settings: Any, address: str) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    gus.client.defaults["HTTP_X_FORWARDED_FOR"] = address
    send(gus, batch())
    record = connection_of(gus)
    assert (record.address, record.network, record.country) == (None, "", "")


def test_a_batch_that_comes_again_changes_nothing(gus: Visit) -> None:
    send(gus, batch(0))
    before = Connection.objects.values().get()
    assert send(gus, batch(0)).status_code == 204
    assert send(gus, batch(0, rtt=900)).status_code == 204
    assert Connection.objects.values().get() == before
    assert Minute.objects.count() == 1


def test_batches_may_overtake_each_other(gus: Visit) -> None:
    for number in (2, 0, 0, 1, 2, 5, 4, 1):
        assert send(gus, batch(number)).status_code == 204
    assert Minute.objects.count() == 5
    assert connection_of(gus).seconds == 300


def test_what_is_far_behind_counts_as_having_come(gus: Visit) -> None:
    send(gus, batch(100))
    send(gus, batch(37, length=1))
    send(gus, batch(36, length=1))
    assert Minute.objects.count() == 2


def test_a_new_entry_counts_anew(gus: Visit) -> None:
    send(gus, batch(0))
    again = come(gus.client, Meeting.objects.get().code, ticket=gus.ticket)
    assert send(gus, batch(1)).status_code == 401
    assert send(again, batch(0)).status_code == 204
    assert Minute.objects.count() == 2
    assert Connection.objects.count() == 1


def test_who_reloads_the_page_after_ten_minutes_goes_on(gus: Visit) -> None:
    with time_machine.travel(now() + timedelta(minutes=10), tick=False) as clock:
        assert {send(gus, batch(number)).status_code for number in range(10)} == {204}
        again = come(gus.client, Meeting.objects.get().code, ticket=gus.ticket)
        clock.shift(timedelta(minutes=1))
        assert send(again, batch(0)).status_code == 204
    assert connection_of(again).seconds == 660


def test_batches_without_a_reading_have_an_end_too(gus: Visit) -> None:
    told = {"seconds": [], "events": [{"kind": "lost", "before": 0, "seconds": 1}]}
    statuses = [send(gus, batch(number) | told | {"readings": {}}).status_code for number in range(200)]
    assert set(statuses) == {204, 429}


def test_nobody_tells_of_more_time_than_has_passed(gus: Visit) -> None:
    statuses = [send(gus, batch(number)).status_code for number in range(20)]
    assert set(statuses) == {204, 429}
    assert 600 <= connection_of(gus).seconds <= 600 + 120


@pytest.mark.parametrize(
    "change",
    [
        {"number": -1},
        {"number": 20_000},
        {"number": "1"},
        {"number": 1.5},
        {"number": True},
        {"age": -1},
        {"age": 901},
        {"age": 1e300},
        {"age": "now"},
        {"seconds": [10] * 9},
        {"seconds": [10] * 5},
        {"seconds": [-10] * 6},
        {"seconds": [1e9] * 6},
        {"seconds": "ten"},
        {"transport": "pigeon"},
        {"first_frame": -1},
        {"first_frame": 1e12},
        {"first_frame": "soon"},
        {"readings": {"rtt": [float("nan")] * 6}},
        {"readings": {"rtt": [float("inf")] * 6}},
        {"readings": {"rtt": [-1] * 6}},
        {"readings": {"rtt": [1e9] * 6}},
        {"readings": {"rtt": ["1"] * 6}},
        {"readings": {"rtt": [True] * 6}},
        {"readings": {"rtt": [[1]] * 6}},
        {"readings": {"rtt": 1}},
        {"readings": {"rtt": [1] * 5}},
        {"readings": {"lost_up_audio": [1.01] * 6}},
        {"readings": {"anything": [1] * 6}},
        {"readings": []},
        {"events": [{"kind": "lost", "before": 1}] * 21},
        {"events": [{"kind": "won", "before": 1}]},
        {"events": [{"kind": "lost", "before": -1}]},
        {"events": [{"kind": "lost", "before": 1, "seconds": 1e9}]},
        {"events": [{"kind": "lost", "before": 1, "why": "<script>"}]},
        {"person": "alice"},
        {"attendance": "00000000-0000-0000-0000-000000000000"},
    ],
    ids=str,
)
def test_a_batch_that_can_not_be_changes_nothing(gus: Visit, change: dict[str, Any]) -> None:
    send(gus, batch(0))
    before = list(Connection.objects.values())
    answer = send(gus, batch(1) | change)
    assert answer.status_code == 422, answer.content
    assert b"nan" not in answer.content.lower()
    assert list(Connection.objects.values()) == before
    assert Minute.objects.count() == 1


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "1", '"batch"', "[" * 5000], ids=lambda b: b[:9])
def test_what_is_no_batch_is_refused(gus: Visit, body: str) -> None:
    answer = gus.client.generic(
        "POST",
        "/api/v1/connections/samples",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {gus.ticket}"},
    )
    assert answer.status_code in (400, 422), answer.content
    assert not Connection.objects.exists()


def test_a_batch_that_is_too_long_is_refused(gus: Visit) -> None:
    body = json.dumps(batch(0) | {"more": "x" * 2_000_000})
    answer = gus.client.generic(
        "POST",
        "/api/v1/connections/samples",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {gus.ticket}"},
    )
    assert answer.status_code in (400, 413)
    assert not Connection.objects.exists()


def test_only_the_holder_of_a_ticket_tells_and_only_of_themselves(
    gus: Visit, alice: Person, as_person: Callable[[Person], Client]
) -> None:
    forged = Visit(Client(), {"ticket": changed(gus.ticket)})
    assert send(forged, batch()).status_code == 401
    assert send(Visit(as_person(alice), {"ticket": ""}), batch()).status_code == 401
    other = come(Client(), Meeting.objects.get().code, "Grace Guest")
    send(other, batch(length=1))
    assert not Connection.objects.filter(attendance__identity=gus.identity).exists()
    assert connection_of(other).attendance.name == "Grace Guest"


def test_who_waits_tells_nothing(
    media: Media, alice: Person, make_meeting: Callable[..., Meeting], as_person: Callable[[Person], Client]
) -> None:
    meeting = make_meeting(alice, entry="nobody")
    come(as_person(alice), meeting.code)
    waiting = come(Client(), meeting.code)
    assert send(waiting, batch(length=1)).status_code == 403
    assert not Connection.objects.exists()


def test_a_late_batch_stands_where_it_was_measured(gus: Visit) -> None:
    send(gus, batch(0, age=240))
    at = Minute.objects.get().at
    assert abs((now() - timedelta(seconds=300) - at).total_seconds()) < 5


def test_nothing_was_measured_before_somebody_came(gus: Visit) -> None:
    send(gus, batch(0, age=900))
    came = Attendance.objects.get(identity=gus.identity).admitted_at
    assert Minute.objects.get().at == came


def test_the_last_batch_comes_after_the_end(gus: Visit) -> None:
    Session.objects.update(ended_at=now())
    Attendance.objects.update(admission=Admission.REMOVED)
    assert send(gus, batch(0, length=2)).status_code == 204
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert send(gus, batch(1, length=2)).status_code == 410
    assert Minute.objects.count() == 1


def test_taking_in_costs_four_queries(gus: Visit) -> None:
    send(gus, batch(0))
    with CaptureQueriesContext(
        database,
    ) as queries:
        assert send(gus, batch(1)).status_code == 204
    asked = [one["sql"] for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) == 4, asked


def test_an_unknown_browser_is_unknown(gus: Visit) -> None:
    gus.client.defaults["HTTP_USER_AGENT"] = "\x00<script>" * 500
    answer = gus.call("POST", "/connections/samples", batch())
    assert answer.status_code == 204
    assert connection_of(gus).browser == ""
