"""`troth record`: the recorder's process."""

from django.conf import settings

from troth.privacy import Purpose
from troth.privacy.purposes import under
from troth.recordings.browsers import find_browser
from troth.recordings.recorder import record as record_meetings
from troth.web.config import BadSettings
from troth.web.going import Going


def record() -> None:
    """Record meetings until it is asked to stop. Raises BadSettings where there is no browser."""
    program = find_browser()
    if program is None:
        raise BadSettings(
            "Chromium is not installed: without it nothing is recorded here. On Debian: apt-get install chromium"
        )
    with under(Purpose.SERVE):
        record_meetings(program, max(settings.RECORDERS, 1), Going())
