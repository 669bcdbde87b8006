# SPDX-License-Identifier: EUPL-1.2
"""Opening a table as it really comes: XLSX or CSV, titles above, sums within."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from gemensam.formats.issues import IssueLog
from gemensam.formats.tables.cells import Cell, is_empty, shown
from gemensam.formats.tables.delimited import rows as delimited_rows
from gemensam.formats.tables.dialect import Dialect, detect
from gemensam.formats.tables.escape import unescaped
from gemensam.formats.tables.headers import normalised
from gemensam.formats.tables.package import Caps
from gemensam.formats.tables.quick import quick_rows
from gemensam.formats.tables.reading import Source
from gemensam.formats.tables.recognition import is_workbook
from gemensam.formats.tables.sheet import Sheet
from gemensam.formats.tables.workbook import SheetEntry, Workbook, opened_workbook
from gemensam.formats.untidy.faults import NO_HEADER, REPEATED_HEADERS
from gemensam.formats.untidy.guessing import Wanted
from gemensam.formats.untidy.headline import header_at
from gemensam.formats.untidy.values import is_balance_word, is_total_word

LOOKED_AT = 60
SAMPLE = 200
RawRow = tuple[int, Sequence[Cell]]


class Untidy:
    """An open table. `header_line` is None when no row of headers was found: then the
    log says so and there are no rows. `sample` is the first rows below the headers,
    without sums; iterating gives all rows once, those of the sample first."""

    def __init__(
        self, rows: Iterator[RawRow], wanted: Sequence[Wanted], log: IssueLog
    ) -> None:
        self.headers: tuple[str, ...] = ()
        self.header_line: int | None = None
        self.titles: tuple[str, ...] = ()
        self.sample: tuple[RawRow, ...] = ()
        self.dialect: Dialect | None = None
        self.sheet: str | None = None
        self._log = log
        self._rows: Iterator[RawRow] = iter(())
        self._repeated = 0
        first = [row for row in islice(rows, LOOKED_AT) if not _is_blank(row[1])]
        at = header_at(first, wanted)
        if at is None:
            log.add(NO_HEADER, rows=LOOKED_AT)
            return
        self._begin(first, at, rows)

    def _begin(self, first: Sequence[RawRow], at: int, rows: Iterator[RawRow]) -> None:
        self.header_line, cells = first[at]
        self.titles = tuple(
            " ".join(shown(cell).strip() for cell in above if not is_empty(cell))
            for _line, above in first[:at]
        )
        body = chain(first[at + 1 :], rows)
        sample = list(islice(body, SAMPLE))
        width = max([len(cells), *(len(row) for _line, row in sample)])
        texts = [shown(cell).strip() for cell in cells]
        self.headers = (*texts, *[""] * (width - len(texts)))
        self._key = [normalised(header) for header in texts]
        self.sample = tuple(row for row in sample if self._is_ordinary(row[1]))
        self._rows = chain(sample, rows)

    def __iter__(self) -> Iterator[RawRow]:
        """Line and cells of every row below the headers that holds anything; a row of
        headers that comes again is left out."""
        for row in self._rows:
            cells = row[1]
            if _is_blank(cells):
                continue
            if self._is_header(cells):
                self._repeated += 1
                continue
            yield row
        if self._repeated:
            self._log.add(REPEATED_HEADERS, count=self._repeated)

    def _is_header(self, cells: Sequence[Cell]) -> bool:
        key = self._key
        return (
            len(cells) == len(key)
            and isinstance(cells[0], str)
            and normalised(cells[0]) == key[0]
            and [normalised(shown(cell)) for cell in cells] == key
        )

    def _is_ordinary(self, cells: Sequence[Cell]) -> bool:
        return not (
            _is_blank(cells)
            or self._is_header(cells)
            or any(
                isinstance(cell, str) and (is_total_word(cell) or is_balance_word(cell))
                for cell in cells[:4]
            )
        )


@contextmanager
def opened_untidy(
    source: Source,
    log: IssueLog,
    *,
    wanted: Sequence[Wanted] = (),
    caps: Caps | None = None,
) -> Iterator[Untidy]:
    """The table in a file (path, bytes or seekable stream), whatever its name is.

    The words of what is `wanted` help to find the row of headers. Of a workbook the
    largest visible sheet is read. Raises UnreadableTable and UnreadableXml here or while
    rows are taken, and OSError when the file cannot be opened.
    """
    caps = caps or Caps()
    with _opened(source) as file:
        if is_workbook(file):
            with opened_workbook(file, caps=caps) as workbook:
                entry = workbook.sheet(_largest(workbook).name, log=log)
                sheet = Sheet(workbook, entry, caps, log)
                table = Untidy(quick_rows(sheet), wanted, log)
                table.sheet = entry.name
                yield table
        else:
            dialect = detect(file)
            table = Untidy(_texts(file, dialect, log), wanted, log)
            table.dialect = dialect
            yield table


def _largest(workbook: Workbook) -> SheetEntry:
    """The visible sheet with most in it: a cover sheet often stands before the table."""
    visible = [sheet for sheet in workbook.sheets if sheet.is_visible]
    known = [one for one in visible if one.part in workbook.package.names]
    if not known:
        return workbook.sheet(None, log=IssueLog())
    return max(known, key=lambda one: workbook.package.size(one.part))


@contextmanager
def _opened(source: Source) -> Iterator[BinaryIO]:
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield file
    else:
        yield io.BytesIO(source) if isinstance(source, bytes) else source


def _texts(file: BinaryIO, dialect: Dialect, log: IssueLog) -> Iterator[RawRow]:
    for line, cells in delimited_rows(file, dialect, log=log):
        yield line, [unescaped(cell) for cell in cells]


def _is_blank(cells: Sequence[Cell]) -> bool:
    return all(isinstance(cell, str) and not cell.strip() for cell in cells)
