# SPDX-License-Identifier: EUPL-1.2
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from structlog.contextvars import bind_contextvars, clear_contextvars

Handler = Callable[[HttpRequest], HttpResponse]


def request_identity(get_response: Handler) -> Handler:
    """Each request has an id of our own; what a client sends as one is never believed."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.identity = str(uuid.uuid4())  # type: ignore[attr-defined]
        clear_contextvars()
        bind_contextvars(request=request.identity)  # type: ignore[attr-defined]
        return get_response(request)

    return handle


def private_pages(get_response: Handler) -> Handler:
    """Nothing a signed-in person saw stays in a shared cache or the browser's history."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Permissions-Policy"] = (
            "camera=(), geolocation=(), microphone=()"
        )
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return handle


def chosen_language(get_response: Handler) -> Handler:
    """Swedish unless the person chose another language; the browser's wish is not asked,
    since a municipality's working language is not the browser vendor's default."""

    def handle(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return handle
