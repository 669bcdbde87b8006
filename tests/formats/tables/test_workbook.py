# SPDX-License-Identifier: EUPL-1.2
"""C4–C6: workbooks with formulas, macros, bombs, passwords – and dates and formats."""

import io
import struct
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings, strategies as st
from tests.formats.tables.workbooks import (
    BUILT_IN_DAY,
    DAY,
    HOURS,
    MONEY,
    PERCENT,
    packed,
    parts,
    row,
    sheet,
    workbook,
)

from gemensam.formats.issues import IssueLog
from gemensam.formats.safe_xml import HostileXml, MalformedXml
from gemensam.formats.tables import (
    Caps,
    Chosen,
    Code,
    Column,
    Day,
    Fraction,
    Money,
    Share,
    TableSpec,
    Text,
    UnreadableTable,
    opened_table,
)
from gemensam.formats.tables.cells import ErrorCell, Number
from gemensam.formats.tables.sheet import Sheet, column_index, column_letters
from gemensam.formats.tables.workbook import opened_workbook

NOTES = TableSpec(columns=(Column(name="note", type=Text(), header="Not"),))


def raw(data: bytes, *, caps: Caps | None = None, wanted: str | None = None):
    """Rows as the sheet has them, and the issues, before any column has a meaning."""
    log = IssueLog()
    caps = caps or Caps()
    with opened_workbook(io.BytesIO(data), caps=caps) as book:
        one = Sheet(book, book.sheet(wanted, log=log), caps, log)
        rows = list(one.rows())
    return rows, [(issue.code, issue.line) for issue in log]


def read(data: bytes, spec=NOTES, **options):
    log = IssueLog()
    with opened_table(data, spec, log=log, **options) as table:
        rows = [dict(each.values) for each in table]
    return rows, [(issue.code, issue.line) for issue in log]


def refusal(data: bytes, **options) -> str:
    with pytest.raises(UnreadableTable) as caught:
        raw(data, **options)
    assert caught.value.issue.cure()
    return caught.value.issue.code.removeprefix("table.")


def number(text: str, *, percent: bool = False) -> Number:
    return Number.stored(text, is_percent=percent)


def test_cells_of_every_kind():
    texts = (
        "<si><t>delad</t></si><si><r><t>i </t></r><r><rPr/><t>bitar</t></r>"
        "<rPh><t>uttal</t></rPh></si><si><t>rad_x000D_bryt _x005F_x0041_</t></si><si/>"
    )
    cells = (
        '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c>'
        '<c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#REF!</v></c>'
        '<c t="str"><v>text_x0041_</v></c><c t="d"><v>2026-11-23T08:15:00</v></c>'
        '<c t="d"><v>later</v></c><c><v>1.5</v></c><c/><c t="inlineStr"><is><t>egen</t></is></c>'
        "<c><extLst/><v>7</v></c>"
    )
    rows, issues = raw(packed(parts(sheet(f'<row r="1">{cells}</row>'), texts=texts)))
    assert issues == []
    assert rows == [
        (
            1,
            [
                "delad", "i bitar", "rad\rbryt _x0041_", "", True, False, ErrorCell("#REF!"),
                "textA", datetime(2026, 11, 23, 8, 15), "later", number("1.5"), "", "egen",
                number("7"),
            ],
        )
    ]  # fmt: skip


def test_c3_formats_tell_dates_and_percents_from_numbers():
    data = workbook(
        row(1, 46349, style=DAY),
        row(2, 46349.5, style=BUILT_IN_DAY),
        row(3, 0.125, style=PERCENT),
        row(4, 1234.5, style=MONEY),
        row(5, 0.25, style=HOURS),
        row(6, 60, style=DAY),
        row(7, 5, style=99),
    )
    rows, _ = raw(data)
    assert [cells[0] for _, cells in rows] == [
        datetime(2026, 11, 23),
        datetime(2026, 11, 23, 12),
        number("0.125", percent=True),
        number("1234.5"),
        datetime(1899, 12, 31, 6),
        number("60"),
        number("5"),
    ]


