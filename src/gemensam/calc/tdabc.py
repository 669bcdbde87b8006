# SPDX-License-Identifier: EUPL-1.2
"""Time-driven activity-based costing: what a minute of capacity costs, and how much of it
is used.

The rate is the cost of the capacity supplied divided by its practical minutes – not by
those that happened to be used – so that idle time is seen as such and never makes a
service dearer. What is unused stays on a line of its own. Kaplan & Anderson (2004),
Time-Driven Activity-Based Costing, Harvard Business Review 82:11.

Money is whole öre, time exact; parts and the unused line add up to the cost to the öre.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gemensam.calc.errors import CalcError, mark
from gemensam.calc.money import Exact, exact, round_half_up, split, whole_ore

MINUTES = 60


class NoTimeLeftError(CalcError):
    """More is deducted than there is."""

    text = mark(
        "Of {theoretical} hours a year {deducted} are deducted, so that no time is left. "
        "Correct the terms."
    )


class NegativeTimeError(CalcError):
    """Time, volumes and the terms of a time equation are never below zero."""

    text = mark("{name} is {value}, below zero. Correct it.")


class NoCapacityError(CalcError):
    """Cost without any time that it bought."""

    text = mark("{ore} öre bought no minutes, so that no rate can be told.")


class UnknownTermError(CalcError):
    """A time equation is asked about something it does not know."""

    text = mark(
        "The time equation has no term {name}. Add it to the equation or leave it out."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingYear:
    """Hours of a full-time post: `weeks` × `hours_a_week` in theory, less `deducted`
    by name (holidays, vacation, absence, training …)."""

    weeks: Exact
    hours_a_week: Exact
    deducted: Mapping[str, Exact]

    @property
    def theoretical(self) -> Fraction:
        return exact(self.weeks) * exact(self.hours_a_week)

    def practical(self) -> Fraction:
        """Hours. Raises NegativeTimeError, NoTimeLeftError."""
        for name, hours in self.deducted.items():
            _not_negative(name, hours)
        deducted = sum((exact(one) for one in self.deducted.values()), Fraction(0))
        left = self.theoretical - deducted
        if left <= 0:
            raise NoTimeLeftError(
                theoretical=float(self.theoretical), deducted=float(deducted)
            )
        return left

    def minutes(self, fte: Exact) -> Fraction:
        """Practical minutes of `fte` full-time posts in a year. Raises as `practical`."""
        return self.practical() * exact(fte) * MINUTES


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeEquation:
    """Minutes of one case: `base`, and for each of `terms` what one of it adds."""

    base: Exact
    terms: Mapping[str, Exact]

    def minutes(self, counts: Mapping[str, Exact], *, cases: Exact = 1) -> Fraction:
        """Minutes of `cases` cases with `counts` of the terms among them.

        Raises UnknownTermError, NegativeTimeError.
        """
        total = exact(_not_negative("base", self.base)) * exact(
            _not_negative("cases", cases)
        )
        for name, count in counts.items():
            if name not in self.terms:
                raise UnknownTermError(name=name)
            each = exact(_not_negative(name, self.terms[name]))
            total += each * exact(_not_negative(name, count))
        return total


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What was done of a service: `volume` units of `minutes` standard time each."""

    name: str
    volume: Exact
    minutes: Exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Charged:
    """Standard minutes used by a service, and what they cost in öre."""

    name: str
    minutes: Fraction
    ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """`rate` in öre a minute. `unused` is negative when more was done than the practical
    capacity holds: standard times are too long, or people work faster or longer.

    Σ services.ore + unused_ore = cost_ore.
    """

    cost_ore: int
    practical: Fraction
    services: tuple[Charged, ...]
    unused_ore: int

    @property
    def rate(self) -> Fraction:
        return Fraction(self.cost_ore) / self.practical

    @property
    def used(self) -> Fraction:
        return sum((one.minutes for one in self.services), Fraction(0))

    @property
    def unused(self) -> Fraction:
        return self.practical - self.used

    @property
    def utilisation(self) -> Fraction:
        return self.used / self.practical


def capacity(cost_ore: int, practical: Exact, work: Sequence[Work]) -> Capacity:
    """What `work` used of `practical` minutes that cost `cost_ore`.

    Raises NoCapacityError, NegativeTimeError, NotExactError.
    """
    minutes = exact(practical)
    if minutes <= 0:
        raise NoCapacityError(ore=cost_ore)
    used = [
        exact(_not_negative(one.name, one.volume))
        * exact(_not_negative(one.name, one.minutes))
        for one in work
    ]
    parts = _charged(whole_ore(cost_ore), minutes, used)
    return Capacity(
        cost_ore=cost_ore,
        practical=minutes,
        services=tuple(
            Charged(name=one.name, minutes=each, ore=ore)
            for one, each, ore in zip(work, used, parts, strict=True)
        ),
        unused_ore=cost_ore - sum(parts),
    )


def _charged(ore: int, minutes: Fraction, used: Sequence[Fraction]) -> Sequence[int]:
    """Öre by service, each within one of its exact share; what is left is unused. More
    than there is cannot be split: then each is rounded by itself."""
    unused = minutes - sum(used, Fraction(0))
    if unused < 0:
        return [round_half_up(ore * one / minutes) for one in used]
    return split(ore, [*used, unused])[:-1]


def sensitivity(
    cost_ore: int, practical: Exact, work: Sequence[Work], changes: Sequence[Exact]
) -> list[Capacity]:
    """The same work and cost with the practical capacity changed by each share."""
    return [
        capacity(cost_ore, exact(practical) * (1 + exact(change)), work)
        for change in changes
    ]


def _not_negative(name: str, value: Exact) -> Exact:
    if exact(value) < 0:
        raise NegativeTimeError(name=name, value=value)
    return value
