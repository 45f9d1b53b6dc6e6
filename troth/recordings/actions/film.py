"""From chunks to a film: parts put one after the other, an index so that one can seek, a poster.

Everything happens in the region. A film is on the shelf under a name of its own
before its recording names it, so a worker may be killed anywhere and another
begins anew. Chunks, and what else was made meanwhile, go when the film is there.

Pictures are copied as they are. Sound becomes AAC in an MP4, which every
player knows, and is copied in a WebM.
"""

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid4

import av
from django.db import transaction

from troth.lib.clock import now
from troth.recordings.models import Part, Recording, State
from troth.recordings.shelf import Shelf, shelf_of
from troth.recordings.spans import Span

log = logging.getLogger(__name__)

FORMS = {"mp4": "video/mp4", "webm": "video/webm"}
"""The containers of films, and their media types (RFC 4337, RFC 9559)."""
RATE = 48_000
"""Samples of sound a second."""
SOUND = 96_000
"""Bits of sound a second."""
AT_ONCE = 1024
"""Samples of sound that AAC takes at a time (ISO/IEC 14496-3)."""
POSTER_WIDTH = 640
MADE = ("state", "ended_at", "film", "poster", "seconds", "width", "height", "size")
"""Of a recording, what making its film writes."""
DRAFT = ".draft"
"""How a film's name ends on the region's disk until it is whole."""
OPTIONS = {"mp4": {"movflags": "+faststart"}, "webm": {"cues_to_front": "1"}}
"""How each container is written: with its index first, so that a film plays before all of it is there."""


@dataclass
class Film:
    """What came out: `seconds` long, pictures of `width` by `height`; `begins` are the parts' first seconds in it."""

    seconds: float
    width: int
    height: int
    begins: list[float]


def make_film(recording_id: UUID) -> None:
    """Makes the film of a recording whose recorders are done. Nothing happens where it is there already."""
    recording = Recording.everything.filter(id=recording_id, state=State.MAKING).first()
    if recording is None:
        return
    shelf = shelf_of(recording.region)
    parts = [part for part in recording.parts.all() if shelf.names(part.folder)]
    form = next((part.form for part in parts), "")
    alike = [part for part in parts if part.form == form]
    # A name of its own: should two be at it, neither writes into the other's.
    name = f"{recording.folder}/film-{uuid4().hex}.{form}"
    with drafting(shelf, name) as draft:
        film = put_together((Chunks(shelf, part) for part in alike), draft, form)
        if not Recording.everything.filter(id=recording_id, state=State.MAKING).exists():
            return
        if film is None:
            _close(recording, shelf, State.EMPTY)
            return
        recording.poster = make_poster(shelf, f"{recording.folder}/poster.jpg", draft, film.seconds)
        recording.film = name
        recording.seconds, recording.width, recording.height = film.seconds, film.width, film.height
        recording.size = draft.stat().st_size
        shelf.place(draft, name)
    for part, begins in zip(alike, film.begins, strict=True):
        Part.objects.filter(id=part.id).update(at=round(begins * 1000))
    _close(recording, shelf, State.READY)


@contextmanager
def drafting(shelf: Shelf, name: str) -> Iterator[Path]:
    """Where a film is made until it is whole and placed; nothing is left there. Who is killed leaves it to `clear`."""
    draft = shelf.path(f"{name}{DRAFT}")
    draft.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _close(recording: Recording, shelf: Shelf, state: State) -> None:
    """The film is the recording's, unless another made it first or the recording is gone."""
    with transaction.atomic():
        there = Recording.everything.select_for_update().filter(id=recording.id).first()
        if there is not None and there.state == State.MAKING:
            recording.state = state
            recording.ended_at = recording.ended_at or recording.stopped_at or now()
            # A film takes long to make: what was changed of the recording meanwhile stays.
            recording.save(update_fields=MADE)
            there = recording
    if there is None:
        # Everybody in it was erased meanwhile: what was made since goes after them.
        shelf.remove(recording.folder)
        return
    clear(shelf, there)


