# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from gemensam.costing.enums import Driver
from gemensam.costing.forms.amounts import AmountField
from gemensam.costing.queries.offered import Staffed
from gemensam.group.models import Unit

COUNTED = tuple(driver for driver in Driver if driver is not Driver.FTE)


class StepDownForm(forms.Form):
    """Order and driver of each unit without services, and what the drivers count."""

    reason = forms.CharField(
        label=_("Why is it changed?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=400,
    )

    def __init__(
        self,
        *args: Any,
        givers: Sequence[Unit],
        receivers: Sequence[Unit],
        staffed: Mapping[int, Staffed] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.givers, self.receivers = givers, receivers
        self.staffed = staffed or {}
        self._add_fields()
        # In a table the column says what a field is; to who hears it, the field itself.
        named = {f"_{unit.pk}": str(unit) for unit in (*givers, *receivers)}
        for name, field in self.fields.items():
            unit = named.get(name[name.rfind("_") :])
            if unit:
                field.widget.attrs["aria-label"] = f"{field.label} {unit}"

    def _add_fields(self) -> None:
        for unit in self.givers:
            self.fields[f"order_{unit.pk}"] = forms.IntegerField(
                label=pgettext_lazy("place in a sequence", "Order"),
                min_value=1,
                max_value=999,
                required=False,
            )
            self.fields[f"driver_{unit.pk}"] = forms.ChoiceField(
                label=_("Driver"),
                choices=[("", _("Full-time posts, last")), *Driver.choices],
                required=False,
            )
        for unit in self.receivers:
            for driver in COUNTED:
                self.fields[f"{driver}_{unit.pk}"] = AmountField(
                    label=driver.label,
                    min_value=0,
                    max_digits=14,
                    decimal_places=2,
                    required=False,
                )

    def giver_rows(self) -> Iterator[tuple[Unit, forms.BoundField, forms.BoundField]]:
        for unit in self.givers:
            yield unit, self[f"order_{unit.pk}"], self[f"driver_{unit.pk}"]

    def receiver_rows(
        self,
    ) -> Iterator[tuple[Unit, Staffed | None, list[forms.BoundField]]]:
        for unit in self.receivers:
            fields = [self[f"{driver}_{unit.pk}"] for driver in COUNTED]
            yield unit, self.staffed.get(unit.pk), fields

    def chosen(self) -> list[tuple[Unit, Driver]]:
        """Those with a driver, by their order; equal or no order as they stand."""
        said = self.cleaned_data
        named = [
            (said.get(f"order_{unit.pk}") or 999, unit, said[f"driver_{unit.pk}"])
            for unit in self.givers
            if said.get(f"driver_{unit.pk}")
        ]
        named.sort(key=lambda one: one[0])
        return [(unit, Driver(driver)) for _order, unit, driver in named]

    def readings(self) -> dict[tuple[Driver, int], Decimal]:
        said = self.cleaned_data
        return {
            (driver, unit.pk): said[f"{driver}_{unit.pk}"]
            for unit in self.receivers
            for driver in COUNTED
            if said.get(f"{driver}_{unit.pk}") is not None
        }


class FillForm(forms.Form):
    """Which driver to fill in, and from what is known."""

    column = forms.ChoiceField(
        label=_("Fill in"), choices=[(one.value, one.label) for one in COUNTED]
    )
    source = forms.ChoiceField(label=_("from"))

    def __init__(
        self, *args: Any, sources: Sequence[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = sources
