"""What the clock does about requests: reminds the operator of those that are due, and closes those without a person."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.outreach.actions import send_letter
from troth.outreach.kinds import MessageKind
from troth.privacy.audit import record
from troth.rights.actions import operator_addresses
from troth.rights.models import SubjectRequest
from troth.rights.requests.closing import close_erased

STEPS = (timedelta(days=7), timedelta(days=2), timedelta())
"""How long before the last moment each reminder is due."""


def tend() -> int:
    """Does both; answers how many letters were written."""
    for id in left_behind().values_list("pk", flat=True):
        close_erased(id)
    soon = SubjectRequest.objects.filter(
        closed_at=None, due_at__lte=now() + STEPS[0], reminded__lt=len(STEPS)
    )
    return sum(_remind(id) for id in list(soon.values_list("pk", flat=True)))


def left_behind() -> QuerySet[SubjectRequest]:
    """Open requests whose person was erased since."""
    return SubjectRequest.objects.filter(closed_at=None, person=None, address="", contact="")


@transaction.atomic
def _remind(id: UUID) -> int:
    """Writes the reminder whose time has come, once: that it was written is kept in the transaction that writes it."""
    rows = SubjectRequest.objects.select_for_update(of=("self",)).filter(pk=id, closed_at=None)
    one = rows.first()
    if one is None or one.is_standing:
        return 0
    step = sum(one.due_at - before <= now() for before in STEPS)
    if step <= one.reminded:
        return 0
    one.reminded = step
    one.save(update_fields=["reminded"])
    context = {
        "request": one,
        "step": step,
        "kind": one.get_kind_display(),
        "law": one.get_law_display(),
        "link": settings.PUBLIC_URL + reverse("desk_request", args=[one.pk]),
    }
    text = render_to_string("rights/email/request_due.txt", context)
    words = _("Overdue: request %s") if step == len(STEPS) else _("Due soon: request %s")
    addresses = operator_addresses()
    for address in addresses:
        send_letter(MessageKind.TRANSACTIONAL, address, words % one.reference, text)
    record("request.reminded", scope="", object=one, step=step)
    return len(addresses)
