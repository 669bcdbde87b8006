# SPDX-License-Identifier: EUPL-1.2
"""How much time a case has taken: worked on, waited for, closed in between.

The wait for a customer is not the centre's time, but both are always told: the working
time used, and beside it the working time of every wait by its reasons.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gemensam.calc.clock.events import Event
from gemensam.calc.clock.history import State, fold
from gemensam.calc.clock.targets import Target
from gemensam.calc.clock.waits import Wait, waits
from gemensam.calc.worktime.calendar import Calendar
from gemensam.calc.worktime.instants import to_span

_NO_MATTER_WHICH = Target(amount=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Elapsed:
    """`used` is working time that counted; `real` all time from the start until now
    or the stop; `waits` the pauses and reopenings between, each with its working time.
    """

    state: State
    used: timedelta
    real: timedelta
    waits: tuple[Wait, ...]

    @property
    def paused(self) -> timedelta:
        """Working time of all waits, a moment with several reasons counted once."""
        return sum((wait.time for wait in self.waits if wait.reasons), timedelta())

    def waited(self, reason: str) -> timedelta:
        """Working time of the waits for this reason, alone or together with others."""
        return sum(
            (wait.time for wait in self.waits if reason in wait.reasons), timedelta()
        )


def elapsed(
    *,
    calendar: Calendar,
    events: Sequence[Event],
    at: datetime,
    runs_during: Collection[str] = (),
) -> Elapsed:
    """The time taken as known at `at`, by the calendar last in force.

    Waits for the reasons in `runs_during` count as used too. Raises EventError,
    HorizonError, NaiveInstantError.
    """
    history = fold(events, at=at, calendar=calendar, target=_NO_MATTER_WHICH)
    ruler = history.terms[-1].calendar
    cuts = history.cuts(frozenset(runs_during))
    used = sum(
        ruler.reading(end) - ruler.reading(begin)
        for begin, end in history.running(cuts)
    )
    until = history.holds[-1][0] if history.state is State.STOPPED else history.now
    return Elapsed(
        state=history.state,
        used=to_span(used),
        real=to_span(until - history.started),
        waits=waits(history, ruler),
    )
