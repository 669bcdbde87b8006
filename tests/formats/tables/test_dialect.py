# SPDX-License-Identifier: EUPL-1.2
"""C1: encoding, separator and quotes are found out, with reasons and a sample."""

import io
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from gemensam.formats.issues import IssueLog
from gemensam.formats.tables import Dialect, UnreadableTable, detect
from gemensam.formats.tables.delimited import rows

SWEDISH = "Enhet;Belopp\r\nVård;1 234,50\r\nSkola på ön;5,00\r\n"


def found(data: bytes) -> tuple[str, str, str]:
    dialect = detect(io.BytesIO(data))
    return dialect.encoding, dialect.separator, dialect.quote


def read(data: bytes, dialect: Dialect | None = None):
    log = IssueLog()
    file = io.BytesIO(data)
    table = list(rows(file, dialect or detect(file), log=log))
    return table, [(issue.code, issue.line) for issue in log]


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("latin-1", "cp1252"),
        ("cp437", "cp437"),
        ("cp850", "cp437"),
    ],
)
def test_c1_the_encoding_is_found(codec, encoding):
    data = SWEDISH.encode(codec)
    dialect = detect(io.BytesIO(data))
    assert (dialect.encoding, dialect.separator) == (encoding, ";")
    assert dialect.sample == ("Enhet;Belopp", "Vård;1 234,50", "Skola på ön;5,00")
    assert dialect.encoding_reason
    assert read(data)[0] == [
        (1, ["Enhet", "Belopp"]),
        (2, ["Vård", "1 234,50"]),
        (3, ["Skola på ön", "5,00"]),
    ]


def test_c1_a_letter_far_down_decides_the_encoding():
    data = b"a;b\n" * 50_000 + "å;ä\n".encode("cp1252")
    assert found(data)[0] == "cp1252"
    assert read(data)[0][-1] == (50_001, ["å", "ä"])
    assert found(b"a;b\n" * 50_000 + "å;ä\n".encode())[0] == "utf-8"


def test_c1_a_letter_cut_in_two_at_the_edge_of_what_is_read_at_once():
    data = b"x" * ((1 << 16) - 1) + "å;b\n".encode()
    assert found(data)[0] == "utf-8"


def test_a_stray_zero_byte_makes_no_utf_16():
    assert found(b"a\0;b\n1;2\n") == ("utf-8", ";", '"')


def test_plain_ascii_is_utf_8():
    dialect = detect(io.BytesIO(b"a,b\n1,2\n"))
    assert dialect.encoding == "utf-8"
    assert dialect.encoding_reason == "The file has no letters outside A–Z."


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a;b;c\n1,5;2,5;3,5\n4,5;5;6\n", ";"),
        ("a,b\n1,2\n3,4\n", ","),
        ("a\tb\n1,5\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("Title\n\na;b\n1;2\n3;4\n", ";"),
        ('a,b\n"x;y;z",2\n"x;y",4\n', ","),
        ("only\none\ncolumn\n", ";"),
        ("", ";"),
        ("sep=|\na;b|c\n", "|"),
        ("SEP=\t\r\na;b\tc\r\n", "\t"),
    ],
)
def test_c1_the_separator_is_found(text, separator):
    assert found(text.encode())[1] == separator


def test_one_column_is_said_to_be_one():
    assert (
        detect(io.BytesIO(b"a\nb\n")).separator_reason
        == "The file has one column only."
    )


def test_the_line_for_excel_is_passed_over_but_counted():
    assert read(b"sep=,\na,b\n1,2\n")[0] == [(2, ["a", "b"]), (3, ["1", "2"])]


def test_single_quotes_are_found_unless_there_are_double_ones():
    assert found(b"'a';'b'\n'1;1';'2'\n")[2] == "'"
    assert found(b"it's;o'clock\n")[2] == '"'
    assert found(b"'a';'b'\n\"1\";'2'\n")[2] == '"'