def test_c3_the_1904_system_is_known():
    data = workbook(row(1, 44887, style=DAY), workbook='<workbookPr date1904="1"/>')
    assert raw(data)[0] == [(1, [datetime(2026, 11, 23)])]


def test_rows_and_cells_stand_where_their_references_say():
    data = workbook(
        '<row r="2"><c r="B2"><v>1</v></c><c r="D2"><v>2</v></c><c><v>3</v></c></row>',
        "<row><c><v>4</v></c></row>",
        '<row r="9"><c r="AA9"><v>5</v></c></row>',
    )
    rows, _ = raw(data)
    assert rows == [
        (2, ["", number("1"), "", number("2"), number("3")]),
        (3, [number("4")]),
        (9, [""] * 26 + [number("5")]),
    ]


def test_c4_formulas_are_read_as_values_and_told():
    data = workbook(
        row(1, "Not"),
        row(2, '<c r="A2"><f>1+1</f><v>2</v></c>'),
        row(3, '<c r="A3"><f>[1]Blad1!A1</f></c>'),
        row(4, '<c r="A4" t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
        row(5, '<c r="A5" t="str"><f>"a"</f><v>a</v></c>'),
    )
    rows, issues = read(data)
    assert rows == [{"note": "2"}, {"note": None}, {"note": "a"}]
    assert issues == [
        ("table.formula", 2),
        ("table.formula-empty", 3),
        ("table.formula", 4),
        ("table.cell-error", 4),
        ("table.formula", 5),
    ]


def test_c4_hidden_rows_columns_and_sheets_are_told():
    first = sheet(
        row(1, "Not")
        + row(2, "a", more=' hidden="1"')
        + row(3, "b")
        + '<row r="4" hidden="1"/>',
        before='<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" hidden="true"/>'
        '<col min="1" max="1"/><col min="x" hidden="1"/></cols>',
    )
    hidden = sheet(row(1, "Hemligt"))
    data = packed(
        parts(
            hidden, first, sheet(""), hidden, states=("hidden", "visible", "veryHidden")
        )
    )
    log = IssueLog()
    with opened_table(data, NOTES, log=log) as table:
        assert [each["note"] for each in table] == ["a", "b"]
    assert [(issue.code, issue.line, issue.values) for issue in log] == [
        ("table.hidden-sheet", None, {"sheet": "sheet1"}),
        ("table.hidden-sheet", None, {"sheet": "sheet3"}),
        ("table.other-sheet", None, {"sheet": "sheet4", "chosen": "sheet2"}),
        ("table.hidden-column", None, {"columns": "B–C"}),
        ("table.hidden-column", None, {"columns": "E"}),
        ("table.hidden-row", 2, {}),
    ]


def test_a_sheet_can_be_chosen_by_name():
    data = packed(
        parts(sheet(row(1, "Not") + row(2, "a")), sheet(row(1, "Not") + row(2, "b")))
    )
    rows, issues = read(data, chosen=Chosen(sheet="sheet2"))
    assert (rows, issues) == ([{"note": "b"}], [])
    with pytest.raises(UnreadableTable) as caught:
        read(data, chosen=Chosen(sheet="sheet3"))
    assert caught.value.issue.values == {"sheet": "sheet3", "sheets": "sheet1, sheet2"}


def test_c4_merged_cells_of_the_table_are_told_but_not_those_of_titles():
    after = (
        '<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="B2:C2"/><mergeCell ref="A3:A4"/><mergeCell ref="$A$5:B5"/>'
        '<mergeCell ref="odd"/></mergeCells>'
    )
    data = workbook(
        row(1, "Titel"), row(2, "Not"), row(3, "a"), row(5, "b"), after=after
    )
    rows, issues = read(data)
    assert rows == [{"note": "a"}, {"note": "b"}]
    assert issues == [("table.merged", line) for line in (None, 2, 3, 5)]


def test_c4_links_to_other_files_are_told():
    contents = parts(sheet(row(1, "Not"))) | {
        "xl/externalLinks/externalLink1.xml": "<x/>"
    }
    assert read(packed(contents))[1] == [("table.external-link", None)]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("xl/vbaProject.bin", "x", "macros"),
        ("XL/VBAPROJECT.BIN", "x", "macros"),
        (
            "[Content_Types].xml",
            "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            "macros",
        ),
        (
            "[Content_Types].xml",
            "application/vnd.ms-excel.sheet.binary.macroEnabled.main",
            "binary-workbook",
        ),
    ],
)
def test_c4_macros_and_binary_workbooks_are_refused(name, text, code):
    assert refusal(packed(parts(sheet("")) | {name: text})) == code


