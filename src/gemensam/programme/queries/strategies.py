# SPDX-License-Identifier: EUPL-1.2
"""Ways to carry it out, on the same model: what differs is when and at what risk."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from gemensam.calc.businesscase import model
from gemensam.calc.businesscase.ranges import Range
from gemensam.programme.enums import CostKind, Strategy
from gemensam.programme.queries.base import UNPLACED
from gemensam.programme.queries.building import NEVER, Parts, built

AREAS_APART, UNITS_APART = 4, 2  # months between one and the next
AFTER = 3  # months the project stays after the last move
BEFORE = 9  # and works before the first
LONG = (CostKind.TEAM, CostKind.CONTINGENCY)  # grow with the time it takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A strategy's own: its waves, and how it changes two assumptions."""

    strategy: Strategy
    dip: float
    delay: float
    says: object


WAYS = (
    Way(strategy=Strategy.PLAN, dip=1.0, delay=1.0, says=_("As in this case.")),
    Way(
        strategy=Strategy.BIG_BANG,
        dip=1.5,
        delay=2.0,
        says=_("Everything moves in the centre’s first month. The dip is half as deep again and the delay twice as long: everybody learns at once and nothing has been tried."),
    ),
    Way(
        strategy=Strategy.AREAS,
        dip=1.0,
        delay=1.0,
        says=_("One area at a time, four months apart, the largest last. Dip and delay as in this case."),
    ),
    Way(
        strategy=Strategy.UNITS,
        dip=0.75,
        delay=1.0,
        says=_("One administration at a time, two months apart, the smallest first. The dip is a quarter less: each learns from the one before."),
    ),
)  # fmt: skip


def by_strategy(parts: Parts, way: Way) -> model.Case:
    """The case with the waves and risks of a strategy.

    The project's team and contingency follow how long the moving takes; all other costs
    stay. Raises CalcError.
    """
    case = built(parts)
    if way.strategy is Strategy.PLAN:
        return case
    starts, shares = _waves(case, way.strategy)
    ranges = dict(case.ranges)
    ranges[model.DIP] = _times(ranges[model.DIP], way.dip, most=1.0)
    ranges[model.DELAY] = _times(ranges[model.DELAY], way.delay, most=36.0)
    longer = _length(starts) / _length(case.starts)
    for kind in LONG:
        key = f"cost:{kind}"
        if key in ranges:
            ranges[key] = _times(ranges[key], longer, most=float("inf"))
    cells = [
        replace(cell, waves=share)
        for cell, share in zip(case.cells, shares, strict=True)
    ]
    return replace(case, cells=cells, starts=starts, ranges=ranges)


def last_move(case: model.Case) -> int:
    """Months from the centre's start to the last wave's."""
    return max((start for start in case.starts if start < NEVER), default=0)


def _length(starts: Sequence[int]) -> int:
    moves = [start for start in starts if start < NEVER]
    return BEFORE + AFTER + max(moves, default=0) - min(0, min(moves, default=0))


def _times(one: Range, factor: float, *, most: float) -> Range:
    low, likely, high = (
        min(value * factor, most) for value in (one.low, one.likely, one.high)
    )
    points = tuple(min(point * factor, most) for point in one.points)
    return replace(one, low=low, likely=likely, high=high, points=points)


def _waves(
    case: model.Case, strategy: Strategy
) -> tuple[tuple[int, ...], list[tuple[float, ...]]]:
    """Starts, last what stays; and for each cell the share in each. What stays in the
    case stays in the strategy."""
    apart = AREAS_APART if strategy is Strategy.AREAS else UNITS_APART
    size: dict[str, int] = {}
    for cell in case.cells:
        if cell.area != UNPLACED:
            together = _moves_with(cell, strategy)
            size[together] = size.get(together, 0) + cell.labour + cell.other
    order = sorted(size, key=lambda one: (size[one], one))
    starts = tuple(place * apart for place in range(len(order)))
    shares = []
    for cell in case.cells:
        stays = cell.waves[-1]
        row = [0.0] * len(order)
        if cell.area != UNPLACED:
            row[order.index(_moves_with(cell, strategy))] = 1 - stays
        shares.append((*row, stays if cell.area != UNPLACED else 1.0))
    return (*starts, NEVER), shares


def _moves_with(cell: model.Cell, strategy: Strategy) -> str:
    """What moves together in a strategy."""
    match strategy:
        case Strategy.AREAS:
            return cell.area
        case Strategy.UNITS:
            return str(cell.top or 0)
        case _:
            return ""
