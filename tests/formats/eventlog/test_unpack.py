# SPDX-License-Identifier: EUPL-1.2
"""X6: packed logs – plain, wrong, cut off, glued together, and bombs."""

import gzip
import io
import zlib
from pathlib import Path

import pytest

from gemensam.formats.eventlog import Limits, UnreadableLog, read_log
from gemensam.formats.eventlog.unpack import opened
from gemensam.formats.issues import IssueLog

TEXT = b"<log>" + b"\n<!-- x -->" * 5000 + b"</log>"
PACKED = gzip.compress(TEXT)


def unpacked(data: bytes, **limits: int) -> bytes:
    with opened(data, limits=Limits(**limits)) as file:
        return file.read()


def test_plain_and_packed_bytes_are_told_apart_by_content():
    assert unpacked(TEXT) == TEXT
    assert unpacked(PACKED) == TEXT
    assert unpacked(b"") == b""
    assert unpacked(b"\x1f") == b"\x1f"


def test_paths_and_streams_are_opened_and_streams_left_open(tmp_path: Path):
    path = tmp_path / "log.xes"
    path.write_bytes(PACKED)
    with opened(path) as file:
        assert file.read() == TEXT
    stream = io.BytesIO(PACKED)
    with opened(stream) as file:
        assert file.read() == TEXT
    del file
    assert not stream.closed


@pytest.mark.parametrize("padding", [b"", b"\0", b"\0" * 300_000])
@pytest.mark.parametrize("parts", [1, 2, 30])
def test_members_one_after_the_other_are_one_file(parts, padding):
    assert unpacked((PACKED + padding) * parts) == TEXT * parts


def test_empty_members_are_nothing():
    assert unpacked(gzip.compress(b"") * 3 + PACKED + gzip.compress(b"")) == TEXT


def test_members_that_meet_at_the_edge_of_what_is_read_at_once():
    size = (1 << 17) - len(PACKED)
    filler = gzip.compress(bytes(size), 0)
    for extra in range(-2, 3):
        name = b"n" * (size - len(filler) + size + extra)
        first = b"\x1f\x8b\x08\x08\0\0\0\0\0\xff" + name + b"\0" + filler[10:]
        assert unpacked(first + PACKED) == bytes(size) + TEXT


@pytest.mark.parametrize("cut", [2, 9, 10, 30, len(PACKED) - 8, len(PACKED) - 1])
def test_a_file_that_breaks_off_is_told(cut):
    with pytest.raises(UnreadableLog) as caught:
        unpacked(PACKED[:cut])
    assert caught.value.issue.code == "log.bad-gzip"


@pytest.mark.parametrize("at", [2, 3, 12, 40, len(PACKED) - 6, len(PACKED) - 2])
def test_a_damaged_file_is_told(at):
    damaged = bytearray(PACKED)
    damaged[at] ^= 0xFF
    with pytest.raises(UnreadableLog) as caught:
        unpacked(bytes(damaged))
    assert caught.value.issue.code == "log.bad-gzip"


@pytest.mark.parametrize("tail", [b"x", b"\0\0junk", TEXT])
def test_something_unpacked_behind_the_packed_is_told(tail):
    with pytest.raises(UnreadableLog) as caught:
        unpacked(PACKED + tail)
    assert caught.value.issue.code == "log.gzip-tail"


def bomb(mebibytes: int) -> bytes:
    deflate = zlib.compressobj(9, wbits=31)
    parts = [deflate.compress(bytes(1 << 20)) for _ in range(mebibytes)]
    return b"".join([*parts, deflate.flush()])


def test_a_bomb_is_refused_soon():
    taken: list[int] = []
    with opened(bomb(128)) as file, pytest.raises(UnreadableLog) as caught:
        taken.extend(len(data) for data in iter(lambda: file.read(1 << 20), b""))
    assert caught.value.issue.code == "log.gzip-bomb"
    assert Limits().unjudged - (1 << 20) <= sum(taken) <= Limits().unjudged


def test_a_log_that_packs_well_but_is_small_is_read():
    assert len(unpacked(bomb(8))) == 8 << 20


def test_a_file_larger_than_the_limit_is_refused():
    with pytest.raises(UnreadableLog) as caught:
        unpacked(gzip.compress(bytes(5 << 20)), unpacked=4 << 20, unjudged=1 << 30)
    assert caught.value.issue.code == "log.too-large"
    assert caught.value.issue.values == {"limit": 4, "unit": "MiB"}


def test_a_packed_file_in_a_packed_file_is_refused():
    with pytest.raises(UnreadableLog) as caught:
        list(read_log(gzip.compress(PACKED), log=IssueLog()))
    assert caught.value.issue.code == "log.packed-twice"
