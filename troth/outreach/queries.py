"""Reading the folder that the file backend writes mail to."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path


@dataclass(frozen=True)
class Mail:
    """A mail as the outbox shows it. `name` is its file's, without the ending."""

    name: str
    recipient: str
    subject: str
    sent_at: datetime | None
    text: str


def read_mail(path: Path) -> EmailMessage:
    """The message in a file of Django's file backend, which ends each with a line of dashes."""
    raw = path.read_bytes().rsplit(b"\n" + b"-" * 79, 1)[0]
    return message_from_bytes(raw, policy=policy.default)


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


def list_mail(folder: Path, most: int = 200) -> list[Mail]:
    """The newest mails, newest first."""
    paths = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return [as_mail(path.stem, read_mail(path)) for path in paths[:most]]
