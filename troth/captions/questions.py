"""What is asked before somebody's words are shown."""

from django.utils.translation import gettext_lazy as _

from troth.privacy import Purpose, Subject
from troth.privacy.questions import Question

CAPTIONS = Question(
    "captions",
    Purpose.SERVE,
    asked_of=(Subject.MEMBER, Subject.GUEST),
    words=_(
        "What you say is shown as text to everybody in this meeting, with your name, only if you agree. The text is "
        "made where this meeting is held, and kept nowhere."
    ),
    limits=_("You can take it back at any moment: from then on nothing you say is shown as text."),
    case=True,
)
QUESTIONS = [CAPTIONS]
