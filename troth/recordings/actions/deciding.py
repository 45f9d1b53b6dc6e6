"""What becomes of the picture and the voice of somebody who was erased, in a recording that others are in too.

Their name, answer and looks went at once; where they stand in the film is
known still, without a name, until an administrator of the organization
answers: by keeping it for a reason that the law names, by cutting it out, or
by deleting the recording.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.dates import add_months, day_of, end_of, next_working_day
from troth.lib.problems import Problem
from troth.organizations.models import Membership, Organization, Role
from troth.outreach.actions import send_letter
from troth.outreach.kinds import MessageKind
from troth.privacy.audit import record
from troth.privacy.deleting import erase_whole, refuse_if_held
from troth.privacy.erasing import Plan
from troth.privacy.graph import Rows
from troth.privacy.models import Erasure
from troth.privacy.statements import chunks
from troth.recordings.models import Decided, Decision, Ground, Recording, State, Tile
from troth.recordings.queries import spans_of

STEPS = (timedelta(days=7), timedelta(days=2), timedelta())
"""How long before the last moment administrators are written to again."""
RECORDED = {
    Decided.KEPT: "recording.picture_kept",
    Decided.CUT: "recording.picture_cut",
    Decided.DELETED: "recording.picture_deleted",
    Decided.RETURNED: "recording.picture_returned",
}
"""What the record calls each answer."""


def ask_about(erasure: Erasure, plan: Plan, **_: object) -> None:
    """An erasure leaves somebody's picture in films: its organization is asked, in the same transaction."""
    left: dict[UUID, list[int]] = defaultdict(list)
    for keys in chunks(plan.nameless.get(Tile, ())):
        for key, recording_id in Tile.everything.filter(pk__in=keys).values_list("pk", "part__recording_id"):
            left[recording_id].append(key)
    moment = now()
    last = next_working_day(add_months(day_of(moment, UTC), 1))
    found = Recording.everything.filter(pk__in=left).exclude(state=State.EMPTY)
    for recording in found.select_related("session__meeting"):
        decision = Decision.everything.create(
            organization_id=recording.scope,
            recording=recording,
            recorded_on=recording.began_at.astimezone(UTC).date(),
            link_digest=erasure.secret_digest,
            asked_at=moment,
            due_at=end_of(last, UTC),
        )
        for keys in chunks(left[recording.pk]):
            Tile.everything.filter(pk__in=keys).update(decision=decision)
        record("recording.picture_asked", scope=recording.scope, object=recording)


def take_back_questions(rows: Rows, **_: object) -> None:
    """Who came back has their name again: nobody decides about their picture any more."""
    named = Decision.everything.filter(answer="", tiles__attendance__isnull=False).distinct()
    for decision in named.select_related("recording__session__meeting"):
        _close(decision, Decided.RETURNED)


def _lock_open(decision: Decision) -> Decision:
    """The decision, until the transaction ends. Raises Problem 409 where it was answered."""
    found = Decision.everything.select_for_update(of=("self",)).filter(pk=decision.pk, answer="").first()
    if found is None:
        raise Problem(409, "answered", _("This was answered already."))
    return found


def _close(decision: Decision, answer: Decided, by: Person | None = None, **values: str) -> None:
    Decision.everything.filter(pk=decision.pk, answer="").update(
        answer=answer, answered_by=by, answered_at=now(), **values
    )
    facts = {"ground": values["ground"]} if "ground" in values else {}
    record(
        RECORDED[answer],
        scope=decision.organization_id,
        actor=by,
        object=decision.recording,
        **facts,
    )


@transaction.atomic
def keep(decision: Decision, by: Person, ground: Ground, reason: str) -> None:
    """Keeps the picture, for a reason that the law names; whoever was erased reads it. Raises Problem 409."""
    one = _lock_open(decision)
    _close(one, Decided.KEPT, by, ground=ground.value, reason=reason)


def delete(decision: Decision, by: Person) -> None:
    """Deletes the recording for good, with film, parts and poster, and with it the picture. Raises Problem 409."""
    recording = decision.recording
    if recording is None or recording.is_being_made:
        raise Problem(409, "not-ready", _("This recording is still being made. Try again in a minute."))
    refuse_if_held(recording, scope=decision.organization_id, by=by)
    with transaction.atomic():
        one = _lock_open(decision)
        _close(one, Decided.DELETED, by)
        if erase_whole(Recording, {recording.id}).rows:
            record("recording.deleted", scope=decision.organization_id, actor=by, object=recording)


def settle_cut(recording: Recording, by: Person | None) -> None:
    """After a cut: what nothing is left of is answered. In the transaction of the cut."""
    for decision in Decision.everything.filter(recording=recording, answer=""):
        if not spans_of(decision):
            _close(decision, Decided.CUT, by)


def tend() -> int:
    """Answers what is settled by itself, and writes to administrators at once, before it is due, and when it is over.

    Answers how many letters were written. May be killed anywhere.
    """
    gone = Decision.everything.filter(Q(recording__isnull=True) | Q(recording__state=State.EMPTY), answer="")
    for decision in gone.select_related("recording"):
        with transaction.atomic():
            _close(decision, Decided.DELETED)
    soon = Q(told=0) | Q(due_at__lte=now() + STEPS[0], told__lte=len(STEPS))
    waiting = Decision.everything.filter(soon, answer="")
    organizations = waiting.order_by().values_list("organization_id", flat=True).distinct()
    return sum(_tell(id) for id in list(organizations))


@transaction.atomic
def _tell(organization_id: UUID) -> int:
    """One letter for all that an organization is to be told of now: that it was is kept in the same transaction."""
    Organization.objects.select_for_update().get(pk=organization_id)
    moment = now()
    steps = {
        one: 1 + sum(one.due_at - before <= moment for before in STEPS)
        for one in Decision.everything.filter(organization=organization_id, answer="")
    }
    new = [one for one, step in steps.items() if step > one.told]
    if not new:
        return 0
    for one in new:
        one.told = steps[one]
        one.save(update_fields=["told"])
    overdue = sum(one.is_overdue for one in new)
    context = {
        "count": len(new),
        "overdue": overdue,
        "due_on": min(one.last_day for one in new),
        "link": settings.PUBLIC_URL + reverse("left_pictures"),
    }
    text = render_to_string("recordings/email/pictures.txt", context)
    subject = (
        _("Overdue: pictures of people who left")
        if overdue
        else ngettext(
            "Decide about a picture of somebody who left",
            "Decide about %(n)s pictures of people who left",
            len(new),
        )
        % {"n": len(new)}
    )
    addresses = administrators(organization_id)
    for address in addresses:
        send_letter(MessageKind.TRANSACTIONAL, address, subject, text)
    return len(addresses)


def administrators(organization_id: UUID) -> list[str]:
    """The addresses of who administers an organization."""
    roles = [role for role in Role if role.may_administer]
    found: Iterable[str] = Membership.objects.filter(
        organization=organization_id, role__in=roles, person__is_active=True
    ).values_list("person__email", flat=True)
    return sorted(found)
