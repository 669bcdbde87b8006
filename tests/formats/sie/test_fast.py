# SPDX-License-Identifier: EUPL-1.2
"""Whole vouchers at a time give what line by line gives, to the last remark."""

import random
import re

import pytest
from hypothesis import given, settings, strategies as st
from tests.formats.sie.samples import (
    HEAD,
    VOUCHER,
    both_ways,
    codes,
    everything,
    export,
    load,
    transfer,
)
from tests.formats.sie.strategies import LINES, near_files

from gemensam.formats.sie import fast as module


def agree(data: bytes, *, encoding: str | None = None) -> None:
    fast, slow = both_ways(data, encoding=encoding)
    assert everything(fast) == everything(slow)


@settings(max_examples=400)
@given(near_files, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_random_files_read_the_same_both_ways(text: str, ending: str, last: bool):
    text = f"{HEAD}{text}" + ("\n" if last else "")
    agree(text.replace("\n", ending).encode("utf-8"))


@settings(max_examples=300)
@given(st.data())
def test_mutated_files_read_the_same_both_ways(data: st.DataObject):
    """A sound file with a few bytes changed, taken out or put in."""
    sound = bytearray(SOUND)
    start = SOUND.index(b"#VER")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(start, len(sound) - 1))
        change = data.draw(st.sampled_from(MUTATIONS))
        cut = data.draw(st.integers(0, 3))
        sound[at : at + cut] = change
    agree(bytes(sound), encoding="cp437")


@st.composite
def spoiled_rows(draw: st.DrawFn) -> str:
    """Some rows of usual forms, with a letter or two put in, taken out or changed."""
    rows = "\n".join(draw(st.lists(st.sampled_from(ROWS), min_size=1, max_size=3)))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(rows)))
        letter = draw(
            st.sampled_from(['"', '""', " ", "", "\\", "{", "}", "\t", "1", "\u00a0"])
        )
        rows = rows[:at] + letter + rows[at + draw(st.integers(0, 2)) :]
    return rows


@settings(max_examples=400)
@given(st.lists(spoiled_rows(), min_size=1, max_size=3))
def test_spoiled_rows_read_the_same_both_ways(spoiled: list[str]):
    blocks = [f'#VER "A" "1" 20260131 "x"\n{{\n{rows}\n}}\n' for rows in spoiled]
    agree(transfer("".join(blocks), encoding="utf-8"))


ROWS = [line for line in LINES if "#TRANS" in line]
SOUND = export(
    "".join(
        f'#VER "A" "{number}" 202601{number:02} "Köp {number}" 20260131 "AN"\n{{\n'
        f'#TRANS 5011 {{1 "10{number}" 20 "44"}} 18541.10 20260131 "text"\n'
        f'#TRANS 1910 {{1 "10{number}"}} -18541.10 "" "åäö"\n}}\n'
        for number in range(10, 14)
    )
)
MUTATIONS = [
    b"",
    b'"',
    b" ",
    b"\\",
    b"{",
    b"}",
    b"\n",
    b"\r\n",
    b"\t",
    b"0",
    b"-",
    b"#",
    b"\x00",
    b"\x1a",
    b"\xff",
    b'""',
    b"#TRANS 1 {} 0\n",
    b"}\n",
    b"{\n",
    b"#VER",
]


