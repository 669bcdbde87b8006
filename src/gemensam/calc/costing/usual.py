# SPDX-License-Identifier: EUPL-1.2
"""What a service usually costs directly on a cost centre, by the months around.

Licences, subscriptions and rents come with the same amount month after month. There a
month that is lower lacks a row, which is posted elsewhere, and one that is higher holds
one of somebody else's: the ledger itself tells where it is wrong. Where months differ
by nature, nothing can be told so.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.evidence import Around, Posted, Spot, Treated, Usual
from gemensam.calc.costing.mapping import Coding

Floats = NDArray[np.float64]

AROUND = 3  # months before and after
FEWEST = 3  # of them that must be alike
SAME = 0.05  # of the level: months that differ by less are alike
NEAR = 0.1  # and by this much a month is off
HALF, ALL = 0.5, 0.6  # of those around: what tells a little, and what tells all [own]


class PostedInMonth(Posted, Protocol):
    @property
    def month(self) -> date: ...


def usual_of(
    rows: Iterable[PostedInMonth], treat: Callable[[Coding], Treated]
) -> Mapping[date, Around]:
    """Month by month of `rows`, for direct cost alone."""
    posted: dict[Spot, Counter[date]] = defaultdict(Counter)
    months: set[date] = set()
    for row in rows:
        months.add(row.month)
        treated = treat(row.coding)
        if treated.treatment == "direct" and treated.service is not None:
            entity = row.coding.entity
            assert isinstance(entity, int)
            spot = row.ledger, entity, row.coding.cost_centre, treated.service
            posted[spot][row.month] += row.ore
    order, spots = sorted(months), list(posted)
    if not spots:
        return {month: {} for month in order}
    table = np.array(
        [[posted[spot][month] for spot in spots] for month in order], dtype=np.float64
    )
    level, steady = levels(table)
    return {
        month: {
            spot: Usual(float(level[at, place]), float(steady[at, place]))
            for place, spot in enumerate(spots)
            if steady[at, place] > 0
        }
        for at, month in enumerate(order)
    }


def levels(table: Floats) -> tuple[Floats, Floats]:
    """Of öre by month (m, n) both (m, n): the median of the months around each, and from 0
    to 1 how steady that is, by how many of them are as high."""
    level, steady = np.zeros(table.shape), np.zeros(table.shape)
    for month in range(len(table)):
        near = [
            other
            for other in range(month - AROUND, month + AROUND + 1)
            if other != month and 0 <= other < len(table)
        ]
        if len(near) < FEWEST:
            continue
        around = table[near]
        middle = np.median(around, axis=0)
        alike = (np.abs(around - middle) <= SAME * middle).sum(axis=0)
        level[month] = middle
        told = (middle > 0) & (alike >= max(FEWEST, HALF * len(near)))
        steady[month] = np.where(told, np.minimum(alike / len(near) / ALL, 1.0), 0.0)
    return level, steady