def clear(shelf: Shelf, recording: Recording) -> None:
    """Takes away what lies in a recording's folder and is neither its film nor its poster."""
    kept = {recording.film, recording.poster}
    for name in shelf.names(recording.folder):
        if name not in kept:
            shelf.remove(name)
    clear_drafts(shelf, recording)


def clear_drafts(shelf: Shelf, recording: Recording) -> None:
    """Takes away what somebody who was killed has left where films are made."""
    for draft in shelf.path(recording.folder).glob(f"*{DRAFT}"):
        draft.unlink(missing_ok=True)


class Chunks(io.RawIOBase):
    """The bytes of a part's chunks, one after the other, up to the first that is missing."""

    def __init__(self, shelf: Shelf, part: Part) -> None:
        self._pieces = self._each(shelf, part)
        self._rest = b""

    def _each(self, shelf: Shelf, part: Part) -> Iterator[bytes]:
        for number, name in enumerate(shelf.names(part.folder), 1):
            if name != part.chunk(number):
                return
            with shelf.open(name) as file:
                yield file.read()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = next(self._pieces, b"")
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def put_together(parts: Iterator[io.RawIOBase], to: Path, form: str) -> Film | None:
    """Writes the parts' film to a file. None where there is not one picture in them."""
    if form not in FORMS:
        return None
    with av.open(str(to), "w", format=form, options=OPTIONS[form]) as out:
        writer = Writer(out, form)
        for part in parts:
            writer.begins.append(writer.end)
            try:
                with av.open(part) as source:
                    writer.add(source)
            except (av.FFmpegError, IndexError) as error:
                # What a recorder that was killed wrote last may end anywhere.
                log.warning("a part ends early: %s", error)
        writer.finish()
        return writer.film


def starts_of(film: IO[bytes]) -> list[int]:
    """The milliseconds of a film at which it can begin: its pictures that stand by themselves."""
    with av.open(film, "r") as source:
        packets = source.demux(source.streams.video[0])
        return [
            floor(packet.pts * packet.time_base * 1000)
            for packet in packets
            if packet.is_keyframe and packet.pts is not None and packet.time_base is not None
        ]


def write_kept(film: IO[bytes], to: Path, form: str, spans: Sequence[Span]) -> None:
    """Writes what of a film is in these spans to a file. Each begins where the film can (`starts_of`), or with it."""
    with av.open(str(to), "w", format=form, options=OPTIONS[form]) as out, av.open(film) as source:
        Writer(out, form).keep(source, spans)


@dataclass(frozen=True)
class Piece:
    """A span of a film that is kept, in seconds, and by how much it moves."""

    since: Fraction
    until: Fraction
    shift: Fraction

    def has(self, moment: Fraction) -> bool:
        return self.since <= moment < self.until


def _pieces(spans: Sequence[Span]) -> list[Piece]:
    pieces, begins = [], Fraction(0)
    for since, until in spans:
        # What an encoder gave before the first sample has times below zero.
        first = Fraction(since, 1000) if since else Fraction(-1)
        pieces.append(Piece(first, Fraction(until, 1000), begins - Fraction(since, 1000)))
        begins += Fraction(until - since, 1000)
    return pieces


