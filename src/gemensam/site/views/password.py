# SPDX-License-Identifier: EUPL-1.2
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from allauth.account.views import PasswordChangeView


class ChangePassword(PasswordChangeView):  # type: ignore[misc]
    """For who signs in with a password; others are told that there is none to change."""

    def dispatch(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        user = request.user
        if user.is_authenticated and not user.has_usable_password():
            messages.info(request, _("You sign in without a password."))
            return redirect("site:start")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer
