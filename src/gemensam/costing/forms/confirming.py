# SPDX-License-Identifier: EUPL-1.2
from django import forms
from django.utils.translation import gettext_lazy as _

from gemensam.costing.enums import Verdict


class ConfirmForm(forms.Form):
    """Right or wrong, and what is wrong."""

    verdict = forms.ChoiceField(
        label=_("Are the figures right?"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What is wrong, or what you want to be kept with your answer"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
    )
