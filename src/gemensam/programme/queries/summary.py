# SPDX-License-Identifier: EUPL-1.2
"""The savings case in a few figures: for `report` and for the start pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gemensam.programme.models import CaseVersion, SavingsCase


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest:
    """The newest locked case, or else the newest; `version` None: not locked."""

    name: str
    version: CaseVersion | None
    case: SavingsCase
    result: Mapping[str, Any]


def newest() -> Newest | None:
    version = CaseVersion.objects.select_related("case").order_by("-number").first()
    if version:
        return Newest(
            name=version.content["name"],
            version=version,
            case=version.case,
            result=version.content["result"],
        )
    case = SavingsCase.objects.exclude(result=None).order_by("-made_at", "-pk").first()
    if case is None or case.result is None:
        return None
    return Newest(name=case.name, version=None, case=case, result=case.result)


def savings_case() -> dict[str, Any] | None:
    """Kronor, per cent and months, as `report --json` prints them.

    The saving is the pace at the end of the centre's first year, between its 5th and 95th
    percentile; cost, present value and payback are medians.
    """
    found = newest()
    if found is None:
        return None
    forecast = found.result["forecast"]
    first = forecast["pace"][3]
    return {
        "p_15": forecast["chances"].get("15"),
        "p_20": forecast["chances"].get("20"),
        "saving_low_pct": round(100 * first[0], 2),
        "saving_likely_pct": round(100 * first[2], 2),
        "saving_high_pct": round(100 * first[4], 2),
        "implementation_cost": forecast["outlay"][2] / 100,
        "npv": forecast["npv"][2] / 100,
        "payback_months": forecast["payback"],
    }
