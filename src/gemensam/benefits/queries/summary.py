# SPDX-License-Identifier: EUPL-1.2
"""The key figures: what `report` prints and the start pages say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from gemensam.benefits.queries.months import (
    Compared,
    closed_through,
    compared,
    newest,
    year_to,
)
from gemensam.benefits.queries.saving import Saving, saving_over
from gemensam.catalogue.enums import Provider
from gemensam.costing.enums import Category
from gemensam.costing.models import CostRun, Ledger, Reconciled
from gemensam.costing.queries.adjustments import Effect
from gemensam.costing.queries.reconciliation import is_reconciled
from gemensam.desk.models import Case
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import MonthSum, ScenarioVersion

RUN_RATE_MONTHS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """All of it computed from imported files; None where it cannot be known.

    `reconciled` and `unmapped_ore` are None while there is no ledger; of the latter,
    `unplaced_ore` lies on support's own cost centres and is counted as cost.
    `baseline_ore` is the whole baseline, also before there is an outcome to compare.
    """

    closed_through: date | None
    saving: Saving | None
    run_rate: Saving | None
    one_off_ore: int
    sla_met: float | None
    satisfaction: float | None
    rated: int
    cases: int
    reconciled: bool | None
    unmapped_ore: int | None
    unplaced_ore: int
    baseline_ore: int | None

    @property
    def net_ore(self) -> Decimal | None:
        """Saved in the year to date less its one-off costs, in the baseline's prices."""
        return self.saving.ore - self.one_off_ore if self.saving else None

    def as_json(self) -> dict[str, Any]:
        """Kronor and percent, as `report --json` prints them."""
        saving, rate = self.saving, self.run_rate
        month = self.closed_through
        return {
            "closed_through": f"{month:%Y-%m}" if month else None,
            "baseline_cost": _kronor(saving.baseline if saving else self.baseline_ore),
            "baseline_version": _version(saving.version) if saving else None,
            "baseline_frozen_cost": _kronor(saving.frozen) if saving else None,
            "baseline_adjustments": [
                _adjustment(one) for one in (saving.adjustments if saving else ())
            ],
            "actual_cost": _kronor(saving.actual) if saving else None,
            "actual_cost_equal_volume": _kronor(saving.at_baseline) if saving else None,
            "saving_pct": _percent(saving.share) if saving else None,
            "saving_low_pct": _percent(saving.low) if saving else None,
            "saving_high_pct": _percent(saving.high) if saving else None,
            "run_rate_saving_pct": _percent(rate.share) if rate else None,
            "net_saving": _kronor(self.net_ore) if saving else None,
            "one_off_cost": _kronor(self.one_off_ore),
            "sla_met_pct": _percent(self.sla_met) if self.sla_met is not None else None,
            "satisfaction": round(self.satisfaction, 2) if self.satisfaction else None,
            "cases": self.cases,
            "unmapped": _kronor(self.unmapped_ore),
            "reconciled": self.reconciled,
        }


def _version(version: ScenarioVersion) -> dict[str, Any]:
    """Which baseline is compared with, and since when it is frozen (None: it is not)."""
    at = version.frozen_at
    return {"number": version.number, "frozen_at": at.isoformat() if at else None}


def _adjustment(effect: Effect) -> dict[str, Any]:
    one = effect.adjustment
    return {
        "number": one.number,
        "kind": one.kind,
        "from_month": f"{one.from_month:%Y-%m}",
        "effect": _kronor(effect.ore),
        "reason": one.reason,
        "owner": str(one.owner),
        "decision": one.decision,
        "withdraws": one.withdraws.number if one.withdraws else None,
    }


def _kronor(ore: Decimal | int | None) -> float | None:
    return None if ore is None else float(Decimal(ore) / 100)


def _percent(share: float) -> float:
    return round(100 * share, 2)


def summary() -> Summary:
    """The figures as known now."""
    last, of = closed_through(), compared()
    months = year_to(last)
    kept = quality(months, of=of)
    lies, booked = _categories(of.actual, months), Ledger.objects.exists()
    unplaced = lies.get(Category.UNPLACED, 0)
    return Summary(
        closed_through=last,
        saving=saving_over(months, of=of),
        run_rate=saving_over(months[-RUN_RATE_MONTHS:], of=of),
        one_off_ore=lies.get(Category.ONE_OFF, 0),
        sla_met=kept.on_time,
        satisfaction=kept.satisfaction,
        rated=kept.rated,
        cases=Case.objects.count(),
        reconciled=is_reconciled() if booked else None,
        unmapped_ore=lies.get(Category.UNMAPPED, 0) + unplaced if booked else None,
        unplaced_ore=unplaced,
        baseline_ore=_whole_baseline(of.baseline),
    )


def _whole_baseline(baseline: ScenarioVersion | None) -> int | None:
    if baseline is None:
        return None
    sums = MonthSum.objects.filter(scenario=baseline, source="costing")
    ore = sums.aggregate(ore=Sum("cost_ore"))["ore"]
    return int(ore) if ore is not None else None


def _categories(
    actual: ScenarioVersion | None, months: Sequence[date]
) -> Mapping[str, int]:
    """Öre of each category in the outcome."""
    runs = CostRun.objects.filter(scenario=actual, month__in=months, superseded_at=None)
    rows = Reconciled.objects.filter(run__in=runs).values_list("category")
    return {
        category: int(ore or 0)
        for category, ore in rows.annotate(ore=Sum("amount_ore")).order_by()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Share in time, mean rating of five, and how many rated; None: nothing to judge."""

    on_time: float | None
    satisfaction: float | None
    rated: int


def quality(months: Sequence[date], *, of: Compared | None = None) -> Quality:
    """Of what the centre did in `months`; `of` as in `saving_over`."""
    total = MonthSum.objects.filter(
        scenario=of.actual if of else newest(ScenarioKind.ACTUAL),
        month__in=months,
        source="desk",
        provider=Provider.CENTRE,
    ).aggregate(
        judged=Sum("judged"),
        on_time=Sum("on_time"),
        rated=Sum("rated"),
        rating=Sum("rating"),
    )
    judged, rated = total["judged"] or 0, total["rated"] or 0
    return Quality(
        on_time=(total["on_time"] or 0) / judged if judged else None,
        satisfaction=(total["rating"] or 0) / rated if rated else None,
        rated=rated,
    )
