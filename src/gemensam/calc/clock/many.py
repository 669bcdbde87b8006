# SPDX-License-Identifier: EUPL-1.2
"""Due times of many cases at once, equal to the fold that takes one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from gemensam.calc.clock.targets import BeyondTimeError, Unit
from gemensam.calc.errors import CalcError, mark
from gemensam.calc.worktime.calendar import Calendar
from gemensam.calc.worktime.instants import LAST
from gemensam.calc.worktime.many import (
    Instants,
    day_closings,
    earliest,
    instants_of,
    micros_of,
    minutes_of,
    readings,
)
from gemensam.calc.worktime.timeline import Micros


class AmountsError(CalcError):
    """A promise of no time at all cannot be kept; `place` counts from 0."""

    text = mark("Case {place} has the target {amount}. Give one or more.")


class HoldsError(CalcError):
    """A pause that ends before it begins, or of no case in the list."""

    text = mark(
        "Pause {place} ends before it begins, or belongs to a case that is not there."
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Holds:
    """Pauses of many cases, in any order, as three columns of the same length.

    `cases` holds the place of the case each belongs to. Pauses of one case may overlap;
    what lies before its start is left out. An open pause ends at the time of asking.
    """

    cases: Micros
    begins: Instants
    ends: Instants


def deadlines(
    calendar: Calendar,
    starts: Instants,
    amounts: Micros,
    *,
    unit: Unit = Unit.WORKING_MINUTES,
    holds: Holds | None = None,
) -> Instants:
    """When each case is due. `starts` and `amounts` are (n,), the answer is (n,).

    Raises HorizonError, InstantsError, AmountsError, HoldsError.
    """
    started = micros_of(starts)
    amounts = np.broadcast_to(amounts, started.shape)
    if (amounts < 1).any():
        place = int(np.argmax(amounts < 1))
        raise AmountsError(place=place, amount=int(amounts[place]))
    if unit is Unit.REAL_MINUTES:
        due = _hold_back(started + minutes_of(amounts), np.positive, holds, started)
        if (due > LAST).any():
            raise BeyondTimeError
        return instants_of(due, like=starts)
    read = partial(readings, calendar)
    if unit is Unit.WORKING_DAYS:
        goals = read(day_closings(calendar, started, amounts))
    else:
        goals = read(started) + minutes_of(amounts)
    goals = _hold_back(goals, read, holds, started)
    return instants_of(earliest(calendar, goals), like=starts)


def _hold_back(
    goals: Micros,
    read: Callable[[Micros], Micros],
    holds: Holds | None,
    started: Micros,
) -> Micros:
    """Move each reading by the pauses that begin before it is reached."""
    if holds is None:
        return goals
    for cases, begins, ends in _rounds(holds, started):
        before = read(begins)
        goals[cases] += np.where(before < goals[cases], read(ends) - before, 0)
    return goals


def _rounds(holds: Holds, started: Micros) -> Iterator[tuple[Micros, Micros, Micros]]:
    """The pauses without overlap: the first of every case, then the second, and on."""
    begins, ends = micros_of(holds.begins), micros_of(holds.ends)
    wrong = (ends < begins) | (holds.cases < 0) | (holds.cases >= len(started))
    if wrong.any():
        raise HoldsError(place=int(np.argmax(wrong)))
    cases, begins, ends = _in_order(holds.cases, begins, ends)
    place = np.arange(len(cases)) - np.searchsorted(cases, cases)
    held_until = started.copy()
    for turn in range(int(place.max(initial=-1)) + 1):
        chosen = place == turn
        case = cases[chosen]
        begin = np.maximum(begins[chosen], held_until[case])
        end = np.maximum(ends[chosen], begin)
        held_until[case] = end
        yield case, begin, end


def _in_order(cases: Micros, begins: Micros, ends: Micros) -> tuple[Micros, ...]:
    """By case and beginning; rows that come so from a query are not sorted again."""
    later = (cases[1:] == cases[:-1]) & (begins[1:] >= begins[:-1])
    if ((cases[1:] > cases[:-1]) | later).all():
        return cases, begins, ends
    order = np.lexsort((begins, cases))
    return cases[order], begins[order], ends[order]