def test_c5_a_bomb_is_refused_before_it_is_read():
    contents = parts(sheet("")) | {"xl/worksheets/big.xml": b" " * (100 << 20)}
    data = packed(contents)
    assert len(data) < 1 << 20
    assert refusal(data) == "zip-bomb"
    with pytest.raises(UnreadableTable) as caught:
        raw(data, caps=Caps(ratio=10_000, unpacked=50 << 20))
    assert caught.value.issue.values == {"limit": 50, "unit": "MiB"}


def test_c5_a_bomb_of_shared_texts_is_refused():
    texts = "<si><t>x</t></si>" * 1000
    data = packed(parts(sheet(""), texts=texts))
    assert refusal(data, caps=Caps(texts=1000)) == "too-large"
    assert raw(data, caps=Caps(texts=100_000)) == ([], [])


def test_c5_a_zip_that_lies_about_sizes_gives_no_more_than_it_said():
    data = bytearray(workbook(row(1, "x" * 100_000)))
    name = b"xl/worksheets/sheet1.xml"
    entry = data.rfind(name) - 46
    struct.pack_into("<L", data, entry + 24, 100)
    with pytest.raises((UnreadableTable, MalformedXml)):
        raw(bytes(data))


def test_c5_more_parts_than_allowed_are_refused_before_they_are_listed():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in parts(sheet("")).items():
            archive.writestr(name, text)
        for at in range(300):
            archive.writestr(f"p{at}", "")
    data = target.getvalue()
    assert raw(data) == ([], [])
    assert refusal(data, caps=Caps(entries=300)) == "too-large"
    assert refusal(data, caps=Caps(directory=1000)) == "too-large"
    # The number of entries in the last record is only a claim.
    lying = (
        data[: len(data) - 22 + 8]
        + struct.pack("<HH", 1, 1)
        + data[len(data) - 22 + 12 :]
    )
    assert refusal(lying, caps=Caps(entries=300)) == "too-large"


@pytest.mark.parametrize(
    ("entries", "directory"), [(10**6, 50 << 20), (10**6, 100), (1, 50 << 20)]
)
def test_c5_a_million_parts_are_refused_at_once(entries, directory):
    """The end records say so; nothing else of the file is looked at."""
    few = min(entries, 65535)
    end = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, few, few, directory, 0, 0)
    assert refusal(b"PK\3\4" + bytes(100) + end) == "too-large"
    end_64 = struct.pack(
        "<4sQHHLLQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, entries, entries, directory, 0
    )
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, 104, 1)
    end = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, 1, 1, 1, 0xFFFFFFFF, 0)
    assert refusal(b"PK\3\4" + bytes(100) + end_64 + locator + end) == "too-large"


def test_c5_cells_are_counted_however_thinly_they_are_spread():
    data = workbook(
        *(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 20))
    )
    assert len(raw(data)[0]) == 19
    assert refusal(data, caps=Caps(cells=16_384 * 18)) == "too-large"
    empty = workbook(*(f'<row r="{n}">{"<c/>" * 50}</row>' for n in range(1, 20)))
    assert raw(empty) == ([], [])
    assert refusal(empty, caps=Caps(cells=900)) == "too-large"


