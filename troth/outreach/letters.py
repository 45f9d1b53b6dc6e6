"""How a mail looks."""

import re

from django.template.loader import render_to_string

LINK = re.compile(r"https?://\S+")


def as_html(subject: str, text: str) -> str:
    """The same words as HTML: paragraphs, and a button where a paragraph is nothing but a link."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    parts = [{"text": part, "is_link": bool(LINK.fullmatch(part))} for part in paragraphs]
    return render_to_string("outreach/letter.html", {"subject": subject, "parts": parts})
