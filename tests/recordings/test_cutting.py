"""Spans are cut out of a film for good: not a picture nor a sound of them is left, and names stand where they stood."""

import errno
import io
import shutil
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import av
import numpy as np
import pytest
from django.test import Client

from tests.killing import killed_at, lines_of
from tests.recordings.films import CODECS, FRAMES, recorded
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.meetings.models import Meeting
from troth.privacy.audit import pseudonym
from troth.privacy.erasing import erase
from troth.privacy.graph import rows_of
from troth.privacy.holding import place_hold
from troth.privacy.leaving import leave, pick_up
from troth.privacy.models import AuditEntry, Erasure
from troth.recordings.actions import cutting
from troth.recordings.actions.cutting import make_cut
from troth.recordings.models import Cut, CutState, Recording, State, Tile, Voice
from troth.recordings.shelf import RESERVE, shelf_of
from troth.recordings.signals import film_cut
from troth.recordings.spans import Span, after
from troth.recordings.tasks import GIVEN_UP, tend
from troth.recordings.tasks import cut as cut_task
from troth.recordings.watching import heard_in, names_in, names_over

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[Person], Client]
SECONDS = 12
LOUD = (4.0, 6.0)
"""The seconds of a film in which it sounds."""


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    """A ledger of this test alone."""
    settings.DATA = tmp_path


@cache
def telling(form: str) -> bytes:
    """A film whose pictures say by their red which they are, and that sounds in LOUD alone."""
    out = io.BytesIO()
    with av.open(out, "w", format=form) as container:
        video: Any = container.add_stream(CODECS[form], rate=FRAMES)
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        video.gop_size, video.bit_rate = FRAMES, 2_000_000
        # A picture that stands by itself each whole second, and no other; what is between needs those after it, too.
        steady = {"x264-params": f"keyint={FRAMES}:min-keyint={FRAMES}:scenecut=0:bframes=2"}
        video.options = steady if form == "mp4" else {"keyint_min": str(FRAMES)}
        audio: Any = container.add_stream("aac" if form == "mp4" else "libopus", rate=48_000, layout="mono")
        for number in range(SECONDS * FRAMES):
            picture = np.zeros((64, 64, 3), np.uint8)
            picture[:, :, 0] = 2 * number
            frame: Any = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FRAMES)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        at = np.arange(SECONDS * 48_000) / 48_000
        wave = np.where((at >= LOUD[0]) & (at < LOUD[1]), 0.8 * np.sin(at * 440 * 2 * np.pi), 0)
        sound: Any = av.AudioFrame.from_ndarray(
            wave.astype(np.float32)[None, :], format="fltp", layout="mono"
        )
        sound.sample_rate, sound.pts = 48_000, 0
        container.mux(audio.encode(sound))
        container.mux(audio.encode(None))
    return out.getvalue()


class Seen(NamedTuple):
    """What is in a film: seconds, the old number of each picture with its time, and how loud it is at most."""

    seconds: float
    pictures: list[tuple[float, float]]
    loudest: float


def look(recording: Recording) -> Seen:
    pictures: list[tuple[float, float]] = []
    loudest = 0.0
    with shelf_of(recording.region).open(recording.film) as file, av.open(file) as film:
        seconds = (film.duration or 0) / av.time_base
        for frame in film.decode(video=0):
            red = float(frame.to_ndarray(format="rgb24")[:, :, 0].mean())
            pictures.append((float(frame.pts * frame.time_base), red / 2))
    with shelf_of(recording.region).open(recording.film) as file, av.open(file) as film:
        for heard in film.decode(audio=0):
            loudest = max(loudest, float(np.abs(heard.to_ndarray()).max()))
    return Seen(seconds, pictures, loudest)


@pytest.fixture(params=["mp4", "webm"])
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def told(meeting: Meeting, *people: Person, form: str = "mp4") -> Recording:
    """A recording of twelve seconds in two parts of six, whose film says what is where."""
    recording = recorded(meeting, *people, form=form, parts=2, shared="participants")
    shelf_of("NL").put(recording.film, telling(form))
    Recording.objects.update(seconds=SECONDS, size=len(telling(form)))
    recording.parts.filter(number=2).update(at=6000)
    recording.refresh_from_db()
    return recording


def send(client: Client, recording: Recording, *spans: tuple[str, str], sure: bool = True) -> Any:
    values = {"cut-TOTAL_FORMS": str(len(spans) + 1), "cut-INITIAL_FORMS": "0"}
    for number, (since, until) in enumerate(spans):
        values |= {f"cut-{number}-since": since, f"cut-{number}-until": until}
    return client.post(f"/recordings/{recording.id}/cut/", values | ({"sure": "1"} if sure else {}))


