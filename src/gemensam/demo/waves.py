# SPDX-License-Identifier: EUPL-1.2
"""Which unit moves when: the pilot, five waves within the first year, one after it.

Every date obeys the rules of the municipal year. A wave is negotiated before it is
decided, and decided at least four weeks before anybody moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, pairwise

import numpy as np

from gemensam.demo.calendar_rules import (
    AREAS,
    allowed_from,
    bank_day_until,
)
from gemensam.demo.months import plus
from gemensam.demo.randomness import stream

SHARES = (0.44, 0.24, 0.14, 0.10, 0.08)
LATE_SHARE = 0.05
PILOT_UNITS = 5
_PAY_SLOT = (0, 1, 2, 3, 3)  # payroll may move seven times a year, and a year is short
_SETTLING = timedelta(days=10)
_NOTICE = timedelta(days=35)
_FOUR_WEEKS = timedelta(days=28)


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOver:
    """A unit's support in one area moves to the centre."""

    unit: int
    area: str
    date: date
    wave: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """`number` 0 is the pilot. All dates lie before `first`, when anybody moves."""

    number: int
    name: str
    units: tuple[int, ...]
    negotiated: date
    decided: date
    first: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WavePlan:
    waves: tuple[Wave, ...]
    cutovers: tuple[CutOver, ...]

    def dates(self, units: int) -> list[list[date]]:
        """[unit][area] → the day it moves."""
        table = [[date.max] * len(AREAS) for _ in range(units)]
        for move in self.cutovers:
            table[move.unit][AREAS.index(move.area)] = move.date
        return table


def plan_waves(
    start: date, *, schools: Sequence[bool], pilots: Sequence[int], seed: int
) -> WavePlan:
    """Everybody's dates. `schools[u]` tells whether the school rules hold for unit u."""
    groups = _groups(len(schools), pilots, stream(seed, "waves"))
    cutovers = [
        CutOver(unit=unit, area=area, date=day, wave=wave)
        for wave, units in enumerate(groups)
        for area in AREAS
        for unit in units
        for day in [_date(area, wave, start, school=schools[unit])]
    ]
    cutovers.sort(key=lambda move: (move.date, AREAS.index(move.area), move.unit))
    waves = [_wave(number, units, cutovers) for number, units in enumerate(groups)]
    return WavePlan(waves=tuple(waves), cutovers=tuple(cutovers))


def _groups(
    count: int, pilots: Sequence[int], rng: np.random.Generator
) -> list[tuple[int, ...]]:
    """Pilot, waves 1-5 and the last, as units in order."""
    others = [unit for unit in range(count) if unit not in pilots]
    rng.shuffle(others)
    late = max(1, round(LATE_SHARE * count))
    early = len(others) - late
    edges = [0, *(round(early * share) for share in np.cumsum(SHARES)), len(others)]
    parts = [others[a:b] for a, b in pairwise(edges)]
    return [tuple(sorted(part)) for part in ([*pilots], *parts)]


def _date(area: str, wave: int, start: date, *, school: bool) -> date:
    if wave == 0:
        return next(allowed_from(area, plus(start, -2), school=school))
    last = wave == len(SHARES) + 1
    if area == "hr":
        begin = plus(start, 12) if last else start
        slot = 0 if last else _PAY_SLOT[wave - 1]
        return next(islice(allowed_from(area, begin, school=school), slot, None))
    begin = plus(start, 12) if last else start + (wave - 1) * _FOUR_WEEKS
    first = next(allowed_from(area, begin + _SETTLING, school=school))
    if last:
        return first
    # A closed season pushes the first wave; the later ones keep their distance to it.
    pushed = next(allowed_from(area, start + _SETTLING, school=False))
    apart = pushed + (wave - 1) * _FOUR_WEEKS
    return next(allowed_from(area, max(first, apart), school=school))


def _wave(number: int, units: tuple[int, ...], cutovers: list[CutOver]) -> Wave:
    first = min(move.date for move in cutovers if move.wave == number)
    decided = bank_day_until(first - _NOTICE)
    return Wave(
        number=number,
        name="Pilot" if number == 0 else f"Våg {number}",
        units=units,
        negotiated=bank_day_until(decided - timedelta(days=8)),
        decided=decided,
        first=first,
    )
