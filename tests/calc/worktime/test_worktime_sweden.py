# SPDX-License-Identifier: EUPL-1.2
"""Swedish days off and shortened days."""

import csv
from datetime import date
from pathlib import Path

import pytest

from gemensam.calc.worktime import (
    CLOSED,
    Eve,
    Occasion,
    ShortDay,
    Week,
    YearsError,
    closed_eves,
    every_day,
    public_holidays,
    swedish_days,
    weekdays,
)

WEEK = weekdays(((480, 720), (780, 990)))


def named(years: range, name: str) -> list[date]:
    return [day for day, given in public_holidays(years).items() if given == name]


def on(
    occasion: Occasion, years: range = range(2026, 2027), week: Week = WEEK
) -> list[date]:
    rule = ShortDay(occasion=occasion, closes=720)
    days = swedish_days(years, week=week, short=[rule])
    return [day.date for day in days if day.name == occasion.value]


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("Långfredagen", [(2026, 4, 3), (2027, 3, 26), (2028, 4, 14)]),
        ("Annandag påsk", [(2026, 4, 6), (2027, 3, 29), (2028, 4, 17)]),
        ("Kristi himmelsfärdsdag", [(2026, 5, 14), (2027, 5, 6), (2028, 5, 25)]),
        ("Midsommardagen", [(2026, 6, 20), (2027, 6, 26), (2028, 6, 24)]),
        ("Alla helgons dag", [(2026, 10, 31), (2027, 11, 6), (2028, 11, 4)]),
    ],
)
def test_moveable_days(name: str, days: list[tuple[int, int, int]]) -> None:
    """domain.md, appendix A."""
    assert named(range(2026, 2029), name) == [date(*day) for day in days]


def test_the_year_2026_in_whole() -> None:
    assert {
        day.date.isoformat(): day.name
        for day in swedish_days(range(2026, 2027), week=WEEK)
    } == {
        "2026-01-01": "Nyårsdagen",
        "2026-01-06": "Trettondedag jul",
        "2026-04-03": "Långfredagen",
        "2026-04-05": "Påskdagen",
        "2026-04-06": "Annandag påsk",
        "2026-05-01": "Första maj",
        "2026-05-14": "Kristi himmelsfärdsdag",
        "2026-05-24": "Pingstdagen",
        "2026-06-06": "Nationaldagen",
        "2026-06-19": "Midsommarafton",
        "2026-06-20": "Midsommardagen",
        "2026-10-31": "Alla helgons dag",
        "2026-12-24": "Julafton",
        "2026-12-25": "Juldagen",
        "2026-12-26": "Annandag jul",
        "2026-12-31": "Nyårsafton",
    }


def test_days_off_are_closed() -> None:
    assert {day.hours for day in swedish_days(range(2020, 2030), week=WEEK)} == {CLOSED}


def test_an_eve_may_be_an_ordinary_day() -> None:
    days = swedish_days(range(2026, 2027), week=WEEK, open_eves=[Eve.NEW_YEAR])
    names = {day.name for day in days}
    assert set(Eve) - names == {Eve.NEW_YEAR}


@pytest.mark.parametrize(
    ("occasion", "days"),
    [
        (Occasion.TWELFTH_NIGHT, [(2026, 1, 5)]),
        (Occasion.MAUNDY_THURSDAY, [(2026, 4, 2)]),
        (Occasion.WALPURGIS_EVE, [(2026, 4, 30)]),
        (Occasion.BEFORE_ASCENSION, [(2026, 5, 13)]),
        (Occasion.BEFORE_MIDSUMMER_EVE, [(2026, 6, 18)]),
        (Occasion.ALL_SAINTS_EVE, [(2026, 10, 30)]),
        (Occasion.BEFORE_CHRISTMAS_EVE, [(2026, 12, 23)]),
        (Occasion.BEFORE_NEW_YEARS_EVE, [(2026, 12, 30)]),
        # 2 January between New Year and the weekend, 5 January before Epiphany,
        # the Friday after Ascension
        (Occasion.SQUEEZED, [(2026, 1, 2), (2026, 1, 5), (2026, 5, 15)]),
        (
            Occasion.BEFORE_DAY_OFF,
            [
                (2026, 1, 5),
                (2026, 4, 2),
                (2026, 4, 30),
                (2026, 5, 13),
                (2026, 6, 5),
                (2026, 6, 18),
                (2026, 10, 30),
                (2026, 12, 23),
                (2026, 12, 30),
            ],
        ),
    ],
)
def test_occasions_of_2026(
    occasion: Occasion, days: list[tuple[int, int, int]]
) -> None:
    assert on(occasion) == [date(*day) for day in days]


