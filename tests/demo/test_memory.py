# SPDX-License-Identifier: EUPL-1.2
"""A municipality through the real importers and the database costs the same, to the öre,
as in memory, with the same intervals."""

from collections.abc import Callable
from datetime import date

from django.db.models import Sum

import pytest
from tests.rig.databases import EARLIER

from gemensam.calc.costing.known import DRAWS
from gemensam.demo.imported import differing
from gemensam.demo.memory import InMemory
from gemensam.demo.settings import Settings, Stage
from gemensam.demo.world import world
from gemensam.outcomes.models import Cell

pytestmark = pytest.mark.slow

SETTINGS = Settings(today=date.fromisoformat(EARLIER), scale=0.05, at=Stage.PRESTUDY)
Key = tuple[str, str, str]  # service, unit, by whom


@pytest.fixture
def imported(on_database: Callable[..., str]) -> str:
    return on_database("prestudy")


def test_both_ways_give_the_same_figures_and_intervals(imported: str) -> None:
    del imported
    assert differing(SETTINGS) == []


def test_every_unit_costs_the_same_both_ways(imported: str) -> None:
    del imported
    made = world(SETTINGS)
    told = InMemory(made, draws=DRAWS)
    codes = made.scene.services.codes
    held: dict[Key, int] = {}
    for month in told.baseline_months:
        cost = told.cost(month)
        received = cost.received
        columns = received.provider, received.service, received.unit, received.cost
        for g, s, unit, ore in zip(*(one.tolist() for one in columns), strict=True):
            by = told.units.codes[cost.providers[g]]
            key = codes[s], told.units.codes[unit], by
            held[key] = held.get(key, 0) + ore
    rows = (
        Cell.objects.filter(
            source="costing", superseded_at=None, cost_ore__isnull=False
        )
        .values_list("service__code", "unit__code", "provided_by__code")
        .annotate(ore=Sum("cost_ore"))
    )
    assert {key: ore for key, ore in held.items() if ore} == {
        (service, unit, by): int(ore) for service, unit, by, ore in rows if ore
    }
