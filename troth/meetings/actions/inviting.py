"""Asking people to a meeting by mail."""

import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.limits import Limit
from troth.lib.problems import Problem, not_found
from troth.lib.text import has_address
from troth.meetings.models import Invitee, Meeting
from troth.outreach.actions import send_letter
from troth.outreach.kinds import MessageKind
from troth.privacy.audit import record
from troth.privacy.deleting import erase_rows, erase_whole, refuse_if_held

AT_ONCE = 50
DAY = 24 * 3600
# Counted apart from the rows: who takes an invitation back has sent it all the same.
INVITATIONS = Limit("invitations", times=300, seconds=DAY)
TO_ADDRESS = Limit("invitations-to-address", times=10, seconds=DAY)
CHANGES = Limit("changes-told", times=20, seconds=DAY)
CHANGES_BY_HOST = Limit("changes-told-by-host", times=100, seconds=DAY)


@transaction.atomic
def invite(meeting: Meeting, by: Person, addresses: list[str]) -> list[Invitee]:
    """Mails each address a link of its own. Who was invited before gets a new one; the old link dies. Raises 429, 409."""
    # Two at once would each find nothing, and then make the same row.
    if not Meeting.objects.select_for_update().filter(pk=meeting.pk).exists():
        raise not_found()
    refuse_links_in_title(meeting)
    _count_invitations(by, addresses)
    known = {one.email: one for one in meeting.invitees.filter(email__in=addresses)}
    return [_invite(known.get(one) or Invitee(meeting=meeting, email=one), by) for one in addresses]


def _count_invitations(by: Person, addresses: list[str]) -> None:
    sentence = _("These are many invitations for one day. Share the link instead.")
    INVITATIONS.refuse_when_reached(str(by.pk), more=len(addresses), sentence=sentence)
    for address in addresses:
        sentence = _("You have invited %(address)s often today. Share the link instead.")
        TO_ADDRESS.refuse_when_reached(f"{by.pk}:{address}", sentence=sentence % {"address": address[:80]})
    INVITATIONS.count(str(by.pk), len(addresses))
    for address in addresses:
        TO_ADDRESS.count(f"{by.pk}:{address}")


def refuse_links_in_title(meeting: Meeting) -> None:
    """Raises 409 where a mail that names the meeting would carry a link of its host's own."""
    if has_address(meeting.title):
        raise Problem(
            409, "title", _("Leave addresses of websites out of the title before people are written to.")
        )


def _invite(invitee: Invitee, by: Person) -> Invitee:
    token, meeting = _renew(invitee), invitee.meeting
    invitee.invited_by, invitee.invited_at = by, now()
    invitee.save()
    link = f"{settings.PUBLIC_URL}{reverse('room', args=[meeting.code])}?invitation={token}"
    _send("invitation", invitee, meeting=meeting, inviter=by, link=link)
    return invitee


def _renew(invitee: Invitee) -> str:
    """A new secret for a link: the old one is void."""
    token = secrets.token_urlsafe(32)
    invitee.secret_digest = digest(token)
    return token


def take_back(invitee: Invitee) -> None:
    """Withdraws an invitation: its link lets nobody in any more than the meeting's own does. Raises Problem 409 `held`."""
    meeting = invitee.meeting
    refuse_if_held(invitee, scope=meeting.organization_id, by=meeting.host)
    with transaction.atomic():
        erase_whole(Invitee, {invitee.pk})
        record(
            "meeting.invitation_taken_back", scope=meeting.organization_id, actor=meeting.host, object=meeting
        )


def void_all(meeting: Meeting) -> None:
    """Takes every invitation back, in the caller's transaction. One that a hold keeps stays, with a link that is nowhere."""
    erase_rows(Invitee, set(meeting.invitees.values_list("pk", flat=True)))
    for held in meeting.invitees.all():
        _renew(held)
        held.save(update_fields=["secret_digest"])


def tell_of_change(meeting: Meeting) -> None:
    """Tells the people invited when the meeting is now. Their links stay good. Raises 429, 409."""
    invitees = list(meeting.invitees.all())
    if not invitees:
        return
    refuse_links_in_title(meeting)
    sentence = _("People have been told of many changes today. Save this one without telling them.")
    for limit, key in ((CHANGES, meeting.pk), (CHANGES_BY_HOST, meeting.host_id)):
        limit.refuse_when_reached(str(key), sentence=sentence)
        limit.count(str(key))
    for invitee in invitees:
        _send("change", invitee, meeting=meeting, inviter=meeting.host)


def invited_ahead(meeting: Meeting) -> list[Invitee]:
    """The people invited to a meeting ahead. Raises 409 where they can't be written to about it."""
    if meeting.starts_at is None or meeting.starts_at < now():
        return []
    invitees = list(meeting.invitees.all())
    if invitees:
        refuse_links_in_title(meeting)
    return invitees


def tell_of_end(meeting: Meeting) -> None:
    """Tells the people invited that a meeting ahead will not be. Raises 409."""
    for invitee in invited_ahead(meeting):
        _send("cancelled", invitee, meeting=meeting, inviter=meeting.host)


def digest(token: str) -> str:
    """What is stored of a link's secret: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def _send(kind: str, invitee: Invitee, **context: object) -> None:
    subject = render_to_string(f"meetings/email/{kind}_subject.txt", context)
    text = render_to_string(f"meetings/email/{kind}_message.txt", context)
    send_letter(MessageKind.TRANSACTIONAL, invitee.email, subject, text)
