"""A real mail server, which delivers into a maildir."""

import email
import email.policy
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.ports import free_ports
from tests.waiting import until


@dataclass(frozen=True)
class Post:
    """Where it listens, and the maildir it delivers to, whoever a mail is to."""

    port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def mails(self) -> list[EmailMessage]:
        """What arrived and nobody has taken, oldest first."""
        paths = sorted(self.folder.glob("new/*"), key=lambda path: path.stat().st_mtime_ns)
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths]

    def letter_to(self, address: str) -> str:
        """The text of the mail that somebody got."""

        def find() -> str:
            for mail in self.mails():
                if address in str(mail["To"]):
                    body = mail.get_body(("plain",))
                    return str(body.get_content()) if body else ""
            return ""

        return until(find, f"mail to {address} arrives", 20)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """A mail server of this test."""
    port, folder = free_ports(1), tmp_path / "post"
    listen = ["-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Mailbox"]
    server = subprocess.Popen([sys.executable, *listen, str(folder)], stderr=subprocess.DEVNULL)
    until(lambda: _listens(port), "the mail server listens")
    yield Post(port, folder)
    server.terminate()
    server.wait()


def _listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0
