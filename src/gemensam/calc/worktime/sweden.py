# SPDX-License-Identifier: EUPL-1.2
"""Swedish days off, and working days that an office may shorten or close.

Public holidays are those of the act on public holidays (1989:253), from the `holidays`
library; Sundays without a name are left to the week. Midsummer Eve, Christmas Eve and
New Year's Eve are not among them but are closed all the same. No wider list of
observances is taken: it would close offices on days when people work.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from gemensam.calc.errors import CalcError, mark
from gemensam.calc.worktime.hours import SpecialDay, Week, closing_early

_DAY = timedelta(days=1)


class YearsError(CalcError):
    """Outside the years for which the holidays are known."""

    text = mark(
        "Swedish holidays are known from {first} to {last}, and {year} lies outside. "
        "Choose years within them."
    )


class Eve(StrEnum):
    """The eves that are closed without being public holidays, by their names."""

    MIDSUMMER = "Midsommarafton"
    CHRISTMAS = "Julafton"
    NEW_YEAR = "Nyårsafton"


class Occasion(StrEnum):
    """Working days that are often shortened, by their names.

    BEFORE_DAY_OFF is any working day just before a public holiday or closed eve, also
    one on a Saturday. SQUEEZED is a single working day between days off or weekends.
    """

    TWELFTH_NIGHT = "Trettondagsafton"
    MAUNDY_THURSDAY = "Skärtorsdagen"
    WALPURGIS_EVE = "Valborgsmässoafton"
    BEFORE_ASCENSION = "Dagen före Kristi himmelsfärdsdag"
    BEFORE_MIDSUMMER_EVE = "Dagen före midsommarafton"
    ALL_SAINTS_EVE = "Allhelgonaafton"
    BEFORE_CHRISTMAS_EVE = "Dagen före julafton"
    BEFORE_NEW_YEARS_EVE = "Dagen före nyårsafton"
    BEFORE_DAY_OFF = "Dag före helgdag"
    SQUEEZED = "Klämdag"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortDay:
    """On `occasion` the office closes at the minute `closes`; 0 keeps it closed."""

    occasion: Occasion
    closes: int


_FOLLOWED_BY: Mapping[Occasion, str] = {
    Occasion.TWELFTH_NIGHT: "Trettondedag jul",
    Occasion.MAUNDY_THURSDAY: "Långfredagen",
    Occasion.WALPURGIS_EVE: "Första maj",
    Occasion.BEFORE_ASCENSION: "Kristi himmelsfärdsdag",
    Occasion.BEFORE_MIDSUMMER_EVE: "Midsommarafton",
    Occasion.ALL_SAINTS_EVE: "Alla helgons dag",
    Occasion.BEFORE_CHRISTMAS_EVE: "Julafton",
    Occasion.BEFORE_NEW_YEARS_EVE: "Nyårsafton",
}


def public_holidays(years: range) -> dict[date, str]:
    """Date and name of every Swedish public holiday. Raises YearsError."""
    return _named(years, "public")


def closed_eves(years: range) -> dict[date, str]:
    """Date and name of the three closed eves. Raises YearsError."""
    return _named(years, "de_facto")


def swedish_days(
    years: range,
    *,
    week: Week,
    open_eves: Collection[Eve] = (),
    short: Collection[ShortDay] = (),
) -> tuple[SpecialDay, ...]:
    """The special days of a Swedish office with these weekly hours, in order.

    `open_eves` are worked as ordinary days; `short` are days that close early. Where
    several of `short` fall on one date the earliest closing holds. Raises YearsError.
    """
    # A day is also judged by its neighbours, across the turn of the year.
    known = _known_years()
    around = range(max(years.start - 1, known.start), min(years.stop + 1, known.stop))
    eves = closed_eves(around)
    named = public_holidays(around) | eves
    off = {day: name for day, name in named.items() if eves.get(day) not in open_eves}
    office = _Office(week=week, named=named, off=off)
    special = {day: SpecialDay(day, name=name) for day, name in off.items()}
    for rule in sorted(short, key=lambda rule: rule.closes, reverse=True):
        for day in office.days(rule.occasion):
            hours = closing_early(week[day.weekday()], rule.closes)
            special[day] = SpecialDay(day, hours, rule.occasion.value)
    return tuple(special[day] for day in sorted(special) if day.year in years)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Office:
    week: Week
    named: Mapping[date, str]
    off: Mapping[date, str]

    def days(self, occasion: Occasion) -> Iterator[date]:
        if occasion is Occasion.SQUEEZED:
            beside = {day + step for day in self.off for step in (_DAY, -_DAY)}
            found = (day for day in beside if self._squeezed(day))
        elif occasion is Occasion.BEFORE_DAY_OFF:
            found = (day - _DAY for day in self.off)
        else:
            follows = _FOLLOWED_BY[occasion]
            found = (day - _DAY for day, name in self.named.items() if follows in name)
        return (day for day in found if self._works(day))

    def _works(self, day: date) -> bool:
        return day not in self.off and bool(self.week[day.weekday()])

    def _squeezed(self, day: date) -> bool:
        return not self._works(day - _DAY) and not self._works(day + _DAY)


@cache
def _library() -> Any:
    """Sweden's class of the library, untyped."""
    from holidays.countries.sweden import SE  # noqa: PLC0415  with it come all countries

    return SE


def _known_years() -> range:
    sweden = _library()
    return range(sweden.start_year, sweden.end_year + 1)


def _named(years: range, category: str) -> dict[date, str]:
    known = _known_years()
    for year in years:
        if year not in known:
            raise YearsError(first=known[0], last=known[-1], year=year)
    found = _library()(years=years, language="sv", categories=(category,))
    return {day: str(name) for day, name in found.items()}
