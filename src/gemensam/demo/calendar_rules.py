# SPDX-License-Identifier: EUPL-1.2
"""When an area may move from a unit to the centre, and when it may not.

The rules are those of the municipal year: closed weeks, the annual accounts, the pay
run and the start of school.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from gemensam.calc.worktime.sweden import closed_eves, public_holidays

AREAS = ("finance", "hr", "it")
DAY = timedelta(days=1)


class Broken(StrEnum):
    """The rule that a date breaks."""

    CLOSED_DAY = "not a bank day"
    CLOSED_WEEK = "weeks 27-32 and 51-1 are closed"
    ANNUAL_ACCOUNTS = "no finance from 1 December to 15 February"
    PAY_RUN = "payroll moves on the first bank day after pay day"
    PAY_MONTH = "payroll never moves in December, January or April"
    SCHOOL_START = "no IT of schools from 1 August to 15 September"


@cache
def _days_off(year: int) -> frozenset[date]:
    years = range(year, year + 1)
    return frozenset(public_holidays(years)) | frozenset(closed_eves(years))


def is_bank_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _days_off(day.year)


def bank_day_from(day: date) -> date:
    """The day itself, or the first bank day after it."""
    while not is_bank_day(day):
        day += DAY
    return day


def bank_day_until(day: date) -> date:
    """The day itself, or the last bank day before it."""
    while not is_bank_day(day):
        day -= DAY
    return day


def pay_day(year: int, month: int) -> date:
    """The 27th, or the bank day before it."""
    return bank_day_until(date(year, month, 27))


def broken_rule(area: str, day: date, *, school: bool) -> Broken | None:
    """The first rule that a cut-over of `area` on `day` breaks; None when it may be."""
    week = day.isocalendar().week
    if not is_bank_day(day):
        return Broken.CLOSED_DAY
    if 27 <= week <= 32 or week >= 51 or week == 1:
        return Broken.CLOSED_WEEK
    if area == "finance" and not (2, 15) < (day.month, day.day) < (12, 1):
        return Broken.ANNUAL_ACCOUNTS
    if area == "hr":
        return _payroll(day)
    if area == "it" and school and (8, 1) <= (day.month, day.day) <= (9, 15):
        return Broken.SCHOOL_START
    return None


def _payroll(day: date) -> Broken | None:
    if day.month in (12, 1, 4):
        return Broken.PAY_MONTH
    month = day - timedelta(days=20)  # a cut-over on the 2nd follows last month's pay
    if day != bank_day_from(pay_day(month.year, month.month) + DAY):
        return Broken.PAY_RUN
    return None


def allowed_from(area: str, day: date, *, school: bool) -> Iterator[date]:
    """The dates from `day` on that this area would choose: Mondays, or the bank day
    that stands in for one, and for payroll the day after pay day."""
    while True:
        fits = area == "hr" or _stands_for_monday(day)
        if fits and broken_rule(area, day, school=school) is None:
            yield day
        day += DAY


def _stands_for_monday(day: date) -> bool:
    return day == bank_day_from(day - timedelta(days=day.weekday()))
