# SPDX-License-Identifier: EUPL-1.2
"""Who may come to a page: signed in as a person, in a role that has it.

A page that is not for one's role answers as one that does not exist.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from gemensam.core.by import By
from gemensam.core.enums import Origin
from gemensam.group.models import Person
from gemensam.group.rules import Standing

View = Callable[..., HttpResponse]
Rule = Callable[[Standing], bool]


class PersonRequest(HttpRequest):
    """A request of someone signed in; for types only."""

    person: Person
    identity: str


def anyone_signed_in(standing: Standing) -> bool:
    del standing
    return True


def page(rule: Rule = anyone_signed_in) -> Callable[[View], View]:
    """A page for people for whom `rule` holds."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            # A lazy object: its truth, not its type, tells whether there is anyone.
            if not bool(request.person) or not rule(request.person.standing):
                raise Http404
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return decorate


def by(request: PersonRequest) -> By:
    """Who does what this request asks for, and by which road."""
    return By(
        origin=Origin.WEB, account=request.person.account_id, request=request.identity
    )
