# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

Handler = Callable[[HttpRequest], HttpResponse]


def expired_login_in_fragment(get_response: Handler) -> Handler:
    """When the session ended, a fragment request leads the whole page to sign-in."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.headers.get("HX-Request") and response.status_code == 302:
            target = response.headers.get("Location", "")
            if target.startswith(resolve_url(settings.LOGIN_URL)):
                return HttpResponse(status=204, headers={"HX-Redirect": target})
        response.headers["Vary"] = _vary(response.headers.get("Vary", ""))
        return response

    return handle


def _vary(present: str) -> str:
    names = [name.strip() for name in present.split(",") if name.strip()]
    return ", ".join(dict.fromkeys([*names, "HX-Request"]))
