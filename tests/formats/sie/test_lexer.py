# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import example, given, strategies as st

from gemensam.formats.issues import IssueKind
from gemensam.formats.sie.irregular import Braces, Field, fields_and_flaws
from gemensam.formats.sie.kinds import form
from gemensam.formats.sie.lexer import Line, elements_of, take_apart


def fields(line: str) -> list[Field]:
    taken = take_apart(line)
    assert taken.flaws == ()
    return taken.fields


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("#KONTO 1910 Kassa", ["1910", "Kassa"]),
        ('#KONTO\t1910\t"Kassa"', ["1910", "Kassa"]),
        ('#KONTO   1910 \t "Kassa och bank"', ["1910", "Kassa och bank"]),
        ('#ADRESS "" "" "x y" ""', ["", "", "x y", ""]),
        ("#TRANS 1910 {} 5.00", ["1910", Braces(), "5.00"]),
        ("#TRANS 1910 { } 5.00", ["1910", Braces(), "5.00"]),
        (
            '#TRANS 1910 {1 "a" 6 "b c"} 5',
            ["1910", Braces(("1", "a", "6", "b c")), "5"],
        ),
        ('#TRANS 1910 { "1" "a"\t6 b } 5', ["1910", Braces(("1", "a", "6", "b")), "5"]),
        ('#PROSA "a {b} } { c"', ["a {b} } { c"]),
        ('#TRANS 1 {1 "a}b{c"} 5', ["1", Braces(("1", "a}b{c")), "5"]),
        (r'#PROSA "han sa \"hej\""', ['han sa "hej"']),
        (r'#TRANS 1 {1 "5\" rör"} 5', ["1", Braces(("1", '5" rör')), "5"]),
        (r'#FNR "C:\data\år"', [r"C:\data\år"]),
        (r"#FNR C:\data", [r"C:\data"]),
        ("#ORGNR", []),
        ('#PROGRAM "\\"Norr\\"" 2010', ['"Norr"', "2010"]),
        ("#PROSA Kontoplanstyp är BAS", ["Kontoplanstyp", "är", "BAS"]),
    ],
)
def test_well_formed_lines(line: str, expected: list[Field]):
    assert fields(line) == expected


@pytest.mark.parametrize(
    ("line", "expected", "flaw"),
    [
        ('#PROSA "slut', ["slut"], form.UNCLOSED_QUOTE),
        ('#KONTO 1 "f"rs"ljning" x', ["1", 'f"rs"ljning', "x"], form.STRAY_QUOTE),
        ('#KONTO 1 5"rör', ["1", '5"rör'], form.STRAY_QUOTE),
        ('#FNR "C:\\dir\\" 5', ["C:\\dir\\", "5"], form.BACKSLASH_QUOTE),
        ('#PROSA "a\tb"', ["a b"], form.CONTROL_CHARACTER),
        ('#PROSA "a\\" b"c d', ['a" b"c d'], form.UNCLOSED_QUOTE),
        ("#PROSA a\x07b", ["ab"], form.CONTROL_CHARACTER),
        ("#TRANS 1 {1 a 5", ["1", Braces(("1", "a", "5"))], form.UNCLOSED_LIST),
        ("#TRANS 1 {1 {a} 5", ["1", Braces(("1", "a")), "5"], form.NESTED_LIST),
        ("#TRANS\u00a01910 {} 5", ["1910", Braces(), "5"], form.NBSP_SEPARATOR),
        ("#TRANS 1} 5 x", ["1", "5", "x"], form.STRAY_BRACE),
        (
            '#TRANS 1 {1 "a"b} 5',
            [
                "1",
                Braces(("1", 'a"b} 5')),
            ],
            form.UNCLOSED_LIST,
        ),
    ],
)
def test_flawed_lines_are_read_as_far_as_they_go(
    line: str, expected: list[Field], flaw: IssueKind
):
    taken = take_apart(line)
    assert taken.fields == expected
    assert flaw in taken.flaws


def test_a_hard_space_between_digits_groups_thousands():
    assert fields("#TRANS 1910 {} 1\u00a0000,50") == ["1910", Braces(), "1\u00a0000,50"]


def test_a_hard_space_in_a_text_is_part_of_it():
    assert fields('#PROSA "a\u00a0b"') == ["a\u00a0b"]


def test_an_escaped_quotation_mark_needs_no_others_around_it():
    assert fields('#KONTO 4010 5\\"-rör') == ["4010", '5"-rör']


def test_a_line_without_a_label():
    assert take_apart("hej svejs") == Line("", [])
    assert take_apart("hej\x01svejs") == Line("", [], (form.CONTROL_CHARACTER,))


def test_braces_of_a_voucher_at_the_end_of_a_line():
    assert take_apart('#VER "A" 1 20260131 {').opens
    assert take_apart("#TRANS 1910 {} 5.00 }").closes
    assert take_apart("#TRANS 1910 {} 5.00}") == Line(
        "TRANS", ["1910", Braces(), "5.00"], (), closes=True
    )


def test_elements_of_a_list_that_is_not_well_formed():
    assert elements_of('1 "a"b') is None
    assert elements_of('1 "a\tb"') is None
    assert elements_of('1 "a\\"b"') == Braces(("1", 'a"b'))


LETTERS = st.sampled_from(list(' \t"\\{}#aÅ1.,-\u00a0\u202f'))


@given(st.lists(LETTERS, max_size=25).map("".join))
@example(' "\\" "')
@example('""""')
@example("{{}}")
def test_the_regular_reading_is_the_letter_by_letter_reading(rest: str):
    """Where a line is well-formed the two agree; elsewhere there is always an answer."""
    taken = take_apart(f"#X {rest}".rstrip(" \t"))
    again = fields_and_flaws(f" {rest}".rstrip(" \t"))
    assert (taken.fields, taken.flaws, taken.opens, taken.closes) == again
