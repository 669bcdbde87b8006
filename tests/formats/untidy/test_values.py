# SPDX-License-Identifier: EUPL-1.2
"""Values as foreign exports write them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from gemensam.formats.tables.cells import ErrorCell, Number
from gemensam.formats.tables.faults import BadCell
from gemensam.formats.untidy import looks, values


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1 234,50-", -123450),
        ("1\u00a0234,50", 123450),
        ("1\u202f234\u202f567,5", 123456750),
        ("(1 234,50)", -123450),
        ("( 12,00 kr )", -1200),
        ("\u2212 7", -700),
        ("7-", -700),
        ("-0,05", -5),
        ("1.234,50", 123450),
        ("1,234.50-", -123450),
        ("1234 kr", 123400),
        ("500:-", 50000),
        (Number.stored("1234.5000000001"), BadCell),
        (Number.stored("-12.50"), -1250),
        ("1.234", BadCell),
        ("12,345", BadCell),
        ("-5-", BadCell),
        ("(-5)", 500),
        ("", BadCell),
        (ErrorCell("#REF!"), BadCell),
        (True, BadCell),
    ],
)
def test_amounts(cell, expected):
    if expected is BadCell:
        with pytest.raises(BadCell):
            values.ore(cell)
    else:
        assert values.ore(cell) == expected


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        (("12,50", "1.234"), "1.234", 123400),
        (("12.50", "1,234-"), "1,234-", -123400),
        (("12.50", "1.500"), "1.500", 150),
        (("12,50", "(9.000)"), "(9.000)", -900000),
    ],
)
def test_a_column_that_shows_its_decimal_mark_settles_what_a_cell_cannot(
    column, text, expected
):
    decimals = values.decimal_mark(column)
    assert values.ore(text, decimals=decimals) == expected


def test_a_column_with_both_marks_settles_nothing():
    assert values.decimal_mark(("12,50", "12.50")) is None
    assert values.decimal_mark(("1.234", "7", Number.stored("5"))) is None


@given(
    amount=st.integers(-(10**14), 10**14),
    thousands=st.sampled_from(["", " ", "\u00a0", "\u202f", "\u2009"]),
    minus=st.sampled_from(["-{}", "{}-", "\u2212{}", "({})"]),
)
def test_every_way_of_writing_an_amount_is_the_same_amount(amount, thousands, minus):
    whole, rest = divmod(abs(amount), 100)
    text = f"{whole:,}".replace(",", thousands) + f",{rest:02d}"
    assert values.ore(minus.format(text) if amount < 0 else text) == amount


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2025-03-01", date(2025, 3, 1)),
        ("20250301", date(2025, 3, 1)),
        ("2025-03-01 13:45", date(2025, 3, 1)),
        ("2025-03-01T13:45:09.123", date(2025, 3, 1)),
        ("1/3 2025", date(2025, 3, 1)),
        ("31.12.2025", date(2025, 12, 31)),
        ("1 mars 2025", date(2025, 3, 1)),
        ("24 dec 2025", date(2025, 12, 24)),
        ("250301", date(2025, 3, 1)),
        ("25-03-01", date(2025, 3, 1)),
        (Number.stored("20250301"), date(2025, 3, 1)),
        (Number.stored("250301"), date(2025, 3, 1)),
        (Number.stored("45717"), date(2025, 3, 1)),
        (datetime(2025, 3, 1, 13, 45), date(2025, 3, 1)),
        ("3/4/2025", None),
        ("2025-02-30", None),
        ("30 feb 2025", None),
        ("i går", None),
        (Number.stored("12"), None),
    ],
)
def test_days(cell, expected):
    if expected is None:
        with pytest.raises(BadCell):
            values.day(cell)
    else:
        assert values.day(cell) == expected


@pytest.mark.parametrize(
    ("cell", "whole_is_one", "expected"),
    [
        ("75", False, "0.75"),
        ("75,5 %", True, "0.755"),
        (Number.stored("0.75", is_percent=True), False, "0.75"),
        ("0,75", True, "0.75"),
    ],
)
def test_shares(cell, whole_is_one, expected):
    assert values.share(cell, whole_is_one=whole_is_one) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Summa", True),
        ("Delsumma konto 5010", True),
        ("SUMMA TOTALT", True),
        ("Total", True),
        ("Totalt", True),
        ("Totalsumma", True),
        ("Subtotal", True),
        ("S:a", True),
        ("Grand total", True),
        ("Summering", True),
        ("Totalentreprenad Bygg AB", False),
        ("Faktura summa", False),
        ("5010", False),
    ],
)
def test_words_for_sums(text, expected):
    assert values.is_total_word(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ingående balans", True),
        ("IB", True),
        ("Utg. saldo", True),
        ("Ackumulerat", True),
        ("Saldo", True),
        ("Ingemar", False),
        ("Ibsen", False),
        ("Utgift", False),
    ],
)
def test_words_for_balances(text, expected):
    assert values.is_balance_word(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19121212-1212", True),
        ("191212121212", True),
        ("701063-2391", True),
        ("7010632391", True),
        ("701063-2392", False),
        ("212000-0142", False),  # an organisation number: no such month
        ("5010", False),
    ],
)
def test_personal_numbers_by_content(text, expected):
    assert looks.like_personal_number(text) is expected
    if text.isdigit():
        assert looks.like_personal_number(Number.stored(text)) is expected
