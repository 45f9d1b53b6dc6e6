"""What is read of transcripts: lines with the names that their speakers have now, searched or not."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from troth.meetings.models import Attendance
from troth.organizations.models import Membership
from troth.recordings.models import Answer, Choice, Recording
from troth.recordings.watching import listed
from troth.transcripts.models import Line, Transcript

MOST_WORDS = 8
"""Of what is searched for."""
MARK = (SafeString("<mark>"), SafeString("</mark>"))


def transcript_of(recording: Recording) -> Transcript | None:
    """How far a recording's transcript is; None where none was begun."""
    return Transcript.objects.filter(recording=recording).first()


def words_in(query: str) -> list[str]:
    """What is searched for: each of these is in a line that is found."""
    return query.split()[:MOST_WORDS]


@dataclass(frozen=True)
class Spoken:
    """A line to show: `name` is "" where it may be read no more, `marked` the text with what was searched for."""

    line: Line
    name: str
    marked: SafeString
    turns: bool
    """Whether somebody else spoke before."""


def spoken(lines: Iterable[Line], names: Mapping[UUID, str], words: Sequence[str] = ()) -> list[Spoken]:
    """Lines as they are shown, and of them those in which each of the words is."""
    found: list[Spoken] = []
    for line in lines:
        text = line.text.casefold()
        if all(word.casefold() in text for word in words):
            turns = not found or found[-1].line.attendance_id != line.attendance_id
            found.append(Spoken(line, names.get(line.attendance_id, ""), mark(line.text, words), turns))
    return found


def mark(text: str, words: Sequence[str]) -> SafeString:
    """The text with these words marked."""
    parts = re.split(f"({'|'.join(map(re.escape, words))})", text, flags=re.IGNORECASE) if words else [text]
    return format_html_join(
        "",
        "{}{}{}",
        ((MARK[0], part, MARK[1]) if number % 2 else ("", part, "") for number, part in enumerate(parts)),
    )


def lines_of(recording: Recording) -> QuerySet[Line]:
    """A recording's lines in the order of the film."""
    return Line.objects.filter(recording=recording)


def search(own: Membership, words: Sequence[str]) -> QuerySet[Line]:
    """The lines in which each of the words is, of recordings that somebody may watch; the newest recording first."""
    found = Q()
    for word in words:
        found &= Q(text__icontains=word)
    return (
        Line.objects.filter(found, recording__in=listed(own).order_by().values("pk"))
        .select_related("recording__session__meeting")
        .order_by("-recording__asked_at", "since")
    )


def names_of(lines: Iterable[Line]) -> dict[UUID, str]:
    """The names of who said these lines, as far as anybody may still read them (RET-4)."""
    speakers = {line.attendance_id for line in lines}
    return dict(Attendance.objects.filter(pk__in=speakers).values_list("pk", "name"))


def speakers_in(recording: Recording, names: Mapping[UUID, str]) -> dict[UUID, str]:
    """Whose words there may be in a recording: who agreed to it and has a name."""
    agreed = Answer.objects.filter(recording=recording, choice=Choice.AGREED)
    keys = set(agreed.values_list("attendance", flat=True))
    return {key: name for key, name in names.items() if key in keys}
