# SPDX-License-Identifier: EUPL-1.2
"""One case: what was said and done, its clock in words, and the steps one may take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from gemensam.core import clock as clocks
from gemensam.core.by import By
from gemensam.core.gate import visible_or_404
from gemensam.desk import actions, clock, rules
from gemensam.desk.actions import AlreadyTaken, NotAllowedNow
from gemensam.desk.enums import CaseStatus, EventKind
from gemensam.desk.forms import RatingForm, TextForm
from gemensam.desk.models import Case, CaseEvent
from gemensam.desk.queries.queue import RELATED
from gemensam.group.access import PersonRequest, by, page

CENTRE_STEPS = ("take", "wait", "message", "note", "resolve")
CUSTOMER_STEPS = ("answer", "reopen", "rate")
DONE = {
    "take": gettext_lazy("The case is yours."),
    "wait": gettext_lazy("The question is sent; the clock stands still."),
    "message": gettext_lazy("The message is sent."),
    "note": gettext_lazy("The note is saved. The customer does not see it."),
    "resolve": gettext_lazy("The case is done."),
    "answer": gettext_lazy("Your answer is sent."),
    "reopen": gettext_lazy("The case is open again; the old clock goes on."),
    "rate": gettext_lazy("Thank you!"),
}


@dataclass(frozen=True, slots=True)
class Seat:
    """How the reader stands to a case."""

    handles: bool
    is_party: bool

    def may(self, step: str) -> bool:
        return (self.handles and step in CENTRE_STEPS) or (
            self.is_party and step in CUSTOMER_STEPS
        )


def _seat(request: PersonRequest, case: Case) -> Seat:
    standing = request.person.standing
    return Seat(
        handles=rules.handles(standing, team=case.team_id),
        is_party=rules.is_party(
            standing,
            requester=case.requester_id,
            unit=case.unit_id,
            is_open=case.confidentiality == "open",
        ),
    )


def _loaded(request: PersonRequest, number: str) -> Case:
    rows = Case.objects.select_related(*RELATED, "requester", "hours", "log")
    return visible_or_404(rows, request.person, number=number)


@page()
def case(request: PersonRequest, number: str) -> HttpResponse:
    """A case as the reader may see it."""
    found = _loaded(request, number)
    seat = _seat(request, found)
    return render(
        request,
        "desk/case.html",
        {
            "case": found,
            "seat": seat,
            "events": _events(found, seat),
            "clock": _clock(found),
            "text_form": TextForm(),
            "rating_form": RatingForm(),
            "now": clocks.now(),
            "is_open": found.status
            in {CaseStatus.NEW, CaseStatus.TAKEN, CaseStatus.WAITING},
        },
    )


def _events(case: Case, seat: Seat) -> list[CaseEvent]:
    """Internal notes are for those who handle the case."""
    events = case.events.order_by("seq").select_related("actor__person")
    if not seat.handles:
        events = events.exclude(kind=EventKind.NOTE)
    return list(events)


def _clock(case: Case) -> dict[str, Any] | None:
    """The promise and how it stands now, with the working intervals that were counted."""
    promise = clock.promised(case.promise, case.hours_id)
    history = [
        clock.Happened(kind, at)
        for kind, at in case.events.order_by("seq").values_list("kind", "at")
    ]
    events = clock.clock_events(history)
    if promise is None or not events:
        return None
    at = max(clocks.now(), history[-1].at)
    standing = clock.due(promise, events, at=at)
    if standing is None:
        return None
    return {
        "standing": standing,
        "target": promise.resolution,
        "steps": standing.explanation.steps,
        "hours": case.hours,
        "price_ore": (case.promise or {}).get("price_ore"),
    }


Step = Callable[[Case, str, PersonRequest, By], Case]


def _steps() -> dict[str, Step]:
    at = clocks.now
    return {
        "take": lambda case, _text, request, who: actions.take(
            case, person=request.person, by=who, at=at()
        ),
        "wait": lambda case, text, _request, who: actions.wait_for_customer(
            case, question=text, by=who, at=at()
        ),
        "message": lambda case, text, _request, who: actions.send_message(
            case, text=text, by=who, at=at()
        ),
        "note": lambda case, text, _request, who: actions.write_note(
            case, text=text, by=who, at=at()
        ),
        "resolve": lambda case, text, _request, who: actions.resolve(
            case, text=text, by=who, at=at()
        ),
        "answer": lambda case, text, _request, who: actions.answer(
            case, text=text, by=who, at=at()
        ),
        "reopen": lambda case, text, _request, who: actions.reopen(
            case, reason=text, by=who, at=at()
        ),
        "rate": lambda case, text, _request, who: actions.rate(
            case, points=int(text), by=who, at=at()
        ),
    }


@require_POST
@page()
def do(request: PersonRequest, number: str, step: str) -> HttpResponse:
    """Take one step with a case one may take it with."""
    found = _loaded(request, number)
    if not _seat(request, found).may(step):
        raise Http404
    text = _said(request, step)
    if text is None:
        messages.error(request, _("Write something first; nothing was sent."))
        return redirect("desk:case", number=number)
    try:
        _steps()[step](found, text, request, by(request))
        messages.success(request, DONE[step])
    except (AlreadyTaken, NotAllowedNow) as error:
        messages.error(request, str(error))
    return redirect("desk:case", number=number)


def _said(request: PersonRequest, step: str) -> str | None:
    """What the form says; None when it says nothing and should."""
    if step == "take":
        return ""
    if step == "rate":
        rating = RatingForm(request.POST)
        return str(rating.cleaned_data["points"]) if rating.is_valid() else None
    form = TextForm(request.POST)
    return form.cleaned_data["text"] if form.is_valid() else None
