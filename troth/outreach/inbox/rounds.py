"""The worker's look at the privacy address' inbox (USE-8)."""

import imaplib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.lib.limits import Limit
from troth.lib.problems import Problem
from troth.outreach.actions import send_letter
from troth.outreach.addressees import Addressee, at_address, choices_link, read_token, token_for
from troth.outreach.inbox.boxes import Received, open_box
from troth.outreach.inbox.mail import Mail, read_mail
from troth.outreach.inbox.meaning import asks_for_more, objects, tokens_in
from troth.outreach.kinds import REFUSABLE, MessageKind
from troth.outreach.models import ReadMail
from troth.outreach.preferences import refuse
from troth.privacy.models import How

log = logging.getLogger(__name__)

KNOWN = timedelta(days=90)
"""How long a mail is known again. One that could not be marked as seen for longer is done anew, which does nothing."""
# From can be made up: nobody gets more than this from us because of it, and two programs don't answer each other.
ANSWERS = Limit("objection-answer", times=1, seconds=24 * 3600)

Receive = Callable[[Mail], bool | None]
_RECEIVERS: list[Receive] = []


def on_other_mail(receive: Receive) -> None:
    """Gives mail that is not only an objection to `receive`, once a process. What it answers with False stays unseen."""
    if receive not in _RECEIVERS:
        _RECEIVERS.append(receive)


def read_inbox() -> int:
    """Does what new mail to the privacy address asks; answers how many mails are done."""
    done = 0
    if not settings.PRIVACY_INBOX:
        return done
    try:
        with open_box(settings.PRIVACY_INBOX) as unseen:
            for received in unseen:
                done += _take(received)
    except (OSError, imaplib.IMAP4.error) as error:
        # What the server says can hold names and addresses: only the kind is logged.
        log.warning("The privacy inbox can't be read (%s); it is tried again.", type(error).__name__)
    ReadMail.objects.filter(read_at__lt=now() - KNOWN).delete()
    return done


def _take(received: Received) -> bool:
    """Deals with one mail, and marks it only after what it asks is on disk."""
    try:
        is_done = take_in(received.raw, received.is_cut)
    except Exception as error:  # one mail that can't be dealt with must not keep the others waiting
        log.error("A mail in the privacy inbox could not be dealt with (%s).", type(error).__name__)
        return False
    if is_done:
        received.mark()
    return is_done


def take_in(raw: bytes, is_cut: bool = False) -> bool:
    """Does what a mail asks, once, however often it is given.

    False for one that is for people and that no room took: it stays unseen in
    the inbox, where they find it.
    """
    digest = salted_hmac("troth.outreach.inbox", raw, algorithm="sha256").hexdigest()
    read = ReadMail.objects.filter(digest=digest).first()
    # Read before the transaction: it takes time, and SQLite has one writer.
    return not (read or _do(digest, read_mail(raw, is_cut))).is_left


@transaction.atomic
def _do(digest: str, mail: Mail) -> ReadMail:
    """Does what a mail asks, and notes that it was read."""
    read, is_new = ReadMail.objects.get_or_create(digest=digest, defaults={"read_at": now()})
    if is_new and _is_for_people(mail, has_objected := _heed(mail)):
        mail = replace(mail, has_objected=has_objected)
        # A list: each gets it, also after one has taken it.
        read.is_left = True not in [receive(mail) is not False for receive in _RECEIVERS]
        read.save(update_fields=["is_left"])
    return read


def _heed(mail: Mail) -> bool:
    """Whether a mail objects to mailings. Then there are no more."""
    if named := _named_by_token(mail):
        addressee, kind = named
        _refuse(mail, addressee, (kind,))
        return True
    if mail.sender and not mail.is_automatic and objects(mail):
        _refuse(mail, at_address(mail.sender), REFUSABLE)
        return True
    return False


def _is_for_people(mail: Mail, has_objected: bool) -> bool:
    return not mail.is_automatic and (asks_for_more(mail) if has_objected else True)


def _named_by_token(mail: Mail) -> tuple[Addressee, MessageKind] | None:
    for token in tokens_in(mail):
        try:
            return read_token(token)
        except Problem:
            continue
    return None


def _refuse(mail: Mail, addressee: Addressee, kinds: tuple[MessageKind, ...]) -> None:
    for kind in kinds:
        refuse(addressee, kind, How.MAIL)
    if mail.is_automatic:
        return
    try:
        ANSWERS.refuse_when_reached(addressee.address)
    except Problem:
        return
    ANSWERS.count(addressee.address)
    context = {
        "kinds": [kind.label for kind in kinds],
        "choices": choices_link(token_for(addressee, kinds[0])),
        "operator": settings.OPERATOR_NAME,
    }
    text = render_to_string("outreach/email/refused.txt", context)
    send_letter(MessageKind.TRANSACTIONAL, addressee.address, _("You get no more mailings from us"), text)
