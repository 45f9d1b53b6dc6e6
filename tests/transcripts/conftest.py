"""A recording in which Alice and Bob say something."""

import pytest

from tests.recordings.films import recorded
from troth.accounts.models import Person
from troth.meetings.models import Meeting
from troth.recordings.models import Recording
from troth.transcripts.models import Line, Stage, Transcript

SAID = (
    (0.5, 0, "Let us begin with the budget for next year."),
    (4.5, 1, "We should buy four new computers."),
)


@pytest.fixture
def talked(weekly: Meeting, alice: Person, bob: Person) -> Recording:
    """Their film, nothing of which is written down yet. Nina was there and is not in it."""
    return recorded(weekly, alice, bob, unrecorded=["Nina Novak"], seconds=8, says=SAID)


@pytest.fixture
def written(talked: Recording) -> Recording:
    """The same with four lines, which nobody had to listen for."""
    Transcript.objects.create(recording=talked, stage=Stage.READY, reached=8000)
    alice, bob = (
        talked.answers.get(attendance__name=name).attendance for name in ("Alice Adams", "Bob Brown")
    )
    for since, who, text in (
        (500, alice, "Let us begin with the budget."),
        (2500, alice, "It is for next year."),
        (4500, bob, "We should buy <four> computers & chairs."),
        (7000, alice, "Agreed."),
    ):
        Line.objects.create(recording=talked, attendance=who, since=since, until=since + 1500, text=text)
    return talked


def lines(recording: Recording) -> list[tuple[str, str]]:
    """Who said what, in order."""
    return [(line.attendance.name, line.text) for line in Line.everything.filter(recording=recording)]
