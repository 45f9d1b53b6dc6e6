"""The list of recordings, a recording's page, and the names over its picture."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.recordings.films import recorded
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.meetings.models import Attendance, Meeting
from troth.privacy.erasing import erase
from troth.privacy.retention import set_period
from troth.recordings.models import Answer, Ending, Recording, Shared, State

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]
LIST = "/recordings/"


def page_of(recording: Recording) -> str:
    return f"/recordings/{recording.id}/"


def names_on(answer: Any) -> list[dict[str, Any]]:
    """What the player is given to write over the picture."""
    found = re.search(r'<script id="names" type="application/json">(.*?)</script>', answer.text)
    return json.loads(found[1]) if found else []


def test_the_newest_comes_first_with_what_there_is_to_know(
    weekly: Meeting, alice: Person, bob: Person, as_person: As
) -> None:
    old = recorded(weekly, alice, bob, when=now() - timedelta(days=3))
    new = recorded(weekly, alice, bob, seconds=2)
    answer = as_person(bob).get(LIST)
    assert [one.recording for one in answer.context["entries"]] == [new, old]
    for words in ("Weekly", "Alice Adams", "0:02", f"/recordings/{new.id}/poster", "Who was there"):
        assert words in answer.text
    assert "show=trash" not in answer.text
    assert "every 3s" not in answer.text


def test_nothing_yet_is_said(alice: Person, as_person: As, operator: Person) -> None:
    page = as_person(alice).get(LIST).text
    assert "No recordings yet" in page
    assert 'href="/recordings/" aria-current="page"' in page
    assert "The trash is empty" in as_person(alice).get(f"{LIST}?show=trash").text
    assert as_person(operator).get(LIST)["Location"] == "/organization/"


@pytest.mark.parametrize("state", [State.ASKED, State.RUNNING, State.STOPPING, State.MAKING])
def test_what_is_being_made_looks_again_by_itself(
    weekly: Meeting, alice: Person, as_person: As, state: State
) -> None:
    recording = recorded(weekly, alice, state=state)
    client = as_person(alice)
    for page in (LIST, page_of(recording)):
        answer = client.get(page)
        assert 'hx-trigger="every 3s"' in answer.text
        assert str(state.label) in answer.text
    assert "<video" not in client.get(page_of(recording)).text
    assert client.get(f"{page_of(recording)}film").status_code == 404
    asked_by_the_page = client.get(page_of(recording), headers={"HX-Request": "true"})
    assert "HX-Refresh" not in asked_by_the_page
    Recording.objects.update(state=State.EMPTY)
    assert client.get(page_of(recording), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_what_came_to_nothing_is_told_to_who_leads_alone(
    weekly: Meeting, alice: Person, bob: Person, as_person: As
) -> None:
    recording = recorded(weekly, alice, bob, state=State.EMPTY, ending=Ending.NO_RECORDER)
    assert "No recorder was free." in as_person(alice).get(LIST).text
    assert "There is no film to show." in as_person(alice).get(page_of(recording)).text
    assert "No recordings yet" in as_person(bob).get(LIST).text
    assert as_person(bob).get(page_of(recording)).status_code == 404


def test_shr_2_a_meetings_page_lists_the_recordings_that_one_may_see(
    weekly: Meeting, alice: Person, bob: Person, admin: Person, as_person: As
) -> None:
    first, second = recorded(weekly, alice, bob), recorded(weekly, alice, bob, shared=Shared.HOST)
    Recording.objects.filter(id=second.id).update(asked_at=now())
    page = f"/meetings/{weekly.id}/"
    for person, seen in ((alice, {first, second}), (admin, {first, second}), (bob, {first})):
        text = as_person(person).get(page).text
        assert {one for one in (first, second) if page_of(one) in text} == seen, person.name


def test_names_stand_over_the_picture_as_they_are_now(
    weekly: Meeting, alice: Person, bob: Person, as_person: As
) -> None:
    recording = recorded(weekly, alice, bob, parts=2, seconds=2)
    Attendance.objects.filter(person=bob).update(name="Robert Brown")
    names = names_on(as_person(alice).get(page_of(recording)))
    assert [(one["name"], one["since"], one["until"]) for one in names] == [
        ("Alice Adams", 0, 2000),
        ("Robert Brown", 0, 2000),
        ("Alice Adams", 2000, 4000),
        ("Robert Brown", 2000, 4000),
    ]
    assert (names[1]["left"], names[1]["width"]) == (500, 500)


def test_ret_2_a_name_is_gone_from_every_recording_when_its_person_is(
    weekly: Meeting, alice: Person, bob: Person, as_person: As
) -> None:
    recording = recorded(weekly, alice, bob)
    erase([bob])
    answer = as_person(alice).get(page_of(recording))
    assert [one["name"] for one in names_on(answer)] == ["Alice Adams"]
    assert "Bob Brown" not in answer.text


def test_ret_4_no_name_outlives_the_record_of_its_meeting(
    weekly: Meeting, alice: Person, bob: Person, as_person: As
) -> None:
    recording = recorded(weekly, alice, bob, when=now() - timedelta(days=10))
    set_period(str(weekly.organization_id), "meeting_days", 5)
    answer = as_person(alice).get(page_of(recording))
    assert (answer.status_code, names_on(answer)) == (200, [])
    assert "Somebody whose name is not kept any more" in answer.text
    assert "Bob Brown" not in answer.text


def test_use_11_who_leads_sees_who_agreed_and_nobody_else_does(
    weekly: Meeting, alice: Person, bob: Person, admin: Person, as_person: As
) -> None:
    recording = recorded(weekly, alice, bob, unrecorded=["Nina Novak"])
    Answer.objects.filter(attendance__person=bob).update(withdrawn_at=now())
    for person in (alice, admin):
        page = as_person(person).get(page_of(recording)).text
        for words in (
            "Nina Novak",
            "Stayed without being recorded",
            "Agreed to be recorded",
            "taken back at",
        ):
            assert words in page
    page = as_person(bob).get(page_of(recording)).text
    for words in ("Nina Novak", "Who agreed", "Who watched", "Link for anybody"):
        assert words not in page


def test_shr_2_who_leads_sees_who_watched(weekly: Meeting, alice: Person, bob: Person, as_person: As) -> None:
    recording = recorded(weekly, alice, "Gus Guest", shared=Shared.ORGANIZATION)
    assert "Nobody yet." in as_person(alice).get(page_of(recording)).text
    b"".join(as_person(bob).get(f"{page_of(recording)}film"))
    page = as_person(alice).get(page_of(recording)).text
    assert "Bob Brown" in page
    assert "Looked at" in page


def test_a_page_leads_to_its_meeting_only_who_may_go_there(
    weekly: Meeting, alice: Person, bob: Person, as_person: As
) -> None:
    recording, meeting = (
        recorded(weekly, alice, "Gus Guest", shared=Shared.ORGANIZATION),
        f"/meetings/{weekly.id}/",
    )
    assert f'href="{meeting}"' in as_person(alice).get(page_of(recording)).text
    assert f'href="{meeting}"' not in as_person(bob).get(page_of(recording)).text
    there = recorded(weekly, alice, bob)
    assert f'href="{meeting}"' in as_person(bob).get(page_of(there)).text
    assert as_person(bob).get(meeting).status_code == 200


def test_what_is_past_its_period_is_nowhere(weekly: Meeting, alice: Person, as_person: As) -> None:
    """RET-5: at once, before any sweep."""
    recording = recorded(weekly, alice, when=now() - timedelta(days=10))
    client = as_person(alice)
    assert client.get(page_of(recording)).status_code == 200
    set_period(str(weekly.organization_id), "recording_days", 5)
    for what in ("", "film", "poster", "download"):
        assert client.get(f"{page_of(recording)}{what}").status_code == 404
    assert str(recording.id) not in client.get(LIST).text + client.get(f"/meetings/{weekly.id}/").text


def test_the_list_and_the_page_ask_as_often_however_much_there_is(
    weekly: Meeting, alice: Person, bob: Person, as_person: As
) -> None:
    client = as_person(alice)
    first = recorded(weekly, alice, bob)

    def asked(page: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        return len(queries)

    before = [asked(LIST), asked(page_of(first)), asked(f"/meetings/{weekly.id}/")]
    for _ in range(3):
        recorded(weekly, alice, bob, "Gus Guest", unrecorded=["Nina", "Otto"], parts=2)
    crowded = recorded(weekly, alice, bob, "Gus", "Hal", "Ines", unrecorded=["Nina", "Otto"], parts=3)
    assert [asked(LIST), asked(page_of(crowded))] == before[:2]
    assert before[:2] == [6, 13]
