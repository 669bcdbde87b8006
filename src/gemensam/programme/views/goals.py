# SPDX-License-Identifier: EUPL-1.2
"""The vision and the goals: what every “against the goal” reads."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gemensam.core import clock
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.enums import RoleKind
from gemensam.group.models import Person
from gemensam.outcomes.actions import Aim, set_goal, set_vision
from gemensam.outcomes.enums import GoalMeasure
from gemensam.outcomes.models import Goal, Vision
from gemensam.outcomes.queries.goals import baseline_ore, goals as goals_now, vision
from gemensam.programme import rules
from gemensam.programme.forms import GoalForm, VisionForm
from gemensam.programme.views.found import tried
from gemensam.ui.templatetags.figures import mnkr, number, percent, signed_percent

LEADERS = (
    RoleKind.CENTRE_MANAGER,
    RoleKind.STEERING,
    RoleKind.PROGRAMME_MANAGER,
    RoleKind.CONTROLLER,
    RoleKind.TEAM_LEADER,
)


@page(rules.sees_case)
def goals(request: PersonRequest) -> HttpResponse:
    """What holds, and what held before."""
    return render(request, "programme/goals.html", _shown(request, None))


def _shown(request: PersonRequest, form: VisionForm | None) -> dict[str, Any]:
    held = vision()
    earlier = Goal.objects.exclude(superseded_at=None).select_related("owner", "area")
    return {
        "vision": held,
        "goals": [_told(one) for one in goals_now()],
        "earlier": [_told(one) for one in earlier.order_by("-superseded_at")[:20]],
        "visions": Vision.objects.exclude(superseded_at=None).order_by("-superseded_at")[:5],
        "may_write": rules.writes_goals(request.person.standing),
        "vision_form": form or VisionForm(initial={"text": held.text if held else ""}),
    }  # fmt: skip


def _told(one: Goal) -> dict[str, Any]:
    measure = GoalMeasure(one.measure)
    return {
        "goal": one,
        "label": measure.label,
        "target": in_its_unit(measure, one.target),
        "baseline": _was(measure, one),
    }


def _was(measure: GoalMeasure, one: Goal) -> str | None:
    """What the baseline said; of cost, what it was a year."""
    if measure is GoalMeasure.EFFICIENCY:
        return "–"
    if measure is GoalMeasure.COST:
        ore = baseline_ore()
        return mnkr(ore) if ore is not None else None
    return in_its_unit(measure, one.baseline) if one.baseline is not None else None


def in_its_unit(measure: GoalMeasure, value: Any) -> str:
    """−15,0 %, 90,0 %, 16 h, 4,0."""
    if measure in {GoalMeasure.COST, GoalMeasure.EFFICIENCY}:
        return signed_percent(value / 100)
    if measure.is_share:
        return percent(value / 100)
    if measure is GoalMeasure.LEAD_TIME:
        return _("{hours} h").format(hours=number(value, 1))
    return number(value, 1)


@require_POST
@page(rules.writes_goals)
def write_vision(request: PersonRequest) -> HttpResponse:
    form, before = VisionForm(request.POST), vision() is not None
    if tried(
        form, lambda said: set_vision(said["text"], by=by(request), at=clock.now())
    ):
        kept = _("The vision is written; the one before is kept.")
        messages.success(request, kept if before else _("The vision is written."))
        return redirect("programme:goals")
    return render(request, "programme/goals.html", _shown(request, form))


@page(rules.writes_goals)
def write_goal(request: PersonRequest) -> HttpResponse:
    """A new goal, or a new version of the one of the same measure."""
    start = {"measure": request.GET.get("measure"), "area": request.GET.get("area")}
    form = GoalForm(request.POST or None, leaders=leaders(clock.today()), initial=start)

    def write(said: Mapping[str, Any]) -> None:
        aim = Aim(
            measure=GoalMeasure(said["measure"]),
            target=said["target"],
            due=said["due"],
            owner=said["owner"],
            area=said["area"].pk if said["area"] else None,
        )
        set_goal(aim, by=by(request), at=clock.now())

    if request.method == "POST" and tried(form, write):
        messages.success(
            request, _("The goal is set; pages that speak of it read it from now on.")
        )
        return redirect("programme:goals")
    return render(request, "programme/goal.html", {"form": form})


def leaders(day: date) -> QuerySet[Person]:
    """Those who can own a goal: in the line or at the head of the programme today."""
    now = Q(roles__valid_to=None) | Q(roles__valid_to__gt=day)
    return (
        Person.objects.filter(
            now, roles__role__in=LEADERS, roles__valid_from__lte=day, active=True
        )
        .distinct()
        .order_by("name")
    )
