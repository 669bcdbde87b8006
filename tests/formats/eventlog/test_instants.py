# SPDX-License-Identifier: EUPL-1.2
"""Points in time, with and without offsets, on the days when clocks change (T1, T7)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from gemensam.formats.eventlog.instants import parse_instant
from gemensam.formats.eventlog.scalars import Scalars

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-23T08:15:00+01:00", datetime(2026, 11, 23, 7, 15, tzinfo=UTC)),
        ("2026-11-23 08:15:00+01:00", datetime(2026, 11, 23, 7, 15, tzinfo=UTC)),
        ("2026-11-23T08:15:00Z", datetime(2026, 11, 23, 8, 15, tzinfo=UTC)),
        (
            "2026-11-23T08:15:00.5-02:30",
            datetime(2026, 11, 23, 10, 45, 0, 500_000, tzinfo=UTC),
        ),
        (
            "2026-11-23T08:15:00.1234567Z",
            datetime(2026, 11, 23, 8, 15, 0, 123_456, tzinfo=UTC),
        ),
        ("1900-01-01T00:00:00Z", datetime(1900, 1, 1, tzinfo=UTC)),
        ("2038-01-19T03:14:08Z", datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC)),
        ("2199-12-31T23:59:59Z", datetime(2199, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_times_with_an_offset(text, instant):
    assert parse_instant(text, None) == (instant, None)
    assert Scalars(None).instants[text] == instant


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "log.bad-time"),
        ("yesterday", "log.bad-time"),
        ("2026-02-29T00:00:00Z", "log.bad-time"),
        ("2026-11-23T25:00:00Z", "log.bad-time"),
        ("2026-11-23x08:15:00Z", "log.bad-time"),
        ("20261123T081500Z", "log.bad-time"),
        ("12026-11-23T08:15:00Z", "log.bad-time"),
        ("２０２６-11-23T08:15:00Z", "log.bad-time"),
        ("2026-11-23", "log.no-zone"),
        ("2026-11-23T08:15:00", "log.no-zone"),
        ("0001-01-01T00:00:00+01:00", "log.time-out-of-range"),
        ("9999-12-31T23:59:59-01:00", "log.time-out-of-range"),
        ("1899-12-31T23:59:59Z", "log.time-out-of-range"),
        ("2200-01-01T00:00:00Z", "log.time-out-of-range"),
    ],
)
def test_times_that_cannot_be_used(text, code):
    moment, remark = parse_instant(text, None)
    assert (moment, remark and remark.code) == (None, code)
    with pytest.raises((ValueError, OverflowError, IndexError)):
        _ = Scalars(None).instants[text]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2027-03-28T01:59:59", 0),
        ("2027-03-28T03:00:00", 1),
        ("2027-10-31T02:30:00", 0),
        ("2027-10-31T03:00:00", 2),
    ],
)
def test_t1_local_times_around_the_change_of_clocks(text, hour):
    moment, remark = parse_instant(text, STOCKHOLM)
    assert moment is not None
    assert moment.hour == hour
    assert remark is not None
    assert remark.code == "log.zone-assumed"


def test_values_without_offset_take_the_stated_zone_or_stay_texts():
    assert Scalars(STOCKHOLM).by_type["date"]("2026-07-01T12:00:00") == datetime(
        2026, 7, 1, 10, tzinfo=UTC
    )
    with pytest.raises(ValueError, match="2026-07-01"):
        Scalars(None).by_type["date"]("2026-07-01T12:00:00")


def test_the_memory_for_instants_is_bounded(monkeypatch):
    monkeypatch.setattr("gemensam.formats.eventlog.scalars._REMEMBERED", 3)
    instants = Scalars(None).instants
    for second in range(10):
        assert instants[f"2026-01-01T00:00:0{second}Z"].second == second
        assert len(instants) <= 3


@given(st.text(max_size=40) | st.from_regex(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d.{0,8}"))
def test_the_quick_rules_are_the_same_as_the_full_ones(text):
    moment, remark = parse_instant(text, None)
    try:
        quick = Scalars(None).instants[text]
    except (ValueError, OverflowError, IndexError):
        quick = None
    if quick is not None:
        assert (moment, remark) == (quick, None)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("int", "+7", 7),
        ("int", "-" + "9" * 40, -int("9" * 40)),
        ("float", ".5", 0.5),
        ("float", "5.", 5.0),
        ("float", "1E3", 1000.0),
        ("float", "-INF", float("-inf")),
        ("boolean", "TRUE", True),
        ("boolean", "0", False),
        ("id", "x", "x"),
    ],
)
def test_values_of_every_type(kind, text, value):
    assert Scalars(None).by_type[kind](text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("int", "1.0"),
        ("int", "1_0"),
        ("int", "９"),
        ("int", "9" * 41),
        ("int", ""),
        ("float", "1_0.0"),
        ("float", "1,5"),
        ("float", "."),
        ("float", "infinity"),
        ("boolean", "ja"),
        ("date", "2026"),
    ],
)
def test_texts_that_are_not_of_their_type(kind, text):
    with pytest.raises(ValueError, match=r"\A"):
        Scalars(None).by_type[kind](text)
