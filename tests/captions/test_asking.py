"""A host turns captions on; nobody's words are shown who did not agree (USE-11, COL-2)."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.captions.conftest import reply, state, turn_on
from tests.gatherings import Visit
from troth.captions import actions
from troth.captions.models import SILENCE, WAITS, Captions, CaptionsAnswer, CaptionsChoice
from troth.captions.queries import agreed
from troth.lib.clock import now
from troth.meetings.models import Attendance, Meeting, Session
from troth.privacy.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the room was told."""
    told: list[dict[str, Any]] = []
    monkeypatch.setattr("troth.captions.actions.say", lambda session, message, to=None: told.append(message))
    return told


def captioned() -> set[str]:
    return set(agreed(Session.objects.get().id))


def answer_of(visit: Visit) -> CaptionsAnswer:
    return CaptionsAnswer.objects.get(attendance__identity=visit.identity)


def test_COL_2_who_turns_them_on_is_captioned_and_nobody_else(
    host: Visit, guest: Visit, said: list[dict[str, Any]]
) -> None:
    assert state(guest) == {
        "standing": "off",
        "started_by": "",
        "can": False,
        "mine": None,
        "question": None,
    }
    turn_on(host)
    assert captioned() == {host.identity}
    assert said == [{"kind": "captions"}]
    seen = state(guest)
    assert (seen["standing"], seen["started_by"], seen["mine"]) == ("starting", "Alice Adams", None)
    assert "shown as text to everybody in this meeting" in seen["question"]["words"]
    assert state(host)["mine"] == "agreed"


def test_an_answer_is_a_receipt_in_the_words_that_were_shown(host: Visit, guest: Visit) -> None:
    turn_on(host)
    assert reply(guest, "agreed").status_code == 200
    given = answer_of(guest)
    assert (given.choice, given.text.words) == (CaptionsChoice.AGREED, state(guest)["question"]["words"])
    assert captioned() == {host.identity, guest.identity}


def test_use_11_who_takes_it_back_is_captioned_no_more_and_the_receipt_says_both(
    host: Visit, guest: Visit
) -> None:
    turn_on(host)
    reply(guest, "agreed")
    reply(guest, "refused")
    assert captioned() == {host.identity}
    assert state(guest)["mine"] == "refused"
    given = answer_of(guest)
    assert (given.choice, given.withdrawn_at is not None) == (CaptionsChoice.AGREED, True)
    reply(guest, "agreed")
    assert captioned() == {host.identity, guest.identity}


def test_a_no_is_on_record_as_that_and_outlives_off_and_on(host: Visit, guest: Visit) -> None:
    turn_on(host)
    reply(guest, "refused")
    assert host.call("POST", "/session/captions/stop").status_code == 204
    assert reply_when_off(guest) == 404
    turn_on(host)
    assert state(guest)["mine"] == "refused"
    assert captioned() == {host.identity}


def reply_when_off(visit: Visit) -> int:
    answer = visit.call("PUT", "/session/captions/answer", {"choice": "agreed", "version": 1})
    return int(answer.status_code)


def test_other_words_than_those_shown_are_asked_again(host: Visit, guest: Visit) -> None:
    turn_on(host)
    answer = reply(guest, "agreed", version=99)
    assert (answer.status_code, json.loads(answer.content)["kind"]) == (409, "words-changed")
    assert captioned() == {host.identity}


def test_who_was_put_out_is_captioned_no_more(host: Visit, guest: Visit) -> None:
    turn_on(host)
    reply(guest, "agreed")
    Attendance.objects.filter(identity=guest.identity).update(admission="removed")
    assert captioned() == {host.identity}


def test_only_who_leads_turns_them_on_and_off(host: Visit, guest: Visit, meeting: Meeting) -> None:
    for path in ("/session/captions", "/session/captions/stop"):
        assert guest.call("POST", path).status_code == 403
    turn_on(host)
    turn_on(host)
    host.call("POST", "/session/captions/stop")
    host.call("POST", "/session/captions/stop")
    told = AuditEntry.objects.filter(scope=str(meeting.organization_id), action__startswith="captions.")
    assert list(told.order_by("number").values_list("action", flat=True)) == [
        "captions.started",
        "captions.stopped",
    ]


def test_a_captioner_takes_them_and_another_follows_one_that_is_silent(host: Visit) -> None:
    assert actions.claim() is None
    turn_on(host)
    first = actions.claim()
    assert first is not None
    assert actions.claim() is None
    assert state(host)["standing"] == "on"
    with time_machine.travel(now() + SILENCE + timedelta(seconds=1)):
        assert state(host)["standing"] == "starting"
        second = actions.claim()
        assert second is not None
        assert not actions.keep(first[0].pk, first[1])
        assert actions.keep(second[0].pk, second[1])
        actions.give_back(first[0].pk, first[1])
        assert state(host)["standing"] == "on"
        actions.give_back(second[0].pk, second[1])
        assert state(host)["standing"] == "starting"


def test_where_none_comes_people_are_told(host: Visit) -> None:
    turn_on(host)
    with time_machine.travel(now() + WAITS + timedelta(seconds=1)):
        assert state(host)["standing"] == "missing"


def test_captions_that_are_off_or_of_a_meeting_that_is_over_are_nobodys(host: Visit) -> None:
    turn_on(host)
    Session.objects.update(ended_at=now())
    assert actions.claim() is None
    Session.objects.update(ended_at=None)
    mine = actions.claim()
    assert mine is not None
    host.call("POST", "/session/captions/stop")
    assert not actions.keep(mine[0].pk, mine[1])
    assert actions.claim() is None
    assert Captions.objects.get().claim is None


def test_the_state_costs_few_queries(host: Visit, guest: Visit, django_assert_max_num_queries: Any) -> None:
    state(guest)
    with django_assert_max_num_queries(4):
        state(guest)
    turn_on(host)
    state(guest)
    with django_assert_max_num_queries(6):
        state(guest)
