# SPDX-License-Identifier: EUPL-1.2
"""A server has read its pages before anyone asks for one."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest
from django.template import engines
from django.test import Client
from django.urls import reverse

import pytest
from structlog.testing import capture_logs
from tests.rig.kept import how_many

from gemensam.site import warm
from gemensam.site.warm import warm_up


@pytest.fixture
def connected() -> Iterator[None]:
    """Between requests the connection of a test stays."""
    signals = (request_started, request_finished)
    for one in signals:
        one.disconnect(close_old_connections)
    yield
    for one in signals:
        one.connect(close_old_connections)


@pytest.fixture
def database_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every question ends as where nobody listens at the database's address."""

    def refused(_self: BaseDatabaseWrapper) -> None:
        raise OperationalError("connection refused")

    for one in connections.all():
        one.close()  # what an earlier test left open
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", refused)


class Asked:
    """Django's own handler, and what it answered: language and status."""

    def __init__(self) -> None:
        self.handler = WSGIHandler()
        self.answered: list[tuple[str, str]] = []

    def __call__(self, environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        def begun(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
            self.answered.append((dict(headers)["Content-Language"], status))

        return self.handler(environ, begun)


@pytest.mark.usefixtures("lindby", "static_files", "connected", "nothing_kept")
def test_pages_are_compiled_months_read_and_a_page_answered_in_each_language() -> None:
    engine: Any = engines["django"]
    cached = engine.engine.template_loaders[0]
    while not hasattr(cached, "get_template_cache"):
        (cached,) = cached.loaders
    cached.reset()
    application = Asked()
    with capture_logs() as told:
        warm_up(application)
    held = {getattr(one, "name", "") for one in cached.get_template_cache.values()}
    assert {"benefits/month.html", "ui/page.html", "desk/order.html"} <= held
    assert application.answered == [("sv", "200 OK"), ("en", "200 OK")]
    assert all(how_many().values()), how_many()
    assert told == []


@pytest.mark.usefixtures("lindby", "static_files", "connected")
@pytest.mark.parametrize("fault", [OperationalError, ValueError])
def test_a_server_that_cannot_read_the_results_tells_it_and_serves_the_rest(
    monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    def broken() -> None:
        raise fault

    monkeypatch.setattr(warm, "read_ahead", broken)
    application = Asked()
    with capture_logs() as told:
        warm_up(application)
    assert [(one["event"], one["log_level"]) for one in told] == [
        ("warm.broke", "error")
    ]
    assert application.answered == [("sv", "200 OK"), ("en", "200 OK")]


@pytest.mark.usefixtures("static_files", "database_away")
def test_a_server_starts_without_its_database() -> None:
    application = Asked()
    with capture_logs() as told:
        warm_up(application)
    assert [one["event"] for one in told] == ["warm.broke"]
    failed = "500 Internal Server Error"
    assert application.answered == [("sv", failed), ("en", failed)]


@pytest.mark.usefixtures("static_files")
def test_a_server_starts_though_it_can_answer_nothing() -> None:
    asked = list[str]()

    def broken(environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        asked.append(environ["PATH_INFO"])
        raise ValueError

    with capture_logs() as told:
        warm_up(broken)
    assert asked == [reverse("account_login")] * 2
    assert {one["event"] for one in told} == {"warm.broke"}


@pytest.mark.usefixtures("static_files", "database_away")
@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("/konto/logga-in/", ""),
        ("/konto/logga-in/", "a-session-of-somebody"),
        ("/", "a-session-of-somebody"),
        ("/nothing-here/", "a-session-of-somebody"),
    ],
)
def test_without_its_database_a_site_says_so_in_words(path: str, known: str) -> None:
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    if known:
        client.cookies["sid"] = known
        # Of messages, what had no room in the cookie lies in the session.
        told: Any = CookieStorage(HttpRequest())
        client.cookies["messages"] = told._encode([told.not_finished])
    health = client.get("/health")
    assert health.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert health.json() == {"status": "database unreachable"}
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "<h1>Något gick fel hos oss</h1>" in page
    assert answer.wsgi_request.identity[:8] in page  # type: ignore[attr-defined]
    assert reverse("site:start") in page
