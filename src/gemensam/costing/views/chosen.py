# SPDX-License-Identifier: EUPL-1.2
"""Which version of the figures a page shows."""

from dataclasses import dataclass
from datetime import date

from gemensam.costing.models import CostRun
from gemensam.group.access import PersonRequest
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.queries.versions import in_force


@dataclass(frozen=True, slots=True)
class Chosen:
    """The version looked at, and its months."""

    scenario: ScenarioVersion
    months: list[date]
    kind: str


def chosen_by(request: PersonRequest) -> Chosen | None:
    """Baseline or outcome, by the address; the baseline when nothing is said."""
    kind = request.GET.get("version", ScenarioKind.BASELINE)
    if kind not in {ScenarioKind.BASELINE, ScenarioKind.ACTUAL}:
        kind = ScenarioKind.BASELINE
    scenario = in_force(ScenarioKind(kind))
    if scenario is None:
        return None
    months = list(
        CostRun.objects.filter(scenario=scenario, superseded_at=None)
        .values_list("month", flat=True)
        .order_by("month")
    )
    year = request.GET.get("year", "")
    if kind == ScenarioKind.ACTUAL and months:
        wanted = int(year) if year.isdigit() else months[-1].year
        months = [month for month in months if month.year == wanted] or months
    return Chosen(scenario, months, str(kind))
