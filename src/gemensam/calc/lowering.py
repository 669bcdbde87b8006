# SPDX-License-Identifier: EUPL-1.2
"""How much a place would use less if it used as much for each person as the middle of
places like it. Nothing is said where that may be chance, or where there are too few."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

FEWEST_PLACES = 5  # fewer have no middle worth the name
FEWEST_PEOPLE = 5  # below it a figure is about persons
CLEARLY_ABOVE = 1.25  # times the middle
ONE_SIDED_95 = 1.645


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a place used of something, and how many people work there."""

    volume: float
    people: int

    @property
    def each(self) -> float:
        return self.volume / self.people


@dataclass(frozen=True, slots=True, kw_only=True)
class AboveMiddle:
    """For each person here, in the middle of `places`, and what lies between in units."""

    each: float
    middle: float
    places: int
    excess: float


def above_middle(here: Use, others: Sequence[Use]) -> AboveMiddle | None:
    """What `here` uses beyond the median of `others`; None where it does not use clearly
    more, where the difference may be chance (counts are taken as Poisson, one-sided
    5 %), or where too few places or people are behind it."""
    like = [one.each for one in others if one.people >= FEWEST_PEOPLE]
    if here.people < FEWEST_PEOPLE or len(like) < FEWEST_PLACES:
        return None
    middle = median(like)
    expected = middle * here.people
    excess = here.volume - expected
    if middle <= 0 or here.each < CLEARLY_ABOVE * middle:
        return None
    if excess <= ONE_SIDED_95 * sqrt(expected):
        return None
    return AboveMiddle(each=here.each, middle=middle, places=len(like), excess=excess)
