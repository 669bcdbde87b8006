# SPDX-License-Identifier: EUPL-1.2
"""A server that answers its first page as fast as the others."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.apps import apps
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse

import numpy.ma  # noqa: F401  NumPy loads it only when first asked for a quantile.
import structlog

from gemensam.benefits.queries.ahead import read_ahead
from gemensam.benefits.queries.suspicions.kept import program

log = structlog.get_logger(__name__)
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def warm_up(application: Application) -> None:
    """Read what pages are made of before anyone asks for one: the templates, the closed
    months that are compared, and whatever any page needs, by asking for the sign-in page
    in each language.

    Whatever is wrong with the results, or without a database, it serves all the same: a
    server that did not start could not say what is wrong. What was read stays to the end:
    to look through it for waste took a tenth of a second, while somebody waited.
    """
    gc.disable()
    try:
        _read(application)
    finally:
        gc.enable()
    gc.freeze()


def _read(application: Application) -> None:
    for app in apps.get_app_configs():
        folder = Path(app.path) / "templates"
        for file in folder.rglob("*.html") if app.name.startswith("gemensam.") else ():
            get_template(file.relative_to(folder).as_posix())
    assert program()
    with _no_matter_what():
        read_ahead()
    for language, _name in settings.LANGUAGES:
        with _no_matter_what():
            _ask(application, reverse(settings.LOGIN_URL), language)


@contextmanager
def _no_matter_what() -> Iterator[None]:
    try:
        yield
    except Exception:
        log.exception("warm.broke")


def _ask(application: Application, path: str, language: str) -> None:
    environ: dict[str, Any] = {
        "HTTP_HOST": settings.ALLOWED_HOSTS[0],
        "HTTP_COOKIE": f"{settings.LANGUAGE_COOKIE_NAME}={language}",
        "PATH_INFO": path,
        "REMOTE_ADDR": "127.0.0.1",
    }
    setup_testing_defaults(environ)
    answer = application(environ, lambda *_told: None)
    try:
        assert b"".join(answer)
    finally:
        getattr(answer, "close", bool)()