def test_c5_very_many_empty_formatted_rows_are_nothing():
    data = workbook(
        row(1, "Not"),
        *(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(2, 60_000)),
    )
    assert read(data) == ([], [])


@pytest.mark.parametrize(
    "part",
    [
        "[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/workbook.xml",
        "xl/styles.xml", "xl/texts.xml", "xl/worksheets/sheet1.xml",
    ],
)  # fmt: skip
def test_c5_xml_attacks_inside_the_workbook_are_refused(part):
    contents = parts(sheet(row(1, "Not")), texts="<si/>")
    attack = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    data = packed(contents | {part: attack + contents[part]})
    if part == "[Content_Types].xml":
        assert read(data) == ([], [])  # searched as text, never parsed
    else:
        with pytest.raises(HostileXml):
            read(data)


@pytest.mark.parametrize(
    "missing",
    [
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/texts.xml",
        "xl/worksheets/sheet1.xml",
    ],
)
def test_c6_a_missing_part_is_told(missing):
    contents = parts(sheet(row(1, "Not")), texts="<si/>")
    del contents[missing]
    assert refusal(packed(contents)) == "damaged"


def test_a_workbook_without_styles_or_with_odd_ones_is_read():
    contents = parts(sheet(row(1, 5, style=0)))
    del contents["xl/styles.xml"]
    assert refusal(packed(contents)) == "damaged"
    links = contents["xl/_rels/workbook.xml.rels"].replace("/styles", "/other")
    assert raw(packed(contents | {"xl/_rels/workbook.xml.rels": links}))[0] == [
        (1, [number("5")])
    ]
    odd = '<s><cellXfs><xf numFmtId="x"/><xf/></cellXfs></s>'
    assert raw(packed(contents | {"xl/styles.xml": odd}))[0] == [(1, [number("5")])]


def test_links_that_lead_out_of_the_file_are_not_followed():
    contents = parts(sheet(row(1, 5)))
    links = contents["xl/_rels/workbook.xml.rels"]
    for target in ("../../../etc/passwd", "file:///etc/passwd", "http://127.0.0.1:1/x"):
        changed = links.replace("worksheets/sheet1.xml", target)
        assert (
            refusal(packed(contents | {"xl/_rels/workbook.xml.rels": changed}))
            == "damaged"
        )
    external = links.replace(
        ' Target="worksheets', ' TargetMode="External" Target="worksheets'
    )
    assert (
        refusal(packed(contents | {"xl/_rels/workbook.xml.rels": external}))
        == "no-sheet"
    )
    without = contents["xl/workbook.xml"].replace(' r:id="rsheet1"', "")
    assert refusal(packed(contents | {"xl/workbook.xml": without})) == "no-sheet"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"/><row r="1"/>',
        '<row r="0"/>',
        '<row r="x"/>',
        '<row r="1048577"/>',
        '<row r="99999999999"/>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="a1"><v>1</v></c></row>',
        '<row r="1"><c r="1"><v>1</v></c></row>',
        '<row r="1"><c t="s"><v>9</v></c></row>',
        '<row r="1"><c t="s"><v>x</v></c></row>',
        '<row r="1"><c><v>x</v></c></row>',
        '<row r="1"><c><v>NaN</v></c></row>',
        '<row r="1"><c s="x"><v>1</v></c></row>',
    ],
)
def test_c6_nonsense_in_a_sheet_is_told(rows):
    assert refusal(workbook(rows)) == "damaged"


def test_c6_a_broken_sheet_is_told():
    contents = parts(sheet(row(1, "Not")))
    with pytest.raises(MalformedXml):
        raw(packed(contents | {"xl/worksheets/sheet1.xml": "<worksheet><sheetData>"}))


