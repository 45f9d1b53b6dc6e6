"""The host and the administrators correct, delete and have a transcript written again; a cut moves its lines."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.gatherings import Visit, come
from tests.recordings.films import recorded
from tests.transcripts.conftest import lines
from troth.accounts.models import Person
from troth.lib.problems import Problem
from troth.meetings.models import Meeting
from troth.privacy.erasing import erase
from troth.privacy.gathering import gather
from troth.privacy.graph import rows_of
from troth.privacy.holding import place_hold
from troth.privacy.leaving import leave
from troth.privacy.models import AuditEntry
from troth.privacy.retention import set_period, sweep
from troth.recordings.actions import trash
from troth.recordings.models import Recording, Voice
from troth.recordings.signals import film_cut
from troth.transcripts.actions import keeping
from troth.transcripts.models import Line, Stage, Transcript
from troth.transcripts.tasks import tend

As = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def address(recording: Recording, what: str) -> str:
    return f"/recordings/{recording.id}/transcript/{what}"


def line_of(text: str) -> Line:
    return Line.objects.get(text__startswith=text)


def told(scope: object) -> list[str]:
    """What the organization's record says of transcripts."""
    entries = AuditEntry.objects.filter(scope=str(scope), action__startswith="transcript.")
    return list(entries.order_by("number").values_list("action", flat=True))


def test_who_leads_corrects_words_and_speaker(
    written: Recording, alice: Person, bob: Person, admin: Person, as_person: As
) -> None:
    line = line_of("Agreed")
    speaker = line_of("We should").attendance_id
    page = address(written, f"{line.id}/")
    assert as_person(bob).post(page, {"text": "Never.", "speaker": speaker}).status_code == 404
    form = as_person(alice).get(page).text
    assert "Bob Brown" in form
    assert "Nina Novak" not in form
    answer = as_person(alice).post(page, {"text": "  I  agree. ", "speaker": speaker})
    assert answer["Location"] == f"/recordings/{written.id}/#line-{line.id}"
    assert lines(written)[-1] == ("Bob Brown", "I agree.")
    as_person(admin).post(page, {"text": "I agree.", "speaker": speaker})
    as_person(admin).post(page, {"text": "I do agree.", "speaker": speaker})
    assert told(written.scope) == ["transcript.corrected"] * 2
    nina = written.answers.get(attendance__name="Nina Novak").attendance_id
    for wrong in ({"text": "", "speaker": speaker}, {"text": "Hm.", "speaker": nina}):
        assert as_person(alice).post(page, wrong).status_code == 422
    assert lines(written)[-1] == ("Bob Brown", "I do agree.")


def test_a_line_of_another_recording_is_not_there(
    written: Recording, weekly: Meeting, alice: Person, as_person: As
) -> None:
    other = recorded(weekly, alice)
    assert as_person(alice).get(address(other, f"{line_of('Agreed').id}/")).status_code == 404


def test_ret_2_it_is_deleted_and_not_written_again_by_itself(
    written: Recording, alice: Person, bob: Person, as_person: As
) -> None:
    page = address(written, "delete/")
    assert as_person(bob).post(page).status_code == 404
    assert "The film stays." in as_person(alice).get(page).text
    as_person(alice).post(page)
    as_person(alice).post(page)
    tend()
    assert not Line.everything.exists()
    assert Transcript.objects.get().stage == Stage.REMOVED
    assert Recording.objects.get().film
    assert as_person(alice).get(f"/recordings/{written.id}/captions.vtt").status_code == 404
    as_person(alice).post(address(written, "write/"))
    tend()
    assert "budget" in " ".join(text for _, text in lines(written))
    assert told(written.scope) == ["transcript.removed", "transcript.asked"]


def test_use_11_it_is_not_written_where_people_were_not_told(
    weekly: Meeting, alice: Person, as_person: As
) -> None:
    recording = recorded(weekly, alice)
    assert as_person(alice).post(address(recording, "write/")).status_code == 409
    assert not Transcript.objects.exists()


def test_ret_8_a_hold_keeps_lines_as_they_are(written: Recording, alice: Person, bob: Person) -> None:
    place_hold(bob, scope="", reason="a lawsuit", authority="a court", by=None, until=None)
    before, line = lines(written), line_of("We should")
    for change in (
        lambda: keeping.remove(written, alice),
        lambda: keeping.write_again(written, alice),
        lambda: keeping.correct(line, alice, "We must not.", line.attendance_id),
    ):
        with pytest.raises(Problem) as refused:
            change()
        assert refused.value.kind == "held"
    assert lines(written) == before


