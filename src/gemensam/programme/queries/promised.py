# SPDX-License-Identifier: EUPL-1.2
"""What the newest locked savings case promises, month by month: the median of its pace."""

from collections.abc import Mapping, Sequence
from datetime import date

from gemensam.programme.models import CaseVersion

MEDIAN = 2  # of the five levels that are kept


class CasePromise:
    """See `benefits.ports.Promise`. Before the centre's first month nothing is promised;
    after the last window what it ends with."""

    def shares(self, months: Sequence[date]) -> Mapping[date, float] | None:
        version = CaseVersion.objects.select_related("case").order_by("-number").first()
        if version is None:
            return None
        result, first = version.content["result"], version.case.first_month
        windows, pace = result["windows"], result["forecast"]["pace"]
        return {month: _share(windows, pace, _steps(first, month)) for month in months}


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
