# SPDX-License-Identifier: EUPL-1.2
"""A server has read its pages before anyone asks for one."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections
from django.template import engines

import pytest

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


@pytest.mark.usefixtures("lindby", "static_files", "connected")
def test_templates_are_compiled_and_a_page_answered_in_each_language() -> None:
    engine: Any = engines["django"]
    cached = engine.engine.template_loaders[0]
    while not hasattr(cached, "get_template_cache"):
        (cached,) = cached.loaders
    cached.reset()
    answered, handler = list[tuple[str, str]](), WSGIHandler()

    def application(environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        def begun(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
            answered.append((status, dict(headers)["Content-Language"]))

        return handler(environ, begun)

    warm_up(application)
    held = {getattr(one, "name", "") for one in cached.get_template_cache.values()}
    assert {"benefits/month.html", "ui/page.html", "desk/order.html"} <= held
    assert answered == [("200 OK", "sv"), ("200 OK", "en")]


@pytest.mark.usefixtures("lindby", "static_files", "connected")
@pytest.mark.parametrize("fault", [OperationalError, ValueError])
def test_a_server_that_cannot_read_the_results_serves_the_rest(
    monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    def broken() -> None:
        raise fault

    monkeypatch.setattr(warm, "read_ahead", broken)
    asked = list[str]()

    def application(environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        asked.append(environ["PATH_INFO"])
        return [b"no database"]

    warm_up(application)
    assert len(asked) == 2
