"""Requests that come by mail: what the reader of the privacy inbox leaves for people (`troth/outreach/inbox`).

Whoever sends it only says who they are, so the request is unproven, and its
confirmation carries the link that proves it.
"""

import logging
import re
from email.utils import parseaddr

from django.conf import settings
from django.db import IntegrityError
from django.utils.crypto import salted_hmac

from troth.lib.ids import CODE_ALPHABET
from troth.lib.problems import Problem
from troth.lib.text import many_lines
from troth.outreach.inbox import Mail
from troth.outreach.inbox.meaning import own_words
from troth.privacy import Purpose
from troth.privacy.purposes import under
from troth.rights.models import Channel, Kind, Law, RequestMessage, SubjectRequest
from troth.rights.models.request import WORDS_LENGTH
from troth.rights.requests.actions import answer
from troth.rights.requests.taking import BY_ADDRESS, Asked, take

log = logging.getLogger(__name__)

REFERENCE = re.compile(rf"\b([{CODE_ALPHABET}]{{4}}-[{CODE_ALPHABET}]{{4}})\b")
NOBODY = {"mailer-daemon", "postmaster", "no-reply", "noreply"}


@under(Purpose.SERVE, Purpose.LEGAL)
def take_mail(mail: Mail) -> bool:
    """Makes a request of a mail, or an answer to one of its sender's own, where the subject has its reference.

    What a mail asks is a question, of the law with the shortest common time,
    until the officer sorts it. The same mail twice is one request. Mail of
    programs, without a sender, or of an address that writes too often is left
    where it is, for people: False.
    """
    if not mail.sender or mail.is_automatic or _answers_itself(mail.sender):
        return False
    words = many_lines(f"{mail.subject}\n\n{own_words(mail) or mail.text}")[:WORDS_LENGTH]
    digest = _digest(mail)
    if digest and RequestMessage.everything.filter(mail_digest=digest).exists():
        return True
    known = _answered(mail)
    asked = Asked(Kind.QUESTION, Law.GDPR, words, Channel.MAIL, address=mail.sender, mail_digest=digest)
    try:
        if known is not None:
            answer(known, words, proven=False, mail_digest=digest)
            return True
        BY_ADDRESS.refuse_when_reached(mail.sender)
        BY_ADDRESS.count(mail.sender)
        take(asked)
    except Problem:
        log.warning("A mail to the privacy address was left: its sender wrote too often.")
        return False
    except IntegrityError:
        pass  # Another reader took the same mail just now.
    return True


def _answers_itself(sender: str) -> bool:
    """Whether a confirmation would come back here, or to a program: the two would answer each other for ever."""
    ours = {parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower(), settings.OPERATOR_EMAIL.lower()}
    return sender in ours or sender.partition("@")[0] in NOBODY


def _answered(mail: Mail) -> SubjectRequest | None:
    """The open request that a mail answers: its own sender's, by the reference in the subject."""
    for reference in REFERENCE.findall(mail.subject.lower())[:3]:
        known = SubjectRequest.objects.select_related("person").filter(reference=reference).first()
        if known and known.is_open and known.mail_address == mail.sender:
            return known
    return None


def _digest(mail: Mail) -> str | None:
    if not mail.message_id:
        return None
    text = f"{mail.sender} {mail.message_id}"
    return salted_hmac("troth.rights.mail", text, algorithm="sha256").hexdigest()
