# SPDX-License-Identifier: EUPL-1.2
"""The quick reader of sheets gives what the ordinary one gives, whatever the file."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings, strategies as st
from tests.formats.tables.workbooks import (
    DAY,
    MAIN,
    PERCENT,
    cell,
    packed,
    parts,
    row,
    sheet,
    workbook,
)

from gemensam.formats.issues import IssueLog
from gemensam.formats.safe_xml import UnreadableXml
from gemensam.formats.tables import Caps, UnreadableTable
from gemensam.formats.tables.quick import _Quick, _Unusual, quick_rows
from gemensam.formats.tables.sheet import Sheet
from gemensam.formats.tables.workbook import opened_workbook


def outcome(data: bytes, reader: Any, **caps: int) -> Any:
    """Rows, merged cells and issues; or the code of the refusal after how many rows."""
    log = IssueLog()
    try:
        with opened_workbook(io.BytesIO(data), caps=Caps(**caps)) as book:
            one = Sheet(book, book.sheet(None, log=log), Caps(**caps), log)
            rows = list(reader(one))
            told = [(issue.code, issue.line, dict(issue.values)) for issue in log]
            return rows, one.merged, told
    except (UnreadableTable, UnreadableXml) as trouble:
        return trouble.issue.code


def is_quick(data: bytes) -> bool:
    """Whether no row needed the ordinary reader of sheets."""
    log = IssueLog()
    with opened_workbook(io.BytesIO(data), caps=Caps()) as book:
        one = Sheet(book, book.sheet(None, log=log), Caps(), log)
        try:
            list(_Quick(one).rows())
        except _Unusual:
            return False
    return True


PLACED = (
    '<row r="1" spans="1:4" x14ac:dyDescent="0.25"><c r="A1" t="s"><v>0</v></c>'
    '<c r="C1" s="2"><v>-12.5</v></c><c r="D1" s="1"/></row>'
    '<row r="2"/><row r="3" ht="5"/><row r="5">'
    '<c r="B5" s="1"><v>45000</v></c><c r="C5" t="inlineStr"><is>'
    '<t xml:space="preserve"> a &amp; b </t></is></c><c r="D5" t="b"><v>1</v></c></row>'
)
ROOT = f'<worksheet xmlns="{MAIN}" xmlns:x14ac="urn:x">'


def usual(rows: str = PLACED, after: str = "") -> bytes:
    text = f"{ROOT}<cols><col min='1' max='2' width='9'/></cols><sheetData>{rows}</sheetData>{after}</worksheet>"
    contents = parts(sheet(""), texts="<si><t>Konto</t></si>")
    return packed(contents | {"xl/worksheets/sheet1.xml": text})


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(usual(), id="usual"),
        pytest.param(
            usual(after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'),
            id="merged",
        ),
        pytest.param(
            usual(PLACED + '<row r="6" hidden="1"><c r="A6"><v>1</v></c></row>'),
            id="hidden row",
        ),
        pytest.param(
            usual(PLACED + '<row r="6"><c r="A6"><f>1+1</f><v>2</v></c></row>'),
            id="formula",
        ),
        pytest.param(
            usual(
                '<row r="1"><c r="A1" t="inlineStr"><is><t>&#229;</t></is></c></row>'
            ),
            id="character reference",
        ),
    ],
)
def test_a_row_that_is_not_as_usual_is_read_on_its_own(data):
    assert is_quick(data)
    assert outcome(data, quick_rows) == outcome(data, Sheet.rows)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            workbook(row(1, "Konto", 5), row(2, 1, style=DAY)), id="no places"
        ),
        pytest.param(usual(PLACED + "<!-- x --><row r='6'/>"), id="comment"),
        pytest.param(usual(PLACED + '<row r="5"/>'), id="rows backwards"),
        pytest.param(usual('<row r="1048577"><c r="A1"/></row>'), id="too far down"),
        pytest.param(usual(PLACED)[:-30], id="cut off"),
        pytest.param(
            usual(PLACED + '<row r="7"><c r="A7"><v>1</c></row>'), id="broken"
        ),
        pytest.param(
            workbook(
                row(1, 1), before='<cols><col min="2" max="3" hidden="1"/></cols>'
            ),
            id="hidden column",
        ),
        pytest.param(
            workbook(row(1, cell(0.5, PERCENT), "a", cell("", 1))), id="kinds"
        ),
        pytest.param(
            usual('<row r="1"><c r="A1" t="s"><v>9</v></c></row>'), id="no text"
        ),
        pytest.param(
            usual('<row r="1"><c r="A1"><v>1e999999</v></c></row>'), id="huge"
        ),
        pytest.param(
            usual('<row r="1"><c r="C1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
            id="cells backwards",
        ),
    ],
)
def test_whatever_is_unusual_is_read_as_the_ordinary_reader_does(data):
    assert outcome(data, quick_rows) == outcome(data, Sheet.rows)


@settings(max_examples=100, deadline=None)
@given(at=st.integers(0, 4000), byte=st.integers(0, 127))
def test_a_damaged_sheet_is_told_alike(at, byte):
    """A byte changed anywhere: both refuse it, or both read the same; or only a prefix
    that is declared nowhere is passed over, and what is read is what stood there."""
    text = f"{ROOT}<sheetData>{PLACED}</sheetData></worksheet>".encode()
    at %= len(text)
    damaged = text[:at] + bytes([byte]) + text[at + 1 :]
    contents = parts(sheet(""), texts="<si><t>Konto</t></si>")
    data = packed(contents | {"xl/worksheets/sheet1.xml": damaged})
    ordinary, quick = outcome(data, Sheet.rows), outcome(data, quick_rows)
    assert quick == ordinary or (
        ordinary == "xml.malformed" and quick == outcome(usual(), Sheet.rows)
    )


def test_cells_are_counted():
    rows = "".join(
        f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 20)
    )
    assert is_quick(usual(rows))
    assert outcome(usual(rows), quick_rows, cells=16_384 * 18) == "table.too-large"


def test_a_workbook_of_another_program_is_read_quickly():
    book = openpyxl.Workbook()
    assert book.active is not None
    for values in (("Konto", "Belopp", "Dag"), (5010, 1234.5, date(2025, 3, 1))):
        book.worksheets[0].append(values)
    target = io.BytesIO()
    book.save(target)
    rows, _merged, _told = outcome(target.getvalue(), quick_rows)
    assert is_quick(target.getvalue())
    assert rows[0] == (1, ["Konto", "Belopp", "Dag"])
    assert (rows[1][1][1].value, rows[1][1][2].date()) == (
        Decimal("1234.5"),
        date(2025, 3, 1),
    )
