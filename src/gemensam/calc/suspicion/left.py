# SPDX-License-Identifier: EUPL-1.2
"""Cost that stayed, or grew, where the work has moved away.

What a place is to cost after the move is what it cost before, at today's prices, less
the part whose receivers the centre serves. Three months are allowed for notice and for
working side by side; what is over month after month since then has stayed.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import pstdev

from gemensam.calc.realised import ENOUGH, RUNNING
from gemensam.calc.suspicion.noise import SIGMAS, slack

GRACE = 3  # months from the move until the cost is to be gone
ByMonth = Mapping[date, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provided:
    """Öre by month of a place that provided. `before`: the same months of the baseline
    at today's prices; `moved`: the part of it that had moved three months earlier;
    `after`: what it costs now. `since`: the first month three months after something of
    its moved. `doubt`: how far what it ought to cost may be off, since it is only known by
    survey on what it was spent: so many öre in each of the joint draws of a month."""

    place: Hashable
    before: ByMonth
    moved: ByMonth
    after: ByMonth
    since: date | None
    doubt: Mapping[date, Sequence[float]] = field(default_factory=dict)

    def expected(self, month: date) -> int:
        return self.before.get(month, 0) - self.moved.get(month, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """`ore` stayed in each month of an unbroken run to the last; `noise` is what they
    may be off together by chance, whole öre of it: less than they are."""

    provided: Provided
    ore: ByMonth
    noise: int


def left(one: Provided) -> Left | None:
    """What stayed, if it has for three months, is more than chance and more than a tenth
    of what moved."""
    over: dict[date, int] = {}
    for month in sorted(one.after, reverse=True):
        more = one.after[month] - one.expected(month)
        if more <= 0 or one.since is None or month < one.since:
            break
        over[month] = more
    if len(over) < RUNNING:
        return None
    run = sorted(over)
    noise = max(
        slack([float(over[month]) for month in run], len(run)),
        slack([float(one.before[month]) for month in sorted(one.before)], len(run)),
        _doubt(one, run),
    )
    total, moved = sum(over.values()), sum(one.moved.get(month, 0) for month in run)
    if total <= noise or (moved and moved - total >= ENOUGH * moved):
        return None
    return Left(
        provided=one, ore={month: over[month] for month in run}, noise=int(noise)
    )


def _doubt(one: Provided, run: Sequence[date]) -> float:
    """Draws of a month belong together, so they are added draw by draw."""
    each = [one.doubt[month] for month in run if month in one.doubt]
    drawn = [sum(draw) for draw in zip(*each, strict=True)]
    return SIGMAS * pstdev(drawn) if drawn else 0.0
