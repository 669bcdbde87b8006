# SPDX-License-Identifier: EUPL-1.2
"""Health, language, light, and how accessible the product is."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from gemensam.site.navigation import THEME_COOKIE

YEAR = 365 * 24 * 3600


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Whether pages can be served: 200 when the database answers, 503 when not."""
    del request
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM core_installation")
            (installed,) = cursor.fetchone() or (0,)
    except DatabaseError:
        return JsonResponse({"status": "database unreachable"}, status=503)
    return JsonResponse({"status": "ok", "installed": bool(installed)})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the chosen language."""
    return _chosen(
        request,
        settings.LANGUAGE_COOKIE_NAME,
        request.POST.get("language", ""),
        dict(settings.LANGUAGES),
    )


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark."""
    return _chosen(
        request, THEME_COOKIE, request.POST.get("theme", ""), {"light": "", "dark": ""}
    )


def _chosen(
    request: HttpRequest, cookie: str, value: str, known: dict[str, str]
) -> HttpResponse:
    response = redirect(_safe(request, request.POST.get("next", "/")))
    if value in known:
        response.set_cookie(
            cookie,
            value,
            max_age=YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def _safe(request: HttpRequest, address: str) -> str:
    """Only addresses of our own: nobody is sent elsewhere from here."""
    own = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if own else "/"


@require_safe
def accessibility(request: HttpRequest) -> HttpResponseBase:
    """The accessibility statement."""
    return render(request, "site/accessibility.html")
