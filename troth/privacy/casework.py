"""A case of law, danger or sale, step by step (USE-10, SHR-8, SHR-9).

    enter → ENTERED ─ approve, approve ─→ APPROVED ─ export ─→ EXPORTED ─ show (at once, or after the gag)
               └──────── refuse ───────────────┘→ REFUSED

Two different people approve; who entered a case may be one of them. What is
exported is never kept here: its digest is. People see the hand-over in the
record of disclosures, and are written to (`rights`), once no gag forbids it;
of a sale they are told before it happens.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import sha256
from typing import IO, Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.lib.problems import Problem, not_found
from troth.privacy.audit import pseudonym, record
from troth.privacy.disclosing import About, Facts, judge, put_on_record
from troth.privacy.erasing import Plan
from troth.privacy.models.cases import CaseKind, CaseState, DisclosureCase
from troth.privacy.models.recipients import Function
from troth.privacy.opt_outs import address_of_account
from troth.privacy.purposes import for_the_engine
from troth.privacy.recipients import HandOverRefused, declared
from troth.privacy.scoping import Scope, concerned, organizations_in, scope_of, write_scope
from troth.privacy.vocabulary import Purpose

EYES = 2
"""People who approve."""
NOTICE = timedelta(days=14)
"""Before a sale hands anything over, its people have this long to choose."""
GRACE = timedelta(days=7)
"""What was handed over can be written again for so long, should a file be lost."""
RECIPIENTS = {
    CaseKind.REQUEST: (Function.AUTHORITY,),
    CaseKind.EMERGENCY: (Function.AUTHORITY, Function.FRAUD_PREVENTION),
    CaseKind.DISPUTE: (
        Function.AUTHORITY,
        Function.AUDITORS,
        Function.ADVISERS,
        Function.CREDIT_REFERENCE,
        Function.FRAUD_PREVENTION,
    ),
    CaseKind.SALE: (Function.SUCCESSOR, Function.AFFILIATE, Function.ADVISERS),
}
"""To whom each kind of case may lead."""


@transaction.atomic
def enter_case(by: Model, **values: Any) -> DisclosureCase:
    """Takes a demand down. `values` are the case's own fields; its recipient is declared already."""
    case = DisclosureCase.objects.create(entered_by=pseudonym(by), entered_at=now(), **values)
    record("case.entered", scope="", actor=by, object=case, kind=case.kind)
    return case


@for_the_engine()
def approve_case(case: DisclosureCase, by: Model) -> DisclosureCase:
    """One person's approval; the second lets the case go on. Raises Problem 409 for a second one by the same person."""
    with transaction.atomic():
        case = _locked(case, CaseState.ENTERED)
        if any(one["by"] == pseudonym(by) for one in case.approvals):
            raise Problem(409, "approved", _("You have approved this already. Somebody else has to as well."))
        case.approvals.append({"by": pseudonym(by), "at": now().isoformat()})
        if len(case.approvals) >= EYES:
            case.state = CaseState.APPROVED
            if case.kind == CaseKind.SALE:
                case.not_before = now() + NOTICE
        case.save()
        record(
            "case.approved", scope="", actor=by, object=case, kind=case.kind, approvals=len(case.approvals)
        )
    return case


@transaction.atomic
def refuse_case(case: DisclosureCase, why: str, by: Model) -> None:
    """Ends a case without a hand-over, and says why. What it was about is forgotten."""
    case = _locked(case, CaseState.ENTERED, CaseState.APPROVED)
    case.state, case.refusal = CaseState.REFUSED, why
    case.refused_by, case.refused_at, case.targets = pseudonym(by), now(), []
    case.save()
    record("case.refused", scope="", actor=by, object=case, kind=case.kind)


@for_the_engine()
def export_case(case: DisclosureCase, target: IO[bytes], by: Model | None) -> DisclosureCase:
    """Writes what the case is about to a file, to be handed over now, and notes its digest.

    Once the case was handed over the same may be written again for a week.
    Raises Problem 409 where it may not go: not approved, too early, or refused
    by what is declared of the recipient.
    """
    case = DisclosureCase.objects.get(pk=case.pk)
    _refuse_early(case)
    scope = scope_of(case.targets, case.categories)
    people = concerned(scope)
    if not scope.rows:
        raise Problem(409, "empty", _("There is nothing here that this case asks for."))
    write_scope(scope, target, _heading(case))
    with transaction.atomic():
        case = _locked(case, CaseState.APPROVED, CaseState.EXPORTED)
        _refuse_early(case)
        try:
            facts = judge(
                case.recipient,
                categories=case.categories,
                about=[about for _hash, about in people],
                purpose=Purpose.LEGAL,
                basis=CaseKind(case.kind).basis,
                why=case.why,
                reference=case.number,
            )
        except HandOverRefused as refused:
            raise Problem(409, "refused", str(refused)) from None
        case.state, case.facts = CaseState.EXPORTED, case.facts or asdict(facts)
        case.whom = sorted({*case.whom, *(hash for hash, _about in people)})
        case.exports.append({"at": now().isoformat(), **_measure(target), "rows": scope.count})
        if case.gag_until is None or case.gag_until <= now():
            _show(case, scope)
        case.save()
        record("case.exported", scope="", actor=by, object=case, kind=case.kind, rows=scope.count)
    return case


