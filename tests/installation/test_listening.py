# SPDX-License-Identifier: EUPL-1.2
"""Ports that are free, taken, forbidden or none."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from gemensam.installation.errors import NotAllowedError, WrongSettingError
from gemensam.installation.listening import (
    PortInUseError,
    page_answers,
    port_is_free,
    require_free_port,
)


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_taken_port_is_told_with_the_cure(taken: int) -> None:
    assert not port_is_free(taken)
    with pytest.raises(PortInUseError, match=rf"Port {taken} on 127\.0\.0\.1 .*--port"):
        require_free_port(taken)


def test_a_port_is_free_again_just_after_use() -> None:
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # servers do
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            listening.accept()[0].close()  # the server's end lingers in TIME_WAIT
    assert port_is_free(port)
    require_free_port(port)


@pytest.mark.parametrize(
    ("port", "host"),
    [
        (8000, "192.0.2.1"),
        (70000, "127.0.0.1"),
        (-1, "127.0.0.1"),
        (1, "no.such.invalid"),
    ],
)
def test_what_is_no_address_of_ours_is_told(port: int, host: str) -> None:
    with pytest.raises(WrongSettingError, match="Nothing can listen on"):
        port_is_free(port, host)


def test_a_port_for_root_only_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("socket.socket.bind", refused)
    with pytest.raises(NotAllowedError, match="port 80"):
        port_is_free(80)


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/health" else 503)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


def test_a_page_answers_or_not() -> None:
    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        port = server.server_address[1]
        answers = page_answers(port), page_answers(port, "/other")
        server.shutdown()
        thread.join()
    assert answers == (True, False)
    assert not page_answers(port)