def files(two_countries: Path) -> set[str]:
    return {one.name for one in two_countries.glob("*/recordings/**/*") if one.is_file()}


def done(scope: object) -> list[str]:
    return list(
        AuditEntry.objects.filter(scope=str(scope)).order_by("number").values_list("action", flat=True)
    )


def test_ret_2_not_a_picture_of_what_was_cut_is_left_nor_a_sound(
    weekly: Meeting, alice: Person, bob: Person, as_person: As, form: str, two_countries: Path
) -> None:
    recording = told(weekly, alice, bob, form=form)
    old = (recording.film, recording.poster)
    assert look(recording).loudest > 0.3
    client = as_person(alice)
    assert send(client, recording, ("0:04", "0:06"), ("8.3", "9.25")).status_code == 302
    assert "being cut out" in client.get(f"/recordings/{recording.id}/").text
    assert b"".join(client.get(f"/recordings/{recording.id}/film"))
    make_cut(recording.id)
    recording.refresh_from_db()
    seen = look(recording)
    # Pictures stand by themselves each whole second: what is cut goes on to the next.
    left = [number for number in range(SECONDS * FRAMES) if not (40 <= number < 60 or 83 <= number < 100)]
    assert not [number for _, number in seen.pictures if 41 < number < 59 or 84.5 < number < 98.5]
    assert len(left) - 4 <= len(seen.pictures) <= len(left)
    for at, number in seen.pictures:
        assert at * 1000 == pytest.approx(after([(4000, 6000), (8300, 10_000)], number * 100), abs=160)
    assert seen.loudest < 0.02
    assert recording.seconds == pytest.approx(8.3)
    assert seen.seconds == pytest.approx(8.3, abs=0.15)
    assert recording.size == shelf_of("NL").size(recording.film)
    assert not {*old} & {recording.film, recording.poster}
    assert files(two_countries) == {one.rpartition("/")[2] for one in (recording.film, recording.poster)}
    assert set(Cut.everything.values_list("state", flat=True)) == {CutState.DONE}
    page = client.get(f"/recordings/{recording.id}/").text
    assert "2 spans" in page
    assert "being cut out" not in page


def test_names_stand_where_they_stood(weekly: Meeting, alice: Person, bob: Person, as_person: As) -> None:
    recording = told(weekly, alice, bob)
    Tile.objects.filter(attendance__person=bob, part__number=1).update(since=1000, until=5000)
    Tile.objects.filter(attendance__person=bob, part__number=2).update(since=1000, until=3000)
    his = Tile.objects.filter(attendance__person=bob).first()
    assert his is not None
    Voice.objects.create(part=his.part, attendance=his.attendance, since=3000, until=5000)
    Voice.objects.create(part=his.part, attendance=his.attendance, since=2000, until=3000)
    send(as_person(alice), recording, ("0:02", "0:04"), ("0:07", "0:10"))
    make_cut(recording.id)
    recording.refresh_from_db()
    names = names_over(recording, names_in(recording))
    assert [(one["name"], one["since"], one["until"]) for one in names] == [
        ("Alice Adams", 0, 4000),
        ("Bob Brown", 1000, 3000),
        ("Alice Adams", 4000, 7000),
    ]
    assert not Tile.everything.filter(attendance__person=bob, part__number=2).exists()
    assert [(one.since, one.until) for one in heard_in(recording)] == [(2000, 3000)]
    # Once more, across what was two parts.
    send(as_person(alice), recording, ("0:03", "0:05"))
    make_cut(recording.id)
    recording.refresh_from_db()
    names = names_over(recording, names_in(recording))
    assert [(one["name"], one["since"], one["until"]) for one in names] == [
        ("Alice Adams", 0, 3000),
        ("Bob Brown", 1000, 3000),
        ("Alice Adams", 3000, 5000),
    ]


def test_it_is_asked_once_more_with_what_goes_and_what_remains(
    weekly: Meeting, alice: Person, as_person: As
) -> None:
    recording, client = told(weekly, alice), as_person(alice)
    page = client.get(f"/recordings/{recording.id}/").text
    assert "Cut something out" in page
    assert "up to a second more" in page
    answer = send(client, recording, ("0:02", "0:05"), ("4.5", "6"), sure=False)
    for words in ("Cut this out?", "0:02.0 until 0:06.0", "sound of 0:04.0", "0:08.0 remain", "be undone"):
        assert words in answer.text
    assert not Cut.everything.exists()


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ([], "Say what to cut"),
        ([("0:02", "0:01")], "not after the beginning"),
        ([("soon", "0:01")], "minutes and seconds"),
        ([("0:01", "")], "required"),
        ([("0:00", "9:00")], "Delete the recording instead"),
        ([("0:13", "0:14")], "Say what to cut"),
    ],
)
def test_what_can_not_be_cut_is_said(
    weekly: Meeting, alice: Person, as_person: As, spans: list[tuple[str, str]], words: str
) -> None:
    recording = told(weekly, alice)
    answer = send(as_person(alice), recording, *spans)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert not Cut.everything.exists()


