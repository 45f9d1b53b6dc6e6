"""What a person does with their request, and what the officer does with it short of its end (`closing.py`).

Each locks the request first: two officers, or an officer and the person, act
one after the other, and nothing is done to a request that is closed.
"""

from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.dates import day_of, end_of
from troth.lib.limits import Limit
from troth.lib.problems import Problem
from troth.privacy.audit import record
from troth.rights.clocks import clock_of, due_on
from troth.rights.models import Author, Kind, Law, Proven, RequestMessage, SubjectRequest
from troth.rights.requests.letters import tell

ANSWERS = Limit("request-answers", times=20, seconds=24 * 3600)


def lock_open(id: UUID) -> SubjectRequest:
    """An open request, until the transaction ends. Raises 409 where it is closed."""
    rows = SubjectRequest.objects.select_related("person").select_for_update(of=("self",))
    found = rows.get(pk=id)
    if not found.is_open:
        raise Problem(409, "closed", _("This request is closed."))
    return found


def set_due(one: SubjectRequest) -> None:
    """Counts anew when it is due. Reminders of an earlier day count no more."""
    zone = one.time_zone
    last = due_on(
        one.clock, day_of(one.received_at, zone), extended=one.extended_at is not None, stood=one.stood
    )
    if last != one.due_on:
        one.due_on, one.due_at, one.reminded = last, end_of(last, zone), 0


@transaction.atomic
def answer(
    subject_request: SubjectRequest, text: str, *, proven: bool = True, mail_digest: str | None = None
) -> None:
    """What its person writes. Where they were asked for more, the clock goes on. Raises 409, 429."""
    ANSWERS.refuse_when_reached(str(subject_request.pk))
    ANSWERS.count(str(subject_request.pk))
    one = lock_open(subject_request.pk)
    RequestMessage.objects.create(
        request=one,
        author=Author.PERSON,
        text=text,
        proven=proven,
        mail_digest=mail_digest,
        written_at=now(),
    )
    _go_on(one)
    one.save()


def _go_on(one: SubjectRequest) -> None:
    if one.waits_for_more and one.more_asked_at:
        one.more_given_at = now()
        if one.clock.stands:
            zone = one.time_zone
            one.stood = (day_of(one.more_given_at, zone) - day_of(one.more_asked_at, zone)).days
        set_due(one)


@transaction.atomic
def say_it_is_mine(subject_request: SubjectRequest) -> None:
    """Its person opened the link that was mailed to them, or signed in, and says that they made it."""
    one = lock_open(subject_request.pk)
    if one.verified_at is None:
        one.verified_at, one.proven = now(), Proven.ACCOUNT if one.person_id else Proven.LINK
        _go_on(one)
        one.save()
        RequestMessage.objects.filter(request=one).update(proven=True)
        record("request.verified", scope="", object=one, how=one.proven)


@transaction.atomic
def write(subject_request: SubjectRequest, officer: Person, text: str) -> bool:
    """What the officer writes, mailed where there is an address; False where there is none."""
    one = lock_open(subject_request.pk)
    note(one, text)
    mailed = tell(one, "written", text=text)
    record("request.written", scope="", actor=officer, object=one)
    return mailed


def note(one: SubjectRequest, text: str) -> None:
    """Keeps what an officer wrote to its person."""
    RequestMessage.objects.create(request=one, author=Author.OFFICER, text=text, written_at=now())


@transaction.atomic
def confirm_receipt(subject_request: SubjectRequest, officer: Person) -> None:
    """The officer confirmed receipt by other means than mail."""
    one = lock_open(subject_request.pk)
    if one.acknowledged_at is None:
        one.acknowledged_at = now()
        one.save(update_fields=["acknowledged_at"])
        record("request.confirmed", scope="", actor=officer, object=one)


@transaction.atomic
def verify(subject_request: SubjectRequest, officer: Person) -> None:
    """The officer made sure, by other means, that the request is its person's."""
    one = lock_open(subject_request.pk)
    if one.verified_at is None:
        one.verified_at, one.proven = now(), Proven.OFFICER
        _go_on(one)
        one.save()
        record("request.verified", scope="", actor=officer, object=one, how=one.proven)


@transaction.atomic
def ask_for_more(subject_request: SubjectRequest, officer: Person, text: str) -> None:
    """Asks, once, for what shows whose request it is. The clock stands where its law lets it (GDPR art. 12(6))."""
    one = lock_open(subject_request.pk)
    if one.more_asked_at is not None:
        raise Problem(409, "asked", _("More was asked for already. That may be done once."))
    if one.verified_at is not None:
        raise Problem(409, "verified", _("It is known whose request this is: there is nothing to ask."))
    if one.is_overdue:
        raise Problem(409, "overdue", _("The request is overdue: its clock can't stand any more."))
    one.more_asked_at = now()
    one.save(update_fields=["more_asked_at"])
    note(one, text)
    tell(one, "more", text=text, stands=one.clock.stands)
    record("request.more_asked", scope="", actor=officer, object=one, stands=one.clock.stands)


@transaction.atomic
def extend(subject_request: SubjectRequest, officer: Person, reason: str) -> None:
    """Takes the longer time, once and before the request is due, and tells why (GDPR art. 12(3), 11 CCR 7021(b))."""
    one = lock_open(subject_request.pk)
    if not one.may_be_extended:
        raise Problem(409, "no-extension", why_no_extension(one))
    before = one.due_on
    one.extended_at = now()
    set_due(one)
    one.save()
    note(one, _("We need longer: until %s.") % date_format(one.due_on, "j F Y") + f"\n\n{reason}")
    tell(one, "extended", text=reason, before=before)
    record("request.extended", scope="", actor=officer, object=one, due=one.due_on)


def why_no_extension(one: SubjectRequest) -> str:
    """Why a request may not take longer."""
    if one.extended_at:
        return _("This request took the longer time already. That may be done once.")
    if one.clock.longest is None:
        return _("The law gives no longer time for this request.")
    return _("The request is overdue: a longer time must be told before.")


@transaction.atomic
def sort(subject_request: SubjectRequest, officer: Person, kind: Kind, law: Law) -> None:
    """Says what is asked for and which law applies; its person is told, with the day that follows."""
    one = lock_open(subject_request.pk)
    if (one.kind, one.law) == (kind, law):
        return
    if one.extended_at and clock_of(law, kind).longest is None:
        raise Problem(409, "no-extension", _("The longer time was taken, and that law has none."))
    one.kind, one.law = kind, law
    set_due(one)
    one.save()
    tell(one, "sorted")
    record("request.sorted", scope="", actor=officer, object=one, kind=one.kind, law=one.law)