@pytest.mark.parametrize(
    "row",
    [
        '#TRANS 1910 {} 0.00 20260131 "text"',
        '#TRANS 1910 {} 0.00 "20260131" "text"',
        '#TRANS 1910 {} 0.00 20260131" "text"',
        '#TRANS 1910 {} 0.00 "20260131 "text"',
        '#TRANS 1910 {} 0.00 """ "text"',
        '#TRANS 1910 {} 0.00 " "text"',
        '#TRANS 1910 {} 0.00 ""20260131"" "text"',
        '#TRANS 1910 {} 0.00 "" "text"',
        '#TRANS 1910 {} 0.00  "text"',
        '#TRANS 1910 {} 0.00 20260131 ""',
        '#TRANS 1910 {1 "a" 6 "b"} 0.00 20260131 "x"',
        '#TRANS 1910 {1 "a"x6 "b"} 0.00 20260131 "x"',
        '#TRANS 1910 {1 "a" 6} 0.00 20260131 "x"',
        '#TRANS 1910 {1  a} 0.00 20260131 "x"',
        '#TRANS 1910 {"1" "a"} 0.00 20260131 "x"',
        '#TRANS 1910 {1 "a\\"b"} 0.00 20260131 "x"',
        '#TRANS 1910 {1\u00a0"a"} 0.00 20260131 "x"',
        '#TRANS 1910 {1 "a\u00a0b"} 0.00 20260131 "x"',
        '#TRANS 1910 {1 a\u00a0} 0.00 20260131 "x"',
        '#TRANS 1910 {1 a\u202f} 0.00 20260131 "x"',
        '#TRANS 1910 {99 "a"} 0.00 20260131 "x"',
        '#TRANS 1910 {} 0.00 20260229 "x"',
        '#TRANS 1910 {} 0.00 20301231 "x"',
        '#TRANS 1910 {} 0.00 20260131 "x" 5',
        '#TRANS 1910 {} 0.00 20260131 "x" 5,5',
        '#TRANS 1910 {} 0.00 20260131 "x" "5.5" AN',
        '#TRANS 1910 {} 0.00 20260131 "x" 5 "AN" mer',
        "#TRANS 1910 {} 0 20260131 bart",
        "#TRANS 1910 {} 0.5",
        "#TRANS 1910 {} 0000000000000000.00",
        '#TRANS 1910 {} 9999999999999999.00 20260131 "x"',
        '#TRANS 1910 {} 0.00 20260131 "x" ',
        '\t #TRANS\t1910\t{}\t0.00\t20260131\t"x"\t',
        '#TRANS 19A0 {} 0.00 20260131 "x"',
        'skräp #TRANS 1910 {} 0.00 20260131 "x"',
        '#TRANS 1910 {} 0.00 20260131 "#VER"',
        "#RTRANS 1910 {} 0.00\n#TRANS 1910 {} 0.00",
        "",
    ],
)
def test_each_form_of_row_reads_the_same_both_ways(row: str):
    for beside in ("#TRANS 1910 {} 0.00", '#TRANS 1910 {} 0.00 20260131 "x"'):
        block = f'#VER "A" "1" 20260131 "Prov"\n{{\n{row}\n{beside}\n}}\n'
        agree(transfer(block + VOUCHER, encoding="utf-8"))


@pytest.mark.parametrize(
    "head",
    [
        '#VER "A" "1" 20260131',
        "#VER A 1 20260131 Prov 20260131 AN",
        '#VER "A" "1" "20260131" "Prov" "" "AN"',
        '#VER "A" "1" 20260131 "Prov" 20261301',
        '#VER "A" "1" 20260131 "Prov" 19000101',
        '#VER "A" "1" "" "Prov"',
        '#VER "A" "1" 20260229 "Prov"',
        '#VER "A" "1" 20301231 "Prov"',
        '#VER "A" "1" 20250131 "Prov"',
        '#VER "A" "1" 20260131 "Prov" "" "" "mer"',
        '#VER "A""1" 20260131',
        '#VER\t"A"\t"1"\t20260131\t',
        '#VER "\\"" "1" 20260131',
        ' #VER "A" "1" 20260131',
        '#VER {} "1" 20260131',
        '#VER "A" "1" 20260131 "Prov" {',
    ],
)
def test_each_form_of_head_reads_the_same_both_ways(head: str):
    rest = VOUCHER.split("\n", 1)[1]
    agree(transfer(f"{head}\n{rest}{VOUCHER}"))
    agree(transfer(f"{head}\n\n{rest}{VOUCHER}"))


@pytest.mark.parametrize("close", ["}", "} ", "\t}", "}}", "} x", "", "}\r"])
def test_each_form_of_end_reads_the_same_both_ways(close: str):
    agree(transfer(VOUCHER.replace("\n}\n", f"\n{close}\n") + VOUCHER * 3))
    agree(transfer(VOUCHER + VOUCHER.replace("\n}\n", f"\n{close}")))


