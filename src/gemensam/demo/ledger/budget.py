# SPDX-License-Identifier: EUPL-1.2
"""What the centre's cost centres were given for the year, month by month (#PBUDGET).

Somebody foresaw about what it came to, quarter by quarter, in whole thousands: of what is
paid most months, since nobody budgets for what lands somewhere by mistake.
"""

from collections.abc import Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.ledger.draft import Posted
from gemensam.demo.months import plus
from gemensam.demo.randomness import stream
from gemensam.demo.scene import Scene
from gemensam.formats.sie import PeriodBalance, PeriodKind

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_FORESEEN = 0.02  # how far a cost centre's quarter is from what it came to
_WHOLE = 1_000_00  # öre
_COST = 4000, 9000  # accounts
_MONTHS, _QUARTER = 12, 3


def budgets(scene: Scene, posted: Posted, year: int) -> Iterator[PeriodBalance]:
    """By cost centre and account; nothing before the centre began."""
    months = [
        date(year, number, 1)
        for number in range(1, _MONTHS + 1)
        if scene.timeline.stage.has_centre
        and date(year, number, 1) >= scene.timeline.start
    ]
    closed = [month for month in months if month <= scene.timeline.closed]
    if not closed:
        return
    places, paid = _paid(scene, posted, closed)
    rng = stream(scene.settings.seed, "budget", str(year))
    for (centre, account), of_months in zip(places, paid, strict=True):
        code = scene.organisation.cost_centres[centre].code
        given = _by_quarter(of_months, closed, months)
        given *= 1 + _FORESEEN * _of_quarters(rng, months)
        for month, ore in zip(months, given.tolist(), strict=True):
            whole = round(ore / _WHOLE) * _WHOLE
            if whole:
                yield PeriodBalance(
                    PeriodKind.BUDGET, 0, month, str(account), (("1", code),), whole
                )


def _paid(
    scene: Scene, posted: Posted, closed: list[date]
) -> tuple[list[tuple[int, int]], Floats]:
    """Cost centres of the centre with accounts that are used most months, and öre of
    each closed month."""
    organisation, rows = scene.organisation, posted.rows
    pools = range(organisation.first_centre, organisation.programme)
    own = [
        place
        for place, one in enumerate(organisation.cost_centres)
        if one.pool in pools
    ]
    chosen = np.flatnonzero(
        np.isin(rows.centre, own)
        & (rows.account >= _COST[0])
        & (rows.account < _COST[1])
    )
    day = posted.day[rows.voucher[chosen]]
    begins = [month.toordinal() for month in closed]
    month = np.searchsorted(begins, day, side="right") - 1
    inside = (month >= 0) & (day < plus(closed[-1], 1).toordinal())
    chosen, month = chosen[inside], month[inside]
    keys, place = np.unique(
        np.stack([rows.centre[chosen], rows.account[chosen]], axis=1),
        axis=0,
        return_inverse=True,
    )
    paid = np.zeros((len(keys), len(closed)))
    np.add.at(paid, (place.ravel(), month), rows.amount[chosen])
    often = (paid != 0).sum(axis=1) * 2 > len(closed)
    return [(int(c), int(a)) for c, a in keys[often].tolist()], paid[often]


def _by_quarter(paid: Floats, closed: list[date], months: list[date]) -> Floats:
    """What a month of each one's quarter came to; of quarters to come, as the last."""
    quarters = np.array([_quarter(one) for one in closed])
    last = float(paid[quarters == quarters[-1]].mean())
    return np.array(
        [
            float(paid[quarters == _quarter(one)].mean())
            if _quarter(one) in quarters
            else last
            for one in months
        ]
    )


def _of_quarters(rng: np.random.Generator, months: list[date]) -> Floats:
    drawn = rng.normal(size=_MONTHS // _QUARTER)
    return np.array([drawn[_quarter(one)] for one in months])


def _quarter(month: date) -> int:
    return (month.month - 1) // _QUARTER
