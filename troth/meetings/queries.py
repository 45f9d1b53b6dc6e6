"""What is read about meetings."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.meetings.models import (
    Admission,
    Attendance,
    AttendanceRole,
    Feedback,
    Meeting,
    Message,
    Reason,
    Session,
)
from troth.organizations.models import Membership
from troth.privacy import Purpose
from troth.privacy.consents import only_standing

HISTORY = 200


def role_in(meeting: Meeting, person: Person | None) -> AttendanceRole:
    """What somebody is in a meeting. Who has left the organization is a guest of it, its host too."""
    if person is None:
        return AttendanceRole.GUEST
    if not Membership.objects.filter(person=person, organization_id=meeting.organization_id).exists():
        return AttendanceRole.GUEST
    return AttendanceRole.HOST if meeting.host_id == person.pk else AttendanceRole.MEMBER


def going_on(meeting: Meeting) -> tuple[int, bool]:
    """How many people are in the meeting now, and whether one enters it muted."""
    there = Q(
        attendances__admission=Admission.ADMITTED,
        attendances__joined_at__isnull=False,
        attendances__left_at__isnull=True,
    )
    session = (
        meeting.sessions.filter(ended_at=None).annotate(present=Count("attendances", filter=there)).first()
    )
    return (session.present, session.enter_muted) if session else (0, meeting.enter_muted)


def is_there_too(attendance: Attendance) -> bool:
    """Whether the same person is in the session already, on another device. A guest has no account to be known by."""
    if attendance.person_id is None:
        return False
    others = attendance.session.attendances.filter(person_id=attendance.person_id).exclude(id=attendance.id)
    return others.filter(admission=Admission.ADMITTED, joined_at__isnull=False, left_at__isnull=True).exists()


def remarkable(session: Session) -> list[Attendance]:
    """People of the session about whom there is more to say than that they are there."""
    barred = Q(may_microphone=False) | Q(may_camera=False) | Q(may_share=False) | Q(may_chat=False)
    return list(
        session.attendances.filter(
            barred | ~Q(cohost="") | Q(hand_at__isnull=False) | Q(spotlit_at__isnull=False),
            admission=Admission.ADMITTED,
        )
    )


def readable_messages(attendance: Attendance) -> QuerySet[Message]:
    """The chat somebody in the room may read.

    People of the organization read the meeting's chat from its beginning;
    guests read this session's, from the moment they were let in.
    """
    messages = Message.objects.select_related("author").order_by("number")
    if attendance.role == AttendanceRole.GUEST:
        return messages.filter(session_id=attendance.session_id, written_at__gte=attendance.admitted_at)
    return messages.filter(meeting_id=attendance.session.meeting_id)


def messages_after(attendance: Attendance, change: int) -> list[Message]:
    """Lines written, edited or deleted after the chat's change `change`. In order."""
    return list(readable_messages(attendance).filter(changed__gt=change))


def messages_before(attendance: Attendance, number: int | None) -> tuple[list[Message], bool]:
    """The newest 200 lines, or those before line `number`, in order; and whether there are more before them."""
    messages = readable_messages(attendance).order_by("-number")
    if number is not None:
        messages = messages.filter(number__lt=number)
    found = list(messages[: HISTORY + 1])
    return found[:HISTORY][::-1], len(found) > HISTORY


def chat_of(session: Session, person: Person) -> list[Message]:
    """A past session's chat, for the host and for people of the organization who were in it; else nothing."""
    was_there = session.attendances.filter(person=person, joined_at__isnull=False).exists()
    if not was_there and session.meeting.host_id != person.pk:
        return []
    return list(session.messages.select_related("author").order_by("number"))


def coming(person: Person) -> QuerySet[Meeting]:
    """The person's meetings that are on, ahead, or open at any time; the next first."""
    return (
        _hosted(person)
        .annotate(is_on=ON)
        .filter(Q(starts_at__isnull=True) | Q(starts_at__gt=_just_over()) | Q(is_on=True))
        .order_by(F("is_on").desc(), F("starts_at").asc(nulls_last=True), "-created_at")
    )


