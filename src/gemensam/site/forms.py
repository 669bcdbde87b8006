from typing import Any

# SPDX-License-Identifier: EUPL-1.2
from django import forms
from django.utils.translation import gettext_lazy as _

from allauth.account.forms import LoginForm

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


class SignInForm(LoginForm):  # type: ignore[misc]
    """The labels say it; placeholders would say it twice, and go away when one writes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
