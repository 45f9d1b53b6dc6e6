"""What is read about recordings."""

from uuid import UUID

from troth.meetings.models import Admission, Attendance, Session
from troth.recordings.models import Answer, Choice, Decision, Ending, Recording, State, Terms, Tile
from troth.recordings.models.recording import ON_AIR
from troth.recordings.shelf import regions
from troth.recordings.spans import Span, merged

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


def spans_of(decision: Decision) -> list[Span]:
    """Where in the film the picture is that a decision is about; nothing while there is no film."""
    if decision.recording is None or not decision.recording.film:
        return []
    reach = reach_of(decision.recording)
    tiles = Tile.everything.filter(decision=decision, attendance__isnull=True, part__in=reach)
    return merged(tile.reach(*reach[tile.part_id]) for tile in tiles)


def reach_of(recording: Recording) -> dict[UUID, Span]:
    """The parts that are in a film, each from when until when in it, in milliseconds."""
    parts = list(recording.parts.filter(at__isnull=False).values_list("id", "at"))
    ends = [*(begin for _, begin in parts[1:]), recording.length]
    return {id: (begin or 0, end or 0) for (id, begin), end in zip(parts, ends, strict=False)}
