# SPDX-License-Identifier: EUPL-1.2
"""An assumption as a range: what it may be at the least, most likely and at the most.

Quantile functions, so that an assumption can be drawn, correlated and read off. PERT is
the beta distribution with mean (low + 4 likely + high)/6 (Malcolm, Roseboom, Clark and
Fazar 1959; shape parameter 4).
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.errors import CalcError, mark

Floats = NDArray[np.float64]
_GRID = 2049


class Shape(StrEnum):
    PERT = "pert"
    TRIANGULAR = "triangular"
    UNIFORM = "uniform"
    EMPIRICAL = "empirical"


class NotOrderedError(CalcError):
    """Low, likely and high are not in that order."""

    text = mark(
        "Low {low}, likely {likely} and high {high} are not in order. Write the smallest "
        "first; the likely value lies between them."
    )


class TooFewReadingsError(CalcError):
    """An empirical range without readings."""

    text = mark(
        "A range from readings needs at least two of them. Give more, or low, likely and high."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """`points` are the readings of an empirical range, whose ends are low and high.

    Raises NotOrderedError, TooFewReadingsError.
    """

    low: float
    likely: float
    high: float
    shape: Shape = Shape.PERT
    points: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        ordered = self.low <= self.likely <= self.high
        if not ordered or not math.isfinite(self.high - self.low):
            raise NotOrderedError(low=self.low, likely=self.likely, high=self.high)
        if self.shape is Shape.EMPIRICAL and len(self.points) < 2:
            raise TooFewReadingsError

    @property
    def mean(self) -> float:
        match self.shape:
            case Shape.PERT:
                return (self.low + 4 * self.likely + self.high) / 6
            case Shape.TRIANGULAR:
                return (self.low + self.likely + self.high) / 3
            case Shape.UNIFORM:
                return (self.low + self.high) / 2
            case Shape.EMPIRICAL:
                return math.fsum(self.points) / len(self.points)

    def quantile(self, u: Floats) -> Floats:
        """The value below which a share `u` (any shape, in [0, 1]) lies."""
        width = self.high - self.low
        if width == 0:
            return np.full_like(u, self.low)
        peak = (self.likely - self.low) / width
        match self.shape:
            case Shape.PERT:
                unit = np.interp(u, *_pert(peak))
            case Shape.TRIANGULAR:
                unit = _triangular(u, peak)
            case Shape.UNIFORM:
                unit = u
            case Shape.EMPIRICAL:
                places = np.linspace(0.0, 1.0, len(self.points))
                read: Floats = np.interp(u, places, np.sort(np.array(self.points)))
                return read
        value: Floats = self.low + width * unit
        return value


def _triangular(u: Floats, peak: float) -> Floats:
    rising = np.sqrt(u * peak)
    falling = 1 - np.sqrt((1 - u) * (1 - peak))
    return np.where(u < peak, rising, falling)


@lru_cache(maxsize=256)
def _pert(peak: float) -> tuple[Floats, Floats]:
    """The distribution function on a grid: (shares, places), denser towards the ends."""
    place = (1 - np.cos(np.linspace(0, np.pi, _GRID))) / 2
    middle = (place[1:] + place[:-1]) / 2
    step = np.diff(place)
    # Simpson's rule on every step.
    ends = _density(place, peak)
    area = step / 6 * (ends[:-1] + 4 * _density(middle, peak) + ends[1:])
    share = np.concatenate([[0.0], np.cumsum(area)])
    return share / share[-1], place


def _density(x: Floats, peak: float) -> Floats:
    density: Floats = x ** (4 * peak) * (1 - x) ** (4 - 4 * peak)
    return density


def ordered(values: list[float]) -> Range:
    """An empirical range from readings. Raises TooFewReadingsError."""
    if len(values) < 2:
        raise TooFewReadingsError
    inner = sorted(values)
    return Range(
        low=inner[0],
        likely=inner[len(inner) // 2],
        high=inner[-1],
        shape=Shape.EMPIRICAL,
        points=tuple(inner),
    )
