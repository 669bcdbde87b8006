# SPDX-License-Identifier: EUPL-1.2
"""The saving and the yearly efficiency of a municipality in memory, with the 90 %
intervals the product states for them, and the truth; in all and by area.

All are shares of one. An area's saving is a share of its own baseline; its efficiency is
what it gives of the whole.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.efficiency import unit_cost_index, yearly_efficiency
from gemensam.calc.interval import nine_of_ten
from gemensam.calc.paired import Cells, Draws, Service, drawn_side, paired, side
from gemensam.calc.savings import Period, PriceChange, compare, drawn_about
from gemensam.demo.calendar_rules import AREAS
from gemensam.demo.comparison import centre_years, compare as truly
from gemensam.demo.figures import Figures
from gemensam.demo.files import usage
from gemensam.demo.memory import CENTRE, InMemory, Sums, sums_of, volumes_of
from gemensam.demo.months import plus
from gemensam.demo.scene import Scene
from gemensam.demo.truth_file import windows
from gemensam.demo.world import World

Floats = NDArray[np.float64]
Chosen = NDArray[np.bool_]
NAMES = ("total", *AREAS)
YEAR_TO_DATE = "year_to_date_since_start"


def savings_of(world: World, *, draws: int) -> Figures:
    """Of the year to date, as `benefits.queries.saving.saving_over`."""
    scene, told = world.scene, InMemory(world, draws=draws)
    places = windows(scene)[YEAR_TO_DATE]
    now = [scene.timeline.months[place] for place in places]
    then = [scene.timeline.months[place % 12] for place in places]
    before, off_before = _period([sums_of(told, month) for month in then])
    after, off_after = _period([sums_of(told, month) for month in now])
    change = price_change(scene, then[-1].year, now[-1].year)
    point = compare(before=before, after=after, change=change)
    drawn = compare(
        before=drawn_about(before, off_before),
        after=drawn_about(after, off_after),
        change=change,
    )
    truth = truly(world, places)

    def figure(chosen: Chosen) -> tuple[float, float, float, float]:
        estimate = float(point.of(chosen).saving)
        low, high = nine_of_ten(drawn.of(chosen).saving, estimate)
        own = chosen[:-1]
        true = 1 - truth.at_baseline[own].sum() / truth.baseline[own].sum()
        return estimate, float(low), float(high), float(true)

    return _figures(scene, figure)


def efficiency_of(world: World, *, draws: int) -> Figures:
    """Of the year to date against the same months a year before, as
    `benefits.queries.efficiency.efficiency`."""
    scene, told = world.scene, InMemory(world, draws=draws)
    now = _comparable(scene)
    then = [plus(month, -12) for month in now]
    held = {month: sums_of(told, month) for month in [*then, *now]}
    cells, off = _cells(held), _draws(held)
    pairs, _ = paired(cells, _begun(told), list(zip(then, now, strict=True)))
    services = sorted(pairs, key=lambda one: (one is None, one or 0))
    sides = [side(cells, pairs, services, place) for place in (0, 1)]
    change = price_change(scene, then[-1].year, now[-1].year)
    drawn = [
        drawn_side(year, off, pairs, services, place)
        for place, year in enumerate(sides)
    ]
    index = unit_cost_index(before=sides[0], after=sides[1], change=change)
    spread = unit_cost_index(before=drawn[0], after=drawn[1], change=change)
    whole = float(yearly_efficiency(index.laspeyres, years=1))
    truth = list(centre_years(world))[-1]

    def figure(chosen: Chosen) -> tuple[float, float, float, float]:
        if chosen.all():
            drawn_shares = yearly_efficiency(spread.laspeyres, years=1)
            low, high = nine_of_ten(drawn_shares, whole)
            return whole, float(low), float(high), truth.share()
        mine = np.array([one is not None and bool(chosen[one]) for one in services])
        saved = (index.before - index.at_before)[mine].sum() / index.before.sum()
        parts = (spread.before - spread.at_before)[:, mine].sum(axis=1)
        low, high = nine_of_ten(parts / spread.before.sum(axis=1), float(saved))
        return float(saved), float(low), float(high), truth.share(chosen[:-1])

    return _figures(scene, figure)


def price_change(scene: Scene, before: int, after: int) -> PriceChange:
    """Indices of the file multiplied over the years from `before` (excluded)."""
    wage = price = 1.0
    lines: Any = usage.indices(scene)
    for line in lines:
        if before < line["year"] <= after:
            wage *= 1 + float(line["wage"]) / 100
            price *= 1 + float(line["price"]) / 100
    return PriceChange(wage=wage, price=price)


def _figures(
    scene: Scene, figure: Callable[[Chosen], tuple[float, float, float, float]]
) -> Figures:
    """By what is asked of the services, the last place being what is on none."""
    area = np.append(scene.services.area, -1)
    asked = [np.ones(len(area), dtype=bool), *(area == n for n in range(len(AREAS)))]
    estimate, low, high, truth = np.array([figure(one) for one in asked]).T
    return Figures(estimate=estimate, low=low, high=high, truth=truth)


def _period(months: Sequence[Sums]) -> tuple[Period, Floats]:
    """By service, whoever provides, and how far draws lie from the cost."""
    cost, labour, volume = (
        sum((getattr(one, name).sum(axis=0) for one in months), np.zeros(1))
        for name in ("cost", "labour", "volume")
    )
    off: Floats = sum((one.off for one in months), np.zeros((1, 1)))
    return Period(cost=cost, labour=labour, volume=volume), off


def _comparable(scene: Scene) -> list[date]:
    """The year to date, as far as the centre also had the same months a year before."""
    timeline = scene.timeline
    return [
        month
        for month in timeline.months[: timeline.count]
        if month.year == timeline.closed.year and plus(month, -12) >= timeline.start
    ]


def _cells(held: Mapping[date, Sums]) -> Cells:
    found = {}
    for month, one in held.items():
        rows = zip(
            one.cost[CENTRE], one.labour[CENTRE], one.volume[CENTRE], strict=True
        )
        for place, (cost, labour, volume) in enumerate(rows):
            if cost or labour or volume:
                key = month, _service(place, one)
                found[key] = int(cost), int(labour), float(volume)
    return found


def _draws(held: Mapping[date, Sums]) -> Draws:
    return {
        (month, _service(place, one)): one.centre_off[:, place]
        for month, one in held.items()
        for place in range(one.cost.shape[1])
    }


def _service(place: int, one: Sums) -> Service:
    return place if place < one.cost.shape[1] - 1 else None


def _begun(told: InMemory) -> dict[Service, date]:
    """The first month of the outcome in which the centre delivered each service."""
    found: dict[Service, date] = {}
    for month in told.closed_months:
        for place in np.flatnonzero(volumes_of(told, month)[CENTRE] > 0).tolist():
            found.setdefault(place, month)
    return found
