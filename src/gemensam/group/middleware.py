# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from gemensam.group.models import Person

Handler = Callable[[HttpRequest], HttpResponse]


def signed_in_person(get_response: Handler) -> Handler:
    """`request.person`: the active person behind the account, or None."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.person = SimpleLazyObject(lambda: _person(request))  # type: ignore[attr-defined]
        return get_response(request)

    return handle


def _person(request: HttpRequest) -> Person | None:
    if not request.user.is_authenticated:
        return None
    return Person.objects.filter(account=request.user, active=True).first()
