"""From chunks to a film, whatever happened meanwhile."""

import io
import subprocess
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import av
import pytest

from tests.gatherings import Visit
from tests.recordings.conftest import begin, only, start
from troth.lib.clock import now
from troth.recordings.actions import film as film_module
from troth.recordings.actions.film import Writer, make_film
from troth.recordings.models import Part, Recording, State
from troth.recordings.shelf import NoShelf, shelf_of
from troth.recordings.tasks import make, tend

pytestmark = pytest.mark.django_db

KINDS = {
    "mp4": ("-c:v", "mpeg4", "-c:a", "libopus", "-movflags", "frag_keyframe+empty_moov+default_base_moof"),
    "webm": ("-c:v", "libvpx", "-c:a", "libopus"),
}


def stream(form: str, seconds: int, folder: Path, colour: str = "red", hertz: int = 440) -> bytes:
    """What a browser's MediaRecorder gives: no duration, no index."""
    path = folder / f"{colour}.{form}"
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-y", "-f", "lavfi", "-i", f"color={colour}:s=320x180:r=10:d={seconds}",
         "-f", "lavfi", "-i", f"sine=frequency={hertz}:sample_rate=48000:duration={seconds}", "-g", "10",
         "-strict", "-2", *KINDS[form], "-f", form, str(path)],
        check=True,
    )  # fmt: skip
    return path.read_bytes()


