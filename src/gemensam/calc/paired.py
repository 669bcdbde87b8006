# SPDX-License-Identifier: EUPL-1.2
"""Months of two years that can be compared, service by service: those in which the
centre had begun with it in both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.savings import Period, drawn_about

Service = int | None  # None: cost that could not be placed on a service
Told = tuple[int, int, float]  # öre, of it labour, volume
Cells = Mapping[tuple[date, Service], Told]
Draws = Mapping[tuple[date, Service], NDArray[np.float64]]  # öre off the cost
Pair = tuple[date, date]  # the earlier year's month and the later's
Pairs = Mapping[Service, Sequence[Pair]]
NOTHING: Told = (0, 0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Öre of a service in months before the centre had begun to deliver it, and in the
    same months of the year after, when it did."""

    service: Service
    before: int
    after: int


def paired(
    cells: Cells, begun: Mapping[Service, date], pairs: Sequence[Pair]
) -> tuple[Pairs, list[LeftOut]]:
    """By service the months that are compared: all from when the centre had begun to
    deliver it. What nobody can count has no beginning and is there in all."""
    found: dict[Service, list[Pair]] = {}
    left_out = []
    for service in dict.fromkeys(service for _month, service in cells):
        since = begun.get(service, date.min)
        held = [pair for pair in pairs if pair[0] >= since]
        before, after = (
            sum(
                cells.get((pair[place], service), NOTHING)[0]
                for pair in pairs
                if pair not in held
            )
            for place in (0, 1)
        )
        if held:
            found[service] = held
        if before or after:
            left_out.append(LeftOut(service=service, before=before, after=after))
    return found, left_out


def side(cells: Cells, pairs: Pairs, services: Sequence[Service], place: int) -> Period:
    """The earlier (0) or the later (1) year."""
    sums = [
        np.sum(
            [cells.get((pair[place], service), NOTHING) for pair in pairs[service]],
            axis=0,
        )
        for service in services
    ]
    cost, labour, volume = np.array(sums, dtype=np.float64).reshape(-1, 3).T
    return Period(cost=cost, labour=labour, volume=volume)


def drawn_side(
    year: Period, draws: Draws, pairs: Pairs, services: Sequence[Service], place: int
) -> Period:
    """`year`, the side at `place`, once for each draw, the same draws in both."""
    count = max((len(one) for one in draws.values()), default=1)
    off = np.zeros((count, len(services)))
    for column, service in enumerate(services):
        for pair in pairs[service]:
            off[:, column] += draws.get((pair[place], service), 0.0)
    return drawn_about(year, off)
