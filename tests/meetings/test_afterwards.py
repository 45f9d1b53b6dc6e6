"""What is said and seen once a meeting is over."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from typer.testing import CliRunner

from tests.conftest import Media
from tests.gatherings import come
from tests.meetings.test_rules import arrive
from troth.accounts.models import Person
from troth.meetings.models import Feedback, Meeting, Session

Make = Callable[..., Meeting]
As = Callable[[Person], Client]


def test_USE_7_feedback_is_given_after_the_end_and_once(
    media: Media, alice: Person, as_person: As, make_meeting: Make
) -> None:
    meeting = make_meeting(alice)
    host, guest = come(as_person(alice), meeting.code), come(Client(), meeting.code)
    host.call("POST", "/session/end")
    first = {"stars": 2, "reasons": ["sound", "sound", "joining"], "comment": " It broke\x00 up. \n"}
    assert guest.call("PUT", "/attendance/feedback", first).status_code == 204
    one = Feedback.objects.get()
    assert (one.stars, one.reasons, one.comment) == (2, ["joining", "sound"], "It broke up.")
    assert guest.call("PUT", "/attendance/feedback", {"stars": 5}).status_code == 204
    one = Feedback.objects.get()
    assert (one.stars, one.reasons, one.comment) == (5, [], "")


@pytest.mark.parametrize(
    "said",
    [{}, {"stars": 0}, {"stars": 6}, {"stars": 3, "reasons": ["mood"]}, {"stars": 3, "comment": "x" * 1001}],
)
def test_feedback_that_makes_no_sense_is_refused(
    media: Media, alice: Person, make_meeting: Make, said: dict[str, object]
) -> None:
    guest = come(Client(), make_meeting(alice).code)
    assert guest.call("PUT", "/attendance/feedback", said).status_code == 422
    assert not Feedback.objects.exists()


def test_the_operator_reads_it_without_names(
    media: Media, alice: Person, make_meeting: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from troth.web import preparation
    from troth.web.cli import app

    monkeypatch.setattr(preparation, "set_up", lambda: None)
    guest = come(Client(), make_meeting(alice).code, "Gus Guest")
    guest.call("PUT", "/attendance/feedback", {"stars": 2, "reasons": ["sound"], "comment": "Choppy."})
    said = CliRunner().invoke(app, ["feedback"]).stdout
    assert "2 stars  1" in said
    assert "Sound: 1" in said
    assert "2 stars: Choppy." in said
    assert "Gus" not in said


def test_attendance_as_a_table_holds_no_formulas(
    media: Media, alice: Person, as_person: As, make_meeting: Make
) -> None:
    meeting = make_meeting(alice)
    arrive(come(as_person(alice), meeting.code))
    arrive(come(Client(), meeting.code, '=HYPERLINK("https://evil.example")'))
    session = Session.objects.get()
    address = f"/meetings/{meeting.id}/sessions/{session.id}/attendance.csv"
    answer = as_person(alice).get(address)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["name"] for row in rows] == ["Alice Adams", '\'=HYPERLINK("https://evil.example")']
    assert rows[0]["came"].endswith("+00:00")
    assert "attachment" in answer["Content-Disposition"]
    other = make_meeting(alice)
    assert as_person(alice).get(address.replace(str(meeting.id), str(other.id))).status_code == 404


def test_a_deleted_line_is_not_on_the_meetings_page(
    media: Media, alice: Person, as_person: As, make_meeting: Make
) -> None:
    meeting = make_meeting(alice)
    host = arrive(come(as_person(alice), meeting.code))
    line = host.say("a secret").json()["id"]  # type: ignore[attr-defined]
    host.call("DELETE", f"/chat/{line}")
    page = as_person(alice).get(f"/meetings/{meeting.id}/").content
    assert b"a secret" not in page
    assert b"Deleted by its author" in page
