# SPDX-License-Identifier: EUPL-1.2
"""C3 and C11: what counts as a number, a date, a code – and what is refused as unclear."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from gemensam.formats.tables import (
    Choice,
    Code,
    Day,
    Fraction,
    Integer,
    Money,
    Month,
    Share,
    Text,
    YesNo,
)
from gemensam.formats.tables.calendar import of_serial
from gemensam.formats.tables.cells import Number, shown
from gemensam.formats.tables.faults import BadCell


def number(text: str, *, percent: bool = False) -> Number:
    return Number.stored(text, is_percent=percent)


def refusal(kind, cell) -> str:
    with pytest.raises(BadCell) as caught:
        kind.read(cell)
    assert caught.value.kind.message.format_map({"header": "h"} | caught.value.values)
    assert caught.value.kind.cure.format_map({"header": "h"} | caught.value.values)
    return caught.value.kind.code.removeprefix("cell.")


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("0", 0),
        ("1234", 123400),
        ("1234,5", 123450),
        ("1234,50", 123450),
        ("1234.50", 123450),
        ("1 234,50", 123450),
        ("1\u00a0234,50", 123450),
        ("1\u202f234\u202f567,50", 123456750),
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("1.234.567", 123456700),
        ("1,234,567", 123456700),
        ("12 345 678", 1234567800),
        ("-1 234,50", -123450),
        ("1 234,50-", -123450),
        ("\u22121 234,50", -123450),
        ("- 5", -500),
        ("+5", 500),
        ("5 kr", 500),
        ("5:-", 500),
        ("5 SEK", 500),
        ("kr 5,00", 500),
        ("-5,00\u00a0kr", -500),
        ("0,500", 50),
        ("00,10", 10),
    ],
)
def test_c3_money_as_swedes_write_it(text, ore):
    assert Money().read(text) == ore


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.234", "ambiguous-number"),
        ("1,234", "ambiguous-number"),
        ("-12,345", "ambiguous-number"),
        ("1234,567", "too-many-decimals"),
        ("0,001", "too-many-decimals"),
        ("1 234,567", "too-many-decimals"),
        ("12 34", "not-a-number"),
        ("1234 567", "not-a-number"),
        ("1.23.456", "not-a-number"),
        ("1,2,3", "not-a-number"),
        (",50", "not-a-number"),
        ("5,", "not-a-number"),
        ("--5", "not-a-number"),
        ("-5-", "not-a-number"),
        ("1e5", "not-a-number"),
        ("NaN", "not-a-number"),
        ("Infinity", "not-a-number"),
        ("１２", "not-a-number"),
        ("5 EUR", "not-a-number"),
        ("(5)", "not-a-number"),
        ("=5", "not-a-number"),
        ("kr", "not-a-number"),
        ("kr 5 kr", "not-a-number"),
        ("1" * 70, "not-a-number"),
        ("1" * 40, "out-of-range"),
        ("10000000000000,01", "out-of-range"),
    ],
)
def test_c3_money_that_is_none_or_unclear(text, code):
    assert refusal(Money(), text) == code


def test_an_unclear_number_is_shown_in_both_readings():
    with pytest.raises(BadCell) as caught:
        Money().read("1.234")
    assert caught.value.values == {"text": "1.234", "one": "1 234", "other": "1,234"}


@pytest.mark.parametrize(
    ("stored", "ore"),
    [
        ("1234.5", 123450),
        ("0.1", 10),
        ("0.30000000000000004", 30),
        ("-1E-2", -1),
        ("1.1E3", 110000),
    ],
)
def test_c3_money_in_a_workbook(stored, ore):
    assert Money().read(number(stored)) == ore


def test_money_in_a_workbook_with_more_decimals_is_refused():
    assert refusal(Money(), number("33.333333333333336")) == "too-many-decimals"
    assert refusal(Money(), True) == "not-a-number"
    assert refusal(Money(), datetime(2026, 1, 1)) == "not-a-number"


@given(st.integers(-(10**15), 10**15))
def test_money_that_is_written_is_read(ore):
    money = Money()
    assert money.read(money.written(ore)) == ore
    assert money.read(number(money.stored(ore)[1])) == ore


def test_a_written_number_is_never_unclear():
    assert Fraction().written(Decimal("1.234")) == "1,2340"
    assert Fraction().written(Decimal("-12.3450")) == "-12,3450"
    assert Fraction().written(Decimal("1E3")) == "1000"
    assert Share().written(Decimal("0.01234")) == "1,2340 %"


@given(st.decimals(-(10**9), 10**9, places=6) | st.decimals(-1000, 1000, places=3))
def test_fractions_that_are_written_are_read(value):
    assert Fraction().read(Fraction().written(value)) == value
    assert Fraction().read(number(Fraction().stored(value)[1])) == value


def test_fractions_have_limits():
    assert Fraction().read("1234,567") == Decimal("1234.567")
    assert refusal(Fraction(places=2), "1,005") == "ambiguous-number"
    assert refusal(Fraction(places=2), "0,005") == "too-many-decimals"
    assert refusal(Fraction(low=Decimal(0)), "-1") == "out-of-range"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("7", 7),
        ("1 000", 1000),
        ("-7", -7),
        ("7,0", 7),
        (number("7"), 7),
        (number("7.0"), 7),
    ],
)
def test_whole_numbers(cell, value):
    assert Integer().read(cell) == value
    assert Integer().read(Integer().written(value)) == value


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("7,5", "not-whole"),
        (number("7.5"), "not-whole"),
        ("1.000", "ambiguous-number"),
        ("seven", "not-a-number"),
        ("101", "out-of-range"),
        ("-1", "out-of-range"),
    ],
)
def test_whole_numbers_that_are_none(cell, code):
    assert refusal(Integer(low=0, high=100), cell) == code


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12,5 %", "0.125"),
        ("12,5%", "0.125"),
        ("12,5", "0.125"),
        ("100", "1"),
        (number("12.5"), "0.125"),
        (number("0.125", percent=True), "0.125"),
    ],
)
def test_shares_written_in_per_cent(cell, value):
    assert Share().read(cell) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("0,125", "0.125"), ("12,5 %", "0.125"), ("1", "1"), (number("0.125"), "0.125")],
)
def test_shares_written_as_shares(cell, value):
    assert Share(in_percent=False).read(cell) == Decimal(value)


def test_shares_have_limits():
    assert refusal(Share(), "100,1 %") == "out-of-range"
    assert refusal(Share(), "-1") == "out-of-range"
    assert refusal(Share(in_percent=False), "2") == "out-of-range"
    assert refusal(Share(places=2), "0,5 %") == "too-many-decimals"
    assert refusal(Share(), "% 5") == "not-a-number"


@given(st.decimals(0, 1, places=6))
def test_shares_that_are_written_are_read(value):
    for share in (Share(), Share(in_percent=False)):
        assert share.read(share.written(value)) == value
        assert share.read(number(share.stored(value)[1], percent=True)) == value


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23", "20261123", "2026/11/23", "2026.11.23", "23/11 2026", "23/11-2026",
        "23/11/2026", "11/23/2026", "23.11.2026", "23-11-2026", " 2026-11-23 ",
        "2026-11-23 00:00", "2026-11-23T00:00:00.000",
    ],
)  # fmt: skip
def test_c11_dates(text):
    assert Day().read(text) == date(2026, 11, 23)


def test_c11_day_and_month_are_certain_in_the_swedish_form_and_when_equal():
    assert Day().read("3/4 2026") == date(2026, 4, 3)
    assert Day().read("5/5/2026") == date(2026, 5, 5)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3/4/2026", "ambiguous-date"),
        ("03.04.2026", "ambiguous-date"),
        ("2026-02-29", "not-a-date"),
        ("31/02 2026", "not-a-date"),
        ("31/13/2026", "not-a-date"),
        ("2026-13-01", "not-a-date"),
        ("20251301", "not-a-date"),
        ("0000-01-01", "not-a-date"),
        ("12026-11-23", "not-a-date"),
        ("26-11-23", "not-a-date"),
        ("23/11 26", "not-a-date"),
        ("261123", "not-a-date"),
        ("2026-11/23", "not-a-date"),
        ("2026-11-23 08:15", "not-a-date"),
        ("november", "not-a-date"),
        ("２０２６-11-23", "not-a-date"),
        ("1899-12-31", "out-of-range"),
        ("2200-01-01", "out-of-range"),
    ],
)
def test_c11_dates_that_are_none_or_unclear(text, code):
    assert refusal(Day(), text) == code


def test_c3_dates_in_a_workbook():
    assert Day().read(datetime(2026, 11, 23)) == date(2026, 11, 23)
    assert Day().read(number("20261123")) == date(2026, 11, 23)
    assert refusal(Day(), datetime(2026, 11, 23, 8)) == "not-a-date"
    with pytest.raises(BadCell) as caught:
        Day().read(number("46349"))
    assert caught.value.kind.code == "cell.date-as-number"
    assert caught.value.values == {"text": "46349", "date": "2026-11-23"}
    assert refusal(Day(), number("60")) == "not-a-date"
    assert refusal(Day(), number("-5")) == "not-a-date"
    assert refusal(Day(), True) == "not-a-date"


@given(st.dates(date(1900, 3, 1), date(2199, 12, 31)))
def test_dates_that_are_written_are_read(day):
    assert Day().read(Day().written(day)) == day
    moment = of_serial(float(Day().stored(day)[1]), is_1904=False)
    assert moment == datetime(day.year, day.month, day.day)
    assert Month().read(Month().written(day)) == day.replace(day=1)


@pytest.mark.parametrize(
    ("serial", "is_1904", "moment"),
    [
        (1, False, datetime(1900, 1, 1)),
        (59, False, datetime(1900, 2, 28)),
        (60, False, None),
        (60.5, False, None),
        (61, False, datetime(1900, 3, 1)),
        (46349, False, datetime(2026, 11, 23)),
        (46349.25, False, datetime(2026, 11, 23, 6)),
        (46349.999994, False, datetime(2026, 11, 23, 23, 59, 59)),
        (44887, True, datetime(2026, 11, 23)),
        (0, True, datetime(1904, 1, 1)),
        (2958465, False, datetime(9999, 12, 31)),
        (2958466, False, None),
        (2958465, True, None),
        (-1, False, None),
        (float("nan"), False, None),
    ],
)
def test_c3_serial_numbers_of_both_systems(serial, is_1904, moment):
    assert of_serial(serial, is_1904=is_1904) == moment


@given(st.integers(61, 2_900_000))
def test_the_two_systems_are_1462_days_apart(serial):
    later, earlier = of_serial(serial, is_1904=True), of_serial(serial, is_1904=False)
    assert earlier is not None
    assert later in (None, earlier + timedelta(days=1462))


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11",
        "202611",
        "2026/11",
        "2026-11-01",
        "20261101",
        datetime(2026, 11, 1),
        number("202611"),
    ],
)
def test_months(cell):
    assert Month().read(cell) == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026-13", "not-a-month"),
        ("2026-00", "not-a-month"),
        ("0000-01", "not-a-month"),
        ("2026-11-02", "not-a-month"),
        ("nov-26", "not-a-month"),
        ("2026", "not-a-month"),
        (datetime(2026, 11, 2), "not-a-month"),
        (number("46327"), "not-a-month"),
        ("1899-12", "out-of-range"),
    ],
)
def test_months_that_are_none(cell, code):
    assert refusal(Month(), cell) == code


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("007", "007"),
        (" 7110 ", "7110"),
        ("ABC-1", "ABC-1"),
        (number("7110"), "7110"),
        (number("198001010101"), "198001010101"),
    ],
)
def test_c3_codes_keep_what_they_have(cell, text):
    assert Code().read(cell) == text


@pytest.mark.parametrize(
    ("code", "cell", "refused"),
    [
        (Code(), "1.98E+11", "excel-number"),
        (Code(), "1,98001E+11", "excel-number"),
        (Code(), "2E5", "excel-number"),
        (Code(), number("1980010101011234"), "excel-number"),
        (Code(), number("7.5"), "excel-number"),
        (Code(), "01-feb", "excel-date"),
        (Code(), "1-Maj", "excel-date"),
        (Code(), "okt-12", "excel-date"),
        (Code(), datetime(2026, 2, 1), "excel-date"),
        (Code(width=4), "711", "lost-zeros"),
        (Code(width=4), number("711"), "lost-zeros"),
        (Code(width=4), "71100", "bad-code"),
        (Code(width=4), "A7", "bad-code"),
        (
            Code(pattern="[A-Z][0-9]{2}", form="en bokstav och två siffror"),
            "F2",
            "bad-code",
        ),
    ],
)
def test_c3_codes_that_excel_has_damaged(code, cell, refused):
    assert refusal(code, cell) == refused


def test_codes_that_fit_their_form():
    assert Code(width=4).read("0711") == "0711"
    assert Code(pattern="[A-Z][0-9]{2}").read("F02") == "F02"
    with pytest.raises(BadCell) as caught:
        Code(pattern="[A-Z]", form="en bokstav").read("7")
    assert caught.value.values["form"] == "en bokstav"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  två ord ", "två ord"),
        (number("7"), "7"),
        (number("0.10"), "0.1"),
        (number("1E50"), "1E+50"),
        (True, "TRUE"),
        (False, "FALSE"),
        (datetime(2026, 11, 23), "2026-11-23"),
        (datetime(2026, 11, 23, 8, 15), "2026-11-23 08:15:00"),
    ],
)
def test_texts(cell, text):
    assert Text().read(cell) == text


def test_texts_have_a_longest_length():
    assert Text(longest=3).read("abc") == "abc"
    assert refusal(Text(longest=3), "abcd") == "too-long"


def test_long_cells_are_shown_short():
    assert shown("x" * 100) == "x" * 59 + "…"


@pytest.mark.parametrize(
    "cell", ["ja", "JA", " j ", "yes", "true", "sant", "1", "x", True, number("1")]
)
def test_yes(cell):
    assert YesNo().read(cell) is True


@pytest.mark.parametrize(
    "cell", ["nej", "N", "no", "false", "falskt", "0", False, number("0")]
)
def test_no(cell):
    assert YesNo().read(cell) is False


def test_neither_yes_nor_no():
    assert refusal(YesNo(), "kanske") == "not-yes-or-no"
    assert refusal(YesNo(), number("2")) == "not-yes-or-no"
    assert [YesNo().written(value) for value in (True, False)] == ["ja", "nej"]


def test_choices():
    choice = Choice(("Skola", "Vård och omsorg"), names={"VoO": "Vård och omsorg"})
    assert choice.read(" skola ") == "Skola"
    assert choice.read("vård-och  OMSORG") == "Vård och omsorg"
    assert choice.read("voo") == "Vård och omsorg"
    with pytest.raises(BadCell) as caught:
        choice.read("Kultur")
    assert caught.value.values == {
        "text": "Kultur",
        "choices": "Skola, Vård och omsorg",
    }


@given(st.text(max_size=30))
def test_any_text_is_a_value_or_a_refusal(text):
    for kind in (
        Text(),
        Code(),
        Integer(),
        Fraction(),
        Money(),
        Share(),
        Day(),
        Month(),
        YesNo(),
    ):
        try:
            value = kind.read(text)
        except BadCell:
            continue
        assert kind.written(value) is not None
