# SPDX-License-Identifier: EUPL-1.2
"""Where a survey matters: what each title and unit adds to the range, in kronor of pay.

The width of an interval is from the draws of what is assumed (`calc.costing.assumed`),
weighed by pay. Who has answered in the round that holds adds nothing here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.assumed import Assumed, target_draws
from gemensam.calc.costing.titles import Line
from gemensam.costing.models import SurveyAnswer, SurveyRound
from gemensam.costing.queries.assumed import (
    Basis,
    Guess,
    Guesses,
    by_person,
    lasting_ids,
)
from gemensam.costing.queries.pay import Paid, paid_in
from gemensam.costing.queries.people import round_for, rounds
from gemensam.costing.queries.standards import FEWEST

DRAWS = 400
NINE_OF_TEN = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone of the year with their jobs, the heaviest first, and what is known."""

    jobs: Sequence[Paid]
    guess: Guess
    basis: Basis

    @property
    def pseudonym(self) -> str:
        return self.jobs[0].pseudonym

    @property
    def pay_ore(self) -> int:
        return sum(job.pay_ore for job in self.jobs)


def people_of(year: int) -> list[Person]:
    """Everybody in the year's register, with the best that is known of their time."""
    asked = round_for(date(year, 12, 1), rounds())
    answered, silent = _asked(asked)
    whole = asked is not None and not asked.partial
    guesses = Guesses()
    found = []
    for jobs in by_person(paid_in(year)).values():
        mine = sorted(
            (one for one in jobs if isinstance(one, Paid)), key=lambda one: -one.pay_ore
        )
        inside = guesses.supports(mine[0].unit)
        guess = guesses.of(mine, [one.pay_ore for one in mine], inside=inside)
        basis = guess.basis
        if mine[0].pseudonym in answered:
            basis = Basis.SURVEYED
        elif mine[0].pseudonym in silent:
            basis = Basis.SILENT
        elif whole:
            basis = Basis.NO_SUPPORT
        found.append(Person(mine, guess, basis))
    return found


def _asked(one: SurveyRound | None) -> tuple[frozenset[str], frozenset[str]]:
    rows = (
        SurveyAnswer.objects.filter(round=one) if one else SurveyAnswer.objects.none()
    )
    told = set(rows.exclude(share=None).values_list("pseudonym", flat=True))
    everybody = set(rows.values_list("pseudonym", flat=True))
    return frozenset(told), frozenset(everybody - told)


@dataclass(slots=True)
class Used:
    """Persons and a year's pay in öre behind one basis."""

    persons: int = 0
    pay_ore: int = 0


def evidence_used(people: Iterable[Person]) -> dict[Basis, Used]:
    """On what the figures rest, the best first."""
    found: dict[Basis, Used] = {basis: Used() for basis in Basis}
    for one in people:
        found[one.basis].persons += 1
        found[one.basis].pay_ore += one.pay_ore
    return {basis: used for basis, used in found.items() if used.persons}


@dataclass(frozen=True, slots=True, kw_only=True)
class Width:
    """What a title's line or a unit adds: persons, pay, likely support in öre, and the
    width of its 90 % interval. `merged`: how many of fewer than five stand together."""

    key: int | None
    persons: int
    pay_ore: int
    support_ore: int
    low_ore: int
    high_ore: int
    merged: int = 0

    @property
    def width_ore(self) -> int:
        return self.high_ore - self.low_ore


@dataclass(frozen=True, slots=True)
class Matters:
    """By line of the list, by unit, and in all; the widest first."""

    lines: Sequence[Width]
    units: Sequence[Width]
    total: Width | None
    names: dict[int, Line] = field(default_factory=dict)


def matters(people: Sequence[Person]) -> Matters:
    """What the assumed part of the figures adds to their range."""
    assumed = [
        one
        for one in people
        if one.basis in {Basis.STANDARD, Basis.CORRECTED} and one.guess.is_support
    ]
    if not assumed:
        return Matters([], [], None)
    pay = np.array([one.pay_ore for one in assumed], dtype=float)
    drawn = _support(assumed) * pay
    likely = np.array(
        [min(one.guess.ranges.mean(axis=1).sum(), 1.0) for one in assumed]
    )
    point = likely * pay
    lines: dict[int, list[int]] = defaultdict(list)
    units: dict[int, list[int]] = defaultdict(list)
    names: dict[int, Line] = {}
    for row, one in enumerate(assumed):
        match = one.guess.match
        lines[match.line.key if match else -1].append(row)
        units[one.jobs[0].unit or 0].append(row)
        if match:
            names[match.line.key] = match.line
    whole = _width(None, list(range(len(assumed))), pay, point, drawn)
    return Matters(
        _widths(lines, pay, point, drawn),
        _widths(units, pay, point, drawn),
        whole,
        names,
    )


def _support(people: Sequence[Person]) -> NDArray[np.float64]:
    """(R, n) shares of support work."""
    own = lasting_ids([one.jobs[0] for one in people])
    line = np.array([one.guess.line for one in people])
    assumed = Assumed(
        ranges=np.array([one.guess.ranges for one in people]),
        line=np.where(line < 0, own | 1 << 40, line),
        own=own,
        provider=np.zeros(len(people), dtype=np.int64),
        minutes=np.zeros((1, 0)),
        of=np.zeros(1, dtype=np.int64),
    )
    return np.asarray(target_draws(assumed, draws=DRAWS).sum(axis=2))


def _widths(
    groups: dict[int, list[int]],
    pay: NDArray[np.float64],
    point: NDArray[np.float64],
    drawn: NDArray[np.float64],
) -> list[Width]:
    """Of each group; those of fewer than five persons together, with the smallest of
    the others while they are fewer than five."""
    order = sorted(groups, key=lambda key: (len(groups[key]), key))
    few = [key for key in order if len(groups[key]) < FEWEST]
    many = [key for key in order if key not in few]
    rest = [row for key in few for row in groups[key]]
    while few and many and len(rest) < FEWEST:
        few.append(many.pop(0))
        rest += groups[few[-1]]
    found = [_width(key, groups[key], pay, point, drawn) for key in many]
    found.sort(key=lambda one: -one.width_ore)
    if len(rest) >= FEWEST:
        found.append(_width(None, rest, pay, point, drawn, merged=len(few)))
    return found


def _width(
    key: int | None,
    rows: list[int],
    pay: NDArray[np.float64],
    point: NDArray[np.float64],
    drawn: NDArray[np.float64],
    merged: int = 0,
) -> Width:
    low, high = np.quantile(drawn[:, rows].sum(axis=1), NINE_OF_TEN)
    return Width(
        key=key,
        persons=len(rows),
        pay_ore=round(pay[rows].sum()),
        support_ore=round(point[rows].sum()),
        low_ore=round(low),
        high_ore=round(high),
        merged=merged,
    )
