# SPDX-License-Identifier: EUPL-1.2
"""Budget moved (ramväxling): what each nämnd's frame is cut by, decided and booked."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gemensam.benefits.actions.budget import (
    Decided,
    confirm_booking,
    register_move,
    reverse_move,
    withdraw_booking,
)
from gemensam.benefits.forms import BookedForm, MoveForm, TakeBackForm
from gemensam.benefits.queries.budget import Frame, Told, frames, told_moves, voucher_of
from gemensam.benefits.rules import moves_budget, sees_budget_moved
from gemensam.calc.budget import in_month
from gemensam.calc.money import to_ore
from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.rules import may_import


@page(sees_budget_moved)
def budget(request: PersonRequest) -> HttpResponse:
    """Every decision under its nämnd, the sums, and a form for the next."""
    may_move = moves_budget(request.person.standing)
    form = MoveForm(request.POST or None)
    if request.method == "POST" and may_move and form.is_valid():
        try:
            made = register_move(
                _decided(form.cleaned_data), by=by(request), at=clock.now()
            )
        except ExpectedFailure as failure:
            form.add_error(None, failure.message(_))
        else:
            text = _("Move {number} is registered. It counts when it is booked.")
            messages.success(request, text.format(number=made.number))
            return redirect("benefits:budget")
    found = frames(told_moves())
    return render(
        request,
        "benefits/budget.html",
        {
            "frames": found,
            "total": _total(found),
            "form": form if may_move else None,
            "may_import": may_import(request.person.standing) and may_move,
        },
    )


def _total(found: Sequence[Frame]) -> dict[str, int]:
    names = ("permanent_ore", "booked_ore", "once_ore", "once_booked_ore")
    return {name: sum(getattr(one, name) for one in found) for name in names}


def _decided(said: dict[str, Any]) -> Decided:
    return Decided(
        authority=said["authority"],
        ore=to_ore(said["kronor"]),
        from_month=said["from_month"],
        is_permanent=said["span"] == "permanent",
        decision=said["decision"],
        decided_on=said["decided_on"],
        note=said["note"],
        origin=said["origin"],
        service=said["service"],
    )


@page(sees_budget_moved)
def budget_move(request: PersonRequest, number: int) -> HttpResponse:
    """One decision: what it is in each month of its first year, how it is known to be
    booked, and the ways to confirm it or take it back."""
    told = next((one for one in told_moves() if one.move.number == number), None)
    if told is None:
        raise Http404
    step = request.POST.get("step", "")
    booked = BookedForm(request.POST if step == "book" else None)
    back = TakeBackForm(
        request.POST if step == "reverse" else None,
        initial={"from_month": told.move.from_month},
    )
    may_move = moves_budget(request.person.standing)
    if request.method == "POST" and may_move:
        form = {"book": booked, "reverse": back}.get(step)
        if (form is None or form.is_valid()) and _took(request, told, step, form):
            return redirect("benefits:budget_move", number=number)
    first = told.move.from_month
    months = [first.replace(month=month) for month in range(first.month, 13)]
    reversed_by = getattr(told.move, "reversed_by", None)
    return render(
        request,
        "benefits/budget_move.html",
        {
            "told": told,
            "voucher": voucher_of(told, request.person),
            "misses_voucher": may_move,
            "months": [(month, in_month(told.plain, month)) for month in months],
            "year_ore": sum(in_month(told.plain, month) for month in months),
            "reversed_by": reversed_by,
            "booked": booked if may_move and not told.is_booked else None,
            "back": back
            if may_move and not reversed_by and not told.move.reverses_id
            else None,
            "may_withdraw": may_move and told.booking is not None,
        },
    )


def _took(
    request: PersonRequest, told: Told, step: str, form: forms.Form | None
) -> bool:
    """Whether the step was taken; if not, its form says why."""
    said = form.cleaned_data if form else {}
    who, at, move = by(request), clock.now(), told.move
    steps: dict[str, tuple[Callable[[], object], str]] = {
        "book": (
            lambda: confirm_booking(move, **said, by=who, at=at),
            _("It is confirmed as booked."),
        ),
        "withdraw": (
            lambda: withdraw_booking(move, booked_on=clock.today(), by=who, at=at),
            _("It no longer counts as booked."),
        ),
        "reverse": (
            lambda: reverse_move(move, **said, by=who, at=at),
            _("It is taken back from that month on."),
        ),
    }
    if step not in steps:
        return True
    take, done = steps[step]
    try:
        take()
    except ExpectedFailure as failure:
        if form is None:
            messages.error(request, failure.message(_))
            return True
        form.add_error(None, failure.message(_))
        return False
    messages.success(request, done)
    return True
