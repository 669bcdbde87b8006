# SPDX-License-Identifier: EUPL-1.2
"""What was saved, when volumes and prices are held as they were in the baseline.

Per service: the outcome's unit cost, its personnel taken back by the wage index and the
rest by the price index, times the baseline's volume (a Laspeyres volume comparison;
ILO/IMF Producer Price Index Manual, ch. 15). A service without volume in either period is
compared as it stands, in the baseline's price level. Months whose own in the baseline lie
in different years have each their own price change, and are added up in its prices.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.errors import CalcError, mark

Floats = NDArray[np.float64]


class NoBaselineError(CalcError):
    """There is nothing to compare with."""

    text = mark(
        "The baseline is empty for these months. Import the baseline year first."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One period per service (…, s): cost and its personnel part in öre, volume."""

    cost: Floats
    labour: Floats
    volume: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChange:
    """From the baseline's price level to the outcome's: 1.032 is 3.2 % dearer."""

    wage: float
    price: float


UNCHANGED = PriceChange(wage=1.0, price=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Öre; `at_baseline` per service, in the baseline's volumes and prices."""

    baseline: Floats
    at_baseline: Floats

    def of(self, services: NDArray[np.bool_]) -> "Comparison":
        """Of some services alone, chosen by place."""
        return Comparison(
            baseline=self.baseline[..., services],
            at_baseline=self.at_baseline[..., services],
        )

    @property
    def saving(self) -> Floats:
        """Share of the baseline that was saved; negative when it grew."""
        share: Floats = 1 - self.at_baseline.sum(axis=-1) / self.baseline.sum(axis=-1)
        return share


def compare(*, before: Period, after: Period, change: PriceChange) -> Comparison:
    """Hold `after` against `before`. Leading axes (draws) broadcast.

    Raises NoBaselineError.
    """
    if not np.all(before.cost.sum(axis=-1) > 0):
        raise NoBaselineError
    return held_against(before=before, after=after, change=change)


def held_against(*, before: Period, after: Period, change: PriceChange) -> Comparison:
    """As `compare`, also where nothing was before: for what has no share of it, such as a
    part that came since."""
    deflated = _deflated(after, change)
    counted = (before.volume > 0) & (after.volume > 0)
    ratio = np.divide(
        before.volume, after.volume, out=np.ones_like(deflated), where=counted
    )
    return Comparison(baseline=before.cost, at_baseline=deflated * ratio)


def in_earlier_prices(parts: Sequence[tuple[Period, PriceChange]]) -> Period:
    """Periods together, each in the prices before its own change; no part of the cost is
    personnel any more. Leading axes (draws) broadcast."""
    cost: Floats = np.sum(
        np.broadcast_arrays(*(_deflated(one, change) for one, change in parts)), axis=0
    )
    volume: Floats = np.sum([one.volume for one, _change in parts], axis=0)
    return Period(cost=cost, labour=np.zeros_like(cost), volume=volume)


def mean_change(parts: Sequence[tuple[Period, PriceChange]]) -> PriceChange:
    """By how much dearer the periods together are than in those prices."""
    last = parts[-1][1]
    if all(change == last for _one, change in parts):
        return last
    labour = sum(float(one.labour.sum()) for one, _change in parts)
    other = sum(float((one.cost - one.labour).sum()) for one, _change in parts)
    people = sum(float(one.labour.sum()) / change.wage for one, change in parts)
    rest = sum(
        float((one.cost - one.labour).sum()) / change.price for one, change in parts
    )
    return PriceChange(
        wage=labour / people if people else last.wage,
        price=other / rest if rest else last.price,
    )


def _deflated(period: Period, change: PriceChange) -> Floats:
    other = period.cost - period.labour
    real: Floats = period.labour / change.wage + other / change.price
    return real


def drawn_about(point: Period, off: Floats) -> Period:
    """The period once for each draw of its cost, which lies `off` (R, s) from it; the
    personnel part in proportion."""
    cost = point.cost + off
    ratio = np.divide(
        cost, point.cost, out=np.ones_like(cost), where=np.abs(point.cost) > 0
    )
    return Period(cost=cost, labour=point.labour * ratio, volume=point.volume)