class Writer:
    """Puts parts behind one another. Sound and picture keep their distance in time."""

    def __init__(self, out: Any, form: str) -> None:
        self.out = out
        self.form = form
        self.video: Any = None
        self.audio: Any = None
        self.end = Fraction(0)
        self.last: dict[int, Fraction] = {}
        self.samples = 0
        self.begins: list[Fraction] = []

    @property
    def film(self) -> Film | None:
        if self.video is None or not self.end:
            return None
        return Film(float(self.end), self.video.width, self.video.height, [*map(float, self.begins)])

    def add(self, source: Any) -> None:
        """Writes one part behind what is there."""
        video = source.streams.video[0]
        audio = next(iter(source.streams.audio), None)
        if self.video is None:
            self._open(video, audio, is_coded=self.form == "mp4")
        begin, first = self.end, None
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE, frame_size=AT_ONCE)
        for packet in source.demux([one for one in (video, audio) if one is not None]):
            if packet.pts is None:
                continue
            at = packet.pts * packet.time_base
            first = at if first is None else first
            shift = begin - first
            self.end = max(self.end, at + shift + (packet.duration or 0) * packet.time_base)
            if packet.stream is video:
                self._copy(packet, self.video, shift)
            elif self.form == "mp4":
                for frame in packet.decode():
                    self._encode(resampler.resample(frame), shift)
            elif self.audio is not None:
                self._copy(packet, self.audio, shift)

    def keep(self, source: Any, spans: Sequence[Span]) -> None:
        """Writes what of a film that was made here is in these spans, as it is, and nothing that is between them."""
        video = source.streams.video[0]
        audio = next(iter(source.streams.audio), None)
        self._open(video, audio, is_coded=False)
        pieces = _pieces(spans)
        seen: Piece | None = None
        for packet in source.demux([one for one in (video, audio) if one is not None]):
            if packet.pts is None:
                continue
            at = packet.pts * packet.time_base
            if packet.stream is video:
                # A picture may need those that were coded before it: after the first one that
                # is cut, none is taken until one stands by itself.
                if packet.is_keyframe:
                    seen = next((one for one in pieces if one.has(at)), None)
                elif seen is not None and at >= seen.until:
                    seen = None
                if seen is not None and seen.has(at):
                    self._copy(packet, self.video, seen.shift)
                continue
            heard = next((one for one in pieces if one.has(at)), None)
            # A packet of sound reaches into the time of the next (AAC, Opus): what reaches into a cut is left out.
            reach = at + 2 * (packet.duration or 0) * packet.time_base
            if heard is not None and reach <= heard.until:
                self._copy(packet, self.audio, heard.shift)

    def _open(self, video: Any, audio: Any, *, is_coded: bool) -> None:
        self.video = self.out.add_stream_from_template(video)
        if audio is None:
            return
        if is_coded:
            self.audio = self.out.add_stream("aac", rate=RATE, layout="stereo", bit_rate=SOUND)
        else:
            self.audio = self.out.add_stream_from_template(audio)

    def _copy(self, packet: Any, to: Any, shift: Fraction) -> None:
        steps = round(shift / packet.time_base)
        dts = (packet.pts if packet.dts is None else packet.dts) + steps
        # A busy browser's clock may stand for a moment; a film's may not.
        after = self.last.get(to.index, Fraction(-1)) / packet.time_base
        packet.dts = max(dts, floor(after) + 1)
        packet.pts = max(packet.pts + steps, packet.dts)
        self.last[to.index] = packet.dts * packet.time_base
        packet.stream = to
        self.out.mux(packet)

    def _encode(self, pieces: list[Any], shift: Fraction) -> None:
        """Hands sound to the encoder, which takes AT_ONCE samples at a time and no time twice."""
        for piece in pieces:
            piece.pts = max((piece.pts or 0) + round(shift * RATE), self.samples)
            self.samples = piece.pts + piece.samples
            self.out.mux(self.audio.encode(piece))

    def finish(self) -> None:
        """Writes what the encoder still holds."""
        if self.form == "mp4" and self.audio is not None:
            self.out.mux(self.audio.encode(None))


def make_poster(shelf: Shelf, name: str, film: Path, seconds: float) -> str:
    """Keeps a picture from the film's first third, at most half a minute in; answers `name`, or "" where none can be
    read."""
    try:
        with av.open(str(film)) as source:
            source.seek(int(min(seconds / 3, 30) * av.time_base))
            frame: Any = next(source.decode(video=0))
            picture = frame.to_image()
    except (av.FFmpegError, StopIteration):
        return ""
    picture.thumbnail((POSTER_WIDTH, POSTER_WIDTH))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    shelf.put(name, out.getvalue())
    return name
