# SPDX-License-Identifier: EUPL-1.2
"""The clock of a case: when it is due, and how much time it has taken.

Both are pure folds over the events, as known at `at`; nothing is accumulated anywhere.

    due      the earliest instant by which the target is used up, every pause left out
    paused   open-ended: `due` is where it would fall if the clock were resumed at `at`
    stopped  `due` stays where it was; reopened, the clock goes on from there, and the
             time in between counts neither as work nor as waiting
    terms    a new target or calendar counts from the start, with all pauses kept
    broken   `at` or a stop after `due` while the clock ran; it stays recorded under
             the terms of its time, whatever happens later
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction

from gemensam.calc.clock.events import Event
from gemensam.calc.clock.explanation import Explanation, explain
from gemensam.calc.clock.history import History, State, fold
from gemensam.calc.clock.reckoning import first_broken, is_late, reckon
from gemensam.calc.clock.targets import Target
from gemensam.calc.worktime.calendar import Calendar
from gemensam.calc.worktime.instants import MICROSECOND, to_instant, to_micros, to_span


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """What was promised and how it stands.

    `allowance` is the target as time on its own measure (working time, or real time
    for REAL_MINUTES) and `used` how much of it has gone. `broken_at` is when the
    promise was first broken, by the terms then in force, or None.
    """

    due: datetime
    state: State
    target: Target
    calendar: Calendar = field(repr=False)
    allowance: timedelta
    used: timedelta
    broken_at: datetime | None
    history: History = field(repr=False, compare=False)

    @property
    def remaining(self) -> timedelta:
        """Below zero when more than the allowance is used."""
        return self.allowance - self.used

    @property
    def is_open_ended(self) -> bool:
        """Whether `due` moves on for as long as the clock is paused."""
        return self.state is State.PAUSED

    @property
    def is_late(self) -> bool:
        """Whether the clock ran past `due`, judged by the terms now in force alone."""
        return is_late(self.history, to_micros(self.due))

    @property
    def share(self) -> Fraction:
        """The part of the allowance that is used; above 1 when it is exceeded."""
        return Fraction(self.used // MICROSECOND, self.allowance // MICROSECOND)

    def reaches(self, share: Fraction) -> datetime:
        """When that share of the allowance is used, if nothing more happens."""
        return to_instant(reckon(self.history, self.history.terms[-1], share).due)

    @property
    def explanation(self) -> Explanation:
        """How the result came about, in steps; worked out when asked for."""
        broken = None if self.broken_at is None else to_micros(self.broken_at)
        return explain(self.history, due=to_micros(self.due), broken=broken)


def deadline(
    *, calendar: Calendar, target: Target, events: Sequence[Event], at: datetime
) -> Deadline:
    """The deadline as known at `at`.

    `calendar` and `target` are those the clock started with. Raises EventError,
    HorizonError, NaiveInstantError, BeyondTimeError.
    """
    history = fold(events, at=at, calendar=calendar, target=target)
    terms = history.terms[-1]
    due, allowance, used = reckon(history, terms)
    broken = first_broken(history, due)
    return Deadline(
        due=to_instant(due),
        state=history.state,
        target=terms.target,
        calendar=terms.calendar,
        allowance=to_span(allowance),
        used=to_span(used),
        broken_at=None if broken is None else to_instant(broken),
        history=history,
    )
