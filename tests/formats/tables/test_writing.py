# SPDX-License-Identifier: EUPL-1.2
"""Item 58, J3 and C7: what is written is read back, and nothing in it can run."""

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings, strategies as st

from gemensam.formats.issues import IssueLog
from gemensam.formats.tables import (
    Choice,
    Code,
    Column,
    Day,
    Fraction,
    Integer,
    Money,
    Month,
    Share,
    TableSpec,
    Text,
    UnwritableTable,
    Value,
    YesNo,
    opened_table,
    write_csv,
    write_csv_columns,
    write_xlsx,
    writing,
)
from gemensam.formats.tables.escape import escaped, unescaped

SPEC = TableSpec(
    columns=(
        Column(name="text", type=Text(), header="Text"),
        Column(name="code", type=Code(), header="=Kod"),
        Column(name="whole", type=Integer(), header="Antal"),
        Column(name="size", type=Fraction(), header="Mått"),
        Column(name="amount", type=Money(), header="Belopp"),
        Column(name="share", type=Share(), header="Andel"),
        Column(name="day", type=Day(), header="Dag"),
        Column(name="month", type=Month(), header="Månad"),
        Column(name="active", type=YesNo(), header="Aktiv"),
        Column(name="area", type=Choice(("Skola", "+Vård")), header="Område"),
    )
)
WRITERS = pytest.mark.parametrize("write", [write_csv, write_xlsx])
RISKY = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "\tx",
    "\rx",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''=1",
]


def written(write, rows, spec=SPEC) -> bytes:
    target = io.BytesIO()
    assert write(rows, spec, target) == len(rows)
    assert not target.closed
    return target.getvalue()


def back(data: bytes, spec=SPEC) -> list[dict[str, Value]]:
    log = IssueLog()
    with opened_table(data, spec, log=log) as table:
        rows = [dict(each.values) for each in table]
    assert [issue.message() for issue in log] == []
    return rows


def trimmed(text: str) -> str | None:
    return text.strip() or None


safe = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("=+-@';,|\"")
texts = (st.text(safe, max_size=20) | st.sampled_from(RISKY)).map(trimmed)
rows = st.fixed_dictionaries(
    {
        "text": texts,
        "code": st.none()
        | st.from_regex("[=+@-]?[A-Z0-9]{1,8}", fullmatch=True).filter(
            lambda code: "E" not in code
        ),
        "whole": st.none() | st.integers(-(10**14), 10**14),
        "size": st.none() | st.decimals(-(10**6), 10**6, places=6),
        "amount": st.none() | st.integers(-(10**14), 10**14),
        "share": st.none() | st.decimals(0, 1, places=5),
        "day": st.none() | st.dates(date(1900, 3, 1), date(2199, 12, 31)),
        "month": st.none()
        | st.dates(date(1900, 4, 1), date(2199, 12, 1)).map(
            lambda day: day.replace(day=1)
        ),
        "active": st.none() | st.booleans(),
        "area": st.sampled_from([None, "Skola", "+Vård"]),
    }
).filter(lambda row: any(value is not None for value in row.values()))


@settings(max_examples=60)
@given(st.lists(rows, min_size=1, max_size=6))
def test_what_is_written_is_read_back_and_the_bytes_repeat(table):
    for write in (write_csv, write_xlsx):
        data = written(write, table)
        assert back(data) == table
        assert written(write, table) == data


@settings(max_examples=30)
@given(st.lists(rows, max_size=6))
def test_columns_are_written_as_their_rows_are(table):
    target = io.BytesIO()
    columns = {one.name: [row.get(one.name) for row in table] for one in SPEC.columns}
    assert write_csv_columns(columns, SPEC, target) == len(table)
    assert target.getvalue() == written(write_csv, table)


@pytest.mark.parametrize("text", ['a"b', '"', "a;b", "a\r\nb", "\n", "a,b", 'x";"y'])
def test_a_text_that_must_be_quoted_comes_back(text):
    data = written(write_csv, [{"text": text, "amount": -5}])
    read = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert [row[0] for row in read] == ["Text", escaped(text)]


