"""Transcripts as files: WebVTT (W3C, 2019) for players, and plain text for people."""

from collections.abc import Iterable, Iterator

from troth.lib.text import one_line
from troth.transcripts.queries import Spoken

VTT = "text/vtt; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


def as_vtt(lines: Iterable[Spoken], *, named: bool) -> Iterator[str]:
    """Cues, each with its speaker in a voice span where they are named and the name is there."""
    yield "WEBVTT\n"
    for one in lines:
        voice = f"<v {_escaped(one_line(one.name))}>" if named and one.name else ""
        text = _escaped(one.line.text)
        yield f"\n{_stamp(one.line.since)} --> {_stamp(one.line.until)}\n{voice}{text}\n"


def as_text(lines: Iterable[Spoken], nobody: str) -> Iterator[str]:
    """A paragraph a turn, with who speaks and when it begins. `nobody` stands for who has no name any more."""
    between = ""
    for one in lines:
        if one.turns:
            yield f"{between}{one.name or nobody} ({_clock(one.line.since)})\n{one.line.text}"
        else:
            yield f" {one.line.text}"
        between = "\n\n"
    yield "\n"


def _escaped(text: str) -> str:
    # No cue may have an empty line or an arrow in it, and `<` begins a tag.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(moment: int) -> str:
    seconds, rest = divmod(moment, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{rest:03}"


def _clock(moment: int) -> str:
    return _stamp(moment)[:8]
