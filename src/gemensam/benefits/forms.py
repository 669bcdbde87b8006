# SPDX-License-Identifier: EUPL-1.2
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gemensam.costing.forms.amounts import MonthField
from gemensam.group.models import Person


class ReopenForm(forms.Form):
    """Why a closed month is opened again."""

    reason = forms.CharField(
        label=_("Why is the month opened again?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=400,
    )


class DutyForm(forms.Form):
    """By when a source is to come, who sees to it, and whether it comes at all."""

    due_day = forms.IntegerField(
        label=_("Day of the next month by which it is to have come"),
        min_value=1,
        max_value=28,
    )
    owner = forms.ModelChoiceField(
        label=_("Who sees to it?"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Whoever it falls to: a company’s CEO, else the controller"),
    )
    ends = MonthField(
        label=_("Comes no more from month"),
        help_text=_("As 2026-03. Leave it empty as long as it comes."),
        required=False,
    )

    def __init__(self, *args: Any, owners: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = owners