def _refuse_early(case: DisclosureCase) -> None:
    if case.state not in (CaseState.APPROVED, CaseState.EXPORTED) or not case.targets:
        raise Problem(409, "state", _("This case is not at this step."))
    if is_early(case):
        raise Problem(409, "early", _("First its people are told, and have time to choose."))
    try:
        declared(case.recipient)
    except HandOverRefused as refused:
        raise Problem(409, "refused", str(refused)) from None


def is_early(case: DisclosureCase) -> bool:
    """Whether the people of a sale are yet to be told, or have their time to choose."""
    has_time = case.not_before is not None and case.not_before > now()
    return case.kind == CaseKind.SALE and (case.told_at is None or has_time)


def _heading(case: DisclosureCase) -> dict[str, object]:
    return {
        "case": case.number,
        "asked_by": case.asked_by,
        "authority": case.authority,
        "categories": case.categories,
    }


def _measure(target: IO[bytes]) -> dict[str, object]:
    target.seek(0)
    digest = sha256()
    while piece := target.read(1 << 20):
        digest.update(piece)
    size = target.tell()
    target.seek(0)
    return {"digest": digest.hexdigest(), "size": size}


@for_the_engine()
def show_due() -> int:
    """Puts on record what was handed over under a gag that is over; says how many cases."""
    shown = 0
    silent = DisclosureCase.objects.filter(state=CaseState.EXPORTED, shown_at=None)
    for case in silent.filter(gag_until__lte=now()):
        with transaction.atomic(), suppress(Problem):
            case = _locked(case, CaseState.EXPORTED)
            if case.shown_at is None:
                _show(case, scope_of(case.targets, case.categories))
                case.save()
                record("case.shown", scope="", object=case, kind=case.kind)
                shown += 1
    return shown


def _show(case: DisclosureCase, scope: Scope) -> None:
    """Those whom the hand-over was about, and who are still here, see it from now on."""
    whom = set(case.whom)
    put_on_record(Facts(**case.facts), [about for hash, about in concerned(scope) if hash in whom])
    if case.shown_at is None:
        case.shown_at = now()
        for key in organizations_in(case.targets):
            record("case.concerned", scope=key, object=case, kind=case.kind)


def let_go(plan: Plan) -> None:
    """Who is erased is no longer what a case asks about."""
    gone = {(model._meta.label, str(key)) for model, keys in plan.going.items() for key in keys}
    for case in DisclosureCase.objects.exclude(targets=[]).select_for_update():
        left = [target for target in case.targets if tuple(target) not in gone]
        if len(left) < len(case.targets):
            case.targets = left
            case.save(update_fields=["targets"])


@transaction.atomic
def close_due() -> None:
    """Forgets what cases were about, a week after they were handed over and their people told."""
    over = DisclosureCase.objects.filter(state=CaseState.EXPORTED, shown_at__isnull=False)
    for case in over.filter(told_at__isnull=False).exclude(targets=[]).select_for_update():
        last = last_moment(case)
        if last is not None and last <= now() - GRACE:
            case.targets, case.whom, case.told_up_to = [], [], ""
            case.save(update_fields=["targets", "whom", "told_up_to"])


def to_be_told() -> list[DisclosureCase]:
    """The cases whose people are to be written to: of a sale beforehand, else when they may know."""
    cases = DisclosureCase.objects.filter(told_at=None).exclude(targets=[])
    return [
        case
        for case in cases
        if (case.kind == CaseKind.SALE and case.state == CaseState.APPROVED)
        or (case.state == CaseState.EXPORTED and case.shown_at is not None)
    ]


Write = Callable[[DisclosureCase, str], None]


@for_the_engine()
def tell_some(case: DisclosureCase, write: Write, most: int) -> bool:
    """Has the next so many people of a case written to, in one transaction; True when all were.

    `write` puts a letter to an address on its way.
    """
    with transaction.atomic():
        case = DisclosureCase.objects.select_for_update().get(pk=case.pk)
        if case.told_at is not None:
            return True
        people = [
            (hash, address)
            for hash, about in concerned(scope_of(case.targets, case.categories))
            if hash > case.told_up_to and (address := _address(about))
        ]
        if case.state == CaseState.EXPORTED:
            whom = set(case.whom)
            people = [one for one in people if one[0] in whom]
        for hash, address in people[:most]:
            write(case, address)
            case.told_up_to = hash
            case.told += 1
        if len(people) <= most:
            case.told_at, case.told_up_to = now(), ""
            record("case.told", scope="", object=case, kind=case.kind, people=case.told)
        case.save()
    return case.told_at is not None


def _address(about: About) -> str:
    return about.address if about.person is None else address_of_account(about.person)


def _locked(case: DisclosureCase, *states: CaseState) -> DisclosureCase:
    found = DisclosureCase.objects.select_for_update().filter(pk=case.pk).first()
    if found is None:
        raise not_found()
    if found.state not in states:
        raise Problem(409, "state", _("This case is not at this step."))
    return found


def last_moment(case: DisclosureCase) -> datetime | None:
    """When it was handed over last."""
    return datetime.fromisoformat(case.exports[-1]["at"]) if case.exports else None