@pytest.mark.django_db(transaction=True)
def test_ret_2_the_lines_of_who_is_erased_are_gone_at_once_and_others_stay(
    written: Recording, alice: Person, bob: Person, as_person: As
) -> None:
    leave(rows_of([bob]), "person")
    assert {name for name, _ in lines(written)} == {"Alice Adams"}
    assert len(lines(written)) == 3
    page = as_person(alice).get(f"/recordings/{written.id}/").text
    captions = b"".join(as_person(alice).get(f"/recordings/{written.id}/captions.vtt")).decode()
    for gone in ("Bob Brown", "computers"):
        assert gone not in page
        assert gone not in captions
    assert "Agreed." in captions


def test_ret_2_a_guests_lines_go_with_them(weekly: Meeting, alice: Person) -> None:
    recording = recorded(weekly, alice, "Gus Guest", may_transcribe=True)
    for answer in recording.answers.all():
        Line.objects.create(
            recording=recording, attendance=answer.attendance, since=0, until=900, text="Hello."
        )
    erase([recording.answers.get(attendance__name="Gus Guest").attendance])
    assert lines(recording) == [("Alice Adams", "Hello.")]


def test_they_go_with_the_recording(written: Recording, alice: Person) -> None:
    trash.throw_away(written, alice)
    trash.delete(written, alice)
    assert not any(model._base_manager.exists() for model in (Line, Transcript, Voice))


@pytest.mark.django_db(transaction=True)
def test_they_go_with_the_last_who_agreed(written: Recording, alice: Person, bob: Person) -> None:
    leave(rows_of([bob]), "person")
    leave(rows_of([alice]), "person")
    assert not any(model._base_manager.exists() for model in (Recording, Line, Transcript, Voice))


def test_ret_5_the_sweep_takes_them_with_the_recordings_period(written: Recording) -> None:
    """And while that lasts no line is without its speaker, though the meeting's own period is over."""
    scope = str(written.scope)
    set_period(scope, "meeting_days", 1)
    ended = written.session.ended_at
    assert ended
    long_ago = ended - timedelta(days=366)
    type(written.session).everything.filter(pk=written.session_id).update(ended_at=long_ago)
    sweep()
    assert len(lines(written)) == 4
    assert not Voice.everything.filter(attendance=None).exists()
    Recording.everything.update(ended_at=long_ago - timedelta(days=366))
    sweep()
    assert not any(model._base_manager.exists() for model in (Recording, Line, Transcript, Voice))


def test_ret_2_a_person_gets_what_they_said_and_not_what_others_did(written: Recording, bob: Person) -> None:
    said = [row.values["text"] for row in gather(rows_of([bob])) if row.model is Line]
    assert said == ["We should buy <four> computers & chairs."]


def test_a_cut_takes_lines_along_and_moves_the_others_up(written: Recording) -> None:
    with transaction.atomic():
        film_cut.send(sender=None, recording=written, spans=[(0, 1000), (4000, 6500)])
    found = Line.objects.filter(recording=written)
    assert [(one.text, one.since, one.until) for one in found] == [
        ("Let us begin with the budget.", 0, 1000),
        ("It is for next year.", 1500, 3000),
        ("Agreed.", 3500, 5000),
    ]


def test_a_cut_begins_anew_what_is_still_written(written: Recording) -> None:
    Transcript.objects.update(stage=Stage.WRITING)
    with transaction.atomic():
        keeping.move_lines(written, [(0, 1000)])
    transcript = Transcript.objects.get()
    assert (transcript.run, transcript.reached, transcript.seen_at) == (2, 0, None)
    assert lines(written) == []


def test_use_11_people_are_told_that_their_words_are_written_down(
    media: Any,
    two_countries: Any,
    alice: Person,
    admin: Person,
    as_person: As,
    make_meeting: Callable[..., Meeting],
) -> None:
    host = come(as_person(alice), make_meeting(alice).code)

    def asked(visit: Visit) -> tuple[str, str]:
        before = json.loads(visit.call("GET", "/session/recording").content)["words"]
        started = visit.call("POST", "/session/recording", {"layout": "grid"})
        words = json.loads(started.content)["recording"]["question"]["words"]
        Recording.everything.update(state="ready")
        return before, words

    before, words = asked(host)
    assert before == words
    assert "written down" in words
    rules = {"region": "NL", "asking": "may_stay", "shared": "host"}
    assert as_person(admin).post("/organization/recordings/", rules).status_code == 302
    before, words = asked(host)
    assert before == words
    assert "written down" not in words
    told = Recording.objects.order_by("asked_at").values_list("may_transcribe", "answers__text__question")
    assert list(told) == [(True, "transcribed-recording"), (False, "recording")]
