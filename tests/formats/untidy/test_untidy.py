# SPDX-License-Identifier: EUPL-1.2
"""Tables as they come: titles, sums, repeated headers; guessed, chosen, remembered."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings, strategies as st

from gemensam.formats.issues import IssueLog, mark
from gemensam.formats.tables.cells import Cell, Number
from gemensam.formats.untidy import (
    Layout,
    Summing,
    Totals,
    Wanted,
    guess,
    keys_of,
    looks,
    opened_untidy,
    remember,
    signature,
    values,
)

WANTED = (
    Wanted(
        name="account",
        label=mark("Account"),
        words=("konto", "kontonr", "account"),
        looks=looks.like_account,
        required=True,
    ),
    Wanted(
        name="day",
        label=mark("Date"),
        words=("bokföringsdatum", "verdatum", "datum"),
        looks=looks.like_day,
        required=True,
    ),
    Wanted(
        name="amount",
        label=mark("Amount"),
        words=("belopp", "utfall"),
        looks=looks.like_number,
        required=True,
    ),
    Wanted(name="text", label=mark("Text"), words=("text", "verifikationstext")),
    Wanted(
        name="person",
        label=mark("Personal number"),
        words=("personnummer",),
        looks=looks.like_personal_number,
        by_content=True,
    ),
)
HEADERS = ("Konto", "Konto (T)", "Verdatum", "Text", "Belopp")
BODY = (
    ("5010", "Löner", "2025-01-27", "Lön januari", "1 234,50"),
    ("5010", "Löner", "2025-02-27", "Lön februari", "234,50-"),
    ("Summa 5010", "", "", "", "1 000,00"),
    HEADERS,
    ("6110", "Papper", "2025-03-01", "Summa summarum AB", "99,00"),
    ("", "", "", "", ""),
    ("Summa 6110", "", "", "", "99,00"),
    ("", "", "", "Totalt", "1 099,00"),
)
TITLES = (("Lindby kommun", "", "", "", ""), ("Utskrift 2025-04-01", "", "", "", ""))
ROWS = (*TITLES, ("", "", "", "", ""), HEADERS, *BODY)


def as_text(rows: Any = ROWS, separator: str = ";") -> str:
    return "\r\n".join(separator.join(row) for row in rows) + "\r\n"


def as_workbook(rows: Any = ROWS) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Omslag"])  # type: ignore[union-attr]
    sheet = book.create_sheet("Data")
    for row in rows:
        sheet.append([value or None for value in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def taken(data: bytes, **options: Any) -> Any:
    """Amounts in öre by account, what was found out, and the codes of the issues."""
    log = IssueLog()
    with opened_untidy(data, log, wanted=WANTED) as table:
        found = guess(table.headers, table.sample, WANTED, **options)
        layout = found.layout
        column = layout["amount"]
        marks = values.decimal_mark(row[column] for _line, row in table.sample)
        totals = Totals(
            Summing(
                keys=(layout["account"], layout["day"]),
                amounts=(column,),
                decimals=(marks,),
            ),
            log,
        )
        sums: dict[str, int] = {}
        for line, cells in table:
            if totals.is_total(cells):
                totals.check(line, cells)
                continue
            ore = values.ore(cells[column], decimals=marks)
            totals.add((ore,))
            account = values.code(cells[layout["account"]])
            sums[account] = sums.get(account, 0) + ore
        totals.close()
    return sums, found, [(issue.code, issue.line) for issue in log]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(as_text().encode("cp1252"), id="cp1252"),
        pytest.param(as_text().encode("utf-8"), id="utf-8"),
        pytest.param(as_text().encode("utf-8-sig"), id="bom"),
        pytest.param(as_text().encode("utf-16"), id="utf-16"),
        pytest.param(as_text(separator="\t").encode("utf-16-le"), id="tab"),
        pytest.param(as_text(separator="|").encode(), id="bar"),
        pytest.param(as_workbook(), id="xlsx"),
    ],
)
def test_a_dirty_table_is_the_same_however_it_is_kept(data):
    sums, found, told = taken(data)
    assert sums == {"5010": 100000, "6110": 9900}
    assert [one.wanted and one.wanted.name for one in found.columns] == [
        "account",
        None,
        "day",
        "text",
        "amount",
    ]
    codes = [code for code, _line in told if code != "table.other-sheet"]
    assert codes == ["untidy.repeated-headers", "untidy.totals"]


def test_titles_and_the_line_of_headers_are_known():
    log = IssueLog()
    with opened_untidy(as_text().encode(), log, wanted=WANTED) as table:
        assert table.header_line == 4
        assert table.titles == ("Lindby kommun", "Utskrift 2025-04-01")
        assert [line for line, _cells in table.sample] == [5, 6]  # 9 may be a sum
        assert [line for line, _cells in table] == [5, 6, 7, 9, 11, 12]


def test_headers_are_found_without_a_word_known():
    data = b"Rapport\n\nAvser;2025\nNr;Rubrik;Skapad\n1;Hej;2025-01-01\n"
    with opened_untidy(data, IssueLog()) as table:
        assert table.headers == ("Nr", "Rubrik", "Skapad")


def test_a_table_without_headers_is_told():
    log = IssueLog()
    with opened_untidy(b"1;2;3\n4;5;6\n", log, wanted=WANTED) as table:
        assert (table.header_line, list(table)) == (None, [])
    assert [issue.code for issue in log] == ["untidy.no-header"]


def test_a_sum_that_disagrees_with_its_rows_is_an_error():
    lines = [*ROWS]
    del lines[5]  # a row of 5010 is gone
    _sums, _found, told = taken(as_text(lines).encode())
    assert [(code, line) for code, line in told if code.endswith("differs")] == [
        ("untidy.total-differs", 6),
        ("untidy.total-differs", 11),
    ]


def test_a_text_that_speaks_of_sums_does_not_make_a_row_a_sum():
    sums, _found, _told = taken(as_text((HEADERS, *BODY[4:5])).encode())
    assert sums == {"6110": 9900}


def test_balances_are_left_out_and_prove_nothing():
    rows = (HEADERS, ("5010", "Ingående saldo", "", "", "77,00"), *BODY[:2])
    sums, _found, told = taken(as_text(rows).encode())
    assert sums == {"5010": 100000}
    assert [code for code, _line in told] == ["untidy.totals"]


@settings(max_examples=60)
@given(
    groups=st.lists(
        st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=5), max_size=6
    ),
    wrong=st.integers(0, 5),
)
def test_sums_of_sums_agree_and_a_wrong_one_is_found(groups, wrong):
    log = IssueLog()
    totals = Totals(Summing(keys=(0,), amounts=(1,)), log)
    whole = 0
    for at, amounts in enumerate(groups):
        for amount in amounts:
            totals.add((amount,))
        whole += sum(amounts)
        said = sum(amounts) + (10**12 if at == wrong else 0)
        totals.check(at, ("Delsumma", Number.stored(f"{said / 100:.2f}")))
    totals.check(99, ("Summa", Number.stored(f"{whole / 100:.2f}")))
    assert totals.differing == (1 if wrong < len(groups) else 0)


# ------------------------------------------------------------------ guessing


def sample_of(*rows: Sequence[Cell]) -> tuple[tuple[int, Sequence[Cell]], ...]:
    return tuple((line, row) for line, row in enumerate(rows, 2))


def test_a_header_whose_content_is_something_else_is_doubtful():
    found = guess(("Konto", "Datum"), sample_of(("AB Bolag", "2025-01-01")), WANTED)
    account, day = found.columns
    assert not account.is_sure
    assert day.is_sure
    assert [one.name for one in found.missing] == ["amount"]


def test_personal_numbers_are_found_by_content_whatever_the_header_says():
    found = guess(("Id", "Belopp"), sample_of(("191212121212", "5,00")), WANTED)
    assert found.layout.places == {"person": 0, "amount": 1}
    assert not found.columns[0].is_sure


def test_a_column_is_taken_once_and_the_best_word_wins():
    headers = ("Datum", "Verdatum")
    found = guess(headers, sample_of(("2025-01-01", "2025-01-02")), WANTED)
    assert found.layout["day"] == 1
    assert found.columns[0].wanted is None


def test_what_is_remembered_beats_a_guess_and_what_is_chosen_beats_both():
    headers, sample = ("Datum", "Verdatum"), sample_of(("2025-01-01", "2025-01-02"))
    mapping = remember(headers, Layout({"day": 0}), {})
    again = guess(headers, sample, WANTED, mapping=mapping)
    assert (again.layout.places, again.is_remembered) == ({"day": 0}, True)
    chosen = guess(headers, sample, WANTED, mapping=mapping, chosen={0: "", 1: "day"})
    assert chosen.layout.places == {"day": 1}


def test_a_layout_holds_in_another_order_and_beside_a_new_column():
    headers = ("Konto", "Text", "Text", "Kr")
    mapping = remember(headers, Layout({"account": 0, "text": 2, "amount": 3}), {})
    turned = ("Kr", "Ny", "Text", "Text", "Konto")
    found = guess(turned, (), WANTED, mapping=mapping)
    assert found.layout.places == {"account": 4, "text": 3, "amount": 0}
    assert not found.is_remembered  # the new column is to be shown
    same = ("Kr", "Text", "Text", "Konto")
    assert guess(same, (), WANTED, mapping=mapping).is_remembered


def test_headers_have_keys_and_files_of_one_shape_one_signature():
    assert keys_of(("Text", "", " text ", "")) == ["text", "#1", "text#2", "#2"]
    assert signature(("A", "B")) == signature(("b ", "a"))
    assert signature(("A", "B")) != signature(("A", "B", "C"))


def test_only_the_newest_layouts_are_kept():
    mapping: dict[str, Any] = {"source": "x"}
    for number in range(30):
        mapping = remember((f"K{number}",), Layout({"account": 0}), mapping)
    assert len(mapping["layouts"]) == 20
    assert mapping["layouts"][0]["columns"] == {"account": "k29"}
    assert mapping["source"] == "x"


@pytest.mark.parametrize(
    ("looks_like", "cell", "expected"),
    [
        (looks.like_money, "1 234,50-", True),
        (looks.like_money, "5010", False),
        (looks.like_day, datetime(2025, 1, 1), True),
        (looks.like_day, Number.stored("5010"), False),
        (looks.like_month, "202503", True),
        (looks.like_month, "202513", False),
        (looks.like_share, "100 %", True),
        (looks.like_share, "150", False),
        (looks.like_account, Number.stored("5010"), True),
        (looks.like_account, "0501", False),
        (looks.like_name, "Åsa Öberg-Lind", True),
        (looks.like_name, "Ekonom", False),
        (looks.like_aid, "Lärare (403010)", True),
        (looks.like_text, "Ekonomi", True),
        (looks.like_code, "43 120-A", True),
    ],
)
def test_looks(looks_like, cell, expected):
    assert looks_like(cell) is expected
