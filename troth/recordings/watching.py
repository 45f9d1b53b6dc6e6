"""What is read about recordings that are made: which somebody may see, who is in one, who looked at it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from troth.lib.clock import now
from troth.lib.text import one_line
from troth.meetings.actions.inviting import digest
from troth.meetings.models import Attendance
from troth.organizations.models import Membership
from troth.recordings.models import (
    Answer,
    Choice,
    Cut,
    CutState,
    Decided,
    Decision,
    Look,
    Recording,
    Shared,
    State,
    Tile,
    Voice,
)
from troth.recordings.queries import reach_of

LOOKS = 50
"""The latest looks that are listed."""
DATED = "%Y-%m-%d %H.%M"


def _of_organization(own: Membership) -> QuerySet[Recording]:
    return Recording.objects.filter(session__meeting__organization_id=own.organization_id).select_related(
        "session__meeting__host", "started_by"
    )


def readable_by(own: Membership) -> QuerySet[Recording]:
    """The recordings whose page somebody may open. What is in the trash, or came to nothing, only who leads it."""
    found = _of_organization(own)
    if own.may_administer:
        return found
    was_there = Exists(
        Attendance.everything.filter(
            session=OuterRef("session"), person=own.person_id, joined_at__isnull=False
        )
    )
    shared = Q(shared=Shared.ORGANIZATION) | (Q(shared=Shared.PARTICIPANTS) & was_there)
    there = Q(trashed_at__isnull=True) & ~Q(state=State.EMPTY)
    return found.filter(Q(session__meeting__host=own.person_id) | (there & shared))


def listed(own: Membership) -> QuerySet[Recording]:
    """Those of them that are not in the trash, the newest first."""
    return readable_by(own).filter(trashed_at__isnull=True)


def trashed(own: Membership) -> QuerySet[Recording]:
    """What is in the trash of somebody, what was thrown away last first."""
    return readable_by(own).filter(trashed_at__isnull=False).order_by("-trashed_at")


def of_sessions(own: Membership, sessions: Iterable[UUID]) -> dict[UUID, list[Recording]]:
    """The recordings of each of these sessions that somebody may look at, the oldest first."""
    found: dict[UUID, list[Recording]] = {}
    for recording in listed(own).filter(session__in=list(sessions)).order_by("asked_at"):
        found.setdefault(recording.session_id, []).append(recording)
    return found


def by_link(secret: str) -> Recording | None:
    """The recording that a link leads to, while it is good."""
    return (
        Recording.objects.filter(
            link_digest=digest(secret), link_until__gt=now(), trashed_at__isnull=True, state=State.READY
        )
        .exclude(film="")
        .select_related("session__meeting")
        .first()
    )


@dataclass(frozen=True)
class Named:
    """A name over the picture: from and until in milliseconds of the film, the place in thousandths of the picture."""

    since: int
    until: int
    name: str
    is_screen: bool
    left: int
    top: int
    width: int
    height: int


def names_over(recording: Recording, names: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """Who stands where in a film, by the names they have now (`names_in`). Who has none any more is left out."""
    reach = reach_of(recording)
    tiles = Tile.objects.filter(part__in=reach).order_by("part__number", "since")
    return [
        asdict(
            Named(
                since=since,
                until=until,
                name=name,
                is_screen=tile.is_screen,
                left=tile.left,
                top=tile.top,
                width=tile.width,
                height=tile.height,
            )
        )
        for tile in tiles
        for since, until in [tile.reach(*reach[tile.part_id])]
        if tile.attendance_id and (name := names.get(tile.attendance_id)) is not None
    ]


@dataclass(frozen=True)
class Heard:
    """Somebody is heard, from and until in milliseconds of the film. No speaker is one who is erased."""

    since: int
    until: int
    speaker: UUID | None


def heard_in(recording: Recording) -> list[Heard]:
    """Who is heard when in a film."""
    reach = reach_of(recording)
    return [
        Heard(*voice.reach(*reach[voice.part_id]), voice.attendance_id)
        for voice in Voice.objects.filter(part__in=reach).order_by("part__number", "since")
    ]


def names_in(recording: Recording) -> dict[UUID, str]:
    """The names of those who were in the meeting, by attendance, as far as anybody may still read them (RET-4)."""
    return dict(Attendance.objects.filter(session=recording.session_id).values_list("id", "name"))


def is_cut(recording: Recording) -> bool:
    """Whether something is being cut out of its film now."""
    return Cut.everything.filter(recording=recording, state=CutState.ASKED).exists()


def cuts_of(recording: Recording) -> list[Cut]:
    """What was asked to be cut out of a film, what was asked for last first."""
    return list(Cut.objects.filter(recording=recording).order_by("-asked_at", "since"))


def decisions_of(own: Membership) -> QuerySet[Decision]:
    """The decisions of somebody's organization about pictures of people who were erased, what is due first first."""
    found = Decision.objects.filter(organization=own.organization_id)
    return found.select_related("recording__session__meeting")


def undecided(own: Membership) -> QuerySet[Decision]:
    """Those that are not answered."""
    return decisions_of(own).filter(answer="", recording__isnull=False)


def decided(own: Membership) -> QuerySet[Decision]:
    """Those that are, the latest first."""
    return decisions_of(own).exclude(answer="").order_by("-answered_at")


def decisions_by_link(link_digest: str) -> list[Decision]:
    """What the link of an erasure shows its person: what was asked for it, and the answers."""
    if not link_digest:
        return []
    found = Decision.objects.filter(link_digest=link_digest).exclude(answer=Decided.RETURNED)
    return list(found.select_related("organization", "recording").order_by("recorded_on"))


@dataclass(frozen=True)
class Answered:
    """What one person answered, for who leads."""

    name: str
    answer: Answer

    @property
    def agreed(self) -> bool:
        """Whether they are in the film at all."""
        return self.answer.choice == Choice.AGREED


def answers_to(recording: Recording, names: Mapping[UUID, str]) -> list[Answered]:
    """Who answered what to a recording, by the names they have now; "" for who has none any more."""
    return [
        Answered(names.get(answer.attendance_id, ""), answer)
        for answer in Answer.objects.filter(recording=recording)
    ]


def looks_at(recording: Recording) -> list[Look]:
    """The latest looks at a recording."""
    return list(Look.objects.filter(recording=recording).select_related("person")[:LOOKS])


def file_name(recording: Recording) -> str:
    """What a film is called on somebody's disk: the meeting's title and when it began, in UTC."""
    title = "".join(c for c in one_line(recording.session.meeting.title) if c not in '\\/:*?"<>|')
    ending = recording.film.rpartition(".")[2]
    return f"{title[:80].strip(' .') or 'Recording'} {recording.began_at:{DATED}}.{ending}"
