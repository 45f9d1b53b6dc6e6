"""Who has the host's rights in a session: co-hosts, and who stands in while no host is there."""

from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from troth.lib.problems import Problem
from troth.meetings.actions.news import EXPECTED, LEADS, THERE, changing, tell_leaders
from troth.meetings.actions.rules import enforce, entries_of
from troth.meetings.models import Attendance, AttendanceRole, CoHost, Session


def name_cohost(session: Session, participant: Attendance, leads: bool) -> None:
    """Makes somebody a co-host of this session, under each of their entries, or takes it back."""
    refuse_for_host(participant)
    _give(session, entries_of(session, participant), CoHost.NAMED if leads else "")


def refuse_for_host(participant: Attendance) -> None:
    """Raises 403 for what nobody does to the meeting's host."""
    if participant.role == AttendanceRole.HOST:
        raise Problem(403, "not-allowed", _("This can not be done to the host."))


def find_stand_in(session: Session) -> None:
    """Where a host was and nobody leads any more, the member who is there longest does. Never a guest."""
    if session.ended_at is not None:
        return
    people = session.attendances
    if people.filter(LEADS, THERE).exists() or not people.filter(LEADS, joined_at__isnull=False).exists():
        return
    member = people.filter(THERE, role=AttendanceRole.MEMBER).order_by("joined_at").first()
    if member is not None:
        _give(session, people.filter(id=member.id), CoHost.STANDS_IN)


def end_stand_in(session: Session) -> None:
    """The host is back: who stood in does so no longer."""
    standing_in = session.attendances.filter(cohost=CoHost.STANDS_IN)
    if standing_in.exists():
        _give(session, standing_in, "")


def _give(session: Session, people: QuerySet[Attendance], cohost: str) -> None:
    ids = list(people.values_list("id", flat=True))
    with changing(session, partial(enforce, session)) as changed:
        session.attendances.filter(id__in=ids).update(cohost=cohost)
        changed.extend(session.attendances.filter(EXPECTED, id__in=ids))
    if cohost:
        tell_leaders(session)
