"""What becomes of somebody's place in a meeting that is on, when they belong to its organization no more or come back."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from troth.accounts.models import Person
from troth.meetings.actions.hosting import take_out
from troth.meetings.actions.leading import find_stand_in
from troth.meetings.models import Admission, Attendance, AttendanceRole, Session
from troth.organizations.signals import membership_ended
from troth.privacy.graph import Rows
from troth.privacy.leaving import came_back

DECIDED = (Admission.REMOVED, Admission.REFUSED)


def connect() -> None:
    """Tells the rooms below, once a process."""
    membership_ended.connect(_put_out, dispatch_uid="meetings")
    came_back.connect(_ask_again, dispatch_uid="meetings")


def _put_out(person: Person, organization: UUID, **_kw: Any) -> None:
    """Who belongs to the organization no more is put out of its meetings: at the door they are a guest."""
    theirs = Attendance.everything.filter(
        person=person, session__ended_at=None, session__meeting__organization=organization
    )
    places = [(one.session, one.identity) for one in theirs.select_related("session")]
    _shut(theirs)
    theirs.update(role=AttendanceRole.GUEST, cohost="")
    transaction.on_commit(partial(_take_out, places))


def _take_out(places: list[tuple[Session, str]]) -> None:
    for session, identity in places:
        take_out(session, [identity])
        find_stand_in(session)


def _ask_again(rows: Rows, **_kw: Any) -> None:
    """Who was erased and comes back asks at the door: a host could decide nothing about them meanwhile."""
    _shut(
        Attendance.everything.filter(
            Q(pk__in=rows.get(Attendance, ())) | Q(person__in=rows.get(Person, ())), session__ended_at=None
        )
    )


def _shut(entries: QuerySet[Attendance]) -> None:
    entries.exclude(admission__in=DECIDED).update(admission=Admission.GONE, admitted_at=None)
