# SPDX-License-Identifier: EUPL-1.2
"""What every page of a case begins with."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext

from gemensam.core.failures import ExpectedFailure
from gemensam.core.gate import visible_or_404
from gemensam.group.access import PersonRequest
from gemensam.programme import rules
from gemensam.programme.models import SavingsCase
from gemensam.programme.queries.base import Base
from gemensam.programme.queries.building import Parts, parts_of
from gemensam.programme.queries.showing import names
from gemensam.programme.queries.told import content


def found_case(request: PersonRequest, number: int) -> SavingsCase:
    rows = SavingsCase.objects.select_related("baseline")
    return visible_or_404(rows, request.person, pk=number)


def loaded(case: SavingsCase) -> Parts:
    """The case's parts without the baseline behind them: what pages list."""
    return parts_of(case, Base(months=(), cost={}, factors={}))


def framed(request: PersonRequest, case: SavingsCase, here: str) -> dict[str, Any]:
    """The context that all pages of a case share."""
    inputs = content(loaded(case))
    return {
        "case": case,
        "here": here,
        "result": case.result,
        "inputs": inputs,
        "called": names(inputs),
        "may_write": rules.writes_case(request.person.standing),
        "is_frozen": case.baseline.frozen_at is not None,
        "newest": case.versions.order_by("-number").first(),
    }


def tried(form: forms.Form, do: Callable[[Mapping[str, Any]], object]) -> bool:
    """Whether the form was right and its action done; else it says what is wrong."""
    if not form.is_valid():
        return False
    try:
        do(form.cleaned_data)
    except ExpectedFailure as failure:
        form.add_error(None, failure.message(gettext))
        return False
    return True
