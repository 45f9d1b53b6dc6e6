"""Reading the folder that the file backend writes mail to."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

SEPARATOR = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class Mail:
    """A mail as the outbox shows it. `name` is its file's, without the ending, and its place in it."""

    name: str
    recipient: str
    subject: str
    sent_at: datetime | None
    text: str


def read_mails(path: Path) -> list[tuple[str, EmailMessage]]:
    """The messages in a file of Django's file backend, by name, oldest first.

    Each ends with a line of 79 dashes; mails sent within a second can share a file.
    """
    parts = path.read_bytes().split(SEPARATOR)
    return [
        (f"{path.stem}-{number}", message_from_bytes(part, policy=policy.default))
        for number, part in enumerate(parts)
        if part.strip()
    ]


def as_mail(name: str, message: EmailMessage) -> Mail:
    """What a page shows of a message: headers and the plain text."""
    body = message.get_body(("plain",))
    return Mail(
        name=name,
        recipient=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        sent_at=parsedate_to_datetime(str(message["Date"])) if message["Date"] else None,
        text=str(body.get_content()) if body else "",
    )


def list_mails(folder: Path, most: int = 200) -> list[Mail]:
    """The newest mails, newest first."""
    paths = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)[:most]
    mails = [as_mail(name, message) for path in paths for name, message in reversed(read_mails(path))]
    return mails[:most]
