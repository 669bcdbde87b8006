# SPDX-License-Identifier: EUPL-1.2
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from gemensam.formats.sie.amounts import (
    clear_amount,
    clear_quantity,
    plain_amount,
    plain_quantity,
    written_amount,
    written_quantity,
)


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("0", 0),
        ("1", 100),
        ("-1", -100),
        ("1.5", 150),
        ("1.05", 105),
        ("-0.50", -50),
        ("18541.10", 1854110),
        ("007.10", 710),
        ("999999999999999.99", 99999999999999999),
        ("0000000000000000000012.00", 1200),
    ],
)
def test_the_standards_form_is_read_to_the_ore(text: str, ore: int):
    assert plain_amount(text) == ore


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        ".",
        "+5",
        ".5",
        "5.",
        "1,50",
        "1 000.00",
        "1.234",
        "1e5",
        "--5",
        "NaN",
        "Infinity",
        "１２",
        "٣",
        "1" * 16,
        "1" * 5000,
        "5-",
        "0x10",
        "1_000",
    ],
)
def test_no_other_form_is_the_standards(text: str):
    assert plain_amount(text) is None


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("1,50", 150),
        ("1,5", 150),
        ("1,", 100),
        ("+5", 500),
        (".5", 50),
        (",5", 50),
        ("5.", 500),
        ("1 000.00", 100000),
        ("1 000", 100000),
        ("-1 234 567,89", -123456789),
        ("1\u00a0000,50", 100050),
        ("1\u202f000,50", 100050),
        ("\u2212 5".replace(" ", ""), -500),
        ("1.2300", 123),
        ("1.500", 150),
        ("1,5000", 150),
        (" 7.00 ", 700),
        ("0,00", 0),
    ],
)
def test_another_form_that_can_be_read_in_one_way_is_read(text: str, ore: int):
    assert clear_amount(text) == ore


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        ".",
        ",",
        "+",
        "1,500",
        "1.234",
        "1e5",
        "--5",
        "+-5",
        "1 00",
        "1000 000",
        "1 0000",
        "1.000,50",
        "1,000.50",
        "NaN",
        "Infinity",
        "１２",
        "1" * 40,
        "5-",
        "(5)",
        "5 kr",
        "1  000",
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_refused(text: str):
    assert clear_amount(text) is None


@given(st.integers(min_value=-(10**17) + 1, max_value=10**17 - 1))
def test_an_amount_reads_back_as_it_was_written(ore: int):
    assert plain_amount(written_amount(ore)) == ore


@given(st.text(alphabet="0123456789+-., \u00a0\u2212eE", max_size=12))
def test_both_readings_agree_where_both_read(text: str):
    plain = plain_amount(text)
    if plain is not None and not (text.count(".") and len(text.split(".")[1]) > 2):
        assert clear_amount(text) == plain


@given(
    st.decimals(min_value=-(10**14), max_value=10**14, places=6, allow_nan=False).map(
        Decimal
    )
)
def test_a_quantity_reads_back_as_it_was_written(quantity: Decimal):
    assert plain_quantity(written_quantity(quantity)) == quantity


def test_a_quantity_is_written_without_exponent():
    assert written_quantity(Decimal("1E+2")) == "100"


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("1,5", Decimal("1.5")),
        ("+3", Decimal(3)),
        (".5", Decimal("0.5")),
        ("x", None),
        ("", None),
        (".", None),
        ("1e3", None),
        ("NaN", None),
    ],
)
def test_quantities_in_other_forms(text: str, quantity: Decimal | None):
    assert clear_quantity(text) == quantity


@pytest.mark.parametrize("text", ["1e3", "NaN", "1" * 16, "1." + "1" * 11, "1,5", ""])
def test_no_other_form_of_quantity_is_the_standards(text: str):
    assert plain_quantity(text) is None
