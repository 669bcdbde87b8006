# SPDX-License-Identifier: EUPL-1.2
"""A workbook as the zip file it is: everything is measured before anything is read."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO

from gemensam.formats.issues import mark
from gemensam.formats.tables.faults import (
    BINARY_WORKBOOK,
    DAMAGED,
    MACROS,
    PROTECTED,
    TOO_LARGE,
    ZIP_BOMB,
    refused,
)

_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_LONGEST_COMMENT = 1 << 16
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_MACRO_TYPES = (b"macroEnabled", b"vbaProject")
_BINARY_TYPE = b"sheet.binary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """What a workbook may hold before it is refused.

    `ratio` counts for files that unpack to more than `unjudged` bytes. A workbook of
    the largest size that Excel can make stays under all of them.
    """

    entries: int = 10_000
    directory: int = 1 << 22
    unpacked: int = 1 << 30
    texts: int = 1 << 28
    ratio: int = 200
    unjudged: int = 1 << 26
    cells: int = 20_000_000


class Package:
    """The parts of a workbook by their names."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(archive.namelist())

    @contextmanager
    def part(self, name: str) -> Iterator[IO[bytes]]:
        """The bytes of a part. Raises UnreadableTable when it is missing or broken."""
        try:
            file = self._archive.open(name)
        except (KeyError, zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            # ValueError: an offset before the file's beginning.
            raise refused(DAMAGED, part=name) from None
        with file:
            try:
                yield file
            except (zipfile.BadZipFile, zlib.error, EOFError):
                raise refused(DAMAGED, part=name) from None

    def size(self, name: str) -> int:
        return self._archive.getinfo(name).file_size


@contextmanager
def opened_package(file: BinaryIO, *, caps: Caps) -> Iterator[Package]:
    """The workbook in a seekable file, once its measures have been found harmless.

    Raises UnreadableTable: damaged, protected, with macros, too large, or a bomb.
    """
    size = file.seek(0, 2)
    _check_directory(file, size, caps)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise refused(DAMAGED, part="zip") from None
    with archive:
        package = Package(archive)
        _check_entries(archive.infolist(), size, caps)
        _check_kind(package)
        yield package


def _check_directory(file: BinaryIO, size: int, caps: Caps) -> None:
    """The table of contents is read whole by whoever opens a zip, so it comes first."""
    file.seek(max(0, size - _LONGEST_COMMENT - 22 - 76))
    tail = file.read()
    file.seek(0)
    end, end_64 = tail.rfind(_END), tail.rfind(_END_64)
    if end < 0 or len(tail) < end + 22:
        raise refused(DAMAGED, part="zip")
    entries = int.from_bytes(tail[end + 10 : end + 12], "little")
    directory = int.from_bytes(tail[end + 12 : end + 16], "little")
    if end_64 >= 0:
        entries = int.from_bytes(tail[end_64 + 32 : end_64 + 40], "little")
        directory = int.from_bytes(tail[end_64 + 40 : end_64 + 48], "little")
    if entries > caps.entries or directory > caps.directory:
        raise refused(TOO_LARGE, limit=caps.entries, unit=mark("parts"))


def _check_entries(entries: list[zipfile.ZipInfo], size: int, caps: Caps) -> None:
    if len(entries) > caps.entries:
        raise refused(TOO_LARGE, limit=caps.entries, unit=mark("parts"))
    if len({entry.filename for entry in entries}) < len(entries) or any(
        entry.compress_type not in _METHODS for entry in entries
    ):
        raise refused(DAMAGED, part="zip")
    if any(entry.flag_bits & 1 for entry in entries):
        raise refused(PROTECTED)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > max(caps.unjudged, caps.ratio * size):
        raise refused(ZIP_BOMB, ratio=caps.ratio)
    if unpacked > caps.unpacked:
        raise refused(TOO_LARGE, limit=caps.unpacked >> 20, unit="MiB")


def _check_kind(package: Package) -> None:
    with package.part("[Content_Types].xml") as file:
        types = file.read(1 << 22)
    if _BINARY_TYPE in types:
        raise refused(BINARY_WORKBOOK)
    if any(word in types for word in _MACRO_TYPES) or any(
        name.lower().endswith("vbaproject.bin") for name in package.names
    ):
        raise refused(MACROS)
