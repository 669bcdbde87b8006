# SPDX-License-Identifier: EUPL-1.2
"""A funnel: places by size, limits that widen with smallness, and who lies outside.

`z` is how many standard errors a place lies from all of them together, had there been
chance alone. Places differ for ordinary reasons as well; that spread is measured by the
mean square of the winsorised z (Spiegelhalter 2005, section 3.2; a tenth of the places at
each end is drawn in, so that those who really stand out do not hide themselves) and widens
the limits by √φ when φ > 1.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.variation.discovery import discoveries

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TAIL = 0.1  # of the places at each end, drawn in
FEWEST_PLACES = 8  # to know the ordinary spread between places
NORMAL = NormalDist()
LIMITS = (NORMAL.inv_cdf(0.975), NORMAL.inv_cdf(0.999))  # 95 % and 99.8 %


class Placed(NamedTuple):
    """A place: `size` is its denominator, `value` what is compared, `z` and `p` after the
    ordinary spread; `differs` when it is a finding among all that were compared."""

    key: Hashable
    size: float
    value: float
    z: float
    p: float
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where 95 and 99.8 % of places of this size lie when only chance and the ordinary
    spread are at work."""

    size: float
    low: float
    high: float
    far_low: float
    far_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """`spread` is √φ: how many times wider than chance places lie; None when there are too
    few places to tell. `small` are keys too small to be compared at all."""

    target: float
    spread: float | None
    places: tuple[Placed, ...]
    small: tuple[Hashable, ...]
    limit: Callable[[float, float], float]  # (size, z) → value

    @property
    def differing(self) -> tuple[Placed, ...]:
        return tuple(one for one in self.places if one.differs)

    @property
    def is_overdispersed(self) -> bool:
        """Whether places as a whole lie wider than chance: φ of n places has about the
        standard deviation √(2/n) around one when there is chance alone."""
        if self.spread is None or not self.places:
            return False
        return self.spread**2 > 1 + 2 * sqrt(2 / len(self.places))

    def limits(self, sizes: Sequence[float]) -> tuple[Limits, ...]:
        widened = max(1.0, self.spread or 1.0)
        near, far = (z * widened for z in LIMITS)
        return tuple(
            Limits(
                size=size,
                low=self.limit(size, -near),
                high=self.limit(size, near),
                far_low=self.limit(size, -far),
                far_high=self.limit(size, far),
            )
            for size in sizes
        )


def winsorised(z: Sequence[float] | Floats, *, tail: float = TAIL) -> float:
    """φ: the mean square of `z` after the `tail` at each end was drawn in to the next."""
    ordered = np.sort(z)
    k = int(tail * len(ordered))
    drawn_in = np.clip(ordered, ordered[k], ordered[-1 - k])
    return float(np.mean(drawn_in**2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Places (n,) held against a target by chance alone."""

    target: float
    size: Floats
    value: Floats
    z: Floats
    limit: Callable[[float, float], float]


Hold = Callable[[Flags], Held]  # those (n,) that make the target → all held


def judged(
    hold: Hold, *, keys: Sequence[Hashable], small: Sequence[Hashable], rate: float
) -> Funnel:
    """The funnel of places whose chance alone is known.

    Held twice: who stood out the first time is no part of the target the second, so that
    each is compared with the others and not with itself.
    """
    first = _Widened(hold(np.ones(len(keys), dtype=bool)), rate)
    rest = ~first.found
    if rest.all() or 2 * np.count_nonzero(rest) < len(keys):
        return first.funnel(keys, small)
    return _Widened(hold(rest), rate).funnel(keys, small)


class _Widened:
    """Places with the ordinary spread between them, and who differs beyond it."""

    def __init__(self, held: Held, rate: float) -> None:
        phi = winsorised(held.z) if len(held.z) >= FEWEST_PLACES else None
        widened = max(1.0, sqrt(phi)) if phi is not None else 1.0
        self.held = held
        self.spread = None if phi is None else sqrt(phi)
        self.z = held.z / widened
        self.p = [erfc(one) for one in (abs(self.z) / sqrt(2)).tolist()]
        self.found = np.array(discoveries(self.p, rate=rate), dtype=bool)

    def funnel(self, keys: Sequence[Hashable], small: Sequence[Hashable]) -> Funnel:
        size, value = self.held.size.tolist(), self.held.value.tolist()
        z, differs = self.z.tolist(), self.found.tolist()
        each = zip(keys, size, value, z, self.p, differs, strict=True)
        places = tuple(map(Placed._make, each))
        return Funnel(
            target=self.held.target,
            spread=self.spread,
            places=places,
            small=tuple(small),
            limit=self.held.limit,
        )
