# SPDX-License-Identifier: EUPL-1.2
"""A case: first the table anyone can defend; terms, copy, lock."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.core.gate import visible_or_404
from gemensam.group.access import PersonRequest, by, page
from gemensam.programme import rules
from gemensam.programme.actions import copy_case, lock_case, renew, set_terms
from gemensam.programme.forms import NameForm, TermsForm
from gemensam.programme.models import CaseVersion, SavingsCase
from gemensam.programme.queries.showing import (
    five,
    names,
    steps,
    years_until,
)
from gemensam.programme.views.cases import terms_said
from gemensam.programme.views.found import found_case, framed, tried
from gemensam.ui.waterfall import waterfall


@page(rules.sees_case)
def case(request: PersonRequest, number: int) -> HttpResponse:
    """Five assumptions, low, likely and high, and what they come to."""
    held = found_case(request, number)
    context = framed(request, held, "case")
    if held.result:
        context |= plainly(held.result, context["inputs"], context["called"])
    return render(request, "programme/case.html", {**context, "copy_form": NameForm()})


def plainly(
    result: Mapping[str, Any], inputs: Mapping[str, Any], called: Mapping[str, str]
) -> dict[str, Any]:
    plain = result["plain"]
    ends = [(plain[end], years_until(plain[end]["payback"])) for end in ("cautious", "likely", "bold")]  # fmt: skip
    return {
        "lines": five(result, inputs, called),
        "ends": ends,
        "years": _by_year(result),
        "forecast": result["forecast"],
        "chart": waterfall(
            steps(result["waterfall"]["1"]["whole"]),
            title=_("From the baseline to the end of year 1, likely values, million kronor a year"),
        ),
    }  # fmt: skip


def _by_year(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Likely öre of each year: saving, VAT, what it takes, net, and net so far."""
    likely, total, found = result["plain"]["likely"], 0, []
    told = zip(likely["saving"], likely["vat"], likely["outlay"], likely["net"], strict=True)  # fmt: skip
    for year, (saving, vat, outlay, net) in enumerate(told):
        total += net
        found.append(
            {
                "year": year,
                "saving": saving,
                "vat": vat,
                "outlay": outlay,
                "net": net,
                "so_far": total,
                "pace": likely["pace"][year - 1] if year else None,
                "nominal": result["nominal"][year - 1] if year else None,
            }
        )
    return found


@page(rules.writes_case)
def terms(request: PersonRequest, number: int) -> HttpResponse:
    """Start, interest, horizon, capital cost."""
    held = found_case(request, number)
    now = {
        "first_month": held.first_month,
        "interest": 100 * held.interest,
        "years": held.years,
        "written_off": held.written_off,
    }
    form = TermsForm(request.POST or None, initial=now)
    if request.method == "POST" and tried(
        form,
        lambda said: set_terms(held, terms_said(said), by=by(request), at=clock.now()),
    ):
        messages.success(
            request, _("The terms are changed and the case worked out anew.")
        )
        return redirect("programme:case", number=number)
    return render(
        request, "programme/terms.html", {**framed(request, held, "case"), "form": form}
    )


@require_POST
@page(rules.writes_case)
def copy(request: PersonRequest, number: int) -> HttpResponse:
    """A scenario beside this one, to be changed."""
    held, form = found_case(request, number), NameForm(request.POST)
    made: list[SavingsCase] = []
    if tried(
        form,
        lambda said: made.append(
            copy_case(held, said["name"], by=by(request), at=clock.now())
        ),
    ):
        messages.success(request, _("The copy is made. Change it as you like."))
        return redirect("programme:case", number=made[0].pk)
    messages.error(request, " ".join(str(e) for es in form.errors.values() for e in es))
    return redirect("programme:case", number=number)


@require_POST
@page(rules.writes_case)
def lock(request: PersonRequest, number: int) -> HttpResponse:
    """Lock a version for the gate."""
    held = found_case(request, number)
    try:
        locked = lock_case(held, by=by(request), at=clock.now())
    except ExpectedFailure as failure:
        messages.error(request, failure.message(_))
        return redirect("programme:case", number=number)
    messages.success(
        request,
        _("Version {number} is locked and can go to the gate.").format(
            number=locked.number
        ),
    )
    return redirect("programme:version", number=locked.number)


@require_POST
@page(rules.writes_case)
def renewed(request: PersonRequest, number: int) -> HttpResponse:
    """Work the case out on the baseline in force, as it is now."""
    held = found_case(request, number)
    try:
        renew(held, by=by(request), at=clock.now())
    except ExpectedFailure as failure:
        messages.error(request, failure.message(_))
    else:
        messages.success(request, _("The case is worked out on the baseline in force."))
    return redirect("programme:case", number=number)


@page(rules.sees_case)
def version(request: PersonRequest, number: int) -> HttpResponse:
    """A version as it was locked."""
    rows = CaseVersion.objects.select_related("case__baseline", "locked_by__person")
    held = visible_or_404(rows, request.person, number=number)
    result, inputs = held.content["result"], held.content
    return render(
        request,
        "programme/version.html",
        {
            "version": held,
            "inputs": inputs,
            "result": result,
            **plainly(result, inputs, names(inputs)),
        },
    )
