# SPDX-License-Identifier: EUPL-1.2
"""Who of the centre's teams was there, as the HR system exports it each month: stretches of
days, present or absent. The export holds a reason too, which nobody should keep."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

import numpy as np

from gemensam.demo.cases.hours import bank_days
from gemensam.demo.months import plus
from gemensam.demo.people import Role
from gemensam.demo.randomness import stream
from gemensam.demo.services import TEAMS
from gemensam.demo.world import World

_BEGINS = 0.013  # of those who are there, each bank day
_ENDS = 0.34  # of those who are away
_SUMMER = {7: 0.16, 8: 0.03}  # holidays begin more often
_REASONS = ("Sjukfrånvaro", "Vård av barn", "Semester", "Komp")
_ODDS = (0.42, 0.2, 0.32, 0.06)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A person's days from the first to the last."""

    person: int
    team: str
    first: date
    last: date
    is_present: bool
    reason: str


class Presences:
    """Of the months that have ended since the pilot began, but for those before anybody
    was in a team; none without a centre."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._team_since = world.scene.organisation.first_centre + 2

    @cached_property
    def months(self) -> tuple[date, ...]:
        timeline = self._world.scene.timeline
        if not timeline.stage.has_centre:
            return ()
        first = timeline.pilot.replace(day=1)
        found = [plus(first, step) for step in range(60)]
        over = [month for month in found if plus(month, 1) <= timeline.today]
        return tuple(month for month in over if self._there(month))

    def of(self, month: date) -> Iterator[Stretch]:
        """Person by person; one with two employments in the teams once."""
        for person, place in self._there(month).items():
            yield from self._stretches(person, TEAMS[place].code, month)

    def _there(self, month: date) -> dict[int, int]:
        """Whoever is employed in a team in the month, and the team's place."""
        spells = self._world.spells
        number = self._world.scene.timeline.number(month)
        own = (
            (spells.role == Role.CENTRE)
            & (spells.pool >= self._team_since)
            & (spells.begin <= number)
            & (spells.end > number)
        )
        found: dict[int, int] = {}
        for spell in np.flatnonzero(own).tolist():
            person = int(spells.person[spell])
            place = int(spells.pool[spell]) - self._team_since
            if place < len(TEAMS):
                found.setdefault(person, place)
        return found

    def _stretches(self, person: int, team: str, month: date) -> Iterator[Stretch]:
        rng = stream(
            self._world.scene.settings.seed, "presence", person, month.isoformat()
        )
        days = bank_days(month)
        chances = rng.random(len(days))
        begins = _BEGINS + _SUMMER.get(month.month, 0.0)
        away, states = False, []
        for day, chance in zip(days, chances, strict=True):
            away = chance >= _ENDS if away else chance < begins
            states.append((day, away))
        for is_away, part in groupby(states, key=lambda one: one[1]):
            own = [day for day, _away in part]
            reason = str(rng.choice(_REASONS, p=_ODDS)) if is_away else ""
            yield Stretch(
                person=person,
                team=team,
                first=own[0],
                last=own[-1],
                is_present=not is_away,
                reason=reason,
            )
