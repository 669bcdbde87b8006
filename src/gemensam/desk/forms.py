# SPDX-License-Identifier: EUPL-1.2
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gemensam.catalogue.enums import Priority
from gemensam.catalogue.models import Service
from gemensam.group.models import Unit


class OrderForm(forms.Form):
    """What the customer says when ordering."""

    unit = forms.ModelChoiceField(
        label=_("For which unit?"), queryset=Unit.objects.none(), empty_label=None
    )
    subject = forms.CharField(
        label=_("What is it about, in a few words?"), max_length=200
    )
    text = forms.CharField(
        label=_("Tell more"),
        widget=forms.Textarea,
        required=False,
        max_length=10_000,
        help_text=_(
            "Write no personal numbers here. What is needed will be asked for."
        ),
    )
    urgency = forms.TypedChoiceField(
        label=_("How urgent is it?"), choices=(), coerce=int, required=False
    )

    def __init__(
        self,
        *args: Any,
        service: Service,
        units: Any,
        priorities: list[int],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        unit, urgency = self.fields["unit"], self.fields["urgency"]
        assert isinstance(unit, forms.ModelChoiceField)
        assert isinstance(urgency, forms.TypedChoiceField)
        unit.queryset = units
        if len(units) == 1:
            unit.widget = forms.HiddenInput()
            unit.initial = units[0].pk
        urgency.choices = [(one, Priority(one).label) for one in priorities]
        urgency.initial = service.default_priority
        if len(priorities) < 2:
            del self.fields["urgency"]


class TextForm(forms.Form):
    """A message, a question, a note, what was done."""

    text = forms.CharField(
        label=_("Text"), widget=forms.Textarea, max_length=10_000, strip=True
    )


class RatingForm(forms.Form):
    points = forms.TypedChoiceField(
        label=_("How satisfied are you?"),
        choices=(
            (5, _("5 – very satisfied")),
            (4, "4"),
            (3, "3"),
            (2, "2"),
            (1, _("1 – not satisfied at all")),
        ),
        coerce=int,
    )


class BranchForm(forms.Form):
    """Which unit a branch is; the unit by its name or code."""

    text = forms.CharField(max_length=100, strip=False)
    unit = forms.CharField(label=_("Unit"), max_length=200)


class CategoryForm(forms.Form):
    """Which service a category is; the service by its name or code."""

    text = forms.CharField(max_length=100, strip=False)
    service = forms.CharField(label=_("Service"), max_length=200)
