# SPDX-License-Identifier: EUPL-1.2
"""C2, C7–C9, C12: headers by name, every fault with row and column, nothing ignored."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.formats.tables.workbooks import row, workbook

from gemensam.formats.issues import IssueLog
from gemensam.formats.tables import (
    Chosen,
    Code,
    Column,
    Day,
    Dialect,
    Integer,
    Money,
    Month,
    Share,
    TableSpec,
    Text,
    UnreadableTable,
    Value,
    YesNo,
    opened_table,
)
from gemensam.formats.tables.recognition import is_binary

CORPUS = Path(__file__).parent / "corpus"

USAGE = TableSpec(
    columns=(
        Column(name="unit", type=Code(width=5), header="Kostnadsställe", required=True),
        Column(
            name="service",
            type=Code(),
            header="Tjänst",
            aliases=("Tjänstekod",),
            required=True,
        ),
        Column(name="month", type=Month(), header="Månad", required=True),
        Column(name="volume", type=Integer(low=0), header="Antal", unit="st"),
        Column(name="amount", type=Money(), header="Belopp", unit="kr"),
        Column(name="share", type=Share(), header="Andel"),
        Column(name="active", type=YesNo(), header="Aktiv"),
    ),
    key=("unit", "service", "month"),
)
NOVEMBER = date(2026, 11, 1)
HEAD = "Kostnadsställe;Tjänst;Månad;Antal\n"


def read(source, spec: TableSpec = USAGE, **options):
    log = IssueLog()
    source = source.encode() if isinstance(source, str) else source
    with opened_table(source, spec, log=log, **options) as table:
        rows = list(table)
    issues = [(issue.code, issue.line, issue.column) for issue in log]
    return rows, issues, table


def values(rows) -> list[dict[str, Value]]:
    return [dict(each.values) for each in rows]


@pytest.mark.parametrize("name", ["usage", "usage_dos", "usage_tabs"])
def test_c1_a_table_is_read_from_any_encoding_and_separator(name):
    rows, issues, table = read(CORPUS / f"{name}.csv")
    assert issues == []
    assert [(each.line, each.is_faulty) for each in rows] == [(2, False), (3, False)]
    assert values(rows) == [
        {
            "unit": "00712",
            "service": "F02",
            "month": NOVEMBER,
            "volume": 310,
            "amount": 1854110,
            "share": Decimal("0.125"),
            "active": True,
        },
        {
            "unit": "00713",
            "service": "F02",
            "month": NOVEMBER,
            "volume": 7,
            "amount": -123450,
            "share": Decimal(0),
            "active": False,
        },
    ]
    assert rows[0]["unit"] == "00712"
    assert table.dialect is not None
    assert table.dialect.encoding_reason


def test_rows_cannot_be_changed():
    rows, _, _ = read(CORPUS / "usage.csv")
    with pytest.raises(TypeError):
        rows[0].values["unit"] = "x"


def test_titles_above_and_empty_rows_are_passed_over():
    spec = TableSpec(
        columns=(
            Column(name="account", type=Code(), header="Konto", required=True),
            Column(name="amount", type=Money(), header="Belopp", unit="kr"),
            Column(name="note", type=Text(), header="Anmärkning"),
        )
    )
    rows, issues, table = read(CORPUS / "budget_titles.csv", spec)
    assert values(rows) == [
        {"account": "7110", "amount": 10_000_000, "note": "löner"},
        {"account": "0500", "amount": -250_050, "note": "rad ett\r\nrad två"},
        {"account": "Summa", "amount": 9_749_950, "note": None},
    ]
    assert [each.line for each in rows] == [5, 6, 9]
    assert issues == []
    assert table.headings.line == 4
    assert table.chosen.headers == {
        "account": "KONTO",
        "amount": "Belopp (kr)",
        "note": "Anmärkning",
    }


def test_c3_what_excel_has_damaged_is_told_cell_by_cell():
    spec = TableSpec(
        columns=(
            Column(
                name="person", type=Code(width=12), header="Personnummer", required=True
            ),
            Column(name="code", type=Code(width=3), header="Kod", required=True),
            Column(name="amount", type=Money(), header="Belopp"),
            Column(name="day", type=Day(), header="Datum"),
        )
    )
    rows, issues, _ = read(CORPUS / "excel_damage.csv", spec)
    assert issues == [
        ("cell.excel-number", 2, "Personnummer"),
        ("cell.excel-date", 2, "Kod"),
        ("cell.lost-zeros", 3, "Kod"),
        ("cell.ambiguous-date", 3, "Datum"),
        ("cell.ambiguous-number", 4, "Belopp"),
        ("cell.not-a-date", 4, "Datum"),
    ]
    assert [each.is_faulty for each in rows] == [True, True, True, False]
    assert values(rows)[0] == {
        "person": None,
        "code": None,
        "amount": -123450,
        "day": date(2026, 11, 23),
    }
    assert rows[3]["amount"] == 123450


@pytest.mark.parametrize(
    "head",
    [
        "Kostnadsställe;Tjänst;Månad",
        "MÅNAD;tjänst ; kostnadsställe",
        "Tjänst;KOSTNADSSTÄLLE*;Månad:",
        "Månad;unit;service",
        "Tjänstekod;Ma\u030anad;Kostnadsställe",
    ],
)
def test_c2_columns_are_found_by_name_in_any_order(head):
    """The value that belongs under a header is told by its first letter."""
    fitting = {"k": "00712", "u": "00712", "t": "F02", "s": "F02", "m": "2026-11"}
    cells = [fitting[header.strip().casefold()[0]] for header in head.split(";")]
    rows, issues, _ = read(f"{head}\n{';'.join(cells)}\n")
    assert issues == []
    assert [(r["unit"], r["service"], r["month"]) for r in rows] == [
        ("00712", "F02", NOVEMBER)
    ]


def test_c2_missing_double_and_unknown_headers_are_all_told_and_nothing_is_read():
    rows, issues, table = read(
        "Tjänst;Kostnadsställe;Tjänstekod;Färg;;Form\nF02;00712;F02;blå;;rund\n"
    )
    assert rows == []
    assert issues == [
        ("table.unknown-column", 1, "Färg"),
        ("table.unknown-column", 1, "Form"),
        ("table.duplicate-column", 1, "Tjänst"),
        ("table.missing-column", 1, "Månad"),
    ]
    assert table.headings.unknown == ("Färg", "Form")


def test_c2_an_unknown_header_is_an_error_until_someone_leaves_it_out():
    text = "Kostnadsställe;Tjänst;Månad;Färg;Form\n00712;F02;2026-11;blå;rund\n"
    assert read(text)[1] == [
        ("table.unknown-column", 1, "Färg"),
        ("table.unknown-column", 1, "Form"),
    ]
    _, issues, table = read(text, chosen=Chosen(left_out=("FÄRG",)))
    assert issues == [
        ("table.left-out", 1, "Färg"),
        ("table.unknown-column", 1, "Form"),
    ]
    assert table.chosen.left_out == ("FÄRG",)
    assert [
        code for code, _, _ in read(text, chosen=Chosen(rest_left_out=True))[1]
    ] == [
        "table.left-out",
        "table.left-out",
    ]


def test_c2_a_chosen_mapping_wins_and_is_returned_to_be_remembered():
    text = "Kst;Kostnadsställe;Tjänst;Månad\n00712;gammalt;F02;2026-11\n"
    chosen = Chosen(headers={"unit": "Kst"}, left_out=("Kostnadsställe",))
    rows, issues, table = read(text, chosen=chosen)
    assert issues == [("table.left-out", 1, "Kostnadsställe")]
    assert rows[0]["unit"] == "00712"
    assert table.chosen.headers == {
        "unit": "Kst",
        "service": "Tjänst",
        "month": "Månad",
    }
    again, _, remembered = read(text, chosen=table.chosen)
    assert values(again) == values(rows)
    assert remembered.chosen == table.chosen


def test_a_known_column_can_be_left_out():
    text = "Kostnadsställe;Tjänst;Månad;Antal\n00712;F02;2026-11;?\n"
    rows, issues, _ = read(text, chosen=Chosen(left_out=("Antal",)))
    assert issues == [("table.left-out", 1, "Antal")]
    assert rows[0]["volume"] is None


def test_c2_no_header_at_all_is_told_with_what_is_needed():
    log = IssueLog()
    with opened_table(b"1;2\n3;4\n", USAGE, log=log) as table:
        assert list(table) == []
    assert table.headings is None
    (issue,) = log
    assert issue.code == "table.no-header"
    assert "Kostnadsställe, Tjänst, Månad" in issue.cure()


def test_headers_beyond_the_first_fifty_rows_are_not_looked_for():
    rows, issues, _ = read("x;y\n" * 49 + HEAD + "00712;F02;2026-11;1\n")
    assert (len(rows), issues) == (1, [])
    rows, issues, _ = read("x;y\n" * 50 + HEAD + "00712;F02;2026-11;1\n")
    assert (rows, [code for code, _, _ in issues]) == ([], ["table.no-header"])


def test_c8_all_faults_of_all_rows_are_told():
    text = HEAD + (
        "00712;F02;2026-11;310\n"
        ";F02;2026-11;x\n"
        "712;;13;-1\n"
        "00714;F02;2026-11;1;extra\n"
        "00715;F02;2026-11\n"
        ";;;\n"
        '"00716"x;F02;2026-11;1\n'
        "00717;F02;2026-11;1;;\n"
    )
    rows, issues, _ = read(text)
    assert issues == [
        ("cell.required", 3, "Kostnadsställe"),
        ("cell.not-a-number", 3, "Antal"),
        ("cell.lost-zeros", 4, "Kostnadsställe"),
        ("cell.required", 4, "Tjänst"),
        ("cell.not-a-month", 4, "Månad"),
        ("cell.out-of-range", 4, "Antal"),
        ("table.extra-cells", 5, None),
        ("table.bad-quotes", 8, None),
    ]
    assert [(each.line, each.is_faulty) for each in rows] == [
        (2, False),
        (3, True),
        (4, True),
        (5, True),
        (6, False),
        (9, False),
    ]


def test_messages_and_cures_can_be_shown():
    log = IssueLog()
    with opened_table((HEAD + ";F02;13;x\n").encode(), USAGE, log=log) as table:
        list(table)
    assert [issue.message() for issue in log] == [
        "Kostnadsställe is empty.",
        "“13” is not a month.",
        "“x” is not a number.",
    ]
    assert all(issue.cure() for issue in log)


def test_c9_double_rows_are_told_with_the_first_one():
    text = (
        HEAD
        + "00712;F02;2026-11;1\n00712;F03;2026-11;2\n00712;F02;202611;3\n00712;F02;2026-11;x\n"
    )
    log = IssueLog()
    with opened_table(text.encode(), USAGE, log=log) as table:
        rows = list(table)
    assert [each.is_faulty for each in rows] == [False, False, True, True]
    assert [(issue.code, issue.line) for issue in log] == [
        ("table.duplicate-row", 4),
        ("cell.not-a-number", 5),
    ]
    assert next(iter(log)).values == {"key": "00712, F02, 2026-11-01", "first": 2}


def test_c7_formulas_in_text_are_texts():
    spec = TableSpec(
        columns=(
            Column(name="note", type=Text(), header="Not"),
            Column(name="n", type=Integer(), header="N"),
        )
    )
    rows, issues, _ = read(
        "Not;N\n=cmd|' /C calc'!A0;1\n\"@SUM(A1)\";-2\n'=1+1;'-3\n", spec
    )
    assert issues == []
    assert values(rows) == [
        {"note": "=cmd|' /C calc'!A0", "n": 1},
        {"note": "@SUM(A1)", "n": -2},
        {"note": "=1+1", "n": -3},
    ]


def test_a_dialect_that_a_person_chose_is_used():
    data = "Kostnadsställe,Tjänst,Månad\n00712,F02,2026-11\n".encode("cp1252")
    dialect = Dialect(encoding="cp1252", separator=",")
    rows, issues, table = read(data, dialect=dialect)
    assert (len(rows), issues, table.dialect) == (1, [], dialect)


def test_c12_the_same_file_gives_the_same_rows():
    first, second = (read(CORPUS / "usage.csv")[0] for _ in range(2))
    assert first == second


def test_a_stream_is_read_and_left_open():
    stream = io.BytesIO((CORPUS / "usage.csv").read_bytes())
    rows, _, _ = read(stream)
    assert len(rows) == 2
    assert not stream.closed


def test_rows_stream_and_may_be_left():
    text = HEAD + "00712;F02;2026-11;1\n" * 100
    with opened_table(text.encode(), USAGE, log=IssueLog()) as table:
        assert next(iter(table)).line == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "table.empty"),
        (b" \r\n\t\n", "table.empty"),
        (b"\xef\xbb\xbf", "table.empty"),
        (b"\0\0\0\0", "table.not-a-table"),
        (b"%PDF-1.7\n", "table.not-a-table"),
        (b"\x89PNG\r\n\x1a\n", "table.not-a-table"),
        (b"\x1f\x8b\x08\0", "table.not-a-table"),
        (b"PK\x05\x06" + bytes(18), "table.not-a-table"),
        (bytes(range(1, 32)) * 20, "table.not-a-table"),
        (bytes(range(256)) * 20, "table.not-a-table"),
        (b"<html><table><tr><td>Enhet</td></tr></table></html>", "table.web-page"),
        (b"\xef\xbb\xbf\r\n<!-- x --><!DOCTYPE html PUBLIC><html>", "table.web-page"),
        ("<table border=1>".encode("utf-16"), "table.web-page"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>',
            "table.xml-spreadsheet",
        ),
        (
            b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "table.xml-spreadsheet",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"W\0o\0r\0k\0b\0o\0o\0k\0",
            "table.old-excel",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + bytes(9000)
            + "EncryptedPackage".encode("utf-16-le"),
            "table.protected",
        ),
    ],
)
def test_c6_files_that_are_no_tables_are_refused_in_clear_words(data, code):
    with pytest.raises(UnreadableTable) as caught:
        read(data)
    assert caught.value.issue.code == code
    assert str(caught.value) == caught.value.issue.message()
    assert caught.value.issue.cure()


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (b"a;b\n", False),
        ("漢字;漢字\n".encode("utf-16"), False),
        ("Åsa;Öberg\n".encode("utf-16-le"), False),
        ("a;b;漢;d\n".encode("utf-16-be"), False),
        ("漢字漢字漢字漢a\n".encode("utf-16-le"), True),
        (b"a\0b\0c\0d\0\0e", True),
        (b"\0\0\0a" * 20, True),
        (b"text\x1a", False),
        (b"\x01text", True),
        (b"\x01" + b"text" * 20, False),
        (b"PK\3\4\0\0\0", False),
        (b"", False),
    ],
)
def test_binary_bytes_are_told_from_texts(data, answer):
    assert is_binary(data) is answer


def test_a_file_that_is_not_there_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none.csv")


def test_one_spec_reads_both_formats():
    book = workbook(
        row(1, "Uttag 2026"),
        row(3, "Månad", "Kostnadsställe", "Tjänst", "Andel"),
        row(4, "2026-11", "00712", "F02", 12.5),
    )
    rows, issues, table = read(book)
    assert issues == []
    assert [(r.line, r["unit"], r["share"]) for r in rows] == [
        (4, "00712", Decimal("0.125"))
    ]
    assert table.chosen.sheet == "sheet1"
    assert table.dialect is None
