"""What people do about their data, and administrators about their organization's."""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.meetings.models import Attendance
from troth.organizations.models import Organization
from troth.outreach.actions import send_letter
from troth.outreach.kinds import MessageKind
from troth.privacy.audit import record
from troth.privacy.graph import rows_of
from troth.privacy.leaving import WINDOW, digest_of, leave
from troth.privacy.models import ProbeRun
from troth.privacy.people import people_at
from troth.privacy.promises import claim_telling, probes, run_probes
from troth.privacy.retention import days_of, set_period
from troth.recordings.watching import decisions_by_link

MEETING_DAYS = "meeting_days"
CONNECTION_DAYS = "connection_days"
RECORDING_DAYS = "recording_days"
CHANGED = {
    MEETING_DAYS: "retention.changed",
    CONNECTION_DAYS: "retention.connections_changed",
    RECORDING_DAYS: "retention.recordings_changed",
}
"""What the record calls a change of each."""
EVERY = timedelta(hours=23)
"""Probes look once a day."""


def erase_at(address: str, origin: str, window: timedelta = WINDOW) -> tuple[str, int]:
    """Erases everybody who is at an address; answers the link back, and how many rows a hold keeps.

    The link is mailed too; without a window there is none. Raises what stands
    in the way, as `leave` does.
    """
    erasure, token = leave(rows_of(people_at(address)), origin, window=window)
    if not token:
        return "", erasure.held
    link = settings.PUBLIC_URL + reverse("return", args=[token])
    context = {
        "link": link,
        "days": WINDOW.days,
        "due_at": erasure.due_at,
        "held": erasure.held,
        "pictures": len(decisions_by_link(digest_of(token))),
    }
    subject = render_to_string("rights/email/erased_subject.txt", context)
    send_letter(
        MessageKind.TRANSACTIONAL,
        address,
        subject,
        render_to_string("rights/email/erased_message.txt", context),
    )
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
def change_periods(organization: Organization, by: Person | None, periods: Mapping[str, int]) -> None:
    """Keeps what these rules are about for so many days from now on (RET-4, RET-7). `by` is None for the operator's
    command. Raises ValueError outside a rule's bounds."""
    Organization.objects.select_for_update().get(pk=organization.pk)
    scope = str(organization.pk)
    for rule, days in periods.items():
        before = days_of(scope, rule)
        if days != before:
            set_period(scope, rule, days)
            record(CHANGED[rule], scope=scope, actor=by, before=before, days=days)


@transaction.atomic
def tell_of_broken_promises() -> list[ProbeRun]:
    """Writes one letter to the operator about probes that turned red and that nobody was told of; answers those.

    Where the operator has no address they stay untold until there is one.
    """
    addresses = operator_addresses()
    told = [
        run
        for run in ProbeRun.objects.filter(told=False).exclude(fault="")
        if addresses and claim_telling(run)
    ]
    if told:
        words = {probe.name: probe for probe in probes()}
        context = {
            "lines": [(words[run.name], run.fault) for run in told if run.name in words],
            "link": settings.PUBLIC_URL + reverse("promises"),
        }
        subject = render_to_string("rights/email/promise_broken_subject.txt", context)
        text = render_to_string("rights/email/promise_broken_message.txt", context)
        for address in addresses:
            send_letter(MessageKind.TRANSACTIONAL, address, subject, text)
    return told


def look_at_promises() -> list[ProbeRun]:
    """Lets every probe look, and tells the operator of those that turned red. Answers what is red now."""
    run_probes()
    tell_of_broken_promises()
    return list(ProbeRun.objects.exclude(fault=""))


def look_when_due() -> None:
    """Looks, unless that was done in the last hours; what failed is tried again."""
    if not ProbeRun.objects.filter(at__gt=now() - EVERY).exists():
        look_at_promises()


def operator_addresses() -> list[str]:
    """Where the operator is reached: the address of the settings, else that of everybody who runs the installation."""
    if settings.OPERATOR_EMAIL:
        return [settings.OPERATOR_EMAIL]
    found = Person.objects.filter(is_operator=True, is_active=True)
    return list(found.order_by("email").values_list("email", flat=True))
