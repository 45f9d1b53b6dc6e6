"""Reading mail that anybody can have sent: nothing in it is believed, and nothing stops the reading.

Headers and text come out as words for people, however they were written, cut
to a length. What can't be read comes out empty.
"""

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import Compat32
from email.utils import getaddresses
from html.parser import HTMLParser

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from troth.lib.text import one_line
from troth.privacy.addresses import as_kept

MOST_BYTES = 1024 * 1024
"""Of a mail so much is taken from its box, and known again."""
MOST_PARSED = 200_000
"""Bytes. What follows is attachments, as a rule."""
MOST_LINES = 20_000
# Each line is held against the boundary of every part it may end; a mail people write has a few.
MOST_BOUNDARIES = 50
BOUNDARY = re.compile(rb"boundary\s*[*=]", re.IGNORECASE)
MOST_TEXT = 20_000
"""Characters."""
MOST_PARTS = 200
HEADER = 1_000
# A tag that is never closed: the parser would look for its end in all that follows.
UNCLOSED = re.compile(r"<(?=[a-z/][^<>]*<)", re.IGNORECASE)
# No mail is written in these, and reading them takes the square of their length.
SLOW = {"idna", "punycode"}
# Bounces, and programs from before RFC 3834.
AUTOMATIC = {"precedence": {"auto_reply"}, "return-path": {"<>"}}


@dataclass(frozen=True)
class Mail:
    """A mail in words.

    `sender` is the one address in From, in lower case; empty where there is
    none, or several. `is_automatic`: a program wrote it (RFC 3834). `is_cut`:
    there is more than was read. `has_objected` is set for who takes it over:
    its sender gets no more mailings already.
    """

    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    message_id: str
    attachments: tuple[str, ...] = ()
    is_automatic: bool = False
    is_cut: bool = False
    has_objected: bool = False


class _ShortHeaders(Compat32):
    """Headers cut to a length: what takes one apart can need the square of it."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:HEADER]


POLICY = _ShortHeaders()


def read_mail(raw: bytes, is_cut: bool = False) -> Mail:
    """What a mail says, of one that is long what its beginning says. Raises nothing, whatever the bytes are."""
    beginning = _beginning(raw)
    # A mail can be broken in more ways than can be named.
    with suppress(Exception):
        if len(BOUNDARY.findall(beginning)) <= MOST_BOUNDARIES:
            return _read(message_from_bytes(beginning, policy=POLICY), is_cut or len(beginning) < len(raw))
    with suppress(Exception):
        return _read(BytesHeaderParser(policy=POLICY).parsebytes(beginning), is_cut=True, body=False)
    return Mail("", (), "", "", "", is_cut=True)


def _beginning(raw: bytes) -> bytes:
    lines = raw[:MOST_PARSED].splitlines(keepends=True)
    return b"".join(lines[:MOST_LINES])


def _read(message: Message, is_cut: bool, *, body: bool = True) -> Mail:
    senders = set(_addresses(message, "From"))
    text, is_all = _text(message) if body else ("", False)
    return Mail(
        sender=senders.pop() if len(senders) == 1 else "",
        recipients=tuple(dict.fromkeys(_addresses(message, "To", "Cc", "Delivered-To", "X-Original-To"))),
        subject=_header(message, "Subject")[:500],
        text=text,
        message_id=_header(message, "Message-ID")[:250],
        attachments=tuple(_attachments(message)) if body else (),
        is_automatic=_is_automatic(message),
        is_cut=is_cut or not is_all,
    )


def _header(message: Message, name: str) -> str:
    value = str(message.get(name, ""))[:HEADER]
    try:
        value = str(make_header(decode_header(value)))
    except (LookupError, ValueError):
        pass  # A charset that nobody knows: the words as they came.
    return one_line(value)


def _addresses(message: Message, *names: str) -> Iterator[str]:
    for name in names:
        values = [str(value)[:HEADER] for value in message.get_all(name, [])[:20]]
        for _name, address in getaddresses(values):
            address = as_kept(address)
            with suppress(ValidationError):
                validate_email(address)
                if len(address) <= 254:
                    yield address


def _is_automatic(message: Message) -> bool:
    submitted = _header(message, "Auto-Submitted").lower().partition(";")[0].strip()
    if submitted not in ("", "no") or message.get_content_type() == "multipart/report":
        return True
    if message.get("X-Autoreply") or message.get("X-Autorespond"):
        return True
    return any(_header(message, name).lower() in values for name, values in AUTOMATIC.items())


def _parts(message: Message) -> Iterator[Message]:
    """The parts that hold something, at most so many. Not by recursion: nesting can be deeper than that goes."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(), seen + 1
        # Asked first: what a part without parts holds would be decoded here, by whatever charset it names.
        if not part.is_multipart():
            yield part
        # What is attached as a mail is somebody else's words.
        elif part is message or part.get_content_maintype() == "multipart":
            waiting += [one for one in reversed(list(part.get_payload())) if isinstance(one, Message)]


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(
        part.get_filename() and part.get_content_maintype() not in ("image", "text")
    )


def _attachments(message: Message) -> Iterator[str]:
    for part in _parts(message):
        if _is_attached(part):
            yield one_line(str(part.get_filename() or part.get_content_type()))[:100]


def _text(message: Message) -> tuple[str, bool]:
    """The plain text, where there is none that of the HTML, and whether so much of it was read as there is."""
    parts = [part for part in _parts(message) if not _is_attached(part)]
    plain = [_decoded(part) for part in parts if part.get_content_type() == "text/plain"]
    if any(text.strip() for text in plain):
        return _clean("\n\n".join(plain)), True
    html = "<p>".join(_decoded(part) for part in parts if part.get_content_type() == "text/html")
    return _clean(_words_of(html)), len(html) <= MOST_TEXT


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        slow = codecs.lookup(charset).name in SLOW
        return content.decode("utf-8" if slow else charset, "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _clean(text: str) -> str:
    lines = [one_line(line) for line in text[: 10 * MOST_TEXT].splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:MOST_TEXT]


class _Words(HTMLParser):
    """The words of HTML, a line a block. What is quoted of an earlier mail comes as quoted lines."""

    SILENT = {"script", "style", "head", "title", "template"}
    BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote", "hr"}

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.silent = self.quoted = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.silent += tag in self.SILENT
        self.quoted += tag == "blockquote"
        if tag in self.BLOCKS:
            self.words.append("\n> " if self.quoted else "\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in self.SILENT))
        self.quoted = max(0, self.quoted - (tag == "blockquote"))
        if tag in self.BLOCKS:
            self.words.append("\n> " if self.quoted else "\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data.replace("\n", " "))


def _words_of(html: str) -> str:
    """The words of the beginning: where HTML is broken on purpose the parser needs the square of its length."""
    reader = _Words()
    reader.feed(UNCLOSED.sub("&lt;", html[:MOST_TEXT]))
    reader.close()
    return "".join(reader.words)