@settings(max_examples=60)
@given(st.lists(rows, max_size=6), st.sampled_from([";", ",", "\t"]))
def test_what_must_be_quoted_is_as_the_csv_module_has_it(table, separator):
    target, oracle = io.BytesIO(), io.StringIO(newline="")
    write_csv(table, SPEC, target, separator=separator)
    text = target.getvalue().decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    assert {len(row) for row in read} == {len(SPEC.columns)}
    csv.writer(oracle, delimiter=separator, lineterminator="\r\n").writerows(read)
    assert text == oracle.getvalue()


def test_a_column_that_is_too_short_is_an_error():
    spec = TableSpec(columns=SPEC.columns[:2])
    short = {spec.columns[0].name: ["a"], spec.columns[1].name: []}
    with pytest.raises(ValueError, match="shorter"):
        write_csv_columns(short, spec, io.BytesIO())


def test_more_rows_than_are_written_at_once_all_come(monkeypatch):
    monkeypatch.setattr(writing, "_BATCH", 2)
    table = [{"text": f"r{number}"} for number in range(5)]
    target = io.BytesIO()
    assert write_csv(table, SPEC, target) == 5
    assert [row["text"] for row in back(target.getvalue())] == [
        "r0",
        "r1",
        "r2",
        "r3",
        "r4",
    ]


@pytest.mark.parametrize("text", RISKY)
def test_texts_that_look_like_formulas_are_guarded_in_csv(text):
    data = written(
        write_csv, [{"text": text, "amount": -123450, "share": Decimal("0.5")}]
    )
    (_, row) = csv.reader(
        io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"
    )
    assert row[0] == f"'{text}"
    assert row[4:6] == ["-1234,50", "50 %"]
    if not text.isspace():
        assert back(data)[0]["text"] == text.strip() or text[0] in "\t\r"


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("plain", "plain"),
        ("a=b", "a=b"),
        ("  =1", "  '=1"),
        ("a;=cmd", "a;'=cmd"),
        ("a, -b", "a, '-b"),
        ('"=x', "\"'=x"),
        ("a\n@b", "a\n'@b"),
        ("a|+b;=c", "a|'+b;'=c"),
        ("100,-", "100,-"),
        ("5:-", "5:-"),
        ("1-2", "1-2"),
        ("it's", "it's"),
        ("'quoted'", "'quoted'"),
        ("'=x", "''=x"),
        ("", ""),
    ],
)
def test_what_is_guarded_and_what_is_not(text, guarded):
    assert escaped(text) == guarded
    assert unescaped(guarded) == text


@given(st.text(st.sampled_from("=+-@\t\r\n'\";,| a1＝＠"), max_size=12) | st.text())
def test_guarding_can_be_undone(text):
    assert unescaped(escaped(text)) == text


@given(st.text(st.sampled_from("=+-@\t\r\n'\";,| a1"), max_size=12))
def test_no_cell_of_any_reading_begins_a_formula(text):
    """Whatever the program that opens the file cuts at, no piece is a formula."""
    for separator in ";,|\t\n":
        for piece in escaped(text).split(separator)[:1] + [
            piece
            for piece in escaped(text).split(separator)[1:]
            if len(piece.strip(" ")) > 1
        ]:
            start = piece.strip(" ")
            if len(start) > 1 and not start[1].isspace():
                assert start[0] not in "=+@-"


@WRITERS
def test_headers_are_written_for_no_rows_too(write):
    log = IssueLog()
    with opened_table(written(write, []), SPEC, log=log) as table:
        assert list(table) == []
    assert table.headings is not None
    assert table.headings.headers == tuple(column.header for column in SPEC.columns)
    assert len(log) == 0


