"""How a mail looks, and the ways out that it carries."""

import re
from urllib.parse import quote

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from troth.outreach.addressees import Addressee, choices_link, token_for, unsubscribe_link
from troth.outreach.kinds import MessageKind, Topic
from troth.outreach.models import Letter
from troth.outreach.relay import message_id

LINK = re.compile(r"https?://\S+")


def as_html(subject: str, text: str, ending: str = "") -> str:
    """The same words as HTML: paragraphs, and a button where a paragraph is nothing but a link.

    `ending` is small print, as text.
    """
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    parts = [{"text": part, "is_link": bool(LINK.fullmatch(part))} for part in paragraphs]
    return render_to_string("outreach/letter.html", {"subject": subject, "parts": parts, "ending": ending})


def as_message(letter: Letter, addressee: Addressee | None) -> EmailMultiAlternatives:
    """The mail that leaves. `addressee` is who may refuse it; None where nobody can.

    It says that no person wrote it, so that out-of-office programs keep quiet
    (RFC 3834, section 5). One that can be refused names its way out in its
    text, and in its headers for mail programs: by one click (RFC 8058), or by
    mail (RFC 2369) where that is read.
    """
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": message_id(letter)}
    subject, text, html = letter.subject, letter.text, letter.html
    if letter.mailing is not None:
        subject, text = letter.mailing.subject, letter.mailing.text
    if addressee is not None:
        token = token_for(addressee, MessageKind(letter.kind))
        ending = ending_of(Topic(letter.topic), token)
        html = as_html(subject, text, ending)
        text = f"{text.rstrip()}\n\n-- \n{ending}"
        headers |= {
            "List-Unsubscribe": ", ".join(f"<{way}>" for way in _ways_out(token)),
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    message = EmailMultiAlternatives(subject, text, to=[letter.recipient], headers=headers)
    message.attach_alternative(html, "text/html")
    return message


def ending_of(topic: Topic, token: str) -> str:
    """What stands below a letter that can be refused."""
    context = {
        "topic": topic,
        "operator": settings.OPERATOR_NAME,
        "unsubscribe": unsubscribe_link(token),
        "choices": choices_link(token),
        "privacy_address": settings.OPERATOR_EMAIL,
        "public_url": settings.PUBLIC_URL,
    }
    return render_to_string("outreach/email/ending.txt", context).strip() + "\n"


def _ways_out(token: str) -> list[str]:
    ways = [unsubscribe_link(token)]
    if settings.PRIVACY_INBOX and settings.OPERATOR_EMAIL:
        ways.append(f"mailto:{settings.OPERATOR_EMAIL}?subject={quote(f'unsubscribe {token}')}")
    return ways
