# SPDX-License-Identifier: EUPL-1.2
"""What the rough answer is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Spread:
    """What is assumed of something that is not known: low, likely and high."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle half-way point of the draws and the 90 % around it."""

    low: float
    likely: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An employment of the year. `line` is the key of the standard line that the title
    falls under, None for a title that no line knows; `centre` the roster's cost centre.

    `pay_ore` is the year's pay before on-costs, `fte` of a full-time year.
    """

    person: str
    line: int | None
    centre: str
    pay_ore: int
    fte: float
    shares: Mapping[str, float] | None = None  # as answered in a survey, per area


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """A cost centre of the ledger over a year: öre for people, and for all else."""

    code: str
    people_ore: int
    other_ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """What is assumed where nothing is known; the page gives the reason of each.

    `level`: by what all standard shares may be off together outside departments, `area`:
    by what those of one area may, on top.
    """

    on_cost: Spread = Spread(1.36, 1.42, 1.48)
    level: Spread = Spread(0.25, 0.85, 1.5)
    area: Spread = Spread(0.65, 1.0, 1.4)
    inside: Spread = Spread(0.6, 0.88, 1.0)
    unknown: Spread = Spread(0.0, 0.01, 0.05)
    other: Spread = Spread(0.5, 0.85, 1.0)
    named: Spread = Spread(0.4, 0.8, 1.0)
    workplace: Spread = Spread(0.03, 0.08, 0.15)
    fragment: float = 0.25
    department: float = 0.5
    fewest_inside: int = 2
    bounds_of_on_cost: tuple[float, float] = (1.1, 1.9)
    draws: int = 4000
    seed: int = 1


ASSUMPTIONS = Assumed()


@dataclass(slots=True)
class Tally:
    """Costs that share one unknown: `ledger` öre are known from the ledger, `pay` öre
    are pay whose on-costs are not; `fte` in full-time years."""

    ledger: float = 0.0
    pay: float = 0.0
    fte: float = 0.0
    people: set[str] = field(default_factory=set)
