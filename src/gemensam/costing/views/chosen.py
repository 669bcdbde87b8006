# SPDX-License-Identifier: EUPL-1.2
"""Which version of the figures a page shows."""

from dataclasses import dataclass
from datetime import date

from gemensam.costing.models import CostRun
from gemensam.group.access import PersonRequest
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.queries.versions import computed_beside, in_force

BESIDE = "computed"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The version looked at, and its months; `kind` as the address says it."""

    scenario: ScenarioVersion
    months: list[date]
    kind: str

    @property
    def is_baseline(self) -> bool:
        return self.scenario.kind == ScenarioKind.BASELINE


def chosen_by(request: PersonRequest) -> Chosen | None:
    """Baseline, outcome, or what was computed beside a frozen baseline, by the address;
    the baseline in force when nothing is said."""
    kind = request.GET.get("version", ScenarioKind.BASELINE)
    beside = computed_beside() if kind == BESIDE else None
    if beside is None and kind not in {ScenarioKind.BASELINE, ScenarioKind.ACTUAL}:
        kind = ScenarioKind.BASELINE
    scenario = beside or in_force(ScenarioKind(kind))
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
