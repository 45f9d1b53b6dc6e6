"""What is read about captions."""

from uuid import UUID

from troth.captions.models import Captions, CaptionsAnswer, CaptionsChoice
from troth.meetings.models import Admission, Attendance, Session


def captions_of(session: Session) -> Captions | None:
    """The captions of a session, on or off; None where nobody ever turned them on."""
    return Captions.everything.filter(session=session).select_related("started_by").first()


def answer_of(attendance: Attendance) -> CaptionsAnswer | None:
    """What somebody answered."""
    return CaptionsAnswer.everything.filter(attendance=attendance).first()


def agreed(session_id: UUID) -> frozenset[str]:
    """The identities of those whose words are shown: they agreed, have not taken it back, and are let in."""
    return frozenset(
        CaptionsAnswer.everything.filter(
            attendance__session=session_id,
            attendance__admission=Admission.ADMITTED,
            choice=CaptionsChoice.AGREED,
            withdrawn_at__isnull=True,
        ).values_list("attendance__identity", flat=True)
    )
