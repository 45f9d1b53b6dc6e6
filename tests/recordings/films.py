"""Recordings with a real film, without a recorder: a short picture in chunks, as a recorder brings it."""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.lib.test_speech import say
from tests.privacy.past import attends, held
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.speech import RATE, Sound
from troth.meetings.actions.inviting import digest
from troth.meetings.models import Attendance, AttendanceRole, Meeting, Session
from troth.recordings.actions.film import make_film
from troth.recordings.models import Answer, Choice, Ending, Part, Recording, Shared, State, Tile, Voice
from troth.recordings.questions import question_of
from troth.recordings.shelf import shelf_of

CODECS = {"webm": "libvpx", "mp4": "libx264"}
VOICES = ("en-gb", "en-us", "en-gb-scotland")
"""Of the first who agreed, of the second, …"""
FRAMES = 10
"""A second."""
COLOURS = ("#2f5d62", "#8c4a3c", "#4b3f72", "#3d6b35")
SECRET = "the-secret-of-a-link"
Who = Person | str
Record = Callable[..., Recording]
Saying = tuple[float, int, str]
"""At which second, who of those who agreed, and the words."""


@cache
def speech(who: int, words: str) -> Sound:
    """What somebody says, in a voice of their own."""
    return say(words, voice=VOICES[who % len(VOICES)])


