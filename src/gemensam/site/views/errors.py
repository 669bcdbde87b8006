# SPDX-License-Identifier: EUPL-1.2
"""Errors say what to do and carry a reference; never what went on inside."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gemensam.site.navigation import Frame

Answer = HttpResponse


def _page(
    request: HttpRequest, status: int, title: str, advice: str, **more: Any
) -> Answer:
    told = {
        "title": title,
        "advice": advice,
        "reference": getattr(request, "identity", "")[:8],
        "status": status,
    }
    return render(request, "site/error.html", {**told, **more}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> Answer:
    del exception
    return _page(
        request,
        400,
        _("The request could not be read"),
        _("Go back, load the page again and try once more."),
    )


def refused(request: HttpRequest, exception: Exception | None = None) -> Answer:
    del exception
    return _page(
        request,
        403,
        _("You may not do this"),
        _("It belongs to another role. Ask your administrator if you need it."),
    )


def form_refused(request: HttpRequest, reason: str = "") -> Answer:
    del reason
    return _page(
        request,
        403,
        _("The form was too old"),
        _("Go back, load the page again and send it once more. Nothing was changed."),
    )


def missing(request: HttpRequest, exception: Exception | None = None) -> Answer:
    del exception
    return _page(
        request,
        404,
        _("There is nothing here that you can see"),
        _("Check the address, or start over from the start page."),
    )


def failed(request: HttpRequest) -> Answer:
    """Without the frame of who is signed in, and without messages, which lie in the
    session: it may be the database that failed."""
    return _page(
        request,
        500,
        _("Something went wrong with us"),
        _("Nothing was half done. Try again; tell the reference below if it goes on."),
        frame=Frame(request, is_bare=True),
        messages=(),
    )
