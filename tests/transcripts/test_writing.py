"""What is said in a film is written down, by whom, and whatever happens meanwhile (COL-2, USE-11)."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import numpy as np
import pytest
import time_machine

from tests.killing import killed_at, lines_of
from tests.recordings.films import recorded
from tests.transcripts.conftest import SAID, lines
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.speech import RATE, Phrase, Sound, Word
from troth.meetings.models import Attendance, Meeting
from troth.privacy.graph import rows_of
from troth.privacy.leaving import leave
from troth.recordings.models import Recording, State, Voice
from troth.recordings.shelf import shelf_of
from troth.transcripts import sound, tasks
from troth.transcripts.actions import keeping, writing
from troth.transcripts.actions.writing import TRIES, write_piece
from troth.transcripts.models import Line, Stage, Transcript
from troth.transcripts.tasks import AGAIN, tend

pytestmark = pytest.mark.django_db


def heard_words(recording: Recording) -> dict[str, str]:
    """All that each one said, without punctuation."""
    said: dict[str, list[str]] = {}
    for name, text in lines(recording):
        said.setdefault(name, []).append(text.lower().translate(str.maketrans("", "", ".,?!")))
    return {name: " ".join(texts) for name, texts in said.items()}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of four seconds, in each of which a word is understood at its first sound."""
    monkeypatch.setattr(sound, "LONGEST", 4)
    monkeypatch.setattr(sound, "TAIL", 2)

    def hear(given: Sound, _model: object) -> Iterator[Phrase]:
        loud = np.flatnonzero(np.abs(given) > 0.02)
        if loud.size:
            since = int(loud[0]) * 1000 // RATE
            yield Phrase((Word(since, since + 400, "Hm."),))

    monkeypatch.setattr(writing, "hear", hear)