def test_only_who_leads_cuts_and_one_cut_is_made_at_a_time(
    weekly: Meeting, alice: Person, bob: Person, admin: Person, as_person: As
) -> None:
    recording = told(weekly, alice, bob)
    assert "Cut something out" not in as_person(bob).get(f"/recordings/{recording.id}/").text
    assert send(as_person(bob), recording, ("1", "2")).status_code == 404
    assert send(as_person(admin), recording, ("1", "2")).status_code == 302
    answer = send(as_person(alice), recording, ("1", "2"))
    assert (answer.status_code, "already" in answer.text) == (409, True)
    make_cut(recording.id)
    scope = weekly.organization_id
    assert done(scope) == ["recording.cut_asked", "recording.cut"]
    assert AuditEntry.objects.get(action="recording.cut_asked").actor == pseudonym(admin)
    Recording.objects.update(trashed_at=now())
    assert send(as_person(alice), recording, ("1", "2")).status_code == 409


def test_the_page_waits_for_the_film_and_shows_it(weekly: Meeting, alice: Person, as_person: As) -> None:
    recording, client = told(weekly, alice), as_person(alice)
    send(client, recording, ("1", "2"))
    again = client.get(f"/recordings/{recording.id}/", headers={"HX-Request": "true"})
    assert "HX-Refresh" not in again
    assert 'hx-trigger="every 3s"' in again.text
    make_cut(recording.id)
    again = client.get(f"/recordings/{recording.id}/", headers={"HX-Request": "true"})
    assert again["HX-Refresh"] == "true"


def test_a_range_of_the_old_film_is_never_spliced_into_the_new(
    weekly: Meeting, alice: Person, as_person: As
) -> None:
    recording, client = told(weekly, alice), as_person(alice)
    tags = [client.head(f"/recordings/{recording.id}/{one}")["ETag"] for one in ("film", "poster")]
    send(client, recording, ("1", "2"))
    make_cut(recording.id)
    Recording.objects.update(size=len(telling("mp4")))
    headers = {"Range": "bytes=10-19", "If-Range": tags[0]}
    answer: Any = client.get(f"/recordings/{recording.id}/film", headers=headers)
    assert (answer.status_code, len(b"".join(answer)) > 10) == (200, True)
    assert client.head(f"/recordings/{recording.id}/poster")["ETag"] != tags[1]


@pytest.fixture
def heard() -> Iterator[list[tuple[Recording, list[Span]]]]:
    """What other rooms are told."""
    found: list[tuple[Recording, list[Span]]] = []

    def note(recording: Recording, spans: list[Span], **_: object) -> None:
        found.append((recording, spans))

    film_cut.connect(note, weak=False, dispatch_uid="test")
    yield found
    film_cut.disconnect(dispatch_uid="test")


def test_other_rooms_are_told_what_was_really_cut(
    weekly: Meeting, alice: Person, as_person: As, heard: list[tuple[Recording, list[Span]]]
) -> None:
    recording = told(weekly, alice)
    send(as_person(alice), recording, ("1.5", "2.25"), ("2.5", "3"), ("11", "12"))
    make_cut(recording.id)
    assert heard == [(recording, [(1500, 3000), (11_000, 12_000)])]


