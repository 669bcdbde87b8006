# SPDX-License-Identifier: EUPL-1.2
"""A municipality's months, as costing computes them."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

import numpy as np

from gemensam.calc.costing.evidence import (
    Around,
    Catalogue,
    MonthEvidence,
    RoundEvidence,
)
from gemensam.calc.costing.known import Known, known_of
from gemensam.calc.costing.month import MonthCost, month_cost
from gemensam.calc.costing.rounds import nearest
from gemensam.demo.calendar_rules import AREAS
from gemensam.demo.memory.books import Books
from gemensam.demo.memory.people import People
from gemensam.demo.memory.units import Units
from gemensam.demo.memory.use import Usage
from gemensam.demo.months import plus
from gemensam.demo.reorganisations import Registered
from gemensam.demo.survey import Round
from gemensam.demo.world import World

MONTHS = 12


class InMemory:
    """The closed months of a municipality. Ids are the world's own: units are places in
    the register, entities in theirs, services in the catalogue."""

    def __init__(self, world: World, *, draws: int) -> None:
        scene = world.scene
        registered = Registered(scene)
        self._world, self._scene, self._draws = world, scene, draws
        self.units = Units(scene, registered)
        self.use = Usage(world, registered, self.units)
        self._books = Books(world)
        self._people = People(world, registered)
        self._known: dict[date, Known] = {}
        services = scene.services
        self.catalogue = Catalogue(
            services=tuple(range(len(services))),
            areas=tuple(AREAS[area] for area in services.area.tolist()),
            minutes=services.minutes,
            standing=services.by_stock,
        )

    @property
    def baseline_months(self) -> Sequence[date]:
        return self._scene.timeline.months[:MONTHS]

    @property
    def closed_months(self) -> Sequence[date]:
        """Of the outcome: since the baseline year, and since there is a centre."""
        timeline = self._scene.timeline
        if not timeline.stage.has_centre:
            return ()
        first = max(MONTHS, timeline.number(timeline.start))
        return timeline.months[first : timeline.count]

    def known(self, month: date) -> Known:
        """Who does what, as the round that tells of `month` says."""
        one = nearest(month, [_About(one) for one in self._world.rounds])
        assert one is not None
        if one.month not in self._known:
            self._known[one.month] = self._told_in(one.round)
        return self._known[one.month]

    def _told_in(self, one: Round) -> Known:
        asked, seed = self._people.answers(one)
        return known_of(
            RoundEvidence(
                asked=asked,
                employed=self._people.employed(one.month),
                frame=self.units.frame(one.month),
                uses=[self.use.uses(month) for month in _covered(one)],
            ),
            catalogue=self.catalogue,
            draws=self._draws,
            rng=np.random.default_rng(seed),
        )

    def cost(self, month: date) -> MonthCost:
        """What the month cost, as costing computes it."""
        return month_cost(
            MonthEvidence(
                month=month,
                rows=self._books.by_month.get(month, ()),
                employed=self._people.employed(month),
                frame=self.units.frame(month),
                uses=self.use.uses(month),
                around=self._around.get(month, {}),
            ),
            treat=self._books.treat,
            known=self.known(month),
            catalogue=self.catalogue,
            draws=self._draws,
        )

    @cached_property
    def _around(self) -> Mapping[date, Around]:
        """The baseline and the outcome are computed apart; of the outcome every month of
        its first year tells what was usual, also before the centre began."""
        baseline = self._books.around(self.baseline_months)
        years = {month.year for month in self.closed_months}
        months = [month for month in self._scene.timeline.months if month.year in years]
        return {**self._books.around(months), **baseline}


class _About:
    """A round, and what it asked about."""

    def __init__(self, one: Round) -> None:
        self.round, self.month = one, one.month
        self.about_from, self.about_to = one.covers


def _covered(one: Round) -> list[date]:
    first, last = one.covers
    months = [first]
    while months[-1] < last:
        months.append(plus(months[-1], 1))
    return months
