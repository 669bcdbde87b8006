# SPDX-License-Identifier: EUPL-1.2
"""The key figures: what `report` prints and the start pages say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from gemensam.benefits.queries.months import (
    ClosedMonths,
    Compared,
    closed_months,
    compared,
    latest,
    newest,
)
from gemensam.benefits.queries.saving import Saving, saving_over, share_over
from gemensam.catalogue.enums import Provider
from gemensam.costing.enums import Category
from gemensam.costing.models import CostRun, Ledger, Reconciled
from gemensam.costing.queries.adjustments import Effect
from gemensam.costing.queries.reconciliation import Difference, unreconciled
from gemensam.desk.models import Case
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import MonthSum, ScenarioVersion
from gemensam.outcomes.queries import sums_by_service

RUN_RATE_MONTHS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """All of it computed from imported files; None where it cannot be known.

    `reconciled` is None while there is no ledger, and false where anything is costed that
    `differences` tell of. `unmapped_ore` is the outcome's year to
    date's, before there is one the baseline's, and None before any month is costed; of it,
    `unplaced_ore` lies on support's own cost centres and is counted as cost.
    `one_off_ore` is the outcome's. `run_rate` is the share saved over the last
    `RUN_RATE_MONTHS`, also before the turn of the year. `baseline` and `baseline_ore` are
    the version in force and the whole of it, also before there is an outcome to compare;
    None before it holds any cost.
    """

    closed: ClosedMonths
    saving: Saving | None
    run_rate: float | None
    one_off_ore: int | None
    sla_met: float | None
    satisfaction: float | None
    rated: int
    cases: int
    reconciled: bool | None
    differences: Sequence[Difference]
    unmapped_ore: int | None
    unplaced_ore: int | None
    baseline: ScenarioVersion | None
    baseline_ore: int | None

    @property
    def closed_through(self) -> date | None:
        return self.closed.last

    @property
    def has_outcome(self) -> bool:
        """Whether any month of the year to date was costed."""
        return self.one_off_ore is not None

    @property
    def net_ore(self) -> Decimal | None:
        """Saved in the year to date less its one-off costs, in the baseline's prices."""
        if self.saving is None or self.one_off_ore is None:
            return None
        return self.saving.ore - self.one_off_ore

    def as_json(self) -> dict[str, Any]:
        """Kronor and percent, as `report --json` prints them."""
        saving, rate = self.saving, self.run_rate
        month = self.closed_through
        return {
            "closed_through": f"{month:%Y-%m}" if month else None,
            **unclosed_as_json(self.closed),
            "baseline_cost": _kronor(saving.baseline if saving else self.baseline_ore),
            "baseline_version": version_as_json(self.baseline)
            if self.baseline
            else None,
            "baseline_frozen_cost": _kronor(saving.frozen) if saving else None,
            "baseline_adjustments": [
                adjustment_as_json(one) for one in saving.adjustments
            ]
            if saving
            else None,
            "actual_cost": _kronor(saving.actual) if saving else None,
            "actual_cost_equal_volume": _kronor(saving.at_baseline) if saving else None,
            "saving_pct": _percent(saving.share) if saving else None,
            "saving_low_pct": _percent(saving.low) if saving else None,
            "saving_high_pct": _percent(saving.high) if saving else None,
            "run_rate_saving_pct": _percent(rate) if rate is not None else None,
            "net_saving": _kronor(self.net_ore),
            "one_off_cost": _kronor(self.one_off_ore),
            "sla_met_pct": _percent(self.sla_met) if self.sla_met is not None else None,
            "satisfaction": round(self.satisfaction, 2) if self.satisfaction else None,
            "cases": self.cases,
            "unmapped": _kronor(self.unmapped_ore),
            "reconciled": self.reconciled,
        }


def unclosed_as_json(known: ClosedMonths) -> dict[str, list[str]]:
    """Months before the last closed one: counted as they stand, and not counted."""
    return {
        "open_again": [f"{one:%Y-%m}" for one in known.open_again],
        "not_computed": [f"{one:%Y-%m}" for one in known.not_computed],
    }


def version_as_json(version: ScenarioVersion) -> dict[str, Any]:
    """Which baseline is compared with, and since when it is frozen (None: it is not)."""
    at = version.frozen_at
    return {"number": version.number, "frozen_at": at.isoformat() if at else None}


def adjustment_as_json(effect: Effect) -> dict[str, Any]:
    """What was reckoned with after freezing, and what it comes to in the months."""
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


def summary(
    *, closed: ClosedMonths | None = None, of: Compared | None = None
) -> Summary:
    """The figures as known now. Which months are `closed`, and `of` as in `saving_over`,
    where the caller has asked already."""
    of, closed = of or compared(), closed or closed_months()
    months = closed.year
    kept = quality(months, of=of)
    outcome = _categories(of.actual, months)
    lies = outcome or _categories(of.baseline, of.baseline_months)
    whole, off = _whole_baseline(of), unreconciled()
    return Summary(
        closed=closed,
        saving=saving_over(months, of=of),
        run_rate=share_over(latest(months, RUN_RATE_MONTHS), of=of),
        one_off_ore=_lying(outcome, Category.ONE_OFF),
        sla_met=kept.on_time,
        satisfaction=kept.satisfaction,
        rated=kept.rated,
        cases=Case.objects.count(),
        reconciled=off == [] if Ledger.objects.exists() else None,
        differences=off or [],
        unmapped_ore=_lying(lies, Category.UNMAPPED, Category.UNPLACED),
        unplaced_ore=_lying(lies, Category.UNPLACED),
        baseline=of.baseline if whole is not None else None,
        baseline_ore=whole,
    )


def _whole_baseline(of: Compared) -> int | None:
    if of.baseline is None:
        return None
    months = sums_by_service(of.baseline.pk, of.baseline_months).values()
    each = [cost for month in months for cost, _labour, _volume in month.values()]
    return sum(each) if each else None


def one_off_ore(scenario: ScenarioVersion, months: Sequence[date]) -> int | None:
    """One-off costs of the programme in months of a scenario; None: none was costed."""
    return _lying(_categories(scenario, months), Category.ONE_OFF)


def one_off_by_month(
    scenario: ScenarioVersion, months: Sequence[date]
) -> Mapping[date, int]:
    """One-off costs of the programme, month by month."""
    rows = Reconciled.objects.filter(
        run__scenario=scenario,
        run__month__in=months,
        run__superseded_at=None,
        category=Category.ONE_OFF,
    ).values_list("run__month")
    return {
        month: int(ore or 0)
        for month, ore in rows.annotate(ore=Sum("amount_ore")).order_by()
    }


def _categories(
    scenario: ScenarioVersion | None, months: Sequence[date]
) -> Mapping[str, int]:
    """Öre of each category in months of a scenario; nothing where none was costed."""
    runs = CostRun.objects.filter(
        scenario=scenario, month__in=months, superseded_at=None
    )
    rows = Reconciled.objects.filter(run__in=runs).values_list("category")
    return {
        category: int(ore or 0)
        for category, ore in rows.annotate(ore=Sum("amount_ore")).order_by()
    }


def _lying(lies: Mapping[str, int], *categories: Category) -> int | None:
    """Öre in some categories; None where nothing is known of any."""
    return sum(lies.get(one, 0) for one in categories) if lies else None


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
