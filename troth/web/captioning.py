"""`troth caption`: the captioner's process."""

from django.conf import settings

from troth.captions.captioner import caption as caption_meetings
from troth.privacy import Purpose
from troth.privacy.purposes import under
from troth.web.going import Going


def caption() -> None:
    """Caption meetings until it is asked to stop."""
    with under(Purpose.SERVE):
        caption_meetings(settings.SPEECH_MODEL, max(settings.CAPTIONERS, 1), Going())