def test_c6_parts_behind_a_password_or_given_twice_are_refused():
    data = bytearray(workbook(row(1, "Not")))
    entry = data.find(b"PK\1\2")
    data[entry + 8] |= 1
    assert refusal(bytes(data)) == "protected"
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = packed_twice("xl/workbook.xml")
    assert refusal(twice) == "damaged"


def packed_twice(name: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(name, "1")
        archive.writestr(name, "2")
    return target.getvalue()


def test_c6_parts_packed_in_another_way_than_workbooks_are_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_BZIP2) as archive:
        for name, text in parts(sheet("")).items():
            archive.writestr(name, text)
    assert refusal(target.getvalue()) == "damaged"


def test_c6_parts_that_do_not_unpack_are_told():
    data = bytearray(workbook(row(1, "Not" * 1000)))
    at = data.find(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml")
    data[at : at + 4] = b"\xff\xff\xff\xff"
    assert refusal(bytes(data)) == "damaged"
    whole = bytearray(workbook(row(1, "Not" * 1000)))
    whole[whole.rfind(b"xl/worksheets/sheet1.xml") - 46 + 16] ^= 1
    assert refusal(bytes(whole)) == "damaged"


@pytest.mark.parametrize(
    "data",
    [b"PK\3\4", b"PK\3\4" + bytes(100), b"PK\3\4PK\5\6", b"PK\3\4PK\5\6" + bytes(18)],
)
def test_c6_a_zip_that_breaks_off_is_told(data):
    assert refusal(data) == "damaged"


@settings(max_examples=60)
@given(st.data())
def test_c6_damaged_workbooks_are_read_or_refused(data):
    whole = bytearray(workbook(row(1, "Not", "Tal"), row(2, "a", 1.5)))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(
            st.integers(0, 255)
        )
    cut = data.draw(st.sampled_from([len(whole)] * 3 + [len(whole) // 2]))
    try:
        read(bytes(whole[:cut]))
    except (UnreadableTable, HostileXml, MalformedXml) as error:
        message = error.issue.message()
    else:
        message = "read"
    assert message


def test_columns_have_letters():
    assert [column_letters(at) for at in (0, 25, 26, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]
    for at in (0, 25, 26, 701, 702, 16_383):
        assert column_index(column_letters(at)) == at
    assert [column_index(letters) for letters in ("", "XFE", "AAAAA", "a", "Å")] == [
        None
    ] * 5


JUDGED = TableSpec(
    columns=(
        Column(name="code", type=Code(), header="Kod"),
        Column(name="day", type=Day(), header="Dag"),
        Column(name="amount", type=Money(), header="Belopp"),
        Column(name="share", type=Share(), header="Andel"),
        Column(name="size", type=Fraction(), header="Mått"),
    )
)


def test_a_workbook_written_by_another_program_is_read():
    book = openpyxl.Workbook()
    (cells,) = book.worksheets
    cells.append(["Kod", "Dag", "Belopp", "Andel", "Mått"])
    cells.append(["007", date(2026, 11, 23), -1234.5, 0.125, 0.1])
    cells["D2"].number_format = "0.0%"
    cells.append([7110, datetime(2026, 2, 1), 0.3, "12,5 %", 1e-6])
    target = io.BytesIO()
    book.save(target)
    rows, issues = read(target.getvalue(), JUDGED)
    assert issues == []
    assert rows == [
        {
            "code": "007",
            "day": date(2026, 11, 23),
            "amount": -123450,
            "share": Decimal("0.125"),
            "size": Decimal("0.1"),
        },
        {
            "code": "7110",
            "day": date(2026, 2, 1),
            "amount": 30,
            "share": Decimal("0.125"),
            "size": Decimal("0.000001"),
        },
    ]


def test_c6_a_damaged_table_of_contents_is_told():
    data = bytearray(workbook(row(1, "Not")))
    data[data.find(b"PK\1\2") + 1] ^= 0xFF
    assert refusal(bytes(data)) == "damaged"
