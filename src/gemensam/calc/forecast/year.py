# SPDX-License-Identifier: EUPL-1.2
"""What a year comes to, when some of its months are closed.

Each part (an area) is followed as its cost over that of the same month of the baseline,
so that the year's seasons are the baseline's. Months to come are expected from the closed
ones (`forecast.level`). The range holds how unsure the closed months are (the joint draws
that they carry), how months vary around what is expected, and what moves may be worth.
The range of the whole is reckoned on the whole: parts that are dear in the same months
do not even each other out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.bridge.rounding import whole_parts
from gemensam.calc.errors import CalcError, mark
from gemensam.calc.forecast.level import Expected, Worth, expected
from gemensam.calc.interval import nine_of_ten

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

GOALS = (0.15, 0.20)
DRAWS = 5000  # of the whole; the joint draws that it carries are among them
FEWER = 1600  # of a part
ALONE = 1000  # of a cost by itself
FAN = (0.05, 0.25, 0.5, 0.75, 0.95)
LEAST = 0.2  # of the baseline's cost
FEWEST = 3  # months of the baseline that bend
UNKNOWN_NOISE = 0.05  # where it has fewer
NORMAL_FROM_MEDIAN = 1.4826  # standard deviation ÷ median of what lies off


class NothingClosedError(CalcError):
    """There is nothing to forecast from."""

    text = mark("No month of the year is closed, so the year cannot be forecast yet.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Öre by month, with leading axis for draws: the baseline's (…, N), and of the closed
    months (…, n) at its prices: as delivered, and at its volumes too."""

    base: Floats
    real: Floats
    at_base: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An area. `actual` (n,) is what closed months cost in their own prices; `moved` (N,)
    as `forecast.moves` tells; `drawn` holds the joint draws of `costs`, if any."""

    key: str
    costs: Costs
    actual: Ints
    moved: Floats
    worth: Worth
    drawn: Costs | None = None

    @property
    def dearer(self) -> float:
        """What wages and prices made of the closed months' cost."""
        real = float(self.costs.real.sum())
        return float(self.actual.sum()) / real if real > 0 else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A figure and its 90 % interval; öre, or a share of one."""

    figure: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Of a part, the whole, or the year up to a month: the baseline's öre, the outcome in
    its own prices, at the baseline's volumes and prices, and the share saved."""

    base: int
    outcome: Range
    at_base: Range
    saving: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """`alone`: the month by itself, `so_far`: the year up to and with it; `fan` are the 5th,
    25th, 50th, 75th and 95th of a hundred of the share that the month saves."""

    alone: Told
    so_far: Told
    fan: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """`closed` of `months` are closed. `chances`: of saving at least each of
    the goals; `noise`: how far a month lies from what is expected, as a share of it."""

    closed: int
    months: Sequence[Month]
    parts: Mapping[str, Told]
    whole: Told
    chances: Mapping[float, float]
    noise: float
    draws: int


def forecast(
    parts: Sequence[Part], *, seed: int, goals: Sequence[float] = GOALS
) -> Forecast:
    """The same parts and seed give the same forecast. Raises NothingClosedError."""
    closed = len(parts[0].actual) if parts else 0
    if not closed or sum(float(one.costs.base.sum()) for one in parts) <= 0:
        raise NothingClosedError
    rng = np.random.default_rng(seed)
    rows = [
        _row(part, at_base, FEWER, rng)
        for part, at_base in zip(parts, _closed_at_base(parts), strict=True)
    ]
    whole = _whole(parts, rows, rng)
    count = len(whole.base)
    so_far = [_told(whole, slice(0, at + 1)) for at in range(count)]
    saved = whole.saved(slice(None))
    return Forecast(
        closed=closed,
        months=[
            Month(
                alone=_told(whole, slice(at, at + 1)),
                so_far=so_far[at],
                fan=_fan(whole.saved(slice(at, at + 1))),
            )
            for at in range(count)
        ],
        parts={
            part.key: _told(row, slice(None))
            for part, row in zip(parts, rows, strict=True)
        },
        whole=so_far[-1],
        chances={goal: float(np.mean(saved >= goal)) for goal in goals},
        noise=whole.noise,
        draws=len(saved),
    )


