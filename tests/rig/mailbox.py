# SPDX-License-Identifier: EUPL-1.2
"""A mail server on loopback that keeps what it is given: enough of RFC 5321 for a test."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class Mailbox:
    """The mails that came, in their order; addresses in `refused` are turned away."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        box: Mailbox = self.server.box  # type: ignore[attr-defined]
        self._say("220 test")
        while line := self.rfile.readline().strip():
            word = line[:4].upper()
            if word == b"DATA":
                self._say("354 go on")
                box.mails.append(_read(self.rfile))
                self._say("250 kept")
            elif word == b"QUIT":
                self._say("221 bye")
                return
            elif word == b"RCPT" and any(a.encode() in line for a in box.refused):
                self._say("550 nobody here")
            else:
                self._say("250 ok")

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


def _read(source: object) -> EmailMessage:
    data = b""
    while (line := source.readline()) not in {b".\r\n", b""}:  # type: ignore[attr-defined]
        data += line.removeprefix(b".") if line.startswith(b"..") else line
    mail = message_from_bytes(data, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    with _Server(("127.0.0.1", 0), _Talk) as server:
        box = Mailbox(server.server_address[1])
        server.box = box  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
