# SPDX-License-Identifier: EUPL-1.2
"""A centre that had the same months a year before too."""

from datetime import date
from importlib import import_module

import pytest

from gemensam.benefits.queries.efficiency import year_before
from gemensam.benefits.queries.months import centre_start, closed_through
from gemensam.catalogue.enums import Provider
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell, CostDraws, MonthSum
from gemensam.outcomes.queries.versions import in_force


def sums() -> list[MonthSum]:
    """What the centre's work cost in Lindby's year to date."""
    actual, last = in_force(ScenarioKind.ACTUAL), closed_through()
    assert actual is not None
    assert last is not None
    found = MonthSum.objects.filter(
        scenario=actual, source="costing", provider=Provider.CENTRE,
        month__gte=date(last.year, 1, 1), month__lte=last,
    )  # fmt: skip
    return list(found)


def copy_a_year_back() -> None:
    """The same months of the year before, cost for cost and draw for draw."""
    now = sums()
    months = {one.month for one in now}
    scenario = now[0].scenario
    cells = Cell.objects.filter(scenario=scenario, source="costing", month__in=months)
    one_a_month = list({cell.month: cell for cell in cells}.values())
    draws = list(CostDraws.objects.filter(scenario=scenario, month__in=months))
    for rows in (now, one_a_month, draws):
        for one in rows:
            one.pk, one.month = None, year_before(one.month)
    MonthSum.objects.bulk_create(now)
    Cell.objects.bulk_create(one_a_month)
    CostDraws.objects.bulk_create(draws)


def start_a_year_sooner(patch: pytest.MonkeyPatch) -> None:
    start = centre_start()
    assert start is not None
    module = import_module("gemensam.benefits.queries.efficiency")
    patch.setattr(module, "centre_start", lambda: year_before(start))
