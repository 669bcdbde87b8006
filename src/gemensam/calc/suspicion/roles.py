# SPDX-License-Identifier: EUPL-1.2
"""Support posts that came in the units while the centre took the work over.

A post counts for the part of its time that people with its title give to support. What
grew counts once it is a whole post, since less is a fragment that nobody hires for, and
more than months differ by themselves. Figures are of five persons or more: places with
fewer behind are told together.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from gemensam.calc.realised import RUNNING
from gemensam.calc.suspicion.noise import SIGMAS, sigma

FEWEST = 5  # persons
FULL = 1000  # thousandths of a full-time post
Person = str
Place = TypeVar("Place", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Of a place in a month and the same month before: thousandths of full-time support
    by person."""

    before: Mapping[Person, int]
    now: Mapping[Person, int]

    @property
    def net(self) -> int:
        return sum(self.now.values()) - sum(self.before.values())

    @property
    def grown(self) -> frozenset[Person]:
        return frozenset(
            one for one, extent in self.now.items() if extent > self.before.get(one, 0)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """`places` told together; thousandths of full time that it grew by in each month of
    an unbroken run to the last, and how many persons' posts are behind it at least."""

    places: tuple[Hashable, ...]
    extent: Mapping[date, int]
    people: int


def grown(held: Mapping[Place, Mapping[date, Held]]) -> list[Grown]:
    """Places whose support posts grew in each of the last three months; those with fewer
    than five persons behind together, if five are behind all of them."""
    each = [
        found
        for place, months in held.items()
        if (found := _grown((place,), [months])) is not None
    ]
    alone = [one for one in each if one.people >= FEWEST]
    alone_in = {one.places[0] for one in alone}
    wanted = {one.places[0] for one in each} - alone_in
    few = sorted((place for place in held if place in wanted), key=str)
    merged = _grown(tuple(few), [held[place] for place in few]) if few else None
    if merged is not None and merged.people >= FEWEST:
        alone.append(merged)
    return alone


def _grown(
    places: tuple[Hashable, ...], months: Sequence[Mapping[date, Held]]
) -> Grown | None:
    every = sorted({month for one in months for month in one})
    net = {
        month: sum(one[month].net for one in months if month in one) for month in every
    }
    run: list[date] = []
    noise = SIGMAS * sigma([float(net[month]) for month in every])
    for month in reversed(every):
        if net[month] < FULL or net[month] <= noise:
            break
        run.append(month)
    if len(run) < RUNNING:
        return None
    people = min(
        len(
            frozenset[Person]().union(
                *(one[month].grown for one in months if month in one)
            )
        )
        for month in run
    )
    return Grown(
        places=places,
        extent={month: net[month] for month in sorted(run)},
        people=people,
    )
