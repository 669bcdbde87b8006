# SPDX-License-Identifier: EUPL-1.2
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gemensam.catalogue.models import Area, Service
from gemensam.costing.enums import AdjustmentKind
from gemensam.costing.forms.amounts import AmountField, MonthField
from gemensam.group.models import Person, Unit
from gemensam.outcomes.models import ScenarioVersion


class FreezeForm(forms.Form):
    """What is signed when a baseline is frozen."""

    price_level = forms.IntegerField(
        label=_("Price level of the year"), min_value=2000, max_value=2100
    )
    method = forms.CharField(
        label=_("Method notes"),
        help_text=_(
            "How it was done, so that it can be done again: files, survey, keys."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )
    out_of_scope = forms.CharField(
        label=_("Not in the baseline"),
        help_text=_(
            "Legal entities, areas or kinds of cost that are left out, and why."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    on_behalf_of = forms.CharField(label=_("Signed on behalf of"), max_length=200)
    words = forms.CharField(
        label=_("What you sign, in your words"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )


class AdjustmentForm(forms.Form):
    """A dated adjustment: what, from when, how much, why, and who answers for it."""

    kind = forms.ChoiceField(label=_("What kind?"), choices=AdjustmentKind.choices)
    from_month = MonthField(
        label=_("From month"),
        help_text=_(
            "As 2026-03. An error: the month of the baseline. Anything else: the first "
            "month compared."
        ),
    )
    last_month = MonthField(label=_("Through month"), required=False)
    area = forms.ModelChoiceField(
        label=_("Area"), queryset=Area.objects.all(), required=False
    )
    service = forms.ModelChoiceField(
        label=_("Service"), queryset=Service.objects.order_by("code"), required=False
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        help_text=_("Kronor only: percent would tell what the unit’s support costs."),
        queryset=Unit.objects.order_by("name_key"),
        required=False,
    )
    kronor = AmountField(
        label=_("Kronor a month"),
        help_text=_("Added to the baseline’s cost; with a minus sign taken from it."),
        max_digits=14,
        decimal_places=2,
        required=False,
    )
    percent = AmountField(
        label=_("or percent of its cost"),
        max_digits=7,
        decimal_places=4,
        required=False,
    )
    reason = forms.CharField(
        label=_("Why?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
    decision = forms.CharField(
        label=_("Decision"),
        help_text=_("Its number or date, so that it can be found."),
        max_length=200,
    )
    owner = forms.ModelChoiceField(
        label=_("Who answers for it?"), queryset=Person.objects.none()
    )

    def __init__(self, *args: Any, owners: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = owners


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it taken back?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class VersionsForm(forms.Form):
    """Two versions of the baseline."""

    one = forms.ModelChoiceField(
        label=_("Version"), queryset=ScenarioVersion.objects.none(), empty_label=None
    )
    other = forms.ModelChoiceField(
        label=_("Beside version"),
        queryset=ScenarioVersion.objects.none(),
        empty_label=None,
    )

    def __init__(self, *args: Any, versions: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("one", "other"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = versions
