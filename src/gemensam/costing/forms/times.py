# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from gemensam.catalogue.actions.times import Term, Timed
from gemensam.catalogue.models import StandardTime
from gemensam.costing.forms.amounts import AmountField

ROWS = 6
HUNDRED = Decimal(100)


class TimeForm(forms.Form):
    """A base, up to six additions with the share of units they concern, and why."""

    base = AmountField(
        label=_("Minutes of an ordinary unit"),
        min_value=0,
        max_digits=10,
        decimal_places=3,
    )
    valid_from = forms.DateField(
        label=_("Holds from"), widget=forms.DateInput(attrs={"type": "date"})
    )
    basis = forms.CharField(
        label=_("On what it rests"),
        help_text=_("A measurement, a log, what those who do it say – and when."),
        max_length=200,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for row in range(ROWS):
            self.fields[f"name_{row}"] = forms.CharField(
                label=_("When"), max_length=120, required=False
            )
            self.fields[f"minutes_{row}"] = AmountField(
                label=_("Added minutes"), min_value=0, max_digits=8,
                decimal_places=3, required=False,
            )  # fmt: skip
            self.fields[f"share_{row}"] = AmountField(
                label=_("Share of units, %"), min_value=0, max_value=100,
                max_digits=5, decimal_places=2, required=False,
            )  # fmt: skip
            for name in ("name", "minutes", "share"):
                field = self.fields[f"{name}_{row}"]
                field.widget.attrs["aria-label"] = f"{field.label} {row + 1}"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for row in range(ROWS):
            parts = [said.get(f"{name}_{row}") for name in ("name", "minutes", "share")]
            if any(parts) and not all(parts):
                self.add_error(
                    f"name_{row}",
                    gettext(
                        "An addition takes its name, its minutes and its share above "
                        "zero. Fill in all three, or none."
                    ),
                )
        return said

    def row_fields(self) -> Iterator[list[forms.BoundField]]:
        for row in range(ROWS):
            yield [self[f"{name}_{row}"] for name in ("name", "minutes", "share")]

    def timed(self) -> Timed:
        said = self.cleaned_data
        return Timed(
            base=said["base"],
            terms=[
                Term(
                    said[f"name_{row}"].strip(),
                    said[f"minutes_{row}"],
                    said[f"share_{row}"] / HUNDRED,
                )
                for row in range(ROWS)
                if said.get(f"name_{row}")
            ],
            basis=said["basis"],
            valid_from=said["valid_from"],
        )


def initial_of(time: StandardTime | None, today: date) -> dict[str, Any]:
    """The time in force, to be changed from today."""
    if time is None:
        return {"valid_from": today}
    found: dict[str, Any] = {
        "base": time.minutes if time.base is None else time.base,
        "valid_from": today,
    }
    for row, term in enumerate(time.terms.all()[:ROWS]):
        found |= {
            f"name_{row}": term.name,
            f"minutes_{row}": term.minutes,
            f"share_{row}": term.share * HUNDRED,
        }
    return found
