# SPDX-License-Identifier: EUPL-1.2
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gemensam.benefits.enums import Finding, MoveOrigin
from gemensam.catalogue.models import Service
from gemensam.costing.forms.amounts import AmountField, MonthField
from gemensam.group.models import Authority, Person


class ReopenForm(forms.Form):
    """Why a closed month is opened again."""

    reason = forms.CharField(
        label=_("Why is the month opened again?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=400,
    )


class CommentForm(forms.Form):
    """What its owner says of a row of the budget."""

    text = forms.CharField(
        label=_("What lies behind it, and what is done about it?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class DutyForm(forms.Form):
    """By when a source is to come, who sees to it, and whether it comes at all."""

    due_day = forms.IntegerField(
        label=_("Day of the next month by which it is to have come"),
        min_value=1,
        max_value=28,
    )
    owner = forms.ModelChoiceField(
        label=_("Who sees to it"),
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


class DayField(forms.DateField):
    """A day as a person picks it."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **more)


class MoveForm(forms.Form):
    """A decision by which an authority's frame is cut."""

    authority = forms.ModelChoiceField(
        label=_("Authority"), queryset=Authority.objects.order_by("name")
    )
    kronor = AmountField(
        label=_("Kronor that the frame is cut by"),
        help_text=_("A year if it is permanent, in all if it is once."),
        max_digits=14,
        decimal_places=2,
        min_value=0,
    )
    span = forms.ChoiceField(
        label=_("For good or once?"),
        choices=(("permanent", _("Permanent, a year")), ("once", _("Once"))),
    )
    from_month = MonthField(label=_("From month"))
    decision = forms.CharField(
        label=_("Decision"),
        help_text=_("Its number, so that it can be found."),
        max_length=200,
    )
    decided_on = DayField(label=_("Decided on"))
    origin = forms.ChoiceField(
        label=_("What saved it?"),
        help_text=_("So that the same krona is not counted by two."),
        choices=MoveOrigin.choices,
        initial=MoveOrigin.PROGRAMME,
        required=False,
    )
    service = forms.ModelChoiceField(
        label=_("Service"),
        queryset=Service.objects.order_by("code"),
        empty_label=_("Several, or none in particular"),
        required=False,
    )
    note = forms.CharField(label=_("Note"), max_length=400, required=False)

    def clean_origin(self) -> str:
        return self.cleaned_data["origin"] or MoveOrigin.PROGRAMME


class BookedForm(forms.Form):
    """The voucher that shows that a move is booked."""

    voucher = forms.CharField(
        label=_("Voucher"), help_text=_("Its series and number."), max_length=200
    )
    booked_on = DayField(label=_("Booked on"))


class TakeBackForm(forms.Form):
    """A decision that takes a move back from a month on."""

    from_month = MonthField(label=_("From month"))
    decision = forms.CharField(label=_("Decision"), max_length=200)
    decided_on = DayField(label=_("Decided on"))


class VerifyForm(forms.Form):
    """Whose saving a controller signs, and what they looked at."""

    authority = forms.ModelChoiceField(
        label=_("Authority"), queryset=Authority.objects.order_by("name")
    )
    words = forms.CharField(
        label=_("What you looked at"),
        help_text=_("Vouchers, accounts, registers: so that it can be done again."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=400,
    )


class JudgeForm(forms.Form):
    """What somebody found of a suspicion, and why."""

    finding = forms.ChoiceField(
        label=_("What did you find?"),
        choices=Finding.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Why"),
        help_text=_("What you looked at, so that another can follow it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=400,
    )