def test_an_unfinished_last_line_of_the_sample_does_not_count():
    data = b"a;b\n" * 16_383 + b"c;d,e,f,g\n" + b"1;2\n" * 10
    assert found(data)[1] == ";"


def test_c1_cells_keep_their_line_ends_and_rows_their_lines():
    table, issues = read(b'a;b\n"x\ny";1\n\n"q""q";2\r\n"z";3\r"w";4')
    assert table == [
        (1, ["a", "b"]),
        (2, ["x\ny", "1"]),
        (5, ['q"q', "2"]),
        (6, ["z", "3"]),
        (7, ["w", "4"]),
    ]
    assert issues == []


def test_broken_quotes_are_told_and_reading_goes_on():
    table, issues = read(b'a;b\n"x"y;1\nc;d\n')
    assert (table, issues) == (
        [(1, ["a", "b"]), (3, ["c", "d"])],
        [("table.bad-quotes", 2)],
    )


def test_a_quote_that_never_closes_is_told_where_it_opens():
    table, issues = read(b'a;b\n"x;1\nc;d\n')
    assert (table, issues) == ([(1, ["a", "b"])], [("table.unclosed-quote", 2)])


def test_a_cell_that_swallows_the_file_is_told():
    data = b'a;b\n"x;1\n' + b"c;d\n" * 40_000
    table, issues = read(data)
    assert issues[0] == ("table.unclosed-quote", 2)
    assert table[0] == (1, ["a", "b"])


def test_the_end_of_file_mark_of_dos_is_no_row():
    assert read(b"a;b\n1;2\n\x1a")[0] == [(1, ["a", "b"]), (2, ["1", "2"])]


def test_bytes_that_mean_nothing_are_told():
    dialect = Dialect(encoding="utf-8")
    table, issues = read(b"a;\xe5\n1;2\n", dialect)
    assert table == [(1, ["a", "\ufffd"]), (2, ["1", "2"])]
    assert issues == [("table.bad-bytes", 1)]


def test_a_line_of_a_million_characters_is_refused():
    with pytest.raises(UnreadableTable) as caught:
        read(b"a;b\n" + b"x" * 1_100_000)
    assert (caught.value.issue.code, caught.value.issue.line) == (
        "table.line-too-long",
        2,
    )


def test_the_file_stays_open_and_half_read_rows_do_no_harm():
    file = io.BytesIO(b"a;b\n1;2\n")
    table = rows(file, detect(file), log=IssueLog())
    assert next(table) == (1, ["a", "b"])
    table.close()
    assert not file.closed
    table = rows(file, detect(file), log=IssueLog())
    next(table)
    file.close()
    table.close()


@given(st.binary(max_size=300))
def test_any_bytes_have_a_dialect_and_rows(data):
    table, _ = read(data)
    assert all(line > 0 and cells for line, cells in table)


cells = st.text(
    st.characters(codec="cp1252", exclude_characters="\r\n\x1a\0"), max_size=8
)


@given(
    st.lists(st.lists(cells, min_size=3, max_size=3), min_size=3, max_size=8),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_quoted_properly_is_read_back(table, codec):
    text = "".join(
        ";".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n"
        for row in table
    )
    dialect = Dialect(encoding=codec, separator=";")
    found_rows, issues = read(text.encode(codec), dialect)
    assert [row for _, row in found_rows] == table
    assert issues == []


def test_a_corpus_of_exports():
    folder = Path(__file__).parent / "corpus"
    assert {path.name: found(path.read_bytes()) for path in folder.glob("*.csv")} == {
        "budget_titles.csv": ("cp1252", ";", '"'),
        "excel_damage.csv": ("utf-8-sig", ";", '"'),
        "usage.csv": ("utf-8-sig", ";", '"'),
        "usage_dos.csv": ("cp437", ";", '"'),
        "usage_tabs.csv": ("utf-16", "\t", '"'),
    }
