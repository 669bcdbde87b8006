# SPDX-License-Identifier: EUPL-1.2
"""The bridge of the year to date, as `report --json` prints it, also as it was known."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from gemensam.benefits.queries.bridge.made import Made, Row, bridge_over
from gemensam.benefits.queries.bridge.nodes import View
from gemensam.benefits.queries.bridge.periods import RATE, YEAR, periods
from gemensam.benefits.queries.known import known
from gemensam.benefits.queries.months import closed_months
from gemensam.benefits.queries.summary import (
    adjustment_as_json,
    unclosed_as_json,
    version_as_json,
)
from gemensam.costing.enums import Category
from gemensam.costing.models import CostRun, Reconciled
from gemensam.outcomes.models import ScenarioVersion


def report_of(view: View | None = None) -> dict[str, Any]:
    """`bridge`: six parts in öre that make the difference; `bridge_beside` what they lie
    between. Both None before there is a frozen baseline and an outcome."""
    made = _made(YEAR, view or View())
    if made is None:
        return {"bridge": None, "bridge_beside": None}
    return {
        "bridge": {part.value: ore for part, ore in made.whole.parts.items()},
        "bridge_beside": _beside(made),
    }


def known_then(view: View) -> dict[str, Any]:
    """Those key figures of `report` that are kept as they were known, in kronor and per
    cent; None where nothing could be compared then."""
    made, rate = _made(YEAR, view), _made(RATE, view)
    closed = periods(view.known_at).get(YEAR)
    told: dict[str, Any] = {
        "closed_through": f"{closed.closed:%Y-%m}" if closed else None,
        **unclosed_as_json(closed_months(view.known_at)),
    }
    if made is None or view.known_at is None:
        return told
    whole, added = made.whole, sum(one.ore for one in made.effects)
    base = whole.frozen + added
    one_off = _one_off(made.actual, made.period.months, view.known_at)
    net = None if one_off is None else base - whole.at_equal - one_off
    return told | {
        "baseline_cost": _kronor(base),
        "baseline_version": version_as_json(made.version),
        "baseline_frozen_cost": _kronor(whole.frozen),
        "baseline_adjustments": [adjustment_as_json(one) for one in made.effects],
        "actual_cost": _kronor(whole.actual),
        "actual_cost_equal_volume": _kronor(whole.at_equal),
        "saving_pct": _saved(whole, base),
        "run_rate_saving_pct": _rate(rate),
        "one_off_cost": _kronor(one_off),
        "net_saving": _kronor(net),
    }


def _made(key: str, view: View) -> Made | None:
    period = periods(view.known_at).get(key)
    return bridge_over(period, view=view) if period else None


def _beside(made: Made) -> dict[str, Any]:
    whole, months = made.whole, made.period.months
    return {
        "closed_through": f"{made.period.closed:%Y-%m}",
        "months": [f"{month:%Y-%m}" for month in months],
        "baseline_version": made.version.number,
        "as_organised": made.view.organised.value,
        "known_at": made.view.known_at.isoformat() if made.view.known_at else None,
        "frozen_ore": whole.frozen,
        "actual_ore": whole.actual,
        "difference_ore": whole.difference,
        "equal_volume": {part.value: ore for part, ore in whole.equal.items()},
        "services_with_quality": made.measures_quality,
        "services_without_quality": made.lacks_quality,
    }


def _rate(made: Made | None) -> float | None:
    if made is None:
        return None
    whole = made.whole
    return _saved(whole, whole.frozen + sum(one.ore for one in made.effects))


def _saved(whole: Row, base: int) -> float | None:
    return round(100 * (1 - whole.at_equal / base), 2) if base > 0 else None


def _one_off(
    scenario: ScenarioVersion, months: Sequence[date], at: datetime
) -> int | None:
    """One-off costs as they were known; None: no month was costed by then."""
    runs = CostRun.objects.filter(
        known(at, since="at", until="superseded_at"),
        scenario=scenario,
        month__in=months,
    )
    if not runs.exists():
        return None
    rows = Reconciled.objects.filter(run__in=runs, category=Category.ONE_OFF)
    return int(rows.aggregate(ore=Sum("amount_ore"))["ore"] or 0)


def _kronor(ore: int | None) -> float | None:
    return None if ore is None else float(Decimal(ore) / 100)
