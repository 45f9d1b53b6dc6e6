"""What people do about their data, and administrators about their organization's."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from troth.lib.problems import Problem
from troth.meetings.models import Attendance
from troth.organizations.models import Membership, Organization
from troth.outreach.actions import send_letter
from troth.privacy.audit import record
from troth.privacy.graph import rows_of
from troth.privacy.leaving import WINDOW, leave
from troth.privacy.people import people_at
from troth.privacy.retention import days_of, set_period

MEETING_DAYS = "meeting_days"


def erase_at(address: str, origin: str, window: timedelta = WINDOW) -> tuple[str, int]:
    """Erases everybody who is at an address; answers the link back, and how many rows a hold keeps.

    The link is mailed too; without a window there is none. Raises what stands
    in the way, as `leave` does.
    """
    erasure, token = leave(rows_of(people_at(address)), origin, window=window)
    if not token:
        return "", erasure.held
    link = settings.PUBLIC_URL + reverse("return", args=[token])
    context = {"link": link, "days": WINDOW.days, "due_at": erasure.due_at, "held": erasure.held}
    subject = render_to_string("rights/email/erased_subject.txt", context)
    send_letter(address, subject, render_to_string("rights/email/erased_message.txt", context))
    return link, erasure.held


def erase_guest(attendance: Attendance) -> tuple[str, int]:
    """Erases a guest's entry to a meeting with what they wrote there; answers as `erase_at` does, and mails nothing.

    Raises 403 where the entry is somebody's with an account.
    """
    if attendance.person_id is not None:
        raise Problem(403, "account", _("This entry belongs to your account. Sign in to erase it."))
    erasure, token = leave(rows_of([attendance]), "person")
    return settings.PUBLIC_URL + reverse("return", args=[token]), erasure.held


@transaction.atomic
def change_period(own: Membership, days: int) -> None:
    """Keeps what happened in the organization's meetings for so many days from now on (RET-4, RET-7)."""
    Organization.objects.select_for_update().get(pk=own.organization_id)
    scope = str(own.organization_id)
    before = days_of(scope, MEETING_DAYS)
    if days != before:
        set_period(scope, MEETING_DAYS, days)
        record("retention.changed", scope=scope, actor=own.person, before=before, days=days)
