# SPDX-License-Identifier: EUPL-1.2
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gemensam.core.signin import demo_sign_in_is_open
from gemensam.site.demo_people import demo_people

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's people, without password; elsewhere there is no such
    page."""
    if not demo_sign_in_is_open():
        raise Http404
    chosen = request.POST.get("person", "")
    person = next((p for p in demo_people() if str(p.pk) == chosen), None)
    if person is None or person.account is None:
        raise Http404
    login(request, person.account, backend=BACKEND)
    return redirect("site:start")