def past(person: Person) -> QuerySet[Meeting]:
    """The person's dated meetings that are over; the latest first."""
    return (
        _hosted(person)
        .annotate(is_on=ON)
        .filter(starts_at__lte=_just_over(), is_on=False)
        .order_by("-starts_at")
    )


def attended(person: Person) -> QuerySet[Meeting]:
    """Meetings of others in the organization that the person was in; the latest first."""
    theirs = (
        Attendance.objects.filter(person=person, joined_at__isnull=False, session__meeting=OuterRef("pk"))
        .order_by("-joined_at")
        .values("joined_at")
    )
    return (
        Meeting.objects.filter(organization__memberships__person=person)
        .exclude(host=person)
        .select_related("host")
        .annotate(last_at=Subquery(theirs[:1]))
        .filter(last_at__isnull=False)
        .order_by("-last_at")
    )


ON = Exists(
    Session.everything.filter(meeting=OuterRef("pk"), ended_at__isnull=True, started_at__isnull=False)
)


def _hosted(person: Person) -> QuerySet[Meeting]:
    return Meeting.objects.filter(host=person, organization__memberships__person=person, is_personal=False)


def _just_over() -> datetime:
    # A meeting's length is a plan, not a limit: it moves to the past a day after it began.
    return now() - timedelta(hours=24)


@dataclass(frozen=True)
class Attendee:
    """One person in a session, however often they came: times in UTC, `seconds` of presence."""

    name: str
    role: str
    joined_at: datetime
    left_at: datetime | None
    seconds: int
    how_left: str
    times: int

    @property
    def duration(self) -> str:
        """Hours, minutes and seconds, as `1:02:03`."""
        return str(timedelta(seconds=self.seconds))


def attendees(session: Session) -> list[Attendee]:
    """Who was in a session; a person with several entries is one line, overlaps counted once."""
    lines: dict[object, list[Attendance]] = {}
    people = (
        session.attendances.filter(joined_at__isnull=False)
        .prefetch_related("presences")
        .order_by("joined_at")
    )
    for attendance in people:
        lines.setdefault(attendance.person_id or attendance.id, []).append(attendance)
    return [_as_attendee(entries) for entries in lines.values()]


def _as_attendee(entries: list[Attendance]) -> Attendee:
    stays = sorted(
        ((p.joined_at, p.left_at or p.seen_at) for e in entries for p in e.presences.all()),
        key=lambda s: s[0],
    )
    seconds, until = 0.0, stays[0][0]
    for start, end in stays:
        seconds += max(0.0, (end - max(start, until)).total_seconds())
        until = max(until, end)
    there = any(entry.left_at is None for entry in entries)
    last = max(entries, key=lambda e: e.left_at or e.joined_at or until)
    return Attendee(
        name=last.name,
        role=last.get_role_display(),
        joined_at=stays[0][0],
        left_at=None if there else last.left_at,
        seconds=round(seconds),
        how_left="" if there else last.get_how_left_display(),
        times=len(stays),
    )


@dataclass(frozen=True)
class Opinion:
    """What people said about meetings: how many gave each number of stars, named each reason; and their words."""

    stars: dict[int, int]
    reasons: dict[str, int]
    comments: list[tuple[int, str]]


def opinion(since: datetime) -> Opinion:
    """What was said since then, without who said it (USE-7), and without who objects to being asked (LAW-4)."""
    rows = Feedback.objects.filter(given_at__gte=since).order_by("given_at")
    said = list(only_standing(rows, Purpose.ENGAGE, person="attendance__person", address=""))
    return Opinion(
        stars={stars: sum(one.stars == stars for one in said) for stars in range(5, 0, -1)},
        reasons={
            str(reason.label): count
            for reason in Reason
            if (count := sum(reason.value in one.reasons for one in said))
        },
        comments=[(one.stars, one.comment) for one in said if one.comment],
    )
