# SPDX-License-Identifier: EUPL-1.2
"""S16: lines of any length and ending, in memory the file cannot grow."""

import io
import tracemalloc

import pytest
from hypothesis import given, strategies as st
from tests.formats.sie.samples import (
    HEAD,
    VOUCHER,
    both_ways,
    codes,
    everything,
    export,
    load,
)

from gemensam.formats.issues import IssueLog
from gemensam.formats.sie import Voucher, read
from gemensam.formats.sie.blocks import BLOCK, MAX_LINE, at_voucher_ends, whole_lines


class Endless(io.BytesIO):
    """A head, then `size` bytes of one line, then a tail; the line is never in memory."""

    def __init__(self, head: bytes, size: int, tail: bytes) -> None:
        super().__init__(head)
        self.left = size
        self.tail = tail

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None
        data = super().read(size)
        if data or not self.tail:
            return data
        if self.left:
            taken = min(size, self.left)
            self.left -= taken
            return b"x" * taken
        data, self.tail = self.tail, b""
        return data


def blocks(data: bytes) -> tuple[list[bytes], list[int]]:
    long: list[int] = []
    return list(whole_lines(io.BytesIO(data), too_long=long.append)), long


def test_s16_a_line_of_200_mb_is_refused_without_eating_memory():
    head = export()
    source = Endless(head + b"#PROSA ", 200_000_000, b"\n#UB 0 5011 0\n")
    log = IssueLog()
    tracemalloc.start()
    records = list(read(source, log=log))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 * MAX_LINE
    long = [issue for issue in log if issue.code == "sie.line-too-long"]
    line = head.count(b"\n") + 1
    assert [issue.line for issue in long] == [line]
    assert records[-1].line == line + 1


def test_s16_many_vouchers_need_no_more_memory_than_few():
    peaks = []
    for vouchers in (400, 4000):
        source = io.BytesIO(HEAD.encode("cp437") + VOUCHER.encode("cp437") * vouchers)
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        count = sum(
            isinstance(record, Voucher) for record in read(source, log=IssueLog(keep=0))
        )
        peaks.append(tracemalloc.get_traced_memory()[1] - before)
        tracemalloc.stop()
        assert count == vouchers
    assert peaks[1] < peaks[0] + 6 * BLOCK


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_s16_lf_crlf_and_cr_alone(ending: str):
    data = export().replace(b"\n", ending.encode())
    for found in both_ways(data):
        assert everything(found) == everything(load(export()))


def test_s16_ctrl_z_and_nul_at_the_end():
    for end in (b"\x1a", b"\x00" * 300, b"\x1a\x00\x00\r\n\x1a", b"\r\n\r\n"):
        found = load(export() + end)
        assert codes(found) == []
        assert found.records == load(export()).records


def test_a_line_of_the_limit_is_read_and_one_byte_more_is_not():
    line = b"#PROSA " + b"x" * (MAX_LINE - 7)
    assert blocks(b"a\n" + line + b"\nb\n")[1] == []
    assert blocks(b"a\n" + line + b"x\nb\n")[1] == [2]
    assert blocks(b"a\n" + line)[1] == []
    assert blocks(b"a\n" + line + b"x")[1] == [2]


def test_a_long_line_leaves_an_empty_one_in_its_place():
    found, long = blocks(b"first\n" + b"x" * (3 * MAX_LINE) + b"\nlast")
    assert (b"".join(found), long) == (b"first\n\nlast", [2])


def test_cr_alone_holds_for_the_whole_file_only_if_it_holds_in_the_first_block():
    data = b"a\r" * BLOCK
    assert b"".join(blocks(data)[0]) == data.replace(b"\r", b"\n")
    assert b"".join(blocks(b"a\rb\n")[0]) == b"a\rb\n"


@given(st.lists(st.sampled_from([b"\n", b"a", b"}", b"\n}", b"\n}\n"]), max_size=40))
def test_no_byte_is_lost_or_moved(parts: list[bytes]):
    data = b"".join(parts)
    lines = whole_lines(io.BytesIO(data), too_long=lambda _: None)
    assert b"".join(at_voucher_ends(lines)) == data


def test_blocks_end_after_a_voucher():
    data = (b"#VER\n{\n" + b"x" * 100 + b"\n}\n") * (2 * BLOCK // 100)
    lines = whole_lines(io.BytesIO(data), too_long=lambda _: None)
    found = list(at_voucher_ends(lines))
    assert b"".join(found) == data
    assert {block[-3:] for block in found} == {b"\n}\n"}


def test_a_block_without_vouchers_does_not_wait_for_one():
    data = b"#VER\n{\n}\n" + b"#TRANS\n" * BLOCK
    lines = whole_lines(io.BytesIO(data), too_long=lambda _: None)
    assert max(map(len, at_voucher_ends(lines))) <= 2 * BLOCK


class Dribble(io.BytesIO):
    """Gives one byte at a time, as a slow line might."""

    def read(self, _size: int | None = -1) -> bytes:
        return super().read(1)


def test_how_the_bytes_arrive_does_not_matter():
    log = IssueLog()
    records = tuple(read(Dribble(export()), log=log))
    assert records == load(export()).records
    assert len(log) == 0
