# SPDX-License-Identifier: EUPL-1.2
"""A stream of bytes into blocks of whole lines, in memory that the file cannot grow.

Lines end in LF or CRLF (§5.5); a file whose first block has CR and no LF is taken to end
its lines in CR. A line past `MAX_LINE` bytes is passed over without being kept: an empty
line stands in its place so that line numbers hold.
"""

from collections.abc import Callable, Iterator
from typing import BinaryIO

BLOCK = 1 << 18
MAX_LINE = 1 << 20


def whole_lines(
    source: BinaryIO, *, too_long: Callable[[int], None]
) -> Iterator[bytes]:
    """Blocks that end in LF (the last may not); `too_long` hears of lines left out."""
    rest = b""
    line = 1
    skipping = False
    for chunk in _chunks(source):
        data, rest = rest + chunk, b""
        if skipping:
            _, end, data = data.partition(b"\n")
            if not end:
                continue
            skipping = False
            data = b"\n" + data
        cut = data.rfind(b"\n") + 1
        whole, rest = data[:cut], data[cut:]
        if whole.find(b"\n") > MAX_LINE:
            too_long(line)
            whole = whole[whole.find(b"\n") :]
        if whole:
            line += whole.count(b"\n")
            yield whole
        if len(rest) > MAX_LINE:
            too_long(line)
            rest, skipping = b"", True
    if rest:
        yield rest


def _chunks(source: BinaryIO) -> Iterator[bytes]:
    """What the source gives, with CR made LF when the first block has no LF."""
    first = source.read(BLOCK)
    if b"\r" in first and b"\n" not in first:
        while first:
            yield first.replace(b"\r", b"\n")
            first = source.read(BLOCK)
    else:
        while first:
            yield first
            first = source.read(BLOCK)


def at_voucher_ends(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same lines in blocks that end after a voucher where there is one.

    A voucher that is cut in two is read more slowly; nothing else depends on it.
    """
    rest = b""
    for block in blocks:
        data = rest + block
        cut = data.rfind(b"\n}")
        cut = data.find(b"\n", cut + 1) + 1 if cut >= 0 else 0
        cut = cut or len(data)
        rest = data[cut:]
        yield data[:cut]
    if rest:
        yield rest
