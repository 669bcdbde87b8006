# SPDX-License-Identifier: EUPL-1.2
from django import forms
from django.utils.translation import gettext_lazy as _

from gemensam.costing.forms.amounts import AmountField


class CapacityForm(forms.Form):
    """A full-time post's year in hours, term by term."""

    weeks = AmountField(label=_("Weeks a year"), min_value=1, max_value=53)
    hours_a_week = AmountField(label=_("Hours a week"), min_value=1, max_value=60)
    holidays = AmountField(label=_("Public holidays, hours"), min_value=0)
    vacation = AmountField(label=_("Vacation, hours"), min_value=0)
    absence = AmountField(label=_("Sickness and care of children, hours"), min_value=0)
    training = AmountField(
        label=_("Training, meetings, breaks and improvement, hours"), min_value=0
    )
    reason = forms.CharField(
        label=_("Why is it changed?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=400,
    )


class PinForm(forms.Form):
    """A key figure of Kolada to show beside the baseline."""

    kpi = forms.RegexField(
        label=_("Key figure"),
        regex=r"^[A-Za-z]\d{5}$",
        help_text=_("Its code, such as N00945."),
    )
    municipality = forms.RegexField(
        label=_("Municipality"),
        regex=r"^\d{4}$",
        help_text=_("Its code of four digits, such as 1280."),
    )


class InhabitantsForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100)
    count = forms.IntegerField(
        label=_("Inhabitants"), min_value=1, max_value=100_000_000
    )
    source = forms.CharField(label=_("Source"), max_length=200)
