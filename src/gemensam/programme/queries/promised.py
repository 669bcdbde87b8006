# SPDX-License-Identifier: EUPL-1.2
"""What the newest locked savings case promises, month by month: the median of its pace;
and what it plans to move when."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from gemensam.benefits.ports import Plan
from gemensam.programme.models import CaseVersion
from gemensam.programme.queries.base import UNPLACED

LOW, MEDIAN, HIGH = 0, 2, 4  # of the five levels that are kept


class CasePromise:
    """See `benefits.ports.Promise`. Before the centre's first month nothing is promised;
    after the last window what it ends with."""

    def shares(
        self, months: Sequence[date], *, known_at: datetime | None = None
    ) -> Mapping[date, float] | None:
        version = _newest(known_at)
        if version is None:
            return None
        result, first = version.content["result"], version.case.first_month
        windows, pace = result["windows"], result["forecast"]["pace"]
        return {month: _share(windows, pace, _steps(first, month)) for month in months}

    def number(self) -> int | None:
        newest = CaseVersion.objects.order_by("-number")
        return newest.values_list("number", flat=True).first()

    def plan(self) -> Plan | None:
        """A wave of one administration moves its share of every area."""
        version = _newest()
        if version is None:
            return None
        result = version.content["result"]
        parts = result["forecast"]["parts"]
        areas = [area for area in parts if area != UNPLACED]
        return Plan(
            number=version.number,
            first_month=version.case.first_month,
            moving=_moving(version.content["waves"], areas, _weights(result)),
            saved={area: _levels(parts[area]["share"]) for area in areas},
            outlay=_outlay(version.content["costs"]),
        )


def _newest(known_at: datetime | None = None) -> CaseVersion | None:
    locked = Q() if known_at is None else Q(locked_at__lte=known_at)
    versions = CaseVersion.objects.filter(locked).select_related("case")
    return versions.order_by("-number").first()


def _levels(levels: Sequence[float]) -> tuple[float, float, float]:
    return levels[LOW], levels[MEDIAN], levels[HIGH]


def _outlay(
    costs: Sequence[Mapping[str, Any]],
) -> Mapping[date, tuple[int, int, int]]:
    """All streams and kinds together; lows with lows, as in the plain table."""
    found: dict[date, tuple[int, int, int]] = {}
    for row in costs:
        quarter = date.fromisoformat(row["quarter"])
        low, likely, high = (int(ore) for ore in row["ore"])
        was = found.get(quarter, (0, 0, 0))
        found[quarter] = (was[0] + low, was[1] + likely, was[2] + high)
    return found


def _weights(result: Mapping[str, Any]) -> Mapping[str, float]:
    """Administration → its share of what support costs."""
    whole = sum(one["base"] for one in result["tops"].values())
    return {top: one["base"] / whole for top, one in result["tops"].items() if whole}


def _moving(
    waves: Sequence[Mapping[str, Any]],
    areas: Sequence[str],
    weights: Mapping[str, float],
) -> Mapping[str, Mapping[date, float]]:
    found: dict[str, dict[date, float]] = {area: defaultdict(float) for area in areas}
    for wave in waves:
        top, month = wave["top"], date.fromisoformat(wave["month"])
        share = float(wave["share"]) * (weights.get(str(top), 0.0) if top else 1.0)
        for area in areas:
            if wave["area"] in {None, area}:
                found[area][month] += share
    return {area: dict(held) for area, held in found.items()}


def _steps(first: date, month: date) -> int:
    return 12 * (month.year - first.year) + month.month - first.month


def _share(
    windows: Sequence[Sequence[int]], pace: Sequence[Sequence[float]], step: int
) -> float:
    """That of the last window that has begun; between windows the pace is the former's."""
    begun = [
        levels[MEDIAN]
        for (begins, _ends), levels in zip(windows, pace, strict=False)
        if begins <= step
    ]
    return float(begun[-1]) if begun else 0.0
