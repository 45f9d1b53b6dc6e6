"""Asking people to a meeting by mail."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.lib.text import has_address
from troth.meetings.models import Invitee, Meeting
from troth.outreach.actions import send_letter
from troth.outreach.kinds import MessageKind

AT_ONCE = 50
A_DAY = 300


@transaction.atomic
def invite(meeting: Meeting, by: Person, addresses: list[str]) -> list[Invitee]:
    """Mails each address a link of its own. Who was invited before gets a new one; the old link dies. Raises 429, 409."""
    lately = Invitee.objects.filter(invited_by=by, invited_at__gt=now() - timedelta(days=1))
    if lately.count() + len(addresses) > A_DAY:
        raise Problem(429, "too-many", _("These are many invitations for one day. Share the link instead."))
    if has_address(meeting.title):
        raise Problem(
            409, "title", _("Leave addresses of websites out of the title before you invite people.")
        )
    meeting.invitees.filter(email__in=addresses).delete()
    return [_invite(meeting, by, address) for address in addresses]


def _invite(meeting: Meeting, by: Person, address: str) -> Invitee:
    token = secrets.token_urlsafe(32)
    invitee = Invitee.objects.create(
        meeting=meeting, email=address, invited_by=by, secret_digest=digest(token)
    )
    link = f"{settings.PUBLIC_URL}{reverse('room', args=[meeting.code])}?invitation={token}"
    _send("invitation", invitee, meeting=meeting, inviter=by, link=link)
    return invitee


def take_back(invitee: Invitee) -> None:
    """Withdraws an invitation: its link lets nobody in any more than the meeting's own does."""
    invitee.delete()


def tell_of_change(meeting: Meeting) -> None:
    """Tells the people invited when the meeting is now. Their links stay good."""
    for invitee in meeting.invitees.all():
        _send("change", invitee, meeting=meeting, inviter=meeting.host)


def tell_of_end(meeting: Meeting) -> None:
    """Tells the people invited that a meeting ahead will not be."""
    if meeting.starts_at is None or meeting.starts_at < now():
        return
    for invitee in meeting.invitees.all():
        _send("cancelled", invitee, meeting=meeting, inviter=meeting.host)


def digest(token: str) -> str:
    """What is stored of a link's secret: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def _send(kind: str, invitee: Invitee, **context: object) -> None:
    subject = render_to_string(f"meetings/email/{kind}_subject.txt", context)
    text = render_to_string(f"meetings/email/{kind}_message.txt", context)
    send_letter(MessageKind.TRANSACTIONAL, invitee.email, subject, text)
