"""The end of a request, whatever it is. From here its words and addresses have `KEPT_DAYS` days; its record stays."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.dates import day_of
from troth.lib.problems import Problem
from troth.privacy.audit import record
from troth.rights.models import Ground, Kind, Outcome, SubjectRequest
from troth.rights.requests.actions import lock_open, note
from troth.rights.requests.letters import tell


def _close(one: SubjectRequest, outcome: Outcome, ground: Ground | None = None) -> None:
    zone, moment = one.time_zone, now()
    one.in_time = one.is_standing or moment < one.due_at
    one.closed_at, one.outcome, one.ground = moment, outcome, ground or ""
    one.days = max(0, (day_of(moment, zone) - day_of(one.received_at, zone)).days)
    one.save()


@transaction.atomic
def fulfil(subject_request: SubjectRequest, officer: Person, text: str, *, partly: bool = False) -> None:
    """Answers that it was done. Raises 409 where nobody knows whose request it is."""
    one = lock_open(subject_request.pk)
    refuse_unproven(one)
    note(one, text)
    _close(one, Outcome.PARTLY if partly else Outcome.FULFILLED)
    tell(one, "answered", text=text, partly=partly)
    record("request.answered", scope="", actor=officer, object=one, days=one.days or 0, outcome=one.outcome)


def refuse_unproven(one: SubjectRequest) -> None:
    """Raises 409 where a request touches data and nobody knows whose it is."""
    if one.needs_proof:
        raise Problem(
            409,
            "unproven",
            _("Nobody knows yet whose request this is. Nothing may be done about data before."),
        )


@transaction.atomic
def refuse(subject_request: SubjectRequest, officer: Person, ground: Ground, text: str) -> None:
    """Answers that it is not done, why, and where one may complain (GDPR art. 12(4))."""
    one = lock_open(subject_request.pk)
    note(one, f"{ground.label}\n\n{text}")
    _close(one, Outcome.REFUSED, ground)
    tell(one, "refused", text=text, ground=str(ground.label))
    record("request.refused", scope="", actor=officer, object=one, ground=ground.value)


@transaction.atomic
def take_back(subject_request: SubjectRequest) -> None:
    """Its person does not want it any more."""
    one = lock_open(subject_request.pk)
    _close(one, Outcome.WITHDRAWN)
    record("request.withdrawn", scope="", object=one)


@transaction.atomic
def say_it_is_not_mine(subject_request: SubjectRequest) -> None:
    """Whoever is at the address did not make it. Raises 409 for one that they said was theirs."""
    one = lock_open(subject_request.pk)
    if one.verified_at is not None:
        raise Problem(
            409, "verified", _("It was said before that this request is yours. Take it back instead.")
        )
    _close(one, Outcome.NOT_THEIRS)
    record("request.not_theirs", scope="", object=one)


@transaction.atomic
def close_erased(id: UUID, officer: Person | None = None, *, held: bool = False) -> None:
    """The end of a request whose person was erased: done, where that was what it asked for."""
    rows = SubjectRequest.objects.select_for_update(of=("self",))
    one = rows.filter(pk=id, closed_at=None).first()
    if one is None:
        return
    done = Outcome.PARTLY if held else Outcome.FULFILLED
    _close(one, done if one.kind == Kind.ERASURE else Outcome.GONE, Ground.HOLD if held else None)
    record("request.answered", scope="", actor=officer, object=one, days=one.days or 0, outcome=one.outcome)
