"""Who waits outside: let in, sent away, written to, put back."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.meetings.actions.door import seats_taken
from troth.meetings.actions.hosting import take_out
from troth.meetings.actions.leading import refuse_for_host
from troth.meetings.actions.news import EXPECTED, tell_leaders
from troth.meetings.actions.rules import entries_of
from troth.meetings.models import Admission, Attendance, Session


def admit(waiting: Attendance) -> None:
    """Lets somebody in who waits. Raises 409 `full`."""
    with transaction.atomic():
        session = Session.objects.select_for_update().get(id=waiting.session_id)
        _check_seats(session)
        let_in = Attendance.objects.filter(id=waiting.id, admission=Admission.WAITING)
        let_in.update(admission=Admission.ADMITTED, admitted_at=now(), told="")
        entries_of(session, waiting).update(waits=False)
    tell_leaders(session)


def admit_all(session: Session) -> None:
    """Lets everybody in who waits, longest first, as far as there are seats."""
    with transaction.atomic():
        session = Session.objects.select_for_update().get(id=session.id)
        seats = max(0, session.capacity - seats_taken(session, now()))
        waiting = list(
            session.attendances.filter(admission=Admission.WAITING)
            .order_by("asked_at")
            .values_list("id", flat=True)[:seats]
        )
        let_in = Attendance.objects.filter(id__in=waiting)
        let_in.update(admission=Admission.ADMITTED, admitted_at=now(), told="")
        people = let_in.exclude(person=None).values("person")
        session.attendances.filter(Q(id__in=waiting) | Q(person__in=people)).update(waits=False)
    tell_leaders(session)


def refuse(waiting: Attendance) -> None:
    """Sends somebody away who waits."""
    Attendance.objects.filter(id=waiting.id, admission=Admission.WAITING).update(admission=Admission.REFUSED)
    tell_leaders(waiting.session)


def note_waiting(attendance: Attendance) -> None:
    """Remembers that the person still waits; written every ten seconds at most."""
    if attendance.admission == Admission.WAITING and now() - attendance.seen_at > timedelta(seconds=10):
        Attendance.objects.filter(id=attendance.id).update(seen_at=now())


def again_in(attendance: Attendance) -> int:
    """Milliseconds until somebody who waits asks again: soon, so that they are inside soon after they were
    admitted, and the later the more there are, so that all who wait in a session ask fifty times a second at most."""
    waiting = Attendance.objects.filter(session_id=attendance.session_id, admission=Admission.WAITING).count()
    return min(max(150, 20 * waiting), 2_000)


def write_to_waiting(session: Session, text: str) -> None:
    """Tells all who wait now something, in the place of what was told before."""
    session.attendances.filter(admission=Admission.WAITING).update(told=text)


def rename_waiting(waiting: Attendance, name: str) -> None:
    """Gives somebody who waits the name they shall have in this session."""
    Attendance.objects.filter(id=waiting.id).update(name=name)
    tell_leaders(waiting.session)


def put_back(session: Session, participant: Attendance) -> None:
    """Has somebody who is in the room wait again, under each of their entries.

    As after a removal guests wait for the host from then on: a guest who comes
    again is not known again.
    """
    refuse_for_host(participant)
    entries = entries_of(session, participant)
    with transaction.atomic():
        there = list(entries.filter(EXPECTED).values_list("identity", flat=True))
        entries.update(waits=True, cohost="", hand_at=None, spotlit_at=None)
        entries.filter(admission=Admission.ADMITTED).update(admission=Admission.GONE)
        entries.filter(identity__in=there).update(admission=Admission.WAITING, asked_at=now(), seen_at=now())
        Session.objects.filter(id=session.id).update(guests_wait=True)
    take_out(session, there)
    tell_leaders(session)


def _check_seats(session: Session) -> None:
    if seats_taken(session, now()) >= session.capacity:
        raise Problem(409, "full", _("This meeting is full."))