def test_an_occasion_on_a_day_off_or_a_weekend_is_no_working_day() -> None:
    # 5 January 2025 is a Sunday; 30 April 2022 and 23 December 2023 are Saturdays.
    assert on(Occasion.TWELFTH_NIGHT, range(2025, 2026)) == []
    assert on(Occasion.WALPURGIS_EVE, range(2022, 2023)) == []
    assert on(Occasion.BEFORE_CHRISTMAS_EVE, range(2023, 2024)) == []
    # An office open on Saturdays too shortens that one.
    saturdays = every_day(((480, 990),))
    assert on(Occasion.WALPURGIS_EVE, range(2022, 2023), week=saturdays) == [
        date(2022, 4, 30)
    ]


def test_a_day_is_judged_by_its_neighbours_across_the_turn_of_the_year() -> None:
    # Monday 31 December 2018 stays closed; with the eve open it is squeezed between
    # the weekend and New Year's Day of the year after.
    rule = ShortDay(occasion=Occasion.SQUEEZED, closes=0)
    days = swedish_days(
        range(2018, 2019), week=WEEK, open_eves=[Eve.NEW_YEAR], short=[rule]
    )
    assert days[-1].date == date(2018, 12, 31)
    assert days[-1].name == "Klämdag"


def test_the_short_day_ends_at_its_hour_and_the_earliest_closing_holds() -> None:
    rules = [
        ShortDay(occasion=Occasion.MAUNDY_THURSDAY, closes=840),
        ShortDay(occasion=Occasion.BEFORE_DAY_OFF, closes=720),
        ShortDay(occasion=Occasion.SQUEEZED, closes=0),
    ]
    hours = {d.date: d for d in swedish_days(range(2026, 2027), week=WEEK, short=rules)}
    assert hours[date(2026, 4, 2)].hours == ((480, 720),)
    assert hours[date(2026, 1, 5)].hours == CLOSED
    assert hours[date(2026, 1, 5)].name == "Klämdag"
    alone = swedish_days(range(2026, 2027), week=WEEK, short=rules[:1])
    assert [day.hours for day in alone if day.hours] == [((480, 720), (780, 840))]


def test_two_holidays_on_one_date_keep_both_names() -> None:
    # 1 May 2008 was Ascension Day too: the day before is both eves.
    assert on(Occasion.WALPURGIS_EVE, range(2008, 2009)) == [date(2008, 4, 30)]
    assert on(Occasion.BEFORE_ASCENSION, range(2008, 2009)) == [date(2008, 4, 30)]


@pytest.mark.parametrize("years", [range(1952, 1954), range(2100, 2102)])
def test_years_without_known_holidays_are_refused(years: range) -> None:
    for work in (public_holidays, closed_eves):
        with pytest.raises(YearsError):
            work(years)


def test_the_first_and_last_known_years_are_within() -> None:
    assert len(swedish_days(range(1953, 1954), week=WEEK)) == 17
    assert len(swedish_days(range(2100, 2101), week=WEEK)) == 16


@pytest.mark.real_data
def test_two_libraries_differ_on_exactly_the_three_eves(real_data: Path) -> None:
    path = real_data / "municipal" / "se_holidays_2015_2035_two_libs.csv"
    with path.open(encoding="utf-8") as file:
        first, second = set(), set()
        for row in csv.DictReader(file):
            day = date.fromisoformat(row["date"])
            names = list(row.values())[2:]
            first |= {day} if names[0] else set()
            second |= {day} if names[1] else set()
    years = range(2015, 2036)
    assert set(public_holidays(years)) == first
    assert {day.date for day in swedish_days(years, week=WEEK)} == second
    assert set(closed_eves(years)) == second - first
    assert len(second - first) == 3 * len(years)
