# SPDX-License-Identifier: EUPL-1.2
"""Fields that take months and amounts as people write them."""

from datetime import date
from typing import Any

from django import forms


class MonthField(forms.DateField):
    """A month as a person picks it; the value is its first day."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
        super().__init__(widget=widget, input_formats=["%Y-%m", "%Y-%m-%d"], **more)

    def to_python(self, value: Any) -> date | None:
        found = super().to_python(value)
        return found.replace(day=1) if found else None


class AmountField(forms.DecimalField):
    """A number as people write it: 1 250,50 or −1250.5."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(widget=widget, **more)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "".join(value.split()).replace(",", ".").replace("\u2212", "-")
        return super().to_python(value)
