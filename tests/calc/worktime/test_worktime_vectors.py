# SPDX-License-Identifier: EUPL-1.2
"""Sums of business time that six other projects test themselves with."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import pytest

from gemensam.calc.worktime import (
    Calendar,
    SpecialDay,
    add,
    elapsed,
    next_open,
    previous_close,
    subtract,
)

pytestmark = pytest.mark.real_data

Rows: TypeAlias = list[dict[str, str]]
Answer: TypeAlias = datetime | float

OPERATIONS: dict[str, Callable[[Calendar, datetime, timedelta], datetime]] = {
    "add": add,
    "sub": subtract,
    "next_open": lambda calendar, start, _: next_open(calendar, start),
    "prev_open": lambda calendar, start, _: previous_close(calendar, start),
}


@pytest.fixture(scope="module")
def rows(real_data: Path) -> Rows:
    folder = real_data / "sla_vectors"
    with (folder / "business_time_vectors.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def calendars(real_data: Path) -> dict[str, Calendar]:
    text = (real_data / "sla_vectors" / "calendars.json").read_text(encoding="utf-8")
    return {name: _calendar(name, given) for name, given in json.loads(text).items()}


def _calendar(name: str, given: dict[str, Any]) -> Calendar:
    def minute(clock: str) -> int:
        hours, minutes = clock.split(":")
        return int(hours) * 60 + int(minutes)

    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    return Calendar(
        name=name,
        zone="UTC" if given["tz"] == "floating" else given["tz"],
        week=tuple(
            tuple(
                (minute(opens), minute(closes)) for opens, closes in given["week"][day]
            )
            for day in days
        ),
        special=tuple(SpecialDay(date.fromisoformat(d)) for d in given["holidays"]),
        begins=date(2005, 1, 1),
        ends=date(2022, 1, 1),
    )


def _instant(text: str, zone: ZoneInfo) -> datetime:
    """A time without an offset is on the clocks of the calendar's own zone."""
    given = datetime.fromisoformat(text)
    return given if given.tzinfo else given.replace(tzinfo=zone)


def _ours(row: dict[str, str], calendar: Calendar) -> Answer:
    start = _instant(row["start"], calendar.timezone)
    if row["op"] == "diff":
        spent = elapsed(calendar, start, _instant(row["end"], calendar.timezone))
        return spent / timedelta(minutes=1)
    span = timedelta(minutes=float(row["minutes"] or 0))
    return OPERATIONS[row["op"]](calendar, start, span)


def _theirs(row: dict[str, str], calendar: Calendar) -> Answer:
    if row["op"] == "diff":
        return float(row["expected"])
    return _instant(row["expected"], calendar.timezone)


def test_every_plain_sum_comes_out_the_same(
    rows: Rows, calendars: dict[str, Calendar]
) -> None:
    plain = [row for row in rows if row["agrees_with_plain_arithmetic"] == "yes"]
    assert len(plain) == 164
    assert len(calendars) == 23
    wrong = {
        row["id"]: (_ours(row, calendar), _theirs(row, calendar))
        for row in plain
        if _ours(row, calendar := calendars[row["calendar"]]) != _theirs(row, calendar)
    }
    assert wrong == {}


def _odd(
    rows: Rows, calendars: dict[str, Calendar], number: str
) -> tuple[dict[str, str], Answer]:
    row = next(row for row in rows if row["id"] == number)
    assert row["agrees_with_plain_arithmetic"] == "no"
    return row, _ours(row, calendars[row["calendar"]])


def test_v031_we_count_nothing_on_a_saturday(
    rows: Rows, calendars: dict[str, Calendar]
) -> None:
    """The source counts 490 minutes into a Saturday that its own hours close."""
    row, ours = _odd(rows, calendars, "V031")
    assert float(row["expected"]) == 490
    assert ours == 380


def test_v036_we_count_backwards_below_zero(
    rows: Rows, calendars: dict[str, Calendar]
) -> None:
    """The source gives zero when the end comes first; we give the time, negative."""
    row, ours = _odd(rows, calendars, "V036")
    assert float(row["expected"]) == 0
    assert ours == -2370


def test_v161_we_keep_the_seconds(rows: Rows, calendars: dict[str, Calendar]) -> None:
    """The source cuts the due time to whole minutes, 36 seconds before ours."""
    row, ours = _odd(rows, calendars, "V161")
    exact = datetime(2016, 11, 9, 9, 26, 36, tzinfo=UTC)
    assert ours == exact
    assert _instant(row["expected"], ZoneInfo("UTC")) == exact - timedelta(seconds=36)


def test_no_other_rows_are_marked(rows: Rows) -> None:
    odd = [r["id"] for r in rows if r["agrees_with_plain_arithmetic"] != "yes"]
    assert odd == ["V031", "V036", "V161"]
