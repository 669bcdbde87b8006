# SPDX-License-Identifier: EUPL-1.2
from django import forms
from django.utils.translation import gettext_lazy as _

TEN_YEARS = 3660


class RetentionForm(forms.Form):
    """How long answers to time surveys are kept, and which decision says so."""

    days = forms.IntegerField(
        label=_("Days after freezing"),
        help_text=_(
            "Long enough for whoever is to audit the baseline. Zero: the night after."
        ),
        min_value=0,
        max_value=TEN_YEARS,
    )
    decision = forms.CharField(
        label=_("Decision on disposal"),
        help_text=_("The records schedule or decision, so that it can be found."),
        max_length=200,
    )
