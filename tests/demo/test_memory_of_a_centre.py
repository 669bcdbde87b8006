# SPDX-License-Identifier: EUPL-1.2
"""A municipality that has a centre: its outcome costs the same, to the öre and draw for
draw, through the real importers and the database as in memory; so does its saving."""

from collections.abc import Callable
from datetime import date

from django.db.models import Sum

import numpy as np
import pytest
from tests.rig.databases import TODAY

from gemensam.benefits.queries import saving_over, year_to_date
from gemensam.calc.costing.known import DRAWS
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Service
from gemensam.demo.imported import differing_realised
from gemensam.demo.memory import CENTRE, InMemory, Sums, sums_of
from gemensam.demo.settings import Settings
from gemensam.demo.world import World
from gemensam.group.enums import UnitKind
from gemensam.group.models import Unit
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import CostDraws, MonthSum, ScenarioVersion
from gemensam.outcomes.queries import deviations
from gemensam.outcomes.queries.versions import in_force

pytestmark = pytest.mark.slow

SETTINGS = Settings(today=date.fromisoformat(TODAY), scale=0.05)
KRONA = 100


@pytest.fixture(scope="module")
def told(small: World) -> InMemory:
    return InMemory(small, draws=DRAWS)


@pytest.fixture
def imported(on_database: Callable[..., str]) -> str:
    return on_database("lindby")


@pytest.fixture
def actual(imported: str) -> ScenarioVersion:
    del imported
    found = in_force(ScenarioKind.ACTUAL)
    assert found is not None
    return found


def test_the_saving_and_its_intervals_are_the_same_both_ways(imported: str) -> None:
    del imported
    assert differing_realised(SETTINGS) == []


def test_every_month_costs_and_counts_the_same_both_ways(
    told: InMemory, actual: ScenarioVersion
) -> None:
    place = {code: n for n, code in enumerate(codes())}
    months = [date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)]
    assert set(months) <= set(told.closed_months)
    for month in months:
        ours = sums_of(told, month)
        rows = (
            MonthSum.objects.filter(scenario=actual, source="costing", month=month)
            .values_list("service__code", "provider")
            .annotate(Sum("cost_ore"), Sum("labour_ore"), Sum("volume"))
            .order_by()
        )
        kept = np.zeros((3, *ours.cost.shape))
        for service, provider, *values in rows:
            by = CENTRE if provider == Provider.CENTRE else 1 - CENTRE
            kept[:, by, place.get(service, -1)] = [float(one or 0) for one in values]
        assert np.array_equal(kept[0], ours.cost)
        assert np.array_equal(kept[1], ours.labour)
        np.testing.assert_allclose(kept[2], ours.volume, atol=1e-9)
        assert ours.cost[CENTRE].sum() > 0 or month.month == 1


@pytest.mark.parametrize("by_centre", [True, False])
def test_every_draw_is_the_same_both_ways(
    told: InMemory, actual: ScenarioVersion, *, by_centre: bool
) -> None:
    place = {code: n for n, code in enumerate(codes())}
    centre = Unit.objects.filter(kind=UnitKind.CENTRE, code="SC").get()
    month = date(2026, 9, 1)
    ours: Sums = sums_of(told, month)
    rows = CostDraws.objects.filter(
        scenario=actual,
        month=month,
        provided_by=centre if by_centre else None,
        superseded_at=None,
    )
    kept = np.zeros_like(ours.off)
    for service, ore, packed in rows.values_list("service__code", "cost_ore", "draws"):
        kept[:, place.get(service, -1)] = ore * deviations(packed)
    assert np.abs(kept).sum() > 0
    mine = ours.centre_off if by_centre else ours.off
    np.testing.assert_allclose(mine, kept, rtol=1e-6, atol=KRONA)


def test_another_seed_is_told_apart(imported: str) -> None:
    del imported
    other = Settings(today=SETTINGS.today, scale=SETTINGS.scale, seed=2)
    assert "saving total" in differing_realised(other)


def test_an_area_alone_is_between_all_areas(imported: str) -> None:
    del imported
    saving = saving_over(year_to_date())
    assert saving is not None
    whole = saving.of([one for one in saving.services if one is not None])
    assert whole[1] <= whole[0] <= whole[2]
    areas = [
        saving.of(list(Service.objects.filter(area=area).values_list("pk", flat=True)))
        for area in ("finance", "hr", "it")
    ]
    shares = [share for share, _low, _high in areas]
    assert min(shares) < whole[0] < max(shares)


def codes() -> list[str]:
    return list(Service.objects.order_by("code").values_list("code", flat=True))
