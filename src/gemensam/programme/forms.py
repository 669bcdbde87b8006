# SPDX-License-Identifier: EUPL-1.2
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gemensam.catalogue.models import Area, Service
from gemensam.group.enums import UnitKind
from gemensam.group.models import Person, Unit
from gemensam.outcomes.enums import GoalMeasure
from gemensam.programme.enums import (
    AssumptionKind,
    Base,
    CostKind,
    RangeShape,
    Strategy,
    Stream,
)
from gemensam.programme.models import Assumption
from gemensam.programme.suggested import QUARTERS, quarter_from
from gemensam.ui.templatetags.figures import number

LEADS = (UnitKind.ADMINISTRATION, UnitKind.COMPANY)


class NumberField(forms.DecimalField):
    """A number as people write it: 1 234,5 or 1234.5, with either minus."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        text = str(value or "").replace("\u00a0", "").replace(" ", "")
        return super().to_python(text.replace("−", "-").replace(",", "."))

    def prepare_value(self, value: Any) -> Any:
        """A stored number as it is read, without idle noughts."""
        if not isinstance(value, Decimal):
            return value
        plain = value.normalize()
        exponent = plain.as_tuple().exponent
        return number(plain, max(0, -exponent if isinstance(exponent, int) else 0))


class MonthField(forms.DateField):
    """A month, kept as its first day."""

    widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
    input_formats = ("%Y-%m", "%Y-%m-%d")


class TermsForm(forms.Form):
    first_month = MonthField(label=_("The centre’s first month"))
    interest = NumberField(
        label=_("Interest, per cent"),
        min_value=Decimal(0),
        max_value=Decimal(25),
        help_text=_(
            "The municipality’s internal rate, in fixed prices. SKR recommends one every year."
        ),
    )
    years = forms.IntegerField(
        label=_("Years the case looks ahead"), min_value=3, max_value=10
    )
    written_off = forms.IntegerField(
        label=_("Years over which IT and premises are written off"),
        required=False,
        min_value=1,
        max_value=10,
        help_text=_(
            "Leave empty to count them as they are spent, without capital cost."
        ),
    )


class NewCaseForm(TermsForm):
    name = forms.CharField(label=_("Name of the scenario"), max_length=120)
    field_order = ("name", "first_month")


class NameForm(forms.Form):
    name = forms.CharField(label=_("Name of the scenario"), max_length=120)


class EstimateForm(forms.Form):
    """A range in per cent (the delay in months)."""

    low = NumberField(label=_("Low"))
    likely = NumberField(label=_("Likely"))
    high = NumberField(label=_("High"))
    shape = forms.ChoiceField(label=_("Shape"), choices=RangeShape.choices)
    points = forms.CharField(
        label=_("Own readings"),
        required=False,
        max_length=2000,
        help_text=_(
            "For the shape “own readings”: at least two, with semicolons between. Low, likely and high then follow from them."
        ),
    )
    base = forms.ChoiceField(label=_("Takes from"), choices=Base.choices)
    source = forms.CharField(
        label=_("Source"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who says so, and when: a pilot, a quotation, a report."),
    )

    def __init__(self, *args: Any, kind: AssumptionKind | None, **more: Any) -> None:
        super().__init__(*args, **more)
        if kind and not kind.is_lever:
            del self.fields["base"]

    def clean_points(self) -> tuple[Decimal, ...]:
        field = NumberField()
        texts = [
            part for part in self.cleaned_data["points"].split(";") if part.strip()
        ]
        return tuple(field.clean(text) for text in texts)


class NarrowForm(EstimateForm):
    """A lever for an area, a service or an administration."""

    kind = forms.ChoiceField(
        label=_("Lever"),
        choices=[(one.value, one.label) for one in AssumptionKind if one.is_lever],
    )
    area = forms.ModelChoiceField(
        label=_("Area"), queryset=Area.objects.all(), required=False
    )
    service = forms.ModelChoiceField(
        label=_("Service"), queryset=Service.objects.order_by("code"), required=False
    )
    top = forms.ModelChoiceField(
        label=_("Administration or company"),
        queryset=Unit.objects.filter(kind__in=LEADS).order_by("name_key"),
        required=False,
    )
    field_order = ("kind", "area", "service", "top")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not any(said.get(name) for name in ("area", "service", "top")):
            raise forms.ValidationError(
                _("Choose an area, a service or an administration that it holds for.")
            )
        return said


class TieForm(forms.Form):
    one = forms.ModelChoiceField(
        label=_("Assumption"), queryset=Assumption.objects.none()
    )
    other = forms.ModelChoiceField(
        label=_("goes with"), queryset=Assumption.objects.none()
    )
    rank = NumberField(
        label=_("Rank correlation, −1 to 1"),
        min_value=Decimal(-1),
        max_value=Decimal(1),
        help_text=_("0 removes it."),
    )

    def __init__(self, *args: Any, assumptions: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("one", "other"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = assumptions

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("one") and said.get("one") == said.get("other"):
            raise forms.ValidationError(_("Choose two different assumptions."))
        return said


class SpendingForm(forms.Form):
    """Thousands of kronor."""

    stream = forms.ChoiceField(label=_("Work stream"), choices=Stream.choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=CostKind.choices)
    quarter = forms.TypedChoiceField(label=_("Quarter"), choices=())
    low = NumberField(label=_("Low, tkr"), min_value=Decimal(0))
    likely = NumberField(label=_("Likely, tkr"), min_value=Decimal(0))
    high = NumberField(
        label=_("High, tkr"),
        min_value=Decimal(0),
        help_text=_("0 in all three takes the row away."),
    )
    source = forms.CharField(label=_("Source"), max_length=400)

    def __init__(self, *args: Any, first_month: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        steps = range(QUARTERS.start - 4, QUARTERS.stop + 8)
        quarters = [quarter_from(first_month, step) for step in steps]
        field = self.fields["quarter"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(day.isoformat(), quarter_name(day)) for day in quarters]
        field.coerce = lambda text: next(d for d in quarters if d.isoformat() == text)


class StrategyForm(forms.Form):
    strategy = forms.ChoiceField(
        choices=[one for one in Strategy.choices if one[0] != Strategy.PLAN]
    )


class VisionForm(forms.Form):
    text = forms.CharField(
        label=_("The vision, in the steering group’s own words"),
        max_length=4000,
        widget=forms.Textarea,
    )


class GoalForm(forms.Form):
    measure = forms.ChoiceField(label=_("Measure"), choices=GoalMeasure.choices)
    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.all(),
        required=False,
        empty_label=_("All areas"),
    )
    target = NumberField(
        label=_("Target"),
        help_text=_(
            "In the measure’s unit: per cent, working hours or points. A fall of cost is written with a minus: −15."
        ),
    )
    due = forms.DateField(
        label=_("Reached no later than"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    owner = forms.ModelChoiceField(
        label=_("Whose goal it is"), queryset=Person.objects.none()
    )

    def __init__(self, *args: Any, leaders: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = leaders


def quarter_name(day: Any) -> str:
    """2026 kv. 1"""
    return str(
        _("{year} Q{quarter}").format(year=day.year, quarter=(day.month - 1) // 3 + 1)
    )


class ReportForm(forms.Form):
    """What only people can say in a report to the steering group."""

    decision = forms.CharField(
        label=_("Decision needed"),
        help_text=_(
            "What the steering group is asked to decide, a line for each point."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    meeting = forms.DateField(
        label=_("To be decided on"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    risks = forms.CharField(
        label=_("Risks that no calculation knows"),
        help_text=_("What might stop it, and what is done about it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._day = day

    def clean_meeting(self) -> date:
        meeting: date = self.cleaned_data["meeting"]
        if meeting < self._day:
            raise forms.ValidationError(
                _("The day has passed. Give the day of the meeting to come.")
            )
        return meeting