@pytest.mark.parametrize("form", ["webm", "mp4"])
def test_col_2_what_is_said_is_written_down_with_who_said_it(
    weekly: Meeting, alice: Person, bob: Person, form: str
) -> None:
    """The real model hears two voices in a real film."""
    recording = recorded(weekly, alice, bob, unrecorded=["Nina Novak"], seconds=8, says=SAID, form=form)
    tend()
    said = heard_words(recording)
    assert "budget for next year" in said["Alice Adams"]
    assert "new computers" in said["Bob Brown"]
    assert set(said) == {"Alice Adams", "Bob Brown"}
    first, *_, last = Line.objects.filter(recording=recording)
    assert first.since < 1500
    assert 4000 < last.since < last.until < 8000
    transcript = Transcript.objects.get()
    assert (transcript.stage, transcript.reached // 1000) == (Stage.READY, 8)


def test_use_11_nobody_is_written_down_who_was_not_told(weekly: Meeting, alice: Person, bob: Person) -> None:
    recorded(weekly, alice, bob, seconds=8, says=SAID, may_transcribe=False)
    tend()
    assert not Transcript.objects.exists()
    assert not Line.everything.exists()


def test_use_11_what_nobody_who_agreed_was_heard_to_say_is_not_written(talked: Recording) -> None:
    Voice.objects.filter(attendance__person__name="Bob Brown").delete()
    Voice.objects.update(until=3500)
    tend()
    assert set(heard_words(talked)) == {"Alice Adams"}
    assert "computers" not in heard_words(talked)["Alice Adams"]


def test_who_says_nothing_and_a_film_without_sound_have_no_lines(weekly: Meeting, alice: Person) -> None:
    recorded(weekly, alice, may_transcribe=True)
    tend()
    assert Transcript.objects.get().stage == Stage.READY
    assert not Line.everything.exists()


def test_ret_2_who_was_erased_is_not_written_down_again(
    talked: Recording, alice: Person, bob: Person
) -> None:
    leave(rows_of([bob]), "person")
    assert list(Voice.everything.filter(attendance__isnull=True).values_list("since", flat=True)) == [4500]
    tend()
    said = heard_words(talked)
    assert set(said) == {"Alice Adams"}
    assert "computers" not in said["Alice Adams"]


def test_ret_2_who_is_erased_while_it_is_heard_is_not_written_down(
    talked: Recording, bob: Person, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    tend_later(monkeypatch)
    before = writing.hear

    def erased_meanwhile(given: Sound, model: object) -> list[Phrase]:
        leave(rows_of([bob]), "person")
        return list(before(given, model))

    monkeypatch.setattr(writing, "hear", erased_meanwhile)
    while write_piece(talked.id, 1):
        pass
    assert set(heard_words(talked)) == {"Alice Adams"}


def tend_later(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The clock begins transcripts, and tasks wait; answers those that do."""
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr(tasks, "write", SimpleNamespace(enqueue=lambda *given: asked.append(given)))
    tend()
    return asked


def test_a_piece_is_a_task_and_says_how_far_it_is(
    talked: Recording, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tend_later(monkeypatch)
    assert asked == [(str(talked.id), 1)]
    tend()
    assert len(asked) == 1
    assert write_piece(talked.id, 1)
    first = Transcript.objects.get()
    assert 2000 < first.reached < 4000
    assert len(lines(talked)) == 1
    while write_piece(talked.id, 1):
        pass
    assert [name for name, _ in lines(talked)][-1] == "Bob Brown"
    assert Transcript.objects.get().stage == Stage.READY
    assert not write_piece(talked.id, 1)


def test_a_lost_task_is_asked_for_again(
    talked: Recording, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tend_later(monkeypatch)
    with time_machine.travel(now() + AGAIN + timedelta(seconds=1)):
        tend()
    assert asked == [(str(talked.id), 1)] * 2


def test_what_can_not_be_written_is_tried_and_then_said(
    talked: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    tend_later(monkeypatch)
    shelf_of("NL").remove(talked.film)
    for _ in range(TRIES):
        with pytest.raises(FileNotFoundError):
            write_piece(talked.id, 1)
    assert Transcript.objects.get().stage == Stage.WRITING
    assert not write_piece(talked.id, 1)
    assert Transcript.objects.get().stage == Stage.FAILED


def test_of_two_at_one_piece_one_writes_it(
    talked: Recording, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    tend_later(monkeypatch)
    before = writing.hear
    others: list[bool] = []

    def meanwhile(given: Sound, model: object) -> list[Phrase]:
        if not others:
            others.append(True)
            others.append(write_piece(talked.id, 1))
        return list(before(given, model))

    monkeypatch.setattr(writing, "hear", meanwhile)
    assert not write_piece(talked.id, 1)
    assert others == [True, True]
    assert len(lines(talked)) == 1


def test_who_is_at_an_earlier_run_writes_nothing_more(
    talked: Recording, alice: Person, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    tend_later(monkeypatch)
    before = writing.hear

    def meanwhile(given: Sound, model: object) -> list[Phrase]:
        keeping.write_again(talked, alice)
        return list(before(given, model))

    monkeypatch.setattr(writing, "hear", meanwhile)
    assert not write_piece(talked.id, 1)
    assert lines(talked) == []
    assert Transcript.objects.get().run == 2


def test_a_recording_that_is_still_made_or_thrown_away_waits(talked: Recording) -> None:
    Recording.objects.update(trashed_at=now())
    tend()
    Recording.objects.update(trashed_at=None, state=State.MAKING)
    tend()
    assert not Transcript.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_line_it_goes_on(
    talked: Recording, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """COL-2: each line once, whoever died at it."""
    asked = tend_later(monkeypatch)
    ours = (writing.__file__, tasks.__file__)

    def work() -> None:
        while write_piece(talked.id, 1):
            pass

    places = lines_of(ours, work)
    whole = lines(talked)
    assert len(whole) >= 2
    assert len(places) > 15
    for place in places:
        Line.everything.all().delete()
        Transcript.objects.update(stage=Stage.WRITING, reached=0, tries=0, seen_at=now() - AGAIN * 2)
        assert killed_at(ours, place, work)
        asked.clear()
        with time_machine.travel(now() + AGAIN * 2):
            tend()
        assert len(asked) == 1, place
        work()
        assert lines(talked) == whole, place


def test_a_name_is_the_one_that_it_is_now(written: Recording) -> None:
    Attendance.objects.filter(name="Bob Brown").update(name="Robert Brown")
    assert "Robert Brown" in {name for name, _ in lines(written)}