def usual_noise(base: Floats) -> float:
    """How far a month over the same of the baseline lies from its level by chance, as one
    would guess from the baseline alone: by how much its months bend (a smooth season
    does not), of two years."""
    mean = float(np.abs(base).mean())
    if len(base) < FEWEST or mean <= 0:
        return UNKNOWN_NOISE
    bend = float(np.median(np.abs(np.diff(base, n=2)))) * NORMAL_FROM_MEDIAN
    return sqrt(2) * bend / sqrt(6) / mean


# ----------------------------------------------------------------------- part by part


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """Whole öre by month (N,), and each of them once for every draw (d, N)."""

    base: Ints
    outcome: Ints
    at_base: Ints
    drawn: Costs
    noise: float

    def saved(self, months: slice) -> Floats:
        base = _over(self.drawn.base, months)
        return _saved(base, _over(self.drawn.at_base, months))


def _closed_at_base(parts: Sequence[Part]) -> list[Ints]:
    """Whole öre by part and closed month, that add up to the whole's."""
    exact = np.concatenate([one.costs.at_base for one in parts])
    n = len(parts[0].actual)
    return np.split(whole_parts(exact, np.arange(len(exact)) // n), len(parts))


def _row(part: Part, closed: Ints, draws: int, rng: np.random.Generator) -> _Row:
    """Closed months as they are, those to come as expected."""
    costs, kept = part.costs, part.drawn or _once(part.costs)
    futures = max(1, draws // len(kept.base))
    equal = _expected(part, "at_base", futures, rng)
    real = _expected(part, "real", futures, rng)
    n = len(part.actual)
    later = _seasons(costs, costs)[n:]
    drawn_later = np.repeat(_seasons(kept, costs)[:, n:], futures, axis=0)
    real_drawn = _joined(kept.real, real.draws * drawn_later)
    return _Row(
        base=_whole_ore(costs.base),
        outcome=_after(part.actual, real.level * later * part.dearer),
        at_base=_after(closed, equal.level * later),
        drawn=Costs(
            base=np.repeat(kept.base, futures, axis=0),
            real=real_drawn * part.dearer,
            at_base=_joined(kept.at_base, equal.draws * drawn_later),
        ),
        noise=equal.noise,
    )


def _expected(
    part: Part, name: str, futures: int, rng: np.random.Generator
) -> Expected:
    """The level of `name` over the baseline's; where the year is whole nothing."""
    n, count = len(part.actual), part.costs.base.shape[-1]
    seen = getattr(part.costs, name)[None] / _seasons(part.costs, part.costs)[:n]
    if part.drawn:
        ways = getattr(part.drawn, name) / _seasons(part.drawn, part.costs)[:, :n]
        seen = np.concatenate([seen, ways])
    if n == count:
        ways_told = max(1, len(seen) - 1) * futures
        return Expected(level=np.zeros(0), draws=np.zeros((ways_told, 0)), noise=0.0)
    return expected(
        seen,
        moved=part.moved,
        worth=part.worth,
        usual=usual_noise(part.costs.base),
        futures=futures,
        rng=rng,
    )


def _seasons(costs: Costs, told: Costs) -> Floats:
    """What months are measured by (…, N): the baseline's. Even ones where it has, as
    `told`, a month without cost; no draw of it is so low that it would tell nothing."""
    if np.all(told.base > 0):
        return np.maximum(costs.base, LEAST * told.base)
    even = np.abs(costs.at_base).mean(axis=-1, keepdims=True)
    return np.where(even > 0, even, 1.0) * np.ones_like(costs.base)


def _once(costs: Costs) -> Costs:
    return Costs(base=costs.base[None], real=costs.real[None], at_base=costs.at_base[None])  # fmt: skip


def _joined(closed: Floats, later: Floats) -> Floats:
    """(d, N): every way that closed months may have been, with each of its futures."""
    seen = np.repeat(closed, len(later) // len(closed), axis=0)
    return np.concatenate([seen, later], axis=1)


def _after(closed: Ints, later: Floats) -> Ints:
    return np.concatenate([closed, _whole_ore(later)])


def _whole_ore(exact: Floats) -> Ints:
    return whole_parts(exact, np.zeros(len(exact), dtype=np.int64))


# ------------------------------------------------------------------------- the whole


def _whole(
    parts: Sequence[Part], rows: Sequence[_Row], rng: np.random.Generator
) -> _Row:
    """The sum of the parts, with the range of a level of its own around it."""
    base, outcome, at_base = (
        np.sum([getattr(row, name) for row in rows], axis=0)
        for name in ("base", "outcome", "at_base")
    )
    together = _together(parts)
    own = _row(together, at_base[: len(together.actual)], DRAWS, rng)
    return _Row(
        base=base,
        outcome=outcome,
        at_base=at_base,
        drawn=Costs(
            base=own.drawn.base,
            real=own.drawn.real + (outcome - own.outcome),
            at_base=own.drawn.at_base + (at_base - own.at_base),
        ),
        noise=own.noise,
    )


def _together(parts: Sequence[Part]) -> Part:
    """The parts as one: what moving is expected to change in each is one movement, which
    is worth more or less of that."""
    yearly = np.array([one.costs.base.sum() for one in parts])
    weight = yearly / yearly.sum()
    worth = weight * np.array([one.worth.share for one in parts])
    by = worth if worth.sum() > 0 else weight
    drawn = [one.drawn for one in parts if one.drawn]
    return Part(
        key="",
        costs=_summed([one.costs for one in parts]),
        actual=np.sum([one.actual for one in parts], axis=0),
        moved=by @ np.array([one.moved for one in parts]) / by.sum(),
        worth=Worth(
            share=float(worth.sum()),
            spread=float(weight @ np.array([one.worth.spread for one in parts])),
        ),
        drawn=_summed(drawn) if len(drawn) == len(parts) else None,
    )


def _summed(held: Sequence[Costs]) -> Costs:
    base, real, at_base = (
        np.sum([getattr(one, name) for one in held], axis=0)
        for name in ("base", "real", "at_base")
    )
    return Costs(base=base, real=real, at_base=at_base)


# ------------------------------------------------------------------------ what is told


def _told(row: _Row, months: slice) -> Told:
    base, outcome, at_base = (
        int(one[months].sum()) for one in (row.base, row.outcome, row.at_base)
    )
    return Told(
        base=base,
        outcome=_range(_over(row.drawn.real, months), outcome),
        at_base=_range(_over(row.drawn.at_base, months), at_base),
        saving=_range(row.saved(months), float(_saved(base, at_base))),
    )


def _over(drawn: Floats, months: slice) -> Floats:
    """(d,): each draw over some of its months (d, N); of so few numpy's own sum is slow."""
    held = drawn[:, months]
    summed: Floats = held @ np.ones(held.shape[1])
    return summed


def _range(drawn: Floats, figure: float) -> Range:
    low, high = nine_of_ten(drawn, figure)
    return Range(figure=figure, low=float(low), high=float(high))


def _fan(saved: Floats) -> tuple[float, ...]:
    return tuple(np.quantile(saved, FAN).tolist())


def _saved(base: Floats | float, at_base: Floats | float) -> Floats:
    """The share saved; nothing where there was nothing to save on."""
    left, cost = np.asarray(at_base, dtype=np.float64), np.asarray(base)
    ratio: Floats = np.divide(left, cost, out=np.ones_like(left), where=cost > 0)
    return 1 - ratio
