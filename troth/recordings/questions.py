"""What is asked before somebody is recorded."""

from django.utils.translation import gettext_lazy as _

from troth.privacy import Purpose, Subject
from troth.privacy.questions import Question

RECORDING = Question(
    "recording",
    Purpose.SERVE,
    asked_of=(Subject.MEMBER, Subject.GUEST),
    words=_(
        "Your picture, your voice and your shared screen will be in the recording of this meeting only if you agree."
    ),
    limits=_("You can take it back at any moment: from then on you are not in the recording."),
    case=True,
)
TRANSCRIBED = Question(
    "transcribed-recording",
    Purpose.SERVE,
    asked_of=(Subject.MEMBER, Subject.GUEST),
    words=_(
        "Your picture, your voice and your shared screen will be in the recording of this meeting only if you agree. "
        "What you say in it is also written down, as text under your name."
    ),
    limits=_(
        "You can take it back at any moment: from then on you are not in the recording, and nothing you say is written "
        "down."
    ),
    case=True,
)
"""The same where speech becomes text."""
QUESTIONS = [RECORDING, TRANSCRIBED]


def question_of(may_transcribe: bool) -> Question:
    """What is asked before a recording, with a transcript or without."""
    return TRANSCRIBED if may_transcribe else RECORDING
