# SPDX-License-Identifier: EUPL-1.2
"""A municipality through the real importers and the database costs the same, to the öre,
as in memory, with the same intervals."""

from collections.abc import Callable
from datetime import date

from django.db.models import Sum

import numpy as np
import pytest
from tests.rig.databases import EARLIER

from gemensam.catalogue.models import Service
from gemensam.demo.figures import figures_of, names_of
from gemensam.demo.memory import MONTHS, InMemory
from gemensam.demo.settings import Settings, Stage
from gemensam.demo.world import World, world
from gemensam.group.models import Unit, tree_at
from gemensam.outcomes.models import Cell, ScenarioVersion
from gemensam.outcomes.queries import interval

pytestmark = pytest.mark.slow

DRAWS = 200


@pytest.fixture(scope="module")
def small() -> World:
    today = date.fromisoformat(EARLIER)
    return world(Settings(today=today, scale=0.05, at=Stage.PRESTUDY))


@pytest.fixture
def imported(on_database: Callable[..., str]) -> str:
    return on_database("prestudy")


def test_both_ways_give_the_same_figures(small: World, imported: str) -> None:
    del imported
    by_unit = _imported_cells()
    told = InMemory(small)
    known = told.known(DRAWS)
    held: dict[tuple[str, str, str], int] = {}
    organisation, codes = small.scene.organisation, small.scene.services.codes
    for month in told.months:
        cost = told.cost(month, known)
        received = cost.received
        for g, s, unit, ore in zip(
            *(
                column.tolist()
                for column in (
                    received.provider,
                    received.service,
                    received.unit,
                    received.cost,
                )
            ),
            strict=True,
        ):
            by = organisation.pool_code(cost.providers[g])
            key = codes[s], _code(small, unit), by
            held[key] = held.get(key, 0) + ore
    assert {key: ore for key, ore in held.items() if ore} == by_unit


def test_both_ways_give_the_same_intervals(small: World, imported: str) -> None:
    del imported
    figures = figures_of(small, draws=DRAWS)
    scenario = ScenarioVersion.objects.get()
    months = [date(2025, number, 1) for number in range(1, MONTHS + 1)]
    services = dict(Service.objects.values_list("code", "pk"))
    units = dict(Unit.objects.values_list("code", "pk"))
    tree = tree_at(months[0])
    areas = {
        area: list(Service.objects.filter(area=area).values_list("pk", flat=True))
        for area in ("finance", "hr", "it")
    }
    for place, name in enumerate(names_of(small)):
        told = figures.low[place], figures.high[place]
        if name == "total":
            asked = interval(scenario.pk, months)
        elif name in areas:
            asked = interval(scenario.pk, months, services=areas[name])
        else:
            service, owner = name.split()
            below = tuple(tree.below(units[owner]))
            asked = interval(
                scenario.pk, months, services=[services[service]], units=below
            )
        # Draws are added in another order: a hundredth of a krona in a million.
        assert np.allclose(told, asked or (0, 0), rtol=1e-6, atol=100), name


def _imported_cells() -> dict[tuple[str, str, str], int]:
    rows = (
        Cell.objects.filter(
            source="costing", superseded_at=None, cost_ore__isnull=False
        )
        .values_list("service__code", "unit__code", "provided_by__code")
        .annotate(ore=Sum("cost_ore"))
    )
    return {(s, u, by): int(ore) for s, u, by, ore in rows if ore}


def _code(made: World, unit: int) -> str:
    organisation = made.scene.organisation
    if unit < organisation.pools:
        return organisation.pool_code(unit)
    return organisation.owners[unit - 1_000_000].code