@cache
def film_of(
    form: str = "webm", seconds: float = 1.0, people: int = 1, width: int = 320, says: tuple[Saying, ...] = ()
) -> bytes:
    """A film of so many coloured tiles beside each other, as a recorder writes it: without an index. It has sound
    where somebody says something.
    """
    out, size = io.BytesIO(), (width, width * 9 // 16)
    options = {"movflags": "frag_keyframe+empty_moov+default_base_moof"} if form == "mp4" else {"live": "1"}
    with av.open(out, "w", format=form, options=options) as container:
        stream: Any = container.add_stream(CODECS[form], rate=FRAMES)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.time_base = Fraction(1, FRAMES)
        stream.gop_size = FRAMES
        voices = container.add_stream("libopus", rate=48_000, layout="mono") if says else None
        for number in range(round(seconds * FRAMES)):
            frame: Any = av.VideoFrame.from_image(_picture(size, people, number))
            frame.pts, frame.time_base = number, Fraction(1, FRAMES)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if voices is not None:
            for frame in _sound(seconds, says):
                container.mux(voices.encode(frame))
            container.mux(voices.encode(None))
    return out.getvalue()


def _sound(seconds: float, says: Sequence[Saying]) -> Iterator[Any]:
    whole = np.zeros(round(seconds * RATE), np.float32)
    for second, who, words in says:
        begin, sound = round(second * RATE), speech(who, words)
        whole[begin : begin + len(sound)] += sound[: len(whole) - begin]
    frame = av.AudioFrame.from_ndarray(whole.reshape(1, -1), format="flt", layout="mono")
    frame.rate = RATE
    resampler = av.AudioResampler(format="flt", layout="mono", rate=48_000, frame_size=960)
    yield from resampler.resample(frame)
    yield from resampler.resample(None)


def _picture(size: tuple[int, int], people: int, number: int) -> Image.Image:
    picture = Image.new("RGB", size, "#101819")
    pen = ImageDraw.Draw(picture)
    wide = size[0] / max(people, 1)
    for place in range(people):
        left, right = place * wide + 4, (place + 1) * wide - 4
        pen.rounded_rectangle((left, 4, right, size[1] - 4), 8, fill=COLOURS[place % len(COLOURS)])
        middle, high = (left + right) / 2, size[1] * (0.45 + 0.01 * (number % 5))
        reach = size[1] / 6
        pen.ellipse((middle - reach, high - reach, middle + reach, high + reach), fill="#e8d9c5")
    return picture


def bring(part: Part, film: bytes, chunks: int = 3) -> None:
    """Puts a film on its region's shelf in so many chunks."""
    step = -(-len(film) // chunks)
    for number in range(1, chunks + 1):
        shelf_of(part.recording.region).put(part.chunk(number), film[(number - 1) * step : number * step])
    Part.objects.filter(id=part.id).update(chunks=chunks)


def enter(session: Session, who: Who) -> Attendance:
    """Somebody was in a session: a person of the organization, or a guest by name."""
    person = who if isinstance(who, Person) else None
    is_host = person is not None and session.meeting.host_id == person.pk
    role = AttendanceRole.HOST if is_host else AttendanceRole.MEMBER if person else AttendanceRole.GUEST
    return attends(session, person, role, name=person.name if person else str(who))


def recorded(
    meeting: Meeting,
    *agreed: Who,
    unrecorded: Sequence[Who] = (),
    state: State = State.READY,
    when: datetime | None = None,
    form: str = "webm",
    parts: int = 1,
    seconds: float = 1.0,
    width: int = 320,
    says: Sequence[Saying] = (),
    **fields: Any,
) -> Recording:
    """A recording of a session in which these people were; whoever agreed first began it.

    Where they say something, they are asked for a transcript too.
    """
    began = when or now() - timedelta(hours=1)
    session = held(meeting, began)
    inside = [enter(session, who) for who in agreed]
    outside = [enter(session, who) for who in unrecorded]
    values: dict[str, Any] = {
        "region": "NL",
        "shared": Shared.PARTICIPANTS,
        "ending": Ending.HOST,
        "may_transcribe": bool(says),
        **fields,
    }
    recording = Recording.objects.create(
        session=session,
        started_by=inside[0] if inside else None,
        asked_at=began,
        started_at=began,
        stopped_at=session.ended_at,
        making_at=now(),
        state=State.MAKING if state == State.READY else state,
        **values,
    )
    text = question_of(recording.may_transcribe).text
    for attendances, choice in ((inside, Choice.AGREED), (outside, Choice.UNRECORDED)):
        for one in attendances:
            Answer.objects.create(
                recording=recording, attendance=one, text=text, choice=choice, answered_at=began
            )
    if state == State.READY:
        for number in range(1, parts + 1):
            part = Part.objects.create(
                recording=recording,
                number=number,
                form=form,
                claimed_at=began,
                begun_at=began,
                heard_at=session.ended_at,
                started_at=began,
                ended_at=session.ended_at,
            )
            bring(part, film_of(form, seconds, max(len(inside), 1), width, tuple(says)))
            wide = 1000 // max(len(inside), 1)
            for place, one in enumerate(inside):
                Tile.objects.create(
                    part=part, attendance=one, since=0, left=place * wide, top=0, width=wide, height=1000
                )
            for second, who, words in says:
                since = round(second * 1000)
                until = since + len(speech(who, words)) * 1000 // RATE
                Voice.objects.create(part=part, attendance=inside[who], since=since, until=until)
        make_film(recording.id)
    recording.refresh_from_db()
    return recording


def unmade(meeting: Meeting, host: Person, *, passcode: str = "", **fields: Any) -> Recording:
    """A recording for its host alone whose film is a few bytes; its link's secret is SECRET."""
    recording = recorded(meeting, host, state=State.EMPTY, shared=Shared.HOST, **fields)
    recording.state, recording.size = State.READY, 4
    recording.film, recording.poster = f"{recording.folder}/film.mp4", f"{recording.folder}/poster.jpg"
    recording.link_passcode = passcode
    if recording.trashed_at is None:
        recording.link_digest, recording.link_until = digest(SECRET), now() + timedelta(days=1)
    recording.save()
    for name in (recording.film, recording.poster):
        shelf_of(recording.region).put(name, b"film")
    return recording


def files(two_countries: Path) -> set[str]:
    """The kinds of files of recordings that are on any shelf."""
    found = (one.name for one in two_countries.glob("*/recordings/**/*") if one.is_file())
    return {re.sub(r"film-\w+", "film", name) for name in found}


@pytest.fixture
def two_countries(settings: Any, tmp_path: Any) -> Any:
    """A shelf in the Netherlands and one in the United States, of this test alone."""
    settings.REGIONS = {"NL": tmp_path / "NL", "US": tmp_path / "US"}
    return tmp_path


@pytest.fixture
def weekly(alice: Person, two_countries: Any, make_meeting: Callable[..., Meeting]) -> Meeting:
    """A meeting of Alice's."""
    return make_meeting(alice)
