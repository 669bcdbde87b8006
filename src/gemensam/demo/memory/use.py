# SPDX-License-Identifier: EUPL-1.2
"""Who used what in a month, and from whom: what meters counted, and the centre's cases."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, NamedTuple

import numpy as np

from gemensam.calc.costing.evidence import Uses
from gemensam.demo.cases.hours import HOUR, local_midnights
from gemensam.demo.cases.life import NOTHING
from gemensam.demo.files import usage
from gemensam.demo.memory.deliveries import Deliveries
from gemensam.demo.memory.units import Units
from gemensam.demo.months import plus
from gemensam.demo.reorganisations import Registered
from gemensam.demo.world import World

Counted = tuple[int, str, int]  # service, meter, how many
_DAY = 24 * HOUR
_SINCE = date(1970, 1, 1).toordinal()


class Used(NamedTuple):
    """As `costing.queries.use.Used`: `service` is a place in the catalogue, `by` the
    provider's unit, None where nobody knows."""

    service: int
    unit: int
    by: int | None
    volume: Decimal


class Usage:
    """Volumes of all months that have begun."""

    def __init__(self, world: World, registered: Registered, units: Units) -> None:
        self._world, self._scene = world, world.scene
        self._registered, self._units = registered, units
        self._deliveries = Deliveries(world.scene, registered, units)
        self._area = world.scene.services.area.tolist()
        self.used = cache(self._used)
        self.uses = cache(self._uses)
        self._volumes = cache(self._volumes_of)

    def _uses(self, month: date) -> Uses:
        return Uses.of(
            (one.service, one.unit, one.by, float(one.volume))
            for one in self.used(month)
        )

    def _used(self, month: date) -> Sequence[Used]:
        """Registers' volumes, shared by days where the provider changed, and cases."""
        return [*self._metered(month), *self._cases.get(month, ())]

    def _metered(self, month: date) -> Iterator[Used]:
        counts: Counter[tuple[int, int]] = Counter()
        called = self._units.called("Mätare", month)
        for service, meter, count in self._volumes(month.year).get(month, ()):
            unit = called.get((None, meter))
            if unit is not None:
                counts[service, unit] += count
        for (service, unit), count in counts.items():
            shares = self._deliveries.shares(unit, self._area[service], month)
            if not shares:
                yield Used(service, unit, None, Decimal(count))
            for by, part in shares:
                yield Used(service, unit, by, count * part)

    def _volumes_of(self, year: int) -> Mapping[date, Sequence[Counted]]:
        place = {code: n for n, code in enumerate(self._scene.services.codes)}
        found: dict[date, list[Counted]] = defaultdict(list)
        lines: Any = usage.volumes(
            self._scene, self._registered, self._world.counted, year
        )
        for line in lines:
            row = place[line["service"]], line["meter"], line["count"]
            found[line["month"]].append(row)
        return found

    @cached_property
    def _cases(self) -> Mapping[date, Sequence[Used]]:
        """What the centre has done of what is counted in cases, as `desk.grain` counts:
        in the month when a case was done for good, by whoever served the unit on the day
        when it was opened. Nobody opens one at night, when dates are not everywhere the
        same."""
        cases, months = self._world.cases, self._scene.timeline.months
        again = cases.reopened != NOTHING
        done = np.where(again, cases.resolved_again, cases.resolved)
        edges = local_midnights([*months, plus(months[-1], 1)])
        month = np.searchsorted(edges, done, side="right") - 1
        inside = (month >= 0) & (month < len(months))
        columns = cases.service, cases.unit, month, cases.opened // _DAY
        table = np.stack(columns, axis=1)[inside]
        rows, many = np.unique(table, axis=0, return_counts=True)
        counted: Counter[tuple[date, int, int, int | None]] = Counter()
        for (service, unit, number, day), count in zip(
            rows.tolist(), many.tolist(), strict=True
        ):
            when = date.fromordinal(_SINCE + day)
            own = self._units.number[self._registered.code(unit, when)]
            by = self._deliveries.on(own, self._area[service], when)
            counted[months[number], service, own, by.by if by else None] += count
        return self._kept(counted)

    def _kept(
        self, counted: Mapping[tuple[date, int, int, int | None], int]
    ) -> Mapping[date, Sequence[Used]]:
        """What was done by the centre; the registers' files tell of all the rest."""
        found: dict[date, list[Used]] = defaultdict(list)
        for (month, service, unit, by), count in counted.items():
            if by is None or self._units.frame(month).is_central(by):
                found[month].append(Used(service, unit, by, Decimal(count)))
        return found
