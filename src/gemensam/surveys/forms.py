# SPDX-License-Identifier: EUPL-1.2
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DAY = {"type": "date"}


class UnionForm(forms.Form):
    """What the unions were told before people are asked (19 § MBL)."""

    text = forms.CharField(
        label=_("What the unions were told"),
        widget=forms.Textarea,
        max_length=10_000,
        help_text=_(
            "Why you ask, what is asked, that nothing is shown about fewer than five, "
            "and how long answers are kept."
        ),
    )
    on = forms.DateField(label=_("Day they were told"), widget=forms.DateInput(DAY))


class DaysForm(forms.Form):
    """When a round may be answered."""

    opens_on = forms.DateField(label=_("First day"), widget=forms.DateInput(DAY))
    last_day = forms.DateField(
        label=_("Last day to answer"), widget=forms.DateInput(DAY)
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("opens_on"), said.get("last_day")
        if first and last and last < first:
            self.add_error(
                "last_day", _("The last day is before the first. Change one of them.")
            )
        if last:
            said["closes_on"] = last + timedelta(days=1)
        return said


class AddressForm(forms.Form):
    """A list of personal numbers and addresses."""

    file = forms.FileField(
        label=_("Addresses"),
        help_text=_(
            "CSV or XLSX with the columns Personnummer and E-post. The numbers are not "
            "stored; the addresses go when the round is closed."
        ),
    )
