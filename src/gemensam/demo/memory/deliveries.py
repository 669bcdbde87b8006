# SPDX-License-Identifier: EUPL-1.2
"""Who delivered an area to a unit, and when: as it was, and the cut-overs up to today."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from gemensam.demo.calendar_rules import AREAS
from gemensam.demo.files import usage
from gemensam.demo.files.registry import AREA_WORDS
from gemensam.demo.memory.units import Units
from gemensam.demo.months import plus
from gemensam.demo.organisation import CENTRE_CODE
from gemensam.demo.reorganisations import Registered
from gemensam.demo.scene import Scene

_DAY = timedelta(days=1)
Served = tuple[int, int]  # unit, area


class Delivered(NamedTuple):
    """During a period, half-open."""

    starts: date
    ends: date | None
    by: int


class Deliveries:
    def __init__(self, scene: Scene, registered: Registered, units: Units) -> None:
        found: dict[Served, list[Delivered]] = defaultdict(list)
        lines: Any = usage.deliveries(scene, registered)
        for line in lines:
            key = units.number[line["unit"]], AREA_WORDS.index(line["area"])
            by = units.number[line["provider"]]
            found[key].append(Delivered(line["begins"], None, by))
        has_centre = scene.timeline.stage.has_centre
        for move in scene.plan.cutovers if scene.plan and has_centre else ():
            if move.date <= scene.timeline.today:
                code = scene.organisation.receivers[move.unit].code
                known = found[units.number[code], AREAS.index(move.area)]
                known[-1] = known[-1]._replace(ends=move.date)
                known.append(Delivered(move.date, None, units.number[CENTRE_CODE]))
        self._found: Mapping[Served, Sequence[Delivered]] = found
        self.shares = cache(self._shares)

    def on(self, unit: int, area: int, day: date) -> Delivered | None:
        for one in self._found.get((unit, area), ()):
            if one.starts <= day and (one.ends is None or day < one.ends):
                return one
        return None

    def _shares(self, unit: int, area: int, month: date) -> list[tuple[int, Decimal]]:
        """By whom, for which part of the month; nothing where nobody delivered."""
        after = plus(month, 1)
        days = (after - month) // _DAY
        found = []
        for one in self._found.get((unit, area), ()):
            part = (min(one.ends or after, after) - max(one.starts, month)) // _DAY
            if part > 0:
                found.append((one.by, Decimal(part) / days))
        return found
