# SPDX-License-Identifier: EUPL-1.2
"""What the product estimates, held against what was built into Lindby.

The one place where estimates and truth meet; nothing that estimates may import it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Sum

from gemensam.benefits.queries import months_between, saving_over, year_to_date
from gemensam.benefits.queries.months import newest
from gemensam.catalogue.models import Service
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell, ScenarioVersion
from gemensam.outcomes.queries import interval

LARGEST = 10  # services


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An estimate with its 90 % interval and the truth, in one unit (öre or percent)."""

    what: str
    estimate: float
    low: float
    high: float
    truth: float

    @property
    def holds(self) -> bool:
        return self.low <= self.truth <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """`saving` in percent of the baseline; costs in öre, the largest services first."""

    saving: Judged
    baseline: Sequence[Judged]
    outcome: Sequence[Judged]


def judge(truth: Path) -> Judgement:
    """Compare the built Lindby with its `truth.json`."""
    told = json.loads(truth.read_text(encoding="utf-8"))
    months = year_to_date()
    baseline, actual = newest(ScenarioKind.BASELINE), newest(ScenarioKind.ACTUAL)
    saving = saving_over(months)
    assert baseline is not None
    assert actual is not None
    assert saving is not None
    year = int(told["timeline"]["baseline_year"])
    whole_year = months_between(date(year, 1, 1), date(year, 12, 1))
    return Judgement(
        saving=Judged(
            what="saving",
            estimate=100 * saving.share,
            low=100 * saving.low,
            high=100 * saving.high,
            truth=told["saving"]["calendar_year_to_date"]["saving_pct"],
        ),
        baseline=list(_services(baseline, whole_year, told)),
        outcome=list(_services(actual, months, told)),
    )


def _services(
    scenario: ScenarioVersion, months: Sequence[date], told: Mapping[str, Any]
) -> Iterator[Judged]:
    """The services that truly cost most in `months`."""
    places = [told["months"].index(f"{month:%Y-%m}") for month in months]
    true = {
        code: sum(by_month[place] for place in places)
        for code, by_month in told["cost"]["by_service"].items()
    }
    ids = dict(Service.objects.values_list("code", "pk"))
    estimates = dict(
        Cell.objects.filter(
            scenario=scenario, month__in=months, source="costing", superseded_at=None
        )
        .values_list("service_id")
        .annotate(Sum("cost_ore"))
    )
    for code in sorted(true, key=lambda code: -true[code])[:LARGEST]:
        estimate = int(estimates.get(ids[code]) or 0)
        low, high = interval(scenario.pk, months, services=[ids[code]]) or (0, 0)
        yield Judged(what=code, estimate=estimate, low=low, high=high, truth=true[code])
