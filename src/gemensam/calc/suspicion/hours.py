# SPDX-License-Identifier: EUPL-1.2
"""Time that people of the units still give to work that the centre has taken over.

It is told by the people themselves, asked once before and once after. What stayed counts
once it is a whole post, since nobody's post ends for less, and more than a tenth of what
there was. Figures are of five persons or more: places with fewer behind are told together.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from gemensam.calc.realised import ENOUGH
from gemensam.calc.suspicion.roles import FEWEST, FULL, Person

Place = TypeVar("Place", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Of a place, by person: thousandths of full time on work that has moved, as told
    before it did and since."""

    before: Mapping[Person, int]
    now: Mapping[Person, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stayed:
    """`places` told together, in thousandths of full time; `people` still do the work."""

    places: tuple[Hashable, ...]
    before: int
    now: int
    people: int


def hours_stayed(asked: Mapping[Place, Asked]) -> list[Stayed]:
    each = [_stayed((place,), [one]) for place, one in asked.items()]
    few = sorted((one.places[0] for one in each if 0 < one.people < FEWEST), key=str)
    told = [one for one in each if one.people >= FEWEST]
    held = [one for place, one in asked.items() if place in few]
    if few:
        told.append(_stayed(tuple(few), held))
    return [one for one in told if _is_much(one)]


def _stayed(places: tuple[Hashable, ...], each: list[Asked]) -> Stayed:
    now = [part for one in each for part in one.now.values() if part > 0]
    return Stayed(
        places=places,
        before=sum(sum(one.before.values()) for one in each),
        now=sum(now),
        people=len(now),
    )


def _is_much(one: Stayed) -> bool:
    gone = one.before - one.now
    return one.people >= FEWEST and one.now >= FULL and gone < ENOUGH * one.before
