"""A small IMAP server: as much of RFC 3501 as reading a folder takes. It keeps what clients said."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Folder:
    """The mails of one folder, by their numbers, and those that were seen."""

    def __init__(self, *mails: bytes) -> None:
        self.mails = dict(enumerate(mails, 1))
        self.seen: set[int] = set()
        self.said: list[str] = []
        self.fetched: list[bytes] = []
        self.port = 0


class _Session(socketserver.StreamRequestHandler):
    folder: Folder

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, _, words = line.decode().strip().partition(" ")
            self.folder.said.append(words)
            for answer in self._answer(words):
                self.wfile.write(answer)
            bad = words.startswith("LOGIN") and "right" not in words
            self.wfile.write(f"{tag} {'NO wrong password for' if bad else 'OK'} {words[:40]}\r\n".encode())

    def _answer(self, words: str) -> Iterator[bytes]:
        folder = self.folder
        if words == "CAPABILITY":
            yield b"* CAPABILITY IMAP4rev1\r\n"
        elif words.startswith("SELECT"):
            yield f"* {len(folder.mails)} EXISTS\r\n".encode()
        elif words == "UID SEARCH UNSEEN":
            unseen = [str(one) for one in folder.mails if one not in folder.seen]
            yield f"* SEARCH {' '.join(unseen)}\r\n".encode()
        elif found := re.match(r"UID FETCH (\d+) .*<0\.(\d+)>", words):
            number, most = int(found[1]), int(found[2])
            mail = folder.mails[number]
            part = mail[:most]
            folder.fetched.append(part)
            head = f"* {number} FETCH (UID {number} RFC822.SIZE {len(mail)} BODY[]<0> {{{len(part)}}}\r\n"
            yield head.encode() + part + b")\r\n"
        elif found := re.match(r"UID STORE (\d+) \+FLAGS \(\\Seen\)", words):
            folder.seen.add(int(found[1]))


@contextmanager
def serving(folder: Folder) -> Iterator[Folder]:
    """The folder at a server of this process, on `folder.port`."""
    session = type("Session", (_Session,), {"folder": folder})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), session) as server:
        folder.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield folder
        server.shutdown()
        thread.join()
