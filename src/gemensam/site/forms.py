from typing import Any

# SPDX-License-Identifier: EUPL-1.2
from django import forms
from django.utils.translation import gettext_lazy as _

from allauth.account.forms import ChangePasswordForm, LoginForm

LARGEST = 512 << 20  # bytes


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "It is read and reported first; you decide whether it is imported."
        ),
    )


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(choices=(("commit", ""), ("undo", "")))


class _WithoutPlaceholders(forms.Form):
    """The labels say it; placeholders would say it twice, and go away when one writes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(_WithoutPlaceholders, LoginForm):  # type: ignore[misc]
    pass


class PasswordForm(_WithoutPlaceholders, ChangePasswordForm):  # type: ignore[misc]
    pass
