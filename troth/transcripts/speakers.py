"""Whose words are whose, by who was heard when; and words as lines that can be read while they are heard."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from troth.lib.speech import Phrase, Word
from troth.recordings.watching import Heard
from troth.transcripts.models import MOST

LONG = 80
"""Characters of a line, and with the word that begins before them a little more: two rows of captions."""
SECONDS = 5
"""So long a line is at most, but for a word that is longer."""
NEAR = 1000
"""A word is somebody's who was heard so many milliseconds before or after it: neither measure is exact."""
SHORTEST = 300
"""Milliseconds that a line can be read for."""


@dataclass(frozen=True)
class Said:
    """A line before it is a row; times are milliseconds of the film."""

    since: int
    until: int
    text: str
    speaker: UUID


def lines_of(phrases: Iterable[Phrase], heard: Sequence[Heard], begin: int) -> Iterator[Said]:
    """The lines of what is said in a piece that begins at a millisecond of the film.

    A word that nobody was heard to say, or somebody who is erased, is left out.
    """
    for phrase in phrases:
        words: list[Word] = []
        speaker: UUID | None = None
        for word in (Word(one.since + begin, one.until + begin, one.text) for one in phrase.words):
            before, speaker = speaker, speaker_of(word, heard, speaker)
            if words and before and (speaker != before or _is_full(words, word)):
                yield _line(words, before)
                words = []
            if speaker:
                words.append(word)
        if words and speaker:
            yield _line(words, speaker)


def speaker_of(word: Word, heard: Sequence[Heard], before: UUID | None) -> UUID | None:
    """Who is heard for most of a word, else who is nearest to it; of two alike who spoke before it.

    None for nobody, and for who is erased: also where somebody else is heard as much.
    """
    near = [one for one in heard if one.since < word.until + NEAR and one.until > word.since - NEAR]
    if not near:
        return None
    # Negative is the distance to it.
    return max(
        near,
        key=lambda one: (
            min(one.until, word.until) - max(one.since, word.since),
            one.speaker is None,
            one.speaker == before,
        ),
    ).speaker


def _is_full(words: Sequence[Word], word: Word) -> bool:
    length = sum(len(one.text) + 1 for one in words) + len(word.text)
    return length > LONG or word.until - words[0].since > SECONDS * 1000


def _line(words: Sequence[Word], speaker: UUID) -> Said:
    since = words[0].since
    text = " ".join(one.text for one in words)[:MOST]
    return Said(since, max(words[-1].until, since + SHORTEST), text, speaker)
