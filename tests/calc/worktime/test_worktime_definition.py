# SPDX-License-Identifier: EUPL-1.2
"""Calendars as data that JSON can hold."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, strategies as st

from gemensam.calc.worktime import (
    Calendar,
    DefinitionError,
    Hours,
    InvalidHoursError,
    SpecialDay,
    calendar_from,
    definition_of,
    weekdays,
)

WRITTEN: dict[str, Any] = {
    "zone": "Europe/Stockholm",
    "begins": "2026-01-01",
    "ends": "2027-01-01",
    "week": [["08:00-12:00", "13:00-16:30"]] * 5 + [[], []],
    "special": [
        {"date": "2026-04-02", "hours": ["08:00-12:00"], "name": "Skärtorsdagen"},
        {"date": "2026-12-31", "hours": ["00:00-24:00"], "name": ""},
    ],
}
CALENDAR = Calendar(
    name="Office",
    version=3,
    week=weekdays(((480, 720), (780, 990))),
    special=(
        SpecialDay(date(2026, 4, 2), ((480, 720),), "Skärtorsdagen"),
        SpecialDay(date(2026, 12, 31), ((0, 1440),)),
    ),
    begins=date(2026, 1, 1),
    ends=date(2027, 1, 1),
)


def test_a_calendar_is_read_and_written() -> None:
    assert calendar_from(WRITTEN, name="Office", version=3) == CALENDAR
    assert definition_of(CALENDAR) == WRITTEN


@st.composite
def some_hours(draw: st.DrawFn) -> Hours:
    edges = draw(st.lists(st.integers(0, 1440), unique=True, max_size=8))
    edges = sorted(edges)[: len(edges) // 2 * 2]
    return tuple(zip(edges[::2], edges[1::2], strict=True))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    week = [draw(some_hours()) for _ in range(6)]
    days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
    dates = draw(st.lists(days, unique=True, max_size=4))
    return Calendar(
        name="Any",
        zone=draw(st.sampled_from(["Europe/Stockholm", "UTC"])),
        week=(((60, 61),), *week),
        special=tuple(
            SpecialDay(d, draw(some_hours()), draw(st.text())) for d in dates
        ),
        begins=date(2026, 1, 1),
        ends=date(2027, 1, 1),
    )


@given(calendars())
def test_what_is_written_is_read_back_the_same(calendar: Calendar) -> None:
    written = json.loads(json.dumps(definition_of(calendar)))
    assert calendar_from(written, name="Any", version=1) == calendar


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"week": [["8:00-12:00"]] * 7}, "8:00-12:00"),
        ({"week": [["08:00-12:60"]] * 7}, "08:00-12:60"),
        ({"week": [["08:00"]] * 7}, "08:00"),
        ({"week": [[800]] * 7}, 800),
        ({"week": {"mon": []}}, {"mon": []}),
        ({"week": ["08:00-12:00"] * 7}, "08:00-12:00"),
        ({"begins": "2026-02-30"}, "2026-02-30"),
        ({"ends": None}, None),
        ({"zone": 1}, 1),
        ({"special": [{"date": "2026-04-02"}]}, {"date": "2026-04-02"}),
        ({"special": ["2026-04-02"]}, "2026-04-02"),
        (
            {"special": [{"date": "2026-04-02", "hours": [], "name": "", "x": 1}]},
            {"date": "2026-04-02", "hours": [], "name": "", "x": 1},
        ),
        ({"unknown": 1}, "begins, ends, special, week, zone"),
    ],
)
def test_what_cannot_be_read_is_pointed_out(
    changed: dict[str, Any], part: object
) -> None:
    with pytest.raises(DefinitionError) as refused:
        calendar_from(WRITTEN | changed, name="Office", version=1)
    assert refused.value.values == {"part": part}


def test_nothing_is_not_a_calendar() -> None:
    with pytest.raises(DefinitionError):
        calendar_from({}, name="Office", version=1)


def test_hours_that_can_be_read_may_still_be_wrong() -> None:
    with pytest.raises(InvalidHoursError):
        calendar_from(WRITTEN | {"week": [["12:00-08:00"]] * 7}, name="O", version=1)
    with pytest.raises(InvalidHoursError):
        calendar_from(WRITTEN | {"week": [["08:00-25:00"]] * 7}, name="O", version=1)
