"""What people are asked about messages."""

from django.utils.translation import gettext_lazy as _

from troth.privacy import Purpose, Subject
from troth.privacy.questions import Question

QUESTIONS = [
    Question(
        "offers",
        Purpose.PROMOTE,
        asked_of=(Subject.MEMBER,),
        words=_("Send me news and offers about other services by mail, now and then."),
        limits=_(
            "No news and offers are sent to you any more. Nothing else changes: you can go on using the service."
        ),
    )
]
