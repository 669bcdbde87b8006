# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gemensam.costing.actions.standards import Said
from gemensam.costing.enums import Activity

LEVELS = ("low", "likely", "high")


class StandardForm(forms.Form):
    """A line of the list of standard shares: patterns, and a range for each area."""

    title = forms.CharField(
        label=_("Titles"),
        max_length=400,
        required=False,
        help_text=_(
            "Words the title must have. * stands for any ending or beginning, commas "
            "part alternatives: ekonomiassistent*, *controller."
        ),
    )
    code = forms.CharField(
        label=_("AID code"),
        max_length=100,
        required=False,
        help_text=_("152030, 1520* or 151010-151099. With a title both must fit."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        required=False,
        help_text=_("Who says so. Leave empty for an estimate of your own."),
    )

    def __init__(self, *args: Any, targets: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.targets = targets
        for target in targets:
            for level in LEVELS:
                self.fields[f"{target}_{level}"] = forms.IntegerField(
                    min_value=0, max_value=100, required=False
                )

    def grid(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """For each area its name and three fields."""
        for target, name in self.targets.items():
            yield name, [self[f"{target}_{level}"] for level in LEVELS]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for target, name in self.targets.items():
            given = [said.get(f"{target}_{level}") for level in LEVELS]
            if any(one is None for one in given) and any(
                one is not None for one in given
            ):
                self.add_error(
                    f"{target}_low",
                    _("Give low, likely and high for %(area)s, or leave all empty.")
                    % {"area": name},
                )
        return said

    def rows(self) -> list[Said]:
        """What the form says; a line without shares is one that is no support."""
        said = self.cleaned_data
        rows = []
        for target in self.targets:
            low, likely, high = (said.get(f"{target}_{level}") for level in LEVELS)
            if low is not None and likely is not None and high:
                rows.append(self._row(target, (low, likely, high)))
        return rows or [self._row(Activity.OTHER.value, (0, 0, 0))]

    def _row(self, target: str, percent: tuple[int, int, int]) -> Said:
        low, likely, high = (Decimal(one) / 100 for one in percent)
        said = self.cleaned_data
        return Said(
            title=" ".join(said["title"].split()),
            code=said["code"].strip(),
            target=target,
            low=low,
            likely=likely,
            high=high,
            note=said["note"],
            source=said["source"] or "[own]",
        )


def initial_of(rows: list[Any]) -> dict[str, Any]:
    """What the form starts with for rows of a line."""
    first = rows[0]
    initial: dict[str, Any] = {
        "title": first.title,
        "code": first.code,
        "note": first.note,
        "source": first.source,
    }
    for row in rows:
        for level in LEVELS:
            initial[f"{row.target}_{level}"] = round(getattr(row, level) * 100)
    return initial
