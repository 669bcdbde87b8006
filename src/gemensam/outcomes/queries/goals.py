# SPDX-License-Identifier: EUPL-1.2
"""The vision and the goals that hold: what every page that says “against the goal” reads."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import QuerySet, Sum

from gemensam.catalogue.enums import Provider
from gemensam.outcomes.enums import GoalMeasure, ScenarioKind
from gemensam.outcomes.models import Goal, MonthSum, Vision
from gemensam.outcomes.queries.versions import in_force

# Measure → what is divided by what, and into its unit.
RATIOS: dict[str, tuple[str, str, Decimal]] = {
    GoalMeasure.ON_TIME: ("on_time", "judged", Decimal(100)),
    GoalMeasure.FIRST_RIGHT: ("first_right", "resolved", Decimal(100)),
    GoalMeasure.LEAD_TIME: ("lead_minutes", "resolved", 1 / Decimal(60)),
    GoalMeasure.SATISFACTION: ("rating", "rated", Decimal(1)),
}


def vision() -> Vision | None:
    return Vision.objects.filter(superseded_at=None).first()


def goals() -> QuerySet[Goal]:
    """The goals that hold, in the order of the measures."""
    return (
        Goal.objects.filter(superseded_at=None)
        .select_related("owner", "area")
        .order_by("due", "pk")
    )


def goal(measure: GoalMeasure, area: str | None = None) -> Goal | None:
    """The goal of a measure for all areas, or for one."""
    return goals().filter(measure=measure, area=area).first()


def cost_goals(
    least: Sequence[Decimal] = (Decimal(-15), Decimal(-20)),
) -> list[Decimal]:
    """Changes of cost worth telling the chance of: the goal's, and those asked for."""
    held = goal(GoalMeasure.COST)
    told = {*least, *([held.target] if held else [])}
    return sorted(told, reverse=True)


def at_baseline(measure: GoalMeasure, area: str | None = None) -> Decimal | None:
    """What the baseline says of a measure, in its unit; None where nobody measured it.

    What the centre itself did in a pilot by then is no baseline of quality.
    """
    if measure in {GoalMeasure.COST, GoalMeasure.EFFICIENCY}:
        return Decimal(0) if in_force(ScenarioKind.BASELINE) else None
    scenario = in_force(ScenarioKind.BASELINE)
    part, whole, unit = RATIOS[measure]
    sums = MonthSum.objects.filter(scenario=scenario, source="desk").exclude(
        provider=Provider.CENTRE
    )
    if area:
        sums = sums.filter(service__area=area)
    told = sums.aggregate(part=Sum(part), whole=Sum(whole))
    if scenario is None or not told["whole"]:
        return None
    return round(Decimal(told["part"] or 0) / Decimal(told["whole"]) * unit, 2)


def baseline_ore() -> int | None:
    """What everything cost in the baseline in force; None without one."""
    sums = MonthSum.objects.filter(
        scenario=in_force(ScenarioKind.BASELINE), source="costing"
    )
    ore = sums.aggregate(ore=Sum("cost_ore"))["ore"]
    return int(ore) if ore is not None else None