def bring(form: str, content: bytes, pieces: int = 4) -> Part:
    """A recorder that brings this much and is gone."""
    recorder = begin(form)
    size = -(-len(content) // pieces)
    for number in range(pieces):
        assert recorder.keep(number + 1, content[number * size : (number + 1) * size]).status_code == 200
    Part.objects.filter(id=recorder.part.id).update(ended_at=now())
    return recorder.part


def finish() -> Recording:
    Recording.everything.update(state=State.MAKING, stopped_at=now())
    make_film(only().id)
    return only()


def look(recording: Recording) -> tuple[float, list[tuple[int, ...]], set[str]]:
    """Seconds, the colour of each second, and the kinds of its streams."""
    colours = []
    with av.open(str(shelf_of(recording.region).path(recording.film))) as film:
        kinds = {one.codec_context.name for one in film.streams}
        seconds = (film.duration or 0) / av.time_base
        for number, frame in enumerate(film.decode(video=0)):
            if number % 10 == 5:
                colours.append(frame.to_image().resize((1, 1)).getpixel((0, 0)))
    return seconds, colours, kinds


@pytest.mark.parametrize("form", ["mp4", "webm"])
def test_parts_become_one_film_with_a_duration_and_a_poster(host: Visit, tmp_path: Path, form: str) -> None:
    start(host)
    first = bring(form, stream(form, 3, tmp_path, "red"))
    bring(form, stream(form, 2, tmp_path, "blue"))
    recording = finish()
    assert recording.state == State.READY
    assert (recording.width, recording.height) == (320, 180)
    seconds, colours, kinds = look(recording)
    assert recording.seconds == pytest.approx(5, abs=0.15)
    assert seconds == pytest.approx(5, abs=0.15)
    assert len(kinds) == 2
    assert "aac" in kinds if form == "mp4" else "opus" in kinds
    assert [("red" if r > b else "blue") for r, _, b in colours] == ["red"] * 3 + ["blue"] * 2
    assert recording.size == shelf_of("NL").size(recording.film)
    assert shelf_of("NL").path(recording.poster).read_bytes()[:3] == b"\xff\xd8\xff"
    # What it was made of is gone.
    assert shelf_of("NL").names(first.folder) == []


@pytest.mark.parametrize("form", ["mp4", "webm"])
def test_what_was_cut_off_anywhere_is_a_film_up_to_there(host: Visit, tmp_path: Path, form: str) -> None:
    start(host)
    whole = stream(form, 4, tmp_path)
    bring(form, whole[: len(whole) * 3 // 4])
    recording = finish()
    assert recording.state == State.READY
    assert recording.seconds > 1.5


def test_nothing_readable_is_no_film_and_leaves_nothing(host: Visit, shelves: dict[str, Path]) -> None:
    start(host)
    bring("mp4", b"this is no film at all" * 100)
    recording = finish()
    assert (recording.state, recording.film) == (State.EMPTY, "")
    assert [path for path in shelves["NL"].rglob("*") if path.is_file()] == []
    assert recording.ended_at is not None


def test_made_twice_it_is_the_same_film(host: Visit, tmp_path: Path) -> None:
    start(host)
    bring("mp4", stream("mp4", 2, tmp_path))
    recording = finish()
    content = shelf_of("NL").path(recording.film).read_bytes()
    make_film(recording.id)
    assert shelf_of("NL").path(only().film).read_bytes() == content


def test_a_worker_that_died_at_it_is_followed_by_another(host: Visit, tmp_path: Path) -> None:
    start(host)
    part = bring("mp4", stream("mp4", 2, tmp_path))
    # It had written half of a film when it was killed.
    half = shelf_of("NL").path(f"recordings/{only().id}/film-half.mp4.draft")
    half.write_bytes(b"half")
    recording = finish()
    assert recording.state == State.READY
    assert not half.exists()
    assert shelf_of("NL").names(part.folder) == []


def test_a_stopped_recording_is_made_once_its_recorder_is_done(
    host: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("troth.recordings.tasks.make", SimpleNamespace(enqueue=asked.append))
    start(host)
    recorder = begin()
    recorder.keep(1)
    host.call("POST", "/session/recording/stop")
    tend()
    assert (asked, only().state) == ([], State.STOPPING)
    recorder.call("POST", "/end")
    tend()
    tend()
    assert (asked, only().state) == ([str(only().id)], State.MAKING)


def test_the_sound_of_a_film_is_what_was_heard(host: Visit, tmp_path: Path) -> None:
    start(host)
    bring("mp4", stream("mp4", 2, tmp_path, hertz=440))
    path = shelf_of("NL").path(finish().film)
    done = subprocess.run(
        ["ffmpeg", "-hide_banner", "-i", str(path), "-af", "bandpass=f=440:width_type=h:w=40,volumedetect", "-f", "null", "-"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    loud = next(line for line in io.StringIO(done.stderr) if "mean_volume" in line)
    assert float(loud.split("mean_volume:")[1].split()[0]) > -30


def test_a_clock_that_goes_back_costs_no_film(tmp_path: Path) -> None:
    """A busy browser gives packets whose times overlap."""
    content = stream("mp4", 2, tmp_path)
    to = tmp_path / "film.mp4"

    class Backwards(Writer):
        def add(self, source: object) -> None:
            super().add(source)
            self.end -= Fraction(1, 2)

    with av.open(str(to), "w", format="mp4") as out:
        writer = Backwards(out, "mp4")
        for _ in range(2):
            with av.open(io.BytesIO(content)) as source:
                writer.add(source)
        writer.finish()
    with av.open(str(to)) as film:
        times = [frame.pts for frame in film.decode(video=0)]
    assert times == sorted(set(times))
    assert len(times) == 40


def test_of_two_workers_at_one_film_neither_spoils_the_others(
    host: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(host)
    bring("mp4", stream("mp4", 2, tmp_path))
    whole: list[bytes] = []
    before = film_module.put_together

    def slowly(parts: Any, to: Path, form: str) -> Any:
        made = before(parts, to, form)
        if not whole:
            # Another worker makes it from beginning to end meanwhile.
            whole.append(b"")
            make_film(only().id)
            whole[0] = shelf_of("NL").path(only().film).read_bytes()
        return made

    monkeypatch.setattr(film_module, "put_together", slowly)
    recording = finish()
    assert recording.state == State.READY
    assert shelf_of("NL").path(recording.film).read_bytes() == whole[0]
    assert list(shelf_of("NL").path(recording.folder).glob(".*")) == []


def test_what_can_not_be_made_is_tried_for_long_and_then_said(
    host: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(host)
    part = bring("mp4", stream("mp4", 2, tmp_path))

    def fails(*_: object) -> None:
        raise NoShelf("NL")

    monkeypatch.setattr("troth.recordings.tasks.make_film", fails)
    for hours, state in ((0, State.MAKING), (3, State.BROKEN)):
        Recording.everything.update(state=State.MAKING, stopped_at=now() - timedelta(hours=hours))
        with pytest.raises(NoShelf):
            make.func(str(only().id))
        assert only().state == state
    # Nothing of it is lost.
    assert shelf_of("NL").names(part.folder)
