# SPDX-License-Identifier: EUPL-1.2
"""The rows of an export as calls of queues; every fault told with its line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TypeVar

from gemensam.core import clock
from gemensam.core.imports.importer import Reading
from gemensam.formats.tables.cells import Cell, is_empty, shown
from gemensam.formats.tables.faults import BadCell
from gemensam.formats.untidy import Layout, Untidy, values
from gemensam.telephony.importers import cells as read, kinds
from gemensam.telephony.importers.columns import is_month_header, seconds_in
from gemensam.telephony.importers.copy import LINE

LONGEST = 120
Told = TypeVar("Told")
COUNTS = ("offered", "answered", "abandoned", "within")
MEANS = ("wait", "talk")


@dataclass(slots=True, kw_only=True)
class Counted:
    """Calls of a queue in `[begins, ends)`. The means are held as sums over those
    answered, so that intervals of a day can be added."""

    queue: str
    begins: date
    ends: date
    line: int
    counts: dict[str, int]
    sums: dict[str, int]

    def add(self, other: "Counted") -> None:
        """Another part of the same day; what one of them does not tell is not known."""
        self.counts = _added(self.counts, other.counts)
        self.sums = _added(self.sums, other.sums)

    def mean(self, name: str) -> int | None:
        total, answered = self.sums.get(name), self.counts["answered"]
        return round(total / answered) if total is not None and answered else None


def _added(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {name: one[name] + other[name] for name in one if name in other}


@dataclass(slots=True)
class Rows:
    """Gathers the calls of a file."""

    table: Untidy
    layout: Layout
    reading: Reading
    nameless: int = 0
    within_seconds: int | None = None
    _found: dict[tuple[str, date, date], Counted] = field(default_factory=dict)
    _seen: set[tuple[str, date, date, str]] = field(default_factory=set)
    _is_month: bool = False
    _left: set[str] = field(default_factory=set)
    _line: int | None = None

    def gathered(self) -> list[Counted]:
        self._headers()
        for line, cells in self.table:
            self._take(line, cells)
        if self.nameless:
            self.reading.log.add(kinds.NO_QUEUE, count=self.nameless)
        found = sorted(self._found.values(), key=lambda one: (one.queue, one.begins))
        self._overlapping(found)
        if not found and not self.reading.log.has_errors():
            self.reading.log.add(kinds.EMPTY)
        return found

    def _headers(self) -> None:
        """What the headers say of their columns."""
        if LINE in self.table.headers:
            self._line = self.table.headers.index(LINE)
        self._is_month = is_month_header(self._header("period"))
        if "within" not in self.layout.places:
            return
        header = self._header("within")
        if self._is_percent("within") or "%" in header:
            self._left.add("within")
            self.reading.log.add(kinds.PERCENT, self.table.header_line, header=header)
            return
        self.within_seconds = seconds_in(header)
        if self.within_seconds is None:
            self.reading.log.add(kinds.NO_TARGET, self.table.header_line, header=header)

    def _header(self, name: str) -> str:
        return self.table.headers[self.layout.places[name]]

    def _is_percent(self, name: str) -> bool:
        at = self.layout.places[name]
        sample = [row[at] for _line, row in self.table.sample if at < len(row)]
        return any("%" in shown(cell) for cell in sample)

    def _take(self, line: int, cells: Sequence[Cell]) -> None:
        said = values.code(cells[self._line]) if self._line is not None else ""
        queue = " ".join(self._text(cells, "queue").split())[:LONGEST]
        if not queue or values.is_total_word(queue):
            self.nameless += 1
            return
        line = int(said) if said.isdigit() else line
        told = self._counted(line, queue, cells)
        if told is None or not self._holds(told):
            return
        key = (queue, told.begins, told.ends)
        part = (*key, self._text(cells, "interval"))
        if part in self._seen:
            period = _named(told.begins, told.ends)
            self.reading.log.add(kinds.TWICE, line, queue=queue, period=period)
            return
        self._seen.add(part)
        if key in self._found:
            self._found[key].add(told)
        else:
            self._found[key] = told

    def _counted(self, line: int, queue: str, cells: Sequence[Cell]) -> Counted | None:
        """None when a cell cannot be read; each that cannot is told."""
        before = len(self.reading.log)
        period = self._read(
            line, cells, "period", lambda one: read.period(one, is_month=self._is_month)
        )
        counts = {name: self._read(line, cells, name, read.count) for name in COUNTS}
        means = {name: self._read(line, cells, name, read.duration) for name in MEANS}
        if len(self.reading.log) != before:
            return None
        if period is None or counts["offered"] is None or counts["answered"] is None:
            self.reading.log.add(read.NOT_A_COUNT, line, text="")
            return None
        answered = counts["answered"]
        return Counted(
            queue=queue,
            begins=period[0],
            ends=period[1],
            line=line,
            counts={name: one for name, one in counts.items() if one is not None},
            sums={
                name: one * answered for name, one in means.items() if one is not None
            },
        )

    def _read(
        self, line: int, cells: Sequence[Cell], name: str, how: Callable[[Cell], Told]
    ) -> Told | None:
        at = self.layout.get(name)
        if at is None or name in self._left or at >= len(cells) or is_empty(cells[at]):
            return None
        try:
            return how(cells[at])
        except BadCell as fault:
            header = self.table.headers[at]
            self.reading.log.add(fault.kind, line, header, **fault.values)
            return None

    def _text(self, cells: Sequence[Cell], name: str) -> str:
        at = self.layout.get(name)
        if at is None or at >= len(cells):
            return ""
        return values.code(cells[at]).replace("\0", "")

    def _holds(self, told: Counted) -> bool:
        """No more answered than came, nothing of what has not ended."""
        counts, log = told.counts, self.reading.log
        today = clock.local(self.reading.at).date()
        if told.ends > today:
            period = _named(told.begins, told.ends)
            log.add(kinds.NOT_ENDED, told.line, period=period, queue=told.queue)
            return False
        for part, of in (
            ("answered", "offered"),
            ("abandoned", "offered"),
            ("within", "answered"),
        ):
            if counts.get(part, 0) > counts[of]:
                self._more(told, part, of)
                return False
        if counts["answered"] + counts.get("abandoned", 0) > counts["offered"]:
            log.add(kinds.SUM_OFF, told.line, queue=told.queue)
        return True

    def _more(self, told: Counted, part: str, of: str) -> None:
        self.reading.log.add(
            kinds.MORE_THAN_CAME,
            told.line,
            part=self._header(part),
            queue=told.queue,
            number=told.counts[part],
            of=told.counts[of],
        )

    def _overlapping(self, found: Sequence[Counted]) -> None:
        for one, then in pairwise(found):
            if one.queue == then.queue and then.begins < one.ends:
                period = f"{one.begins:%Y-%m}"
                self.reading.log.add(
                    kinds.OVERLAPS, then.line, queue=one.queue, period=period
                )


def _named(begins: date, ends: date) -> str:
    return f"{begins:%Y-%m-%d}" if (ends - begins).days == 1 else f"{begins:%Y-%m}"
