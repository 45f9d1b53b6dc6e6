"""Recipients outside are told of erasures by mail, where they have an address (GDPR art. 19)."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from troth.lib.problems import Problem
from troth.outreach.actions import send_letter
from troth.outreach.kinds import MessageKind
from troth.privacy.facts import words_of
from troth.privacy.models import ErasureNotification
from troth.privacy.telling import address_of, mark_told


def tell_recipients() -> int:
    """Writes to each recipient that is to be told and has an address; says to how many. May be killed anywhere."""
    told = 0
    due = ErasureNotification.objects.filter(due_at__isnull=False, told_at=None)
    for notification in due.iterator():
        if address := address_of(notification):
            told += _tell(notification, address)
    return told


def _tell(notification: ErasureNotification, address: str) -> bool:
    context = {
        "operator": settings.OPERATOR_NAME,
        "public_url": settings.PUBLIC_URL,
        "categories": [words_of(one) for one in notification.categories],
        "references": notification.references,
    }
    try:
        with transaction.atomic():
            mark_told(notification, _("by mail"), None)
            send_letter(
                MessageKind.TRANSACTIONAL,
                address,
                _("Please erase data that we gave you"),
                render_to_string("rights/email/erasure_notification.txt", context),
            )
    except Problem:
        return False  # Somebody told them meanwhile.
    return True
