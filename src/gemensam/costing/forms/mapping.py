# SPDX-License-Identifier: EUPL-1.2
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from gemensam.calc.costing.mapping import BadPatternError, pattern
from gemensam.catalogue.models import Service
from gemensam.costing.actions.rules import PATTERNS, Place, RuleValues
from gemensam.costing.enums import Treatment
from gemensam.group.enums import Chart
from gemensam.group.models import LegalEntity, Unit

HOW = _(
    '5010, 50*, 5010-5799, or several with commas; ="A,1" is a code with a comma in it. '
    "Empty means all."
)


class RuleForm(forms.Form):
    """A rule of the mapping: which strings, and what they are to support."""

    account = forms.CharField(
        label=_("Account"), max_length=400, required=False, help_text=HOW
    )
    cost_centre = forms.CharField(
        label=_("Cost centre"), max_length=2000, required=False
    )
    activity = forms.CharField(label=_("Activity code"), max_length=400, required=False)
    project = forms.CharField(label=_("Project"), max_length=400, required=False)
    counterpart = forms.CharField(
        label=_("Counterpart"), max_length=400, required=False
    )
    legal_entity = forms.ModelChoiceField(
        label=_("Legal entity"),
        queryset=LegalEntity.objects.order_by("name"),
        required=False,
        empty_label=_("all"),
    )
    chart = forms.ChoiceField(
        label=_("Chart of accounts"),
        choices=[("", _("all")), *Chart.choices],
        required=False,
        help_text=_("The same number means different things in each chart."),
    )
    treatment = forms.ChoiceField(
        label=_("What it is"), choices=[("", _("choose")), *Treatment.choices]
    )
    service = forms.ModelChoiceField(
        label=_("Service"),
        queryset=Service.objects.select_related("area").order_by("code"),
        required=False,
        help_text=_("Only for the direct cost of a service."),
    )
    note = forms.CharField(label=_("Note"), max_length=400, required=False)
    place = forms.ChoiceField(
        label=_("Where among the rules"),
        choices=[
            (Place.LAST.value, _("last: takes only what no other rule knows")),
            (Place.FIRST.value, _("first: goes before all others")),
        ],
        initial=Place.LAST.value,
    )

    def __init__(self, *args: Any, has_place: bool = True, **more: Any) -> None:
        super().__init__(*args, **more)
        if not has_place:
            del self.fields["place"]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for name in PATTERNS:
            try:
                pattern(told.get(name, ""))
            except BadPatternError as fault:
                self.add_error(name, fault.message(gettext))
        direct = told.get("treatment") == Treatment.DIRECT
        if direct and told.get("service") is None and "service" not in self.errors:
            self.add_error("service", _("Direct cost needs a service."))
        if not direct:
            told["service"] = None
        return told

    @property
    def values(self) -> RuleValues:
        told = self.cleaned_data
        entity, service = told["legal_entity"], told["service"]
        return RuleValues(
            treatment=told["treatment"],
            legal_entity_id=entity.pk if entity else None,
            chart=told["chart"],
            service_id=service.pk if service else None,
            note=told["note"],
            **{name: told[name] for name in PATTERNS},
        )


class TieForm(forms.Form):
    """A cost centre becomes a unit's."""

    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), empty_label=_("choose")
    )
    valid_from = forms.DateField(
        label=_("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The first day on which the cost centre was the unit’s."),
    )

    def __init__(self, *args: Any, units: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = units
