# SPDX-License-Identifier: EUPL-1.2
"""The times a clock was held, as they were entered and as working time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gemensam.calc.clock.history import History, State
from gemensam.calc.clock.targets import Ruler
from gemensam.calc.worktime.instants import to_local, to_span


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """[begins, ends) in the calendar's zone; `time` is the working time within, none
    outside opening hours. No `reasons`: between a stop and a reopening."""

    begins: datetime
    ends: datetime
    time: timedelta
    reasons: tuple[str, ...]


def waits(history: History, ruler: Ruler) -> tuple[Wait, ...]:
    """Every wait, also one that does not stop the clock; one still open ends now.

    Shown in the zone of the calendar now in force. Raises HorizonError.
    """
    zone, read = history.terms[-1].calendar.timezone, ruler.reading
    held = history.holds[:-1] if history.state is State.STOPPED else history.holds
    return tuple(
        Wait(
            begins=to_local(begin, zone),
            ends=to_local(end, zone),
            time=to_span(read(end) - read(begin)),
            reasons=reasons,
        )
        for begin, end, reasons in held
    )