def test_what_is_declared_between_vouchers_is_heeded():
    """What was read without remark before may be worth one after."""
    block = VOUCHER.replace("{}", '{1 "100" 33 "x"}')
    for between in (
        '#OBJEKT 1 "200" "x"\n',
        '#DIM 33 "x"\n',
        "#RAR 0 20270101 20271231\n",
        "#RAR -2 20240101 20241231\n",
    ):
        head = "".join(line for line in HEAD.splitlines(True) if "#RAR" not in line)
        agree(transfer(block + between + block + VOUCHER, head=head))
        agree(transfer(VOUCHER + between + block + block))


def test_a_checksum_is_the_same_both_ways():
    text = export().replace(b"#FORMAT", b"#KSUMMA\n#FORMAT") + b"#KSUMMA 1\n"
    agree(text)


def test_forms_that_change_within_a_file():
    usual = '#TRANS 1910 {} 1.00 20260131 "a"\n#TRANS 3010 {} -1.00 20260131 "b"\n'
    other = "#TRANS 1910 {} 1\n#TRANS 3010 {} -1\n"
    blocks = [
        f'#VER "A" "{number}" 20260131\n{{\n{other if 5 < number < 90 else usual}}}\n'
        for number in range(1, 200)
    ]
    fast, slow = both_ways(transfer("".join(blocks)))
    assert everything(fast) == everything(slow)
    assert (codes(fast), len(fast.vouchers)) == ([], 199)


class Recorder:
    """Stands for an expression and remembers what it was asked about."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.asked: list[str] = []

    def findall(self, text: str) -> list[tuple[str, ...]]:
        self.asked.append(text)
        return self.pattern.findall(text)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[str]]:
    """What the expressions for usual rows and for any rows were asked about."""
    usual, other = Recorder(module.USUAL), Recorder(module.ANY)
    monkeypatch.setattr(module, "USUAL", usual)
    monkeypatch.setattr(module, "ANY", other)
    return usual.asked, other.asked


def test_an_unusual_voucher_now_and_then_slows_nothing_down(
    asked: tuple[list[str], list[str]],
):
    usual = '#TRANS 1910 {} 0.00 20260131 "a"\n'
    blocks = [
        '#VER "A" "" 20260131\n{\n'
        + ("#TRANS 1910 {} 0\n" if number % 6 == 5 else usual)
        + "}\n"
        for number in range(60)
    ]
    load(transfer("".join(blocks)))
    assert (len(asked[0]), len(asked[1])) == (60, 10)


def test_what_is_always_unusual_is_not_tried_as_usual_every_time(
    asked: tuple[list[str], list[str]],
):
    block = '#VER "A" "" 20260131\n{\n#TRANS 1910 {} 0\n}\n'
    load(transfer(block * 640))
    assert len(asked[1]) == 640
    assert len(asked[0]) == 40


def test_a_voucher_that_ends_oddly_is_not_taken_for_many(
    asked: tuple[list[str], list[str]],
):
    odd = VOUCHER.replace("\n}", "\n }")
    load(transfer((odd * 20 + VOUCHER) * 5))
    assert max(text.count("#VER") for text in asked[0]) == 0


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MAX_REMEMBERED", 4)
    blocks = [
        VOUCHER.replace("{}", f'{{1 "{number}" 6 "{"x" * (number * 30)}"}}')
        for number in range(12)
    ]
    agree(transfer("".join(blocks)))


def test_a_large_file_reads_the_same_both_ways():
    """Blocks of bytes end wherever they end."""
    draw = random.Random(7)
    blocks = []
    for number in range(1, 1500):
        amounts = [draw.randint(-(10**6), 10**6) for _ in range(draw.randint(1, 9))]
        amounts.append(-sum(amounts))
        rows = "".join(
            f'#TRANS {draw.choice(["1910", "3010", "5011"])} {{1 "{draw.randint(1, 50)}"}}'
            f' {amount / 100:.2f} 20260131 "rad"\n'
            for amount in amounts
        )
        blocks.append(f'#VER "A" "{number}" 20260131 "Köp"\n{{\n{rows}}}\n')
    data = transfer("".join(blocks))
    fast, slow = both_ways(data)
    assert everything(fast) == everything(slow)
    assert codes(load(data)) == []
