"""People in a meeting are in somebody else's hands where the media server is: on record, and only if it may be (SHR-11)."""

import logging

from django.utils.translation import gettext as _

from troth.lib.problems import Problem
from troth.media.relay import MEDIA
from troth.meetings.models import Attendance
from troth.privacy import Purpose
from troth.privacy.disclosing import About, Facts, judge, put_on_record
from troth.privacy.recipients import HandOverRefused, behind

log = logging.getLogger(__name__)


class MediaShut(Problem):
    """The media server is somebody's who may not have what goes there."""

    def __init__(self, refused: HandOverRefused) -> None:
        log.error("No meeting can be held: %s See “troth recipients”.", refused)
        super().__init__(
            503,
            "media-shut",
            _(
                "Meetings can't be held here at the moment: the media server is not cleared for use. Tell who runs it."
            ),
        )


def refuse_shut_door() -> None:
    """Raises MediaShut where nobody may be handed to the media server; asks nothing where it is the operator's own."""
    _judge(About())


def hand_over_to_media(attendance: Attendance) -> None:
    """Puts on record that somebody's name, voice and picture go to somebody else's media server; once an entry.

    A guest is nobody whom the record could name. Raises MediaShut.
    """
    if MEDIA.host:
        about = About(attendance.person)
        facts = _judge(about, attendance.identity)
        if facts is not None:
            put_on_record(facts, [about])


def _judge(about: About, reference: str = "") -> Facts | None:
    try:
        found = behind(MEDIA)
        if found is None:
            return None
        return judge(
            found.key,
            categories=MEDIA.categories,
            about=[about],
            purpose=Purpose.SERVE,
            basis=Attendance.privacy.purposes[Purpose.SERVE],
            why=_("you were in a meeting"),
            reference=reference,
        )
    except HandOverRefused as refused:
        raise MediaShut(refused) from None
