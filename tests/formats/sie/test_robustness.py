# SPDX-License-Identifier: EUPL-1.2
"""Whatever bytes come in, there is an answer: records and remarks, no exception."""

import io

from hypothesis import given, settings, strategies as st
from tests.formats.sie.samples import HEAD, codes, everything, export, load, transfer
from tests.formats.sie.strategies import near_files

from gemensam.formats.sie import ENCODINGS, FileKind, Writer, looks_like_sie
from gemensam.formats.sie.checksum import Checksum

ALPHABET = st.sampled_from(
    [
        bytes([byte])
        for byte in b'\x00\t\r\n\x1a "#{}\\0123456789.,-AV\x94\xe5\xff\xc3\xa5'
    ]
    + [
        b"#VER ",
        b"#TRANS ",
        b"\n}\n",
        b"\n{\n",
        b"#KSUMMA",
        b"#KONTO 1910 ",
    ]
)


def total(data: bytes, *, encoding: str | None = None) -> None:
    """Read it twice; the answer is the same and every message can be told."""
    found = load(data, encoding=encoding)
    assert everything(found) == everything(load(data, encoding=encoding))
    for issue in found.issues:
        assert issue.message()
        assert issue.cure()


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes):
    total(data)
    looks_like_sie(data)


@settings(max_examples=300)
@given(
    st.lists(ALPHABET, max_size=80).map(b"".join), st.sampled_from([None, *ENCODINGS])
)
def test_any_pieces_after_a_head(data: bytes, encoding: str | None):
    total(b"#FLAGGA 0\n#RAR 0 20260101 20261231\n" + data, encoding=encoding)


@given(near_files)
def test_any_lines(text: str):
    total(text.encode("utf-8"))


@given(st.data())
def test_a_sound_file_with_bytes_changed(data: st.DataObject):
    sound = bytearray(export())
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(sound) - 1))
        sound[at] = data.draw(st.integers(0, 255))
    total(bytes(sound))


def test_cut_at_every_byte():
    """A file that is cut inside its vouchers says so; one that is cut before has none."""
    data = transfer()
    first = data.index(b"#VER")
    for end in range(len(data)):
        found = load(data[:end])
        if end < len(data) - 2:
            assert found.log.has_errors(), end
        if end > first + 4:
            assert len(found.vouchers) == 1, end
        for issue in found.issues:
            assert issue.message()


def test_a_file_with_a_checksum_that_is_cut_is_always_found_out():
    flag, _, rest = export().decode("cp437").partition("\n")
    checksum = Checksum()
    checksum.add(rest)
    data = f"{flag}\n#KSUMMA\n{rest}#KSUMMA {checksum.value}\n".encode("cp437")
    assert codes(load(data)) == []
    for end in range(len(data) - 1):
        assert load(data[:end]).log.has_errors(), end
    assert codes(load(data[:-1])) == ["sie.no-last-newline"]


def test_deep_and_wide_nonsense_takes_no_time():
    for piece in ("{", "}", '"', "\\", '\\"', "#", " ", "{1 ", '{"', '"{', "\u00a0"):
        for label in ("#TRANS 1910 ", "#PROSA ", "#VER ", ""):
            total(f"{HEAD}{label}{piece * 5_000}\n".encode("cp437", errors="replace"))


def test_a_single_voucher_over_many_blocks():
    rows = (
        '#TRANS 1910 {} 1.00 20260131 "x"\n#TRANS 3010 {} -1.00 20260131 "y"\n' * 9000
    )
    found = load(transfer(f'#VER "A" "1" 20260131\n{{\n{rows}}}\n'))
    assert (codes(found), len(found.vouchers[0].rows)) == ([], 18000)


def test_nothing_written_is_nothing_read():
    target = io.BytesIO()
    Writer(target, kind=FileKind.IMPORT, strict=False).close()
    assert load(target.getvalue()).records == ()
