# SPDX-License-Identifier: EUPL-1.2
"""How long answers to time surveys are kept, what still needs them, and the decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gemensam.core import clock
from gemensam.costing.actions.disposal import decide_retention
from gemensam.costing.forms.disposal import RetentionForm
from gemensam.costing.models import AnswerRetention
from gemensam.costing.queries.disposal import Keeping, keepings, retention
from gemensam.costing.rules import keeps_standards
from gemensam.group.access import PersonRequest, by, page


@page(keeps_standards)
def disposal(request: PersonRequest) -> HttpResponse:
    """Every survey: what of it is kept, until when or why."""
    rule = retention()
    kept = {"days": rule.days, "decision": rule.decision} if rule else {}
    form = RetentionForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        decide_retention(said["days"], said["decision"], by=by(request), at=clock.now())
        messages.success(
            request, _("It is noted. What is due is disposed of in the night.")
        )
        return redirect("costing:disposal")
    return render(
        request,
        "costing/disposal.html",
        {
            "rule": rule,
            "form": form,
            "rows": [_row(one, rule) for one in keepings()],
            "earlier": AnswerRetention.objects.exclude(superseded_at=None)
            .select_related("made_by__person")
            .order_by("-made_at"),
        },
    )


def _row(one: Keeping, rule: AnswerRetention | None) -> dict[str, Any]:
    return {
        "one": one,
        "due": one.due_day(rule.days) if rule else None,
        "needed_by": ", ".join(str(version) for version in one.needed_by),
    }
