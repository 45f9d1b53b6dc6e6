"""A host has a meeting recorded; everybody in it is told, and asked before they are in it (USE-11, COL-2)."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.gatherings import Visit, come
from tests.recordings.conftest import only, reply, start
from troth.accounts.models import Person
from troth.meetings.models import Attendance, Meeting
from troth.organizations.models import Organization
from troth.privacy.models import AuditEntry
from troth.recordings.models import Answer, Asking, Choice, Ending, Recording, State, Terms
from troth.recordings.queries import agreed

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the room was told."""
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(
        "troth.recordings.actions.asking.say", lambda session, message, to=None: told.append(message)
    )
    return told


def test_COL_2_who_starts_it_is_in_it_and_nobody_else(
    host: Visit, colleague: Visit, guest: Visit, said: list[dict[str, Any]]
) -> None:
    recording = start(host)
    assert agreed(only()) == [host.identity]
    assert said == [{"kind": "recording"}]
    for visit in (colleague, guest):
        seen = visit.get("/session/recording")
        assert seen["recording"]["mine"] is None
        assert seen["recording"]["started_by"] == "Alice Adams"
        assert seen["can"] is False
    assert recording["mine"] == "agreed"


def test_an_answer_is_a_receipt_in_the_words_that_were_shown(host: Visit, guest: Visit) -> None:
    recording = start(host)
    assert reply(guest, recording, "agreed").status_code == 200
    given = Answer.objects.select_related("text").get(attendance__identity=guest.identity)
    assert given.choice == Choice.AGREED
    assert given.text.words == recording["question"]["words"]
    assert given.recording_id == only().id
    assert set(agreed(only())) == {host.identity, guest.identity}


def test_who_takes_it_back_is_drawn_no_more_and_the_receipt_says_both(host: Visit, guest: Visit) -> None:
    recording = start(host)
    reply(guest, recording, "agreed")
    reply(guest, recording, "unrecorded")
    assert agreed(only()) == [host.identity]
    given = Answer.objects.get(attendance__identity=guest.identity)
    assert (given.choice, given.withdrawn_at is not None) == (Choice.AGREED, True)
    reply(guest, recording, "agreed")
    assert set(agreed(only())) == {host.identity, guest.identity}


def test_who_stays_out_is_on_record_as_that(host: Visit, guest: Visit) -> None:
    reply(guest, start(host), "unrecorded")
    assert Answer.objects.get(attendance__identity=guest.identity).choice == Choice.UNRECORDED
    assert agreed(only()) == [host.identity]


def test_other_words_than_those_shown_are_asked_again(host: Visit, guest: Visit) -> None:
    answer = reply(guest, start(host), "agreed", version=99)
    assert (answer.status_code, json.loads(answer.content)["kind"]) == (409, "words-changed")
    assert agreed(only()) == [host.identity]


def test_where_who_does_not_agree_must_leave_nobody_stays_out(
    host: Visit, guest: Visit, demo: Organization
) -> None:
    Terms.objects.create(organization=demo, region="NL", asking=Asking.MUST_LEAVE)
    recording = start(host)
    assert guest.get("/session/recording")["recording"]["may_stay"] is False
    answer = reply(guest, recording, "unrecorded")
    assert (answer.status_code, json.loads(answer.content)["kind"]) == (409, "must-leave")
    assert not Answer.objects.filter(attendance__identity=guest.identity).exists()


def test_SEC_2_it_is_kept_where_the_organization_chose(host: Visit, demo: Organization) -> None:
    Terms.objects.create(organization=demo, region="SG")
    start(host)
    assert only().region == "SG"


@pytest.mark.parametrize("region", ["", "AU"])
def test_SEC_2_without_a_region_that_is_there_nothing_is_recorded(
    host: Visit, demo: Organization, region: str
) -> None:
    Terms.objects.create(organization=demo, region=region)
    answer = host.call("POST", "/session/recording", {"layout": "grid"})
    assert (answer.status_code, json.loads(answer.content)["kind"]) == (409, "no-region")
    assert not Recording.everything.exists()


def test_without_room_on_the_disk_nothing_begins(host: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("troth.recordings.shelf.RESERVE", 10**18)
    answer = host.call("POST", "/session/recording", {"layout": "grid"})
    assert answer.status_code == 507
    assert not Recording.everything.exists()


def test_one_recording_at_a_time(host: Visit) -> None:
    start(host)
    answer = host.call("POST", "/session/recording", {"layout": "grid"})
    assert (answer.status_code, json.loads(answer.content)["kind"]) == (409, "recording")
    assert Recording.everything.count() == 1


def test_only_who_leads_and_has_an_account_starts_and_stops_it(
    host: Visit, colleague: Visit, guest: Visit
) -> None:
    for visit in (colleague, guest):
        assert visit.call("POST", "/session/recording", {"layout": "grid"}).status_code == 403
    start(host)
    for visit in (colleague, guest):
        assert visit.call("POST", "/session/recording/stop").status_code == 403
    Attendance.objects.filter(identity=guest.identity).update(cohost="named")
    host.call("POST", "/session/recording/stop")
    Recording.everything.update(state=State.READY)
    assert guest.call("POST", "/session/recording", {"layout": "grid"}).status_code == 403


def test_somebody_of_another_organization_records_nothing_as_a_co_host(
    host: Visit, meeting: Meeting, carol: Person, as_person: Any
) -> None:
    other = come(as_person(carol), meeting.code)
    Attendance.objects.filter(identity=other.identity).update(admission="admitted", cohost="named")
    assert other.get("/session/recording")["can"] is False
    assert other.call("POST", "/session/recording", {"layout": "grid"}).status_code == 403


def test_what_is_not_in_this_meeting_can_not_be_answered(host: Visit, guest: Visit, meeting: Meeting) -> None:
    recording = start(host)
    assert reply(guest, recording | {"id": str(meeting.id)}, "agreed").status_code == 404
    assert Client().put("/api/v1/session/recording/answer", {}, "application/json").status_code == 401
    host.call("POST", "/session/recording/stop")
    Recording.everything.update(state=State.READY)
    assert reply(guest, recording, "agreed").status_code == 404


def test_who_was_put_out_is_drawn_no_more(host: Visit, guest: Visit) -> None:
    reply(guest, start(host), "agreed")
    host.call("POST", f"/participants/{guest.identity}/remove")
    assert agreed(only()) == [host.identity]


def test_a_stop_is_once_and_both_ends_are_on_record(host: Visit, demo: Organization) -> None:
    start(host)
    assert host.call("POST", "/session/recording/stop").status_code == 204
    recording = only()
    assert (recording.state, recording.ending) == (State.STOPPING, Ending.HOST)
    stopped_at = recording.stopped_at
    host.call("POST", "/session/recording/stop")
    assert only().stopped_at == stopped_at
    actions = AuditEntry.objects.filter(scope=str(demo.id), action__startswith="recording.")
    in_order = actions.order_by("number").values_list("action", flat=True)
    assert list(in_order) == ["recording.started", "recording.stopped"]
