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
from math import sqrt
from statistics import NormalDist

from gemensam.calc.variation.discovery import discoveries

TAIL = 0.1  # of the places at each end, drawn in
FEWEST_PLACES = 8  # to know the ordinary spread between places
NORMAL = NormalDist()
LIMITS = (NORMAL.inv_cdf(0.975), NORMAL.inv_cdf(0.999))  # 95 % and 99.8 %


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A place before it is judged."""

    key: Hashable
    size: float
    value: float
    z: float


def winsorised(z: Sequence[float], *, tail: float = TAIL) -> float:
    """φ: the mean square of `z` after the `tail` at each end was drawn in to the next."""
    ordered = sorted(z)
    k = int(tail * len(ordered))
    low, high = ordered[k], ordered[-1 - k]
    return sum(min(max(one, low), high) ** 2 for one in ordered) / len(ordered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Places held against a target by chance alone."""

    target: float
    raw: tuple[Raw, ...]
    limit: Callable[[float, float], float]


Hold = Callable[[frozenset[Hashable]], Held]  # keys that make the target → all held


def judged(
    hold: Hold, *, keys: Sequence[Hashable], small: Sequence[Hashable], rate: float
) -> Funnel:
    """The funnel of places whose chance alone is known.

    Held twice: who stood out the first time is no part of the target the second, so that
    each is compared with the others and not with itself.
    """
    first = _Widened(hold(frozenset(keys)), rate)
    rest = frozenset(
        one.key
        for one, differs in zip(first.held.raw, first.found, strict=True)
        if not differs
    )
    if not any(first.found) or 2 * len(rest) < len(keys):
        return first.funnel(small)
    return _Widened(hold(rest), rate).funnel(small)


class _Widened:
    """Places with the ordinary spread between them, and who differs beyond it."""

    def __init__(self, held: Held, rate: float) -> None:
        z = [one.z for one in held.raw]
        phi = winsorised(z) if len(z) >= FEWEST_PLACES else None
        widened = max(1.0, sqrt(phi)) if phi is not None else 1.0
        self.held = held
        self.spread = None if phi is None else sqrt(phi)
        self.z = [one / widened for one in z]
        self.p = [2 * NORMAL.cdf(-abs(one)) for one in self.z]
        self.found = discoveries(self.p, rate=rate)

    def funnel(self, small: Sequence[Hashable]) -> Funnel:
        each = zip(self.held.raw, self.z, self.p, self.found, strict=True)
        places = tuple(
            Placed(
                key=one.key, size=one.size, value=one.value, z=z, p=p, differs=differs
            )
            for one, z, p, differs in each
        )
        return Funnel(
            target=self.held.target,
            spread=self.spread,
            places=places,
            small=tuple(small),
            limit=self.held.limit,
        )
