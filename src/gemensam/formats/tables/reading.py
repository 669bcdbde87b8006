# SPDX-License-Identifier: EUPL-1.2
"""Reading a declared table from CSV or XLSX, row by row, with every fault told."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from gemensam.formats.issues import IssueLog
from gemensam.formats.tables.cells import Cell, ErrorCell, is_empty, shown
from gemensam.formats.tables.delimited import rows as delimited_rows
from gemensam.formats.tables.dialect import Dialect, detect
from gemensam.formats.tables.escape import unescaped
from gemensam.formats.tables.faults import (
    CELL_ERROR,
    DUPLICATE_ROW,
    EXTRA_CELLS,
    MERGED,
    REQUIRED,
    BadCell,
)
from gemensam.formats.tables.headings import LOOKED_AT, Headings, RawRow, find_headings
from gemensam.formats.tables.package import Caps
from gemensam.formats.tables.recognition import is_workbook
from gemensam.formats.tables.sheet import Sheet
from gemensam.formats.tables.spec import Chosen, Column, Row, TableSpec
from gemensam.formats.tables.types import Value
from gemensam.formats.tables.workbook import opened_workbook

Source = Path | bytes | BinaryIO


class Table:
    """An open table: what was found out about it, and its rows, once.

    `chosen` is what to remember so that the next file of the same making is read in
    the same way. Without usable headers there are no rows, and the log says why.
    """

    def __init__(
        self,
        rows: Iterator[RawRow],
        spec: TableSpec,
        chosen: Chosen,
        log: IssueLog,
    ) -> None:
        first = list(islice(rows, LOOKED_AT))
        found = find_headings(first, spec, chosen, log=log)
        self.headings: Headings | None = found
        self.chosen = chosen
        self.dialect: Dialect | None = None
        self.sheet: Sheet | None = None
        self._log = log
        self._spec = spec
        self._raw: Iterator[RawRow] = iter(())
        if found is not None:
            self.chosen = replace(chosen, headers=found.used())
            if found.is_usable:
                self._raw = _after(found.line, first, rows)

    def __iter__(self) -> Iterator[Row]:
        if self.headings is None:
            return
        reader = _Reader(self._spec, self.headings, self._log)
        for line, cells in self._raw:
            row = reader.row(line, cells)
            if row is not None:
                yield row
        if self.sheet is not None:
            _tell_merged(self.sheet.merged, self.headings.line, self._log)


@contextmanager
def opened_table(
    source: Source,
    spec: TableSpec,
    *,
    log: IssueLog,
    chosen: Chosen | None = None,
    dialect: Dialect | None = None,
    caps: Caps | None = None,
) -> Iterator[Table]:
    """The table in a file (path, bytes or seekable stream), whatever its name is.

    Raises UnreadableTable and UnreadableXml, each with an `issue`, here or while the
    rows are taken; and OSError when the file cannot be opened. Everything wrong with
    headers, rows and cells goes to the log, and rows go on.
    """
    chosen = chosen or Chosen()
    caps = caps or Caps()
    with _opened(source) as file:
        if is_workbook(file):
            with opened_workbook(file, caps=caps) as workbook:
                entry = workbook.sheet(chosen.sheet, log=log)
                sheet = Sheet(workbook, entry, caps, log)
                table = Table(sheet.rows(), spec, chosen, log)
                table.sheet = sheet
                table.chosen = replace(table.chosen, sheet=entry.name)
                yield table
        else:
            dialect = dialect or detect(file)
            table = Table(_texts(file, dialect, log), spec, chosen, log)
            table.dialect = dialect
            yield table


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


def _after(
    line: int, first: Sequence[RawRow], rest: Iterator[RawRow]
) -> Iterator[RawRow]:
    yield from (row for row in first if row[0] > line)
    yield from rest


class _Reader:
    """Turns raw rows into rows of the spec."""

    def __init__(self, spec: TableSpec, headings: Headings, log: IssueLog) -> None:
        self._columns = [
            (column, headings.positions[column.name])
            for column in spec.columns
            if column.name in headings.positions
        ]
        self._absent: dict[str, Value] = {
            column.name: None
            for column in spec.columns
            if column.name not in headings.positions
        }
        self._headers = {
            column.name: headings.headers[at] for column, at in self._columns
        }
        self._width = len(headings.headers)
        self._key = spec.key
        self._seen: dict[tuple[Value, ...], int] = {}
        self._log = log

    def row(self, line: int, cells: Sequence[Cell]) -> Row | None:
        """The row; None when all of its cells are empty."""
        if all(map(is_empty, cells)):
            return None
        values: dict[str, Value] = {}
        is_faulty = self._has_extra(line, cells)
        for column, at in self._columns:
            cell = cells[at] if at < len(cells) else ""
            try:
                values[column.name] = _value(column, cell)
            except BadCell as fault:
                header = self._headers[column.name]
                self._log.add(
                    fault.kind, line, header, **{"header": header} | fault.values
                )
                values[column.name] = None
                is_faulty = True
        values |= self._absent
        if not is_faulty and self._key:
            is_faulty = self._is_double(line, values)
        return Row(line, MappingProxyType(values), is_faulty)

    def _has_extra(self, line: int, cells: Sequence[Cell]) -> bool:
        extra = [cell for cell in cells[self._width :] if not is_empty(cell)]
        if extra:
            self._log.add(EXTRA_CELLS, line, text=shown(extra[0]))
        return bool(extra)

    def _is_double(self, line: int, values: dict[str, Value]) -> bool:
        key = tuple(values[name] for name in self._key)
        first = self._seen.setdefault(key, line)
        if first != line:
            said = ", ".join(str(value) for value in key)
            self._log.add(DUPLICATE_ROW, line, key=said, first=first)
        return first != line


def _value(column: Column, cell: Cell) -> Value:
    if is_empty(cell):
        if column.required:
            raise BadCell(REQUIRED)
        return None
    if isinstance(cell, ErrorCell):
        raise BadCell(CELL_ERROR, text=cell.text)
    return column.type.read(cell)


def _tell_merged(ranges: Sequence[str], header_line: int, log: IssueLog) -> None:
    """Titles above the table may be merged as they like."""
    for cells in ranges:
        digits = cells.partition(":")[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$")
        line = int(digits) if digits.isdecimal() else None
        if line is None or line >= header_line:
            log.add(MERGED, line, cells=cells[:20])
