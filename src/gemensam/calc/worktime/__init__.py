# SPDX-License-Identifier: EUPL-1.2
"""Working time by versioned calendars: opening hours, holidays, changing clocks."""

from gemensam.calc.worktime.arithmetic import (
    DaysError,
    NegativeTimeError,
    add,
    elapsed,
    end_of_working_day,
    is_open,
    next_open,
    previous_close,
    subtract,
)
from gemensam.calc.worktime.calendar import (
    Calendar,
    HorizonError,
    NoWorkingTimeError,
    PeriodError,
    RepeatedDayError,
    UnknownZoneError,
)
from gemensam.calc.worktime.definition import (
    DefinitionError,
    calendar_from,
    definition_of,
)
from gemensam.calc.worktime.hours import (
    ALL_DAY,
    CLOSED,
    Hours,
    InvalidHoursError,
    InvalidWeekError,
    SpecialDay,
    Week,
    every_day,
    weekdays,
)
from gemensam.calc.worktime.instants import NaiveInstantError
from gemensam.calc.worktime.many import (
    InstantsError,
    NegativeMinutesError,
    add_many,
    elapsed_many,
)
from gemensam.calc.worktime.sweden import (
    Eve,
    Occasion,
    ShortDay,
    YearsError,
    closed_eves,
    public_holidays,
    swedish_days,
)

__all__ = [
    "ALL_DAY",
    "CLOSED",
    "Calendar",
    "DaysError",
    "DefinitionError",
    "Eve",
    "HorizonError",
    "Hours",
    "InstantsError",
    "InvalidHoursError",
    "InvalidWeekError",
    "NaiveInstantError",
    "NegativeMinutesError",
    "NegativeTimeError",
    "NoWorkingTimeError",
    "Occasion",
    "PeriodError",
    "RepeatedDayError",
    "ShortDay",
    "SpecialDay",
    "UnknownZoneError",
    "Week",
    "YearsError",
    "add",
    "add_many",
    "calendar_from",
    "closed_eves",
    "definition_of",
    "elapsed",
    "elapsed_many",
    "end_of_working_day",
    "every_day",
    "is_open",
    "next_open",
    "previous_close",
    "public_holidays",
    "subtract",
    "swedish_days",
    "weekdays",
]
