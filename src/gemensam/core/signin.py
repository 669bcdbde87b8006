# SPDX-License-Identifier: EUPL-1.2
from django.http import HttpRequest

from allauth.account.adapter import DefaultAccountAdapter

from gemensam.core.models import Installation


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in through allauth; accounts are made by an administrator, never by sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        del request
        return False


def demo_sign_in_is_open() -> bool:
    """Only in a database that `demo` built; the app's role cannot change that row."""
    return Installation.objects.filter(built_by_demo=True).exists()