def test_csv_is_what_swedish_excel_opens():
    data = written(
        write_csv, [{"text": "å", "size": Decimal("1.50"), "day": date(2026, 11, 23)}]
    )
    assert data.startswith(b"\xef\xbb\xbfText;'=Kod;Antal;")
    assert "\r\nå;;;1,5;;;2026-11-23;;;\r\n" in data.decode("utf-8-sig")


def test_csv_with_another_separator():
    target = io.BytesIO()
    write_csv([{"text": "a;b,c"}], SPEC, target, separator=",")
    assert back(target.getvalue())[0]["text"] == "a;b,c"


def test_another_program_reads_the_workbook_the_same():
    row = {
        "text": "=1+1",
        "code": "007",
        "whole": -7,
        "size": Decimal("0.1"),
        "amount": -123450,
        "share": Decimal("0.125"),
        "day": date(2026, 11, 23),
        "month": date(2026, 11, 1),
        "active": True,
        "area": "+Vård",
    }
    book = openpyxl.load_workbook(io.BytesIO(written(write_xlsx, [row])))
    (sheet,) = book.worksheets
    assert sheet.title == "Data"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:J2"
    head, cells = sheet.iter_rows()
    assert [cell.value for cell in head] == [column.header for column in SPEC.columns]
    assert {cell.data_type for cell in head} == {"s"}
    assert [(cell.value, cell.number_format, cell.data_type) for cell in cells] == [
        ("=1+1", "@", "s"),
        ("007", "@", "s"),
        (-7, "0", "n"),
        (0.1, "General", "n"),
        (-1234.5, "#,##0.00", "n"),
        (0.125, "0.00##%", "n"),
        (datetime(2026, 11, 23), "yyyy-mm-dd", "d"),
        (datetime(2026, 11, 1), "yyyy-mm", "d"),
        ("ja", "@", "s"),
        ("+Vård", "@", "s"),
    ]


def test_the_workbook_bears_no_time_and_no_system():
    with zipfile.ZipFile(io.BytesIO(written(write_xlsx, [{"text": "a"}]))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {
            (1980, 1, 1, 0, 0, 0)
        }
        assert {entry.create_system for entry in archive.infolist()} == {0}


def test_characters_that_xml_has_no_place_for_survive_in_a_workbook():
    spec = TableSpec(columns=(Column(name="text", type=Text(), header="Text"),))
    for text in (
        "a\x00b",
        "a\x0bb\x1fc",
        "a\ud800b",
        "_x0041_",
        "_x005F_",
        "a\r\nb\tc",
        "_x004",
        "a & <b>",
    ):
        assert back(written(write_xlsx, [{"text": text}], spec), spec) == [
            {"text": text}
        ]


def test_sheet_names_that_excel_does_not_allow_are_mended():
    target = io.BytesIO()
    write_xlsx(
        [], SPEC, target, sheet="[a]/b:c*?\\ & mycket långt namn som inte får plats"
    )
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == [" a  b c    & mycket långt namn "]


def test_more_than_a_workbook_can_hold_is_refused(monkeypatch):
    with pytest.raises(UnwritableTable, match="A2"):
        written(write_xlsx, [{"text": "x" * 32_768}])
    assert written(write_xlsx, [{"text": "x" * 32_767}])
    monkeypatch.setattr("gemensam.formats.tables.writing.MOST_ROWS", 3)
    assert written(write_xlsx, [{"text": "a"}] * 2)
    with pytest.raises(UnwritableTable, match="2 rows"):
        written(write_xlsx, [{"text": "a"}] * 3)


def test_many_rows_are_written_in_batches():
    table = [{"text": f"rad {n}", "whole": n} for n in range(2500)]
    data = written(write_xlsx, table)
    assert [(row["text"], row["whole"]) for row in back(data)] == [
        (f"rad {n}", n) for n in range(2500)
    ]


@WRITERS
def test_rows_may_come_from_a_stream(write):
    target = io.BytesIO()
    assert write(({"whole": n} for n in range(5)), SPEC, target) == 5
    assert [row["whole"] for row in back(target.getvalue())] == [0, 1, 2, 3, 4]
