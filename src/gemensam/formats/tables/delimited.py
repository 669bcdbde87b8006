# SPDX-License-Identifier: EUPL-1.2
"""Rows of a delimited text file, with the line each of them begins on."""

import csv
import io
from collections.abc import Generator, Iterator
from typing import BinaryIO

from gemensam.formats.issues import Issue, IssueLog
from gemensam.formats.tables.dialect import Dialect
from gemensam.formats.tables.faults import (
    BAD_BYTES,
    BAD_QUOTES,
    LINE_TOO_LONG,
    UNCLOSED_QUOTE,
    UnreadableTable,
)

_LONGEST_LINE = 1 << 20
_CTRL_Z = "\x1a"


def rows(
    file: BinaryIO, dialect: Dialect, *, log: IssueLog
) -> Generator[tuple[int, list[str]], None, None]:
    """Line number and cells of every row that is not empty.

    A row with broken quotes is told and left out, and reading goes on with the next
    line. Raises UnreadableTable for a line of more than a million characters.
    """
    text = io.TextIOWrapper(
        file, encoding=dialect.encoding, errors="replace", newline=""
    )
    try:
        yield from _rows(text, dialect, log)
    finally:
        if not file.closed:  # whoever took only some rows may have closed it
            text.detach()


def _rows(
    text: io.TextIOWrapper, dialect: Dialect, log: IssueLog
) -> Generator[tuple[int, list[str]], None, None]:
    lines = _lines(text)
    for _ in range(dialect.skip):
        next(lines, None)
    reader = csv.reader(
        lines, delimiter=dialect.separator, quotechar=dialect.quote, strict=True
    )
    while True:
        line = reader.line_num + dialect.skip + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            kind = BAD_QUOTES if "expected after" in str(error) else UNCLOSED_QUOTE
            log.add(kind, line)
            continue
        if cells and cells != [_CTRL_Z]:
            if any("\ufffd" in cell for cell in cells):
                log.add(BAD_BYTES, line, encoding=dialect.encoding)
            yield line, cells


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    while line := text.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise UnreadableTable(Issue(LINE_TOO_LONG, number))
        yield line
