# SPDX-License-Identifier: EUPL-1.2
"""From the rows of an export to cases."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from gemensam.core.imports.importer import Reading
from gemensam.desk.enums import EventKind
from gemensam.desk.importers.read import LogCase, LogEvent
from gemensam.desk.importers.tickets import kinds
from gemensam.desk.importers.tickets.columns import priority_of, rating_of
from gemensam.desk.importers.tickets.stamps import day_first, stamp
from gemensam.formats.tables.cells import Cell, is_empty, shown
from gemensam.formats.tables.faults import BadCell
from gemensam.formats.untidy import Guess, Untidy
from gemensam.formats.untidy.values import is_total_word

STAMPS = (
    "opened",
    "closed",
    "due",
    "begun",
    "waits_from",
    "waits_to",
    "done_first",
    "reopened",
)
# What the times between opened and closed mean, in the order in which they may happen.
BETWEEN = (
    ("begun", EventKind.TAKEN, "Påbörjad"),
    ("waits_from", EventKind.WAITING, "Vilande"),
    ("waits_to", EventKind.CONTINUED, "Återupptagen"),
    ("done_first", EventKind.RESOLVED, "Klar"),
    ("reopened", EventKind.REOPENED, "Öppnat igen"),
)
LONGEST = 24


@dataclass(slots=True)
class Tickets:
    """The cases of one open table, and what was seen on the way."""

    reading: Reading
    table: Untidy
    found: Guess
    prefix: str = ""
    branches: Counter[str] = field(default_factory=Counter)
    last: datetime | None = None
    _first: dict[str, bool | None] = field(default_factory=dict)
    _nameless: int = 0
    _backwards: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[LogCase]:
        for name in STAMPS:
            at = self.found.layout.get(name)
            if at is not None:
                column = (row[at] for _l, row in self.table.sample if at < len(row))
                self._first[name] = day_first(column)
        for line, cells in self.table:
            case = self._case(self._line(line, cells), cells)
            if case is not None:
                yield case
        self._tell()

    def _line(self, line: int, cells: Sequence[Cell]) -> int:
        """The line in the original, which the copy says in its first column."""
        said = shown(cells[0]).strip() if cells else ""
        return int(said) if said.isdigit() else line

    def _cell(self, name: str, cells: Sequence[Cell]) -> Cell:
        at = self.found.layout.get(name)
        return cells[at] if at is not None and at < len(cells) else ""

    def _text(self, name: str, cells: Sequence[Cell]) -> str:
        cell = self._cell(name, cells)
        return "" if is_empty(cell) else shown(cell).strip()

    def _case(self, line: int, cells: Sequence[Cell]) -> LogCase | None:
        number = self._text("number", cells)
        if not number or is_total_word(number):
            self._nameless += 1
            return None
        at = {one: self._stamp(one, line, cells) for one in STAMPS}
        opened, closed, due = at["opened"], at["closed"], at["due"]
        if opened is None:
            self.reading.log.add(kinds.NO_OPENED, line, case=number)
            return None
        group = self._text("group", cells)
        events = [LogEvent(EventKind.OPENED, opened, "Skapad", group=group)]
        events += _between(at, opened, group)
        if closed is not None and closed < opened:
            self._backwards.append(number)
        elif closed is not None:
            events.append(LogEvent(EventKind.RESOLVED, closed, "Klar", group=group))
        branch = self._text("branch", cells)[:100]
        self.branches[branch] += 1
        self.last = max(self.last or opened, *(event.at for event in events))
        attributes = {
            "kategori": self._text("category", cells)[:100],
            "avdelning": branch,
            "rubrik": self._text("subject", cells),
            "bestallare": self._text("requester", cells),
            "prioritet": priority_of(self._text("priority", cells)),
            "betyg": rating_of(self._text("rating", cells)),
        }
        return LogCase(self._number(number), tuple(events), attributes, due)

    def _stamp(self, name: str, line: int, cells: Sequence[Cell]) -> datetime | None:
        cell = self._cell(name, cells)
        try:
            return stamp(cell, is_day_first=self._first.get(name))
        except BadCell:
            place = self.found.layout.get(name)
            header = self.table.headers[place] if place is not None else name
            self.reading.log.add(
                kinds.NOT_A_TIME, line, text=shown(cell)[:40], header=header
            )
            return None

    def _number(self, number: str) -> str:
        """As the system writes it; one too long keeps its beginning and a mark."""
        whole = f"{self.prefix}{number}"
        if len(whole) <= LONGEST:
            return whole
        code = blake2b(whole.encode(), digest_size=4).hexdigest()
        return f"{whole[: LONGEST - 9]}~{code}"

    def _tell(self) -> None:
        log = self.reading.log
        if self._nameless:
            log.add(kinds.NO_NUMBER, count=self._nameless)
        if self._backwards:
            first = self._backwards[0]
            log.add(kinds.NOT_LATER, count=len(self._backwards), case=first)


def _between(
    at: Mapping[str, datetime | None], opened: datetime, group: str
) -> list[LogEvent]:
    """What happened between opened and closed, as it happened; a time that lies before
    the case, or after it was closed for good, tells nothing."""
    last = at["closed"]
    found = [
        LogEvent(kind, moment, activity, group=group)
        for name, kind, activity in BETWEEN
        if (moment := at[name]) is not None
        and opened <= moment
        and (last is None or moment <= last)
    ]
    return sorted(found, key=lambda event: event.at)
