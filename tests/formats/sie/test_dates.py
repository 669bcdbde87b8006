# SPDX-License-Identifier: EUPL-1.2
import datetime as dt

import pytest
from hypothesis import given, strategies as st

from gemensam.formats.sie.dates import (
    clear_date,
    plain_date,
    plain_month,
    written_date,
    written_month,
)

IN_A_LEDGER = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))


@given(IN_A_LEDGER)
def test_a_date_reads_back_as_it_was_written(date: dt.date):
    assert plain_date(written_date(date)) == date
    assert clear_date(date.isoformat()) == date
    assert plain_month(written_month(date)) == date.replace(day=1)


@pytest.mark.parametrize(
    "text",
    [
        "20250229",
        "20251301",
        "20250100",
        "250131",
        "",
        "00000000",
        "18991231",
        "22000101",
        "99991231",
        "2025013",
        "202501311",
        "２０２５０１３１",
        "2025-1-31",
        "31/01/25",
    ],
)
def test_what_is_no_date(text: str):
    assert plain_date(text) is None
    assert clear_date(text) is None


def test_29_february_in_a_leap_year():
    assert plain_date("20240229") == dt.date(2024, 2, 29)


def test_blanks_around_a_date_are_clear_but_not_plain():
    assert plain_date(" 20260131") is None
    assert clear_date(" 20260131 ") == dt.date(2026, 1, 31)


@pytest.mark.parametrize("text", ["202613", "202600", "20261", "2026011", "", "x"])
def test_what_is_no_month(text: str):
    assert plain_month(text) is None


def test_no_date_is_written_as_nothing():
    assert written_date(None) == ""
