# SPDX-License-Identifier: EUPL-1.2
"""Reading an event log from a delimited text file.

The rows of a case may lie anywhere in the file, so unlike XES the whole log is held in
memory before the first trace comes out. Traces come in the order of their first rows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import BinaryIO

from gemensam.formats.eventlog.assembly import Assembly
from gemensam.formats.eventlog.faults import (
    BAD_VALUE,
    CONFLICT,
    DUPLICATE_HEADER,
    NO_CASE,
    NO_COLUMNS,
    ROW_WIDTH,
    TOO_LARGE,
    UnreadableLog,
)
from gemensam.formats.eventlog.limits import Limits
from gemensam.formats.eventlog.mapping import ColumnMapping, guess_mapping
from gemensam.formats.eventlog.model import Event, Trace, Value
from gemensam.formats.eventlog.scalars import Scalars
from gemensam.formats.issues import Issue, IssueLog, mark
from gemensam.formats.tables.delimited import rows
from gemensam.formats.tables.dialect import Dialect, detect

_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
_ROLES = ("case", "activity", "instant", "resource", "lifecycle")


@dataclass(slots=True)
class _Case:
    line: int
    cells: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, Value] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)


def read_delimited(
    file: BinaryIO,
    *,
    log: IssueLog,
    mapping: ColumnMapping | None = None,
    dialect: Dialect | None = None,
    zone: tzinfo | None = None,
    limits: Limits | None = None,
) -> Iterator[Trace]:
    """The traces of a seekable file; mapping and dialect are guessed when not given.

    An empty cell is an attribute that is not there. Raises UnreadableLog when the
    needed columns are missing or the log is too large, UnreadableTable for a file that
    is no table.
    """
    limits = limits or Limits()
    found = rows(file, dialect or detect(file), log=log)
    _, headers = next(found, (0, []))
    columns = _Columns([header.strip() for header in headers], mapping, log)
    reader = _Rows(columns, log, zone)
    for number, (line, cells) in enumerate(found):
        if number >= limits.rows:
            values: dict[str, object] = {"limit": limits.rows, "unit": mark("rows")}
            raise UnreadableLog(Issue(TOO_LARGE, line, values=values))
        reader.add(line, cells)
    yield from reader.traces()


class _Columns:
    """Where in a row everything stands."""

    def __init__(
        self, headers: Sequence[str], mapping: ColumnMapping | None, log: IssueLog
    ) -> None:
        mapping = mapping or guess_mapping(headers)
        if mapping is None:
            raise _no_columns(("case", "activity", "instant"))
        roles = {role: getattr(mapping, role) for role in _ROLES}
        missing = [name for name in roles.values() if name and name not in headers]
        if missing:
            raise _no_columns(missing)
        for header in {name for name in headers if headers.count(name) > 1}:
            log.add(DUPLICATE_HEADER, 1, key=header)
        self.width = len(headers)
        self.types = mapping.types
        self.roles = {role: headers.index(name) for role, name in roles.items() if name}
        self.of_case: list[tuple[int, str, str]] = []
        self.of_event: list[tuple[int, str, str]] = []
        for at, header in enumerate(headers):
            if at in self.roles.values():
                continue
            if header.startswith(mapping.case_prefix):
                name = header.removeprefix(mapping.case_prefix)
                self.of_case.append((at, header, name))
            else:
                self.of_event.append((at, header, header))


class _Rows:
    def __init__(self, columns: _Columns, log: IssueLog, zone: tzinfo | None) -> None:
        self._columns = columns
        self._log = log
        self._assembly = Assembly(log, zone)
        self._types = Scalars(zone).by_type
        self._cases: dict[str, _Case] = {}

    def add(self, line: int, cells: list[str]) -> None:
        columns = self._columns
        if len(cells) != columns.width:
            self._log.add(ROW_WIDTH, line, cells=len(cells), columns=columns.width)
            return
        standard = {role: cells[at].strip() for role, at in columns.roles.items()}
        name = standard.pop("case")
        if not name:
            self._log.add(NO_CASE, line)
            return
        case = self._cases.setdefault(name, _Case(line))
        for at, header, key in columns.of_case:
            self._add_to_case(case, name, (header, key), cells[at], line)
        attributes = {
            key: self._value(header, cells[at], line)
            for at, header, key in columns.of_event
            if cells[at]
        }
        case.events.append(self._assembly.event(standard, attributes, line))

    def traces(self) -> Iterator[Trace]:
        for name, case in self._cases.items():
            yield self._assembly.trace(name, case.attributes, case.events, case.line)

    def _add_to_case(
        self, case: _Case, name: str, column: tuple[str, str], cell: str, line: int
    ) -> None:
        header, key = column
        known = case.cells.get(key)
        if cell and known is None:
            case.cells[key] = cell
            case.attributes[key] = self._value(header, cell, line)
        elif cell and cell != known:
            self._log.add(CONFLICT, line, header, case=name, key=key)

    def _value(self, header: str, cell: str, line: int) -> Value:
        kind = self._columns.types.get(header)
        if kind is None:
            kind = "date" if _INSTANT.fullmatch(cell) else "string"
        try:
            return self._types[kind](cell)
        except ValueError:
            self._log.add(BAD_VALUE, line, header, text=cell[:60], type=kind)
            return cell


def _no_columns(names: Sequence[str]) -> UnreadableLog:
    return UnreadableLog(Issue(NO_COLUMNS, 1, values={"missing": ", ".join(names)}))
