# SPDX-License-Identifier: EUPL-1.2
"""Opening a log that may be packed, without trusting what it unpacks to."""

import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from gemensam.formats.eventlog.faults import (
    BAD_GZIP,
    GZIP_BOMB,
    GZIP_TAIL,
    TOO_LARGE,
    UnreadableLog,
)
from gemensam.formats.eventlog.limits import Limits
from gemensam.formats.issues import Issue

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

GZIP = b"\x1f\x8b"
Source = Path | bytes | BinaryIO
_CHUNK = 1 << 17


@contextmanager
def opened(
    source: Source, *, limits: Limits | None = None
) -> Iterator[io.BufferedReader]:
    """The bytes of the log, unpacked where the first two bytes say gzip.

    A stream of the caller's is left open. Reading raises UnreadableLog where the
    packing is broken or a bomb.
    """
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield _unpacked(file, limits or Limits())
    else:
        given = io.BytesIO(source) if isinstance(source, bytes) else source
        yield _unpacked(given, limits or Limits())


def _unpacked(file: BinaryIO, limits: Limits) -> io.BufferedReader:
    plain: io.BufferedReader = io.BufferedReader(_Borrowed(file), _CHUNK)
    if plain.peek(2)[:2] != GZIP:
        return plain
    return io.BufferedReader(_Gunzip(plain, limits), _CHUNK)


class _Borrowed(io.RawIOBase):
    """Reads from a stream that someone else will close."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        data = self._file.read(len(view))
        view[: len(data)] = data
        return len(data)


class _Gunzip(io.RawIOBase):
    """One gzip member after the other, as the format allows, within limits."""

    def __init__(self, packed: io.BufferedReader, limits: Limits) -> None:
        self._packed = packed
        self._limits = limits
        self._member = zlib.decompressobj(wbits=31)
        self._input = b""
        self._took = 0
        self._gave = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        data = self._next(len(view))
        view[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        data = b""
        while not data:
            if self._member.eof and not self._next_member():
                return b""
            given = self._input or self._take()
            try:
                data = self._member.decompress(given, size)
            except zlib.error:
                raise UnreadableLog(Issue(BAD_GZIP)) from None
            self._input = self._member.unused_data or self._member.unconsumed_tail
            if not (data or given or self._member.eof):
                raise UnreadableLog(Issue(BAD_GZIP))
        self._gave += len(data)
        self._judge()
        return data

    def _take(self) -> bytes:
        data = self._packed.read1(_CHUNK)
        self._took += len(data)
        return data

    def _next_member(self) -> bool:
        """Whether another member follows; padding with zeros does not count."""
        self._input = self._input.lstrip(b"\0")
        while len(self._input) < 2 and (more := self._take()):
            self._input = (self._input + more).lstrip(b"\0")
        if not self._input:
            return False
        if not self._input.startswith(GZIP):
            raise UnreadableLog(Issue(GZIP_TAIL))
        self._member = zlib.decompressobj(wbits=31)
        return True

    def _judge(self) -> None:
        limits = self._limits
        if self._gave > limits.unpacked:
            values: dict[str, object] = {"limit": limits.unpacked >> 20, "unit": "MiB"}
            raise UnreadableLog(Issue(TOO_LARGE, values=values))
        if self._gave > max(limits.unjudged, limits.ratio * self._took):
            raise UnreadableLog(Issue(GZIP_BOMB, values={"ratio": limits.ratio}))
