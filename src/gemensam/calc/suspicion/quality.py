# SPDX-License-Identifier: EUPL-1.2
"""Quality that fell three months running, by more than chance.

Three falls in a row come by chance in one place of twenty-four. A place is named only if
it also shows a falling trend over the four months (Armitage 1955), and if it is among
the findings of all places that were tried (Benjamini and Hochberg 1995).
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import erfc, sqrt
from typing import TypeVar

from gemensam.calc.realised import RUNNING, Kept, has_fallen, unbroken
from gemensam.calc.variation.discovery import discoveries

Place = TypeVar("Place", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """The month before, and the three in which it fell; `chance` of such a trend by
    itself."""

    months: tuple[Kept, ...]
    chance: float

    @property
    def before(self) -> Kept:
        return self.months[0]

    @property
    def fallen(self) -> tuple[Kept, ...]:
        return self.months[1:]


def falls(
    held: Mapping[Place, Sequence[Kept]], *, last: date, rate: float = 0.05
) -> dict[Place, Fall]:
    """Places whose share fell in each of the three months to `last`. Months with fewer
    than five judged are not judged at all, nor is a place with a gap in its months."""
    tried = {place: four for place, all_ in held.items() if (four := _four(all_, last))}
    chances = [trend(four) for four in tried.values()]
    found = discoveries(chances, rate=rate) if chances else []
    return {
        place: Fall(months=tuple(four), chance=chance)
        for (place, four), chance, stands in zip(
            tried.items(), chances, found, strict=True
        )
        if stands and has_fallen([one.share for one in four])
    }


def _four(held: Sequence[Kept], last: date) -> Sequence[Kept] | None:
    four = unbroken(held, last=last)[-RUNNING - 1 :]
    return four if len(four) == RUNNING + 1 else None


def trend(months: Sequence[Kept]) -> float:
    """The chance of a fall over the months at least as steep as this, if nothing had
    changed: the one-sided Cochran–Armitage test, months evenly apart."""
    n = sum(one.judged for one in months)
    p = sum(one.kept for one in months) / n
    middle = sum(place * one.judged for place, one in enumerate(months)) / n
    steep = sum(
        (place - middle) * (one.kept - one.judged * p)
        for place, one in enumerate(months)
    )
    spread = sum(one.judged * (place - middle) ** 2 for place, one in enumerate(months))
    variance = p * (1 - p) * spread
    return 0.5 * erfc(-steep / sqrt(variance) / sqrt(2)) if variance > 0 else 1.0