def test_the_clock_has_it_made_and_made_again(
    weekly: Meeting, alice: Person, as_person: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("troth.recordings.tasks.cut", SimpleNamespace(enqueue=asked.append))
    recording = told(weekly, alice)
    send(as_person(alice), recording, ("1", "2"), ("3", "4"))
    tend()
    tend()
    assert asked == [str(recording.id)]
    Cut.everything.update(making_at=now() - GIVEN_UP)
    tend()
    assert asked == [str(recording.id)] * 2


def test_on_a_full_disk_the_old_film_stays(
    weekly: Meeting, alice: Person, as_person: As, two_countries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording, client = told(weekly, alice), as_person(alice)
    send(client, recording, ("1", "2"))
    full = SimpleNamespace(free=RESERVE - 1)
    before = files(two_countries)
    with monkeypatch.context() as crowded:
        crowded.setattr(shutil, "disk_usage", lambda _: full)
        make_cut(recording.id)
        answer = send(client, recording, ("1", "2"))
        assert (answer.status_code, "no room" in answer.text) == (507, True)
    assert files(two_countries) == before
    assert "There was no room" in client.get(f"/recordings/{recording.id}/").text
    assert len(look(recording).pictures) == SECONDS * FRAMES


def test_a_disk_that_fills_meanwhile_leaves_the_old_film(
    weekly: Meeting, alice: Person, as_person: As, two_countries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = told(weekly, alice)
    send(as_person(alice), recording, ("1", "2"))
    before = files(two_countries)

    def fills(_film: Any, to: Path, *_: object) -> None:
        to.write_bytes(b"half of it")
        monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(cutting, "write_kept", fills)
    make_cut(recording.id)
    assert Cut.everything.get().state == CutState.FULL
    assert files(two_countries) == before


def test_what_fails_for_long_is_given_up(
    weekly: Meeting, alice: Person, as_person: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = told(weekly, alice)
    send(as_person(alice), recording, ("1", "2"))
    shelf_of("NL").put(recording.film, b"no film at all")
    with pytest.raises(av.FFmpegError):
        cut_task.func(str(recording.id))
    assert Cut.everything.get().state == CutState.ASKED
    Cut.everything.update(asked_at=now() - 2 * GIVEN_UP)
    with pytest.raises(av.FFmpegError):
        cut_task.func(str(recording.id))
    assert Cut.everything.get().state == CutState.BROKEN
    assert done(weekly.organization_id)[-1] == "recording.cut_failed"


def test_ret_8_a_hold_keeps_the_film_whole(
    weekly: Meeting, alice: Person, as_person: As, two_countries: Path
) -> None:
    """Also one that is placed while the new film is made."""
    recording, client = told(weekly, alice), as_person(alice)
    send(client, recording, ("1", "2"))
    place_hold(recording, scope="", reason="a lawsuit", authority="a court", by=None, until=None)
    before = files(two_countries)
    make_cut(recording.id)
    assert Cut.everything.get().state == CutState.HELD
    assert files(two_countries) == before
    answer = send(client, recording, ("1", "2"))
    assert (answer.status_code, "legal hold" in answer.text) == (409, True)


def test_ret_2_who_asked_for_a_cut_is_not_named_by_it_once_erased(
    weekly: Meeting, alice: Person, bob: Person, admin: Person, as_person: As
) -> None:
    recording = told(weekly, bob)
    send(as_person(admin), recording, ("1", "2"))
    erase([admin])
    assert list(Cut.everything.values_list("asked_by", flat=True)) == [None]
    make_cut(recording.id)
    assert Cut.everything.get().state == CutState.DONE


def test_a_recording_that_is_erased_meanwhile_leaves_no_film(
    weekly: Meeting, alice: Person, bob: Person, as_person: As, two_countries: Path, monkeypatch: Any
) -> None:
    recording = told(weekly, bob)
    send(as_person(alice), recording, ("1", "2"))
    real = cutting._take_its_place

    def erased_meanwhile(*args: Any) -> None:
        leave(rows_of([bob]), "person")
        real(*args)

    monkeypatch.setattr(cutting, "_take_its_place", erased_meanwhile)
    make_cut(recording.id)
    assert not Recording.everything.exists()
    assert files(two_countries) == set()


def test_killed_anywhere_a_film_is_as_it_was_or_cut(
    weekly: Meeting, alice: Person, as_person: As, two_countries: Path
) -> None:
    """And what is left of it on the shelf is taken by the clock."""
    ours, client = (cutting.__file__,), as_person(alice)
    recording = told(weekly, alice)
    send(client, recording, ("1", "2"))
    lines = lines_of(ours, lambda: make_cut(recording.id))
    assert len(lines) > 30
    for place in lines:
        recording = told(weekly, alice)
        send(client, recording, ("4", "6"))
        killed_at(ours, place, lambda: make_cut(recording.id))  # noqa: B023 — done before the next turn
        recording.refresh_from_db()
        if recording.seconds == SECONDS:
            assert shelf_of("NL").size(recording.film) == len(telling("mp4")), place
            assert Cut.everything.filter(recording=recording).get().state == CutState.ASKED
            make_cut(recording.id)
            recording.refresh_from_db()
        pick_up()
        assert recording.seconds == 10, place
        assert shelf_of("NL").size(recording.film) == recording.size
        folder = two_countries / "NL" / recording.folder
        left = {one.name for one in folder.iterdir() if one.is_file()}
        assert left == {one.rpartition("/")[2] for one in (recording.film, recording.poster)}, place
        assert not Erasure.objects.exists()
        assert recording.state == State.READY
