# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from gemensam.costing.actions.asking import Wanted
from gemensam.surveys.enums import Recipients


class AskForm(forms.Form):
    """Whom to ask who does what, about when, and when they may answer."""

    title = forms.CharField(label=_("What the survey is called"), max_length=120)
    lines = forms.TypedMultipleChoiceField(
        label=_("Titles"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    units = forms.TypedMultipleChoiceField(
        label=pgettext_lazy("parts of the organisation", "Units"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    recipients = forms.ChoiceField(
        label=_("Who answers"), choices=Recipients.choices, widget=forms.RadioSelect
    )
    about_from = forms.CharField(
        label=_("First month asked about"),
        widget=forms.DateInput({"type": "month"}),
        max_length=7,
    )
    about_to = forms.CharField(
        label=_("Last month asked about"),
        widget=forms.DateInput({"type": "month"}),
        max_length=7,
    )
    opens_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput({"type": "date"})
    )
    last_day = forms.DateField(
        label=_("Last day to answer"), widget=forms.DateInput({"type": "date"})
    )
    contact = forms.CharField(
        label=_("Who answers questions"),
        max_length=200,
        help_text=_(
            "Name and telephone or address; it stands in the form and the mail."
        ),
    )
    intro = forms.CharField(
        label=_("Why you ask"),
        widget=forms.Textarea,
        max_length=4000,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        lines: Sequence[tuple[int, str]],
        units: Sequence[tuple[int, str]],
        today: date,
        preset: Sequence[str],
        **more: Any,
    ) -> None:
        year = today.year if today.month > 3 else today.year - 1
        more["initial"] = {
            "lines": [int(one) for one in preset if one.isdecimal()],
            "recipients": Recipients.EMPLOYEES,
            "about_from": f"{year}-01",
            "about_to": f"{today:%Y-%m}" if year == today.year else f"{year}-12",
            "opens_on": today,
            "last_day": today + timedelta(days=14),
        }
        super().__init__(*args, **more)
        for name, choices in (("lines", lines), ("units", units)):
            field = self.fields[name]
            assert isinstance(field, forms.TypedMultipleChoiceField)
            field.choices = list(choices)
        if not units:
            del self.fields["units"]  # all of them small: none is told apart

    def clean_about_from(self) -> date:
        return _month(self.cleaned_data["about_from"])

    def clean_about_to(self) -> date:
        return _month(self.cleaned_data["about_to"])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not said.get("lines") and not said.get("units"):
            self.add_error("lines", _("Choose at least one title or unit."))
        for first, last, text in (
            ("about_from", "about_to", _("The last month is before the first.")),
            (
                "opens_on",
                "last_day",
                _("The last day is before the first. Change one of them."),
            ),
        ):
            one, other = said.get(first), said.get(last)
            if one and other and other < one:
                self.add_error(last, text)
        return said

    def wanted(self) -> Wanted:
        said = self.cleaned_data
        return Wanted(
            title=" ".join(said["title"].split()),
            recipients=Recipients(said["recipients"]),
            about_from=said["about_from"],
            about_to=said["about_to"],
            opens_on=said["opens_on"],
            closes_on=said["last_day"] + timedelta(days=1),
            contact=" ".join(said["contact"].split()),
            intro=said["intro"],
            lines=frozenset(said["lines"]),
            units=frozenset(said.get("units", ())),
        )


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise forms.ValidationError(
            _("Write year and month, such as 2026-04.")
        ) from None
