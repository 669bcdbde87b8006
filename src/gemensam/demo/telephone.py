# SPDX-License-Identifier: EUPL-1.2
"""Calls to the centre's queues, day by day: with the cases, and more than the cases when
a wave has just moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.calendar_rules import AREAS
from gemensam.demo.cases.hours import bank_days
from gemensam.demo.months import plus
from gemensam.demo.randomness import stream
from gemensam.demo.world import World

QUEUES = (
    ("Ekonomiservice", "finance", 1.0),
    ("Löneservice", "hr", 1.0),
    ("IT-servicedesk", "it", 0.85),
    ("IT akut", "it", 0.15),
)
TARGET = 60  # seconds
_A_CASE = {"finance": 0.38, "hr": 0.74, "it": 0.55}  # calls for each case
_MONDAY = (1.28, 1.05, 0.97, 0.92, 0.78)
_BEFORE, _AFTER = 0.71, 0.84  # answered within the target: at first, and a year later
_GIVE_UP = 0.36  # of those that are not answered within it
_WORST = {"hr": 0.06}
_TALK = {"finance": 231, "hr": 318, "it": 274}  # seconds
_DIP = 0.07  # the month that a wave moves


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDay:
    """A queue's calls on a day."""

    queue: str
    area: str
    day: date
    offered: int
    answered: int
    abandoned: int
    within: int
    wait: int
    talk: int


class Telephone:
    """Every day of the months that have ended since the pilot began; none without one."""

    def __init__(self, world: World) -> None:
        self._world = world

    @cached_property
    def days(self) -> tuple[CallDay, ...]:
        rng = stream(self._world.scene.settings.seed, "telephone")
        return tuple(
            self._day(place, day, calls, rng)
            for month in self.months
            for place in range(len(QUEUES))
            for day, calls in self._spread(place, month)
        )

    @cached_property
    def months(self) -> tuple[date, ...]:
        timeline = self._world.scene.timeline
        if not timeline.stage.has_centre:
            return ()
        first = timeline.pilot.replace(day=1)
        found = [plus(first, step) for step in range(60)]
        return tuple(month for month in found if plus(month, 1) <= timeline.today)

    @cached_property
    def _opened(self) -> NDArray[np.int64]:
        """(months, areas): cases that were opened."""
        cases, scene = self._world.cases, self._world.scene
        found = np.zeros((len(self.months), len(AREAS)), np.int64)
        if not self.months:
            return found
        begun = cases.opened.astype("M8[us]").astype("M8[M]")
        first = np.datetime64(f"{self.months[0]:%Y-%m}", "M")
        month = (begun - first).astype(np.int64)
        known = (month >= 0) & (month < len(self.months))
        area = scene.services.area[cases.service]
        np.add.at(found, (month[known], area[known]), 1)
        return found

    def _spread(self, place: int, month: date) -> Iterator[tuple[date, float]]:
        """How many calls are to be expected each day."""
        _name, area, part = QUEUES[place]
        cases = self._opened[self.months.index(month), AREAS.index(area)]
        days = bank_days(month)
        weights = [_MONDAY[day.weekday()] for day in days]
        for day, weight in zip(days, weights, strict=True):
            yield day, cases * _A_CASE[area] * part * weight / sum(weights)

    def _day(
        self, place: int, day: date, calls: float, rng: np.random.Generator
    ) -> CallDay:
        name, area, _part = QUEUES[place]
        offered = int(rng.poisson(calls))
        chance = self._chance(area, day)
        within = int(rng.binomial(offered, chance))
        abandoned = int(rng.binomial(offered - within, _GIVE_UP))
        wait = round(24 + (1 - chance) * 260 + rng.normal(0, 6))
        talk = round(_TALK[area] * rng.lognormal(0, 0.08))
        return CallDay(
            queue=name,
            area=area,
            day=day,
            offered=offered,
            answered=offered - abandoned,
            abandoned=abandoned,
            within=within,
            wait=max(3, wait),
            talk=talk,
        )

    def _chance(self, area: str, day: date) -> float:
        timeline, plan = self._world.scene.timeline, self._world.scene.plan
        age = min(1.0, max(0, (day - timeline.start) / timedelta(days=365)))
        moves = (
            {(one.date.year, one.date.month) for one in plan.cutovers}
            if plan
            else set()
        )
        dip = _DIP if (day.year, day.month) in moves else 0.0
        return _BEFORE + (_AFTER - _BEFORE) * age - dip - _WORST.get(area, 0.0)
