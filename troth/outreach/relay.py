"""The door by which mail leaves: a mail server, which may be somebody else's."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.outreach.models import Letter
from troth.privacy import Purpose
from troth.privacy.disclosing import About, hand_over
from troth.privacy.models import Disclosure, Function, Proof
from troth.privacy.people import is_known
from troth.privacy.recipients import Door, behind, register


def _host() -> str:
    return "" if getattr(settings, "EMAIL_FILE_PATH", None) else settings.EMAIL_HOST


MAIL = Door(
    "mail",
    gettext_lazy("Mail to people: their address, and what we write to them"),
    Function.MESSAGES,
    tuple(sorted({one.category for one in Letter.privacy.personal.values()})),
    tuple(one for one in Letter.privacy.purposes if one != Purpose.SECURE),
    _host,
)


def connect() -> None:
    """Tells the engine, once a process."""
    register(MAIL)


def note_hand_over(letter: Letter, purpose: Purpose = Purpose.SERVE) -> None:
    """Puts on record that a letter goes to somebody else's mail server, before it does; once however often it is tried.

    Raises HandOverRefused where that may not have it.
    """
    found = behind(MAIL)
    if found is None:
        return
    with transaction.atomic():
        hand_over(
            found.key,
            categories=MAIL.categories,
            about=[_about(letter.recipient)],
            purpose=purpose,
            basis=Letter.privacy.purposes[purpose],
            why=_("we wrote to you by mail"),
            reference=str(letter.id),
        )


def _about(address: str) -> About:
    """Who a mail is to. An address that nothing else is known of is not kept for the sake of the record: it may be
    of somebody who was just erased."""
    return About(address=address) if is_known(address, besides=(Letter, Proof, Disclosure)) else About()


def message_id(letter: Letter) -> str:
    """By what the mail server knows a letter (RFC 5322, section 3.6.4): its id is the reference of the hand-over."""
    return f"<{letter.id}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}>"
