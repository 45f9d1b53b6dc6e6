"""What is read about recordings."""

from uuid import UUID

from troth.meetings.models import Admission, Attendance, Session
from troth.recordings.models import Answer, Choice, Ending, Recording, State, Terms
from troth.recordings.models.recording import ON_AIR
from troth.recordings.shelf import regions

MAKING = (*ON_AIR, State.STOPPING)


def terms_of(organization_id: UUID) -> Terms:
    """An organization's rules; those that hold where it has set none keep recordings in the first region there is."""
    found = Terms.objects.filter(organization_id=organization_id).first()
    return found or Terms(organization_id=organization_id, region=next(iter(regions()), ""))


def going_on(session: Session) -> Recording | None:
    """The recording that is made in a session now."""
    return (
        Recording.everything.filter(session=session, state__in=MAKING)
        .select_related("session__meeting", "started_by")
        .first()
    )


def answer_of(recording: Recording, attendance: Attendance) -> Answer | None:
    """What somebody answered to a recording."""
    return Answer.everything.filter(recording=recording, attendance=attendance).first()


def agreed(recording: Recording) -> list[str]:
    """The identities of those who are drawn and heard: they agreed, and have not taken it back."""
    return list(
        Answer.everything.filter(
            recording=recording,
            choice=Choice.AGREED,
            withdrawn_at__isnull=True,
            attendance__admission=Admission.ADMITTED,
        ).values_list("attendance__identity", flat=True)
    )


def how_the_last_ended(session: Session) -> str:
    """Why the last recording of a session ended, in words, where nobody stopped it; else ""."""
    last = Recording.everything.filter(session=session).only("ending").order_by("-asked_at").first()
    return str(Ending(last.ending).label) if last and last.ending not in ("", Ending.HOST) else ""
