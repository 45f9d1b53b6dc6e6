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
QUESTIONS = [RECORDING]
