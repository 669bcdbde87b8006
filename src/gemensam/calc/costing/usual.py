# SPDX-License-Identifier: EUPL-1.2
"""What a service usually costs directly on a cost centre, by the months around.

Licences, subscriptions and rents come with the same amount month after month. There a
month that is lower lacks a row, which is posted elsewhere, and one that is higher holds
one of somebody else's: the ledger itself tells where it is wrong. Where months differ
by nature, nothing can be told so.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.evidence import Around, Posted, Spot, Treated, Usual
from gemensam.calc.costing.mapping import Coding

Floats = NDArray[np.float64]

NEAREST = 8  # months that tell of one, before and after it
FEWEST = 3  # of them that must be alike
BESIDE = 3  # on each side, one of which must be; at an end, the only one next to it
SAME = 0.03  # of the level: months that differ by less are alike
NEAR = 0.1  # and by this much a month is off
HALF, ALL = 0.5, 0.6  # of those around: what tells a little, and what tells all [own]


class PostedInMonth(Posted, Protocol):
    @property
    def month(self) -> date: ...


def usual_of(
    rows: Iterable[PostedInMonth], treat: Callable[[Coding], Treated]
) -> Mapping[date, Around]:
    """Month by month of `rows`, for direct cost alone. A ledger is of one year, and what
    was usual in a month is told by months of its year."""
    years: dict[int, dict[Spot, Counter[date]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    months: set[date] = set()
    for row in rows:
        months.add(row.month)
        treated = treat(row.coding)
        if treated.treatment == "direct" and treated.service is not None:
            entity = row.coding.entity
            assert isinstance(entity, int)
            spot = row.ledger, entity, row.coding.cost_centre, treated.service
            years[row.month.year][spot][row.month] += row.ore
    found: dict[date, Around] = {month: {} for month in months}
    for year, posted in years.items():
        found |= _usual_in(sorted(m for m in months if m.year == year), posted)
    return found


def _usual_in(
    months: Sequence[date], posted: Mapping[Spot, Counter[date]]
) -> dict[date, Around]:
    spots = list(posted)
    table = np.array(
        [[posted[spot][month] for spot in spots] for month in months], dtype=np.float64
    )
    level, steady = levels(table)
    return {
        month: {
            spot: Usual(float(level[at, place]), float(steady[at, place]))
            for place, spot in enumerate(spots)
            if steady[at, place] > 0
        }
        for at, month in enumerate(months)
    }


def levels(table: Floats) -> tuple[Floats, Floats]:
    """Of öre by month (m, n) both (m, n): the amount most of the nearest months have in
    common, and from 0 to 1 how steady that is, by how many of them have it.

    What most have in common, and not their median: a row lost is another each time, so
    months that lack one differ from each other, and of six with three such the median
    lies between. A gap has what is usual close by on both sides: a price that changes, or
    a service that begins, ends or is moved, has not.
    """
    level, steady = np.zeros(table.shape), np.zeros(table.shape)
    months = np.arange(len(table))
    for month in months.tolist():
        away = np.argsort(np.abs(months - month), kind="stable")
        near = away[1 : NEAREST + 1]
        if len(near) < FEWEST:
            continue
        around = table[near]
        middle = _in_common(around)
        same = np.abs(around - middle) <= SAME * middle
        alike = same.sum(axis=0)
        level[month] = np.where(same, around, 0.0).sum(axis=0) / np.maximum(alike, 1)
        told = (level[month] > 0) & (alike >= max(FEWEST, HALF * len(near)))
        sides = [same[side] for side in (near < month, near > month) if side.any()]
        close = BESIDE if len(sides) > 1 else 1
        for side in sides:
            told &= side[:close].any(axis=0)
        steady[month] = np.where(told, np.minimum(alike / len(near) / ALL, 1.0), 0.0)
    return level, steady


def _in_common(around: Floats) -> Floats:
    """(n,) of (r, n) the amount that most of r lie near; the nearest month's of equals."""
    alike = np.abs(around[:, None] - around[None]) <= SAME * np.abs(around[:, None])
    most = alike.sum(axis=1).argmax(axis=0)
    found: Floats = np.take_along_axis(around, most[None], axis=0)[0]
    return found
