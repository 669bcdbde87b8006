# SPDX-License-Identifier: EUPL-1.2
"""The bridge of the year to date, as `report --json` prints it."""

from typing import Any

from gemensam.benefits.queries.bridge.made import Made, bridge_over
from gemensam.benefits.queries.bridge.nodes import View
from gemensam.benefits.queries.bridge.periods import YEAR, periods


def report_of(view: View | None = None) -> dict[str, Any]:
    """`bridge`: six parts in öre that make the difference; `bridge_beside` what they lie
    between. Both None before there is a frozen baseline and an outcome."""
    view = view or View()
    period = periods(view.known_at).get(YEAR)
    made = bridge_over(period, view=view) if period else None
    if made is None:
        return {"bridge": None, "bridge_beside": None}
    whole = made.whole
    return {
        "bridge": {part.value: ore for part, ore in whole.parts.items()},
        "bridge_beside": _beside(made),
    }


def _beside(made: Made) -> dict[str, Any]:
    whole, months = made.whole, made.period.months
    return {
        "closed_through": f"{made.period.closed:%Y-%m}",
        "months": [f"{month:%Y-%m}" for month in months],
        "baseline_version": made.version.number,
        "frozen_ore": whole.frozen,
        "actual_ore": whole.actual,
        "difference_ore": whole.difference,
        "equal_volume": {part.value: ore for part, ore in whole.equal.items()},
        "services_with_quality": made.measures_quality,
        "services_without_quality": made.lacks_quality,
    }
