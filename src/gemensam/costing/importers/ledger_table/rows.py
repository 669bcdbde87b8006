# SPDX-License-Identifier: EUPL-1.2
"""The rows of a ledger table as values: one posting each, or an issue."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from gemensam.core.imports.importer import Reading
from gemensam.costing.importers.ledger_table import kinds
from gemensam.costing.importers.ledger_table.columns import DIMENSIONS, NAMED
from gemensam.formats.tables.cells import Cell, is_empty, shown
from gemensam.formats.tables.faults import BadCell
from gemensam.formats.untidy import Layout, Summing, Totals, Untidy, looks, values

LONGEST = {"code": 40, "account": 12, "text": 400, "series": 20}
TELL_EVERY = 20_000
_REMEMBERED = 20_000
_ReadDay = Callable[[Cell], date | None]


class Posting(NamedTuple):
    """A row of the table in the columns of the staging table."""

    line: int
    series: str
    number: str
    day: date
    account: str
    cost_centre: str
    activity: str
    project: str
    counterpart: str
    other: str | None  # JSON
    ore: int
    text: str


@dataclass(slots=True)
class Postings:
    """Iterates the postings of a table; sums are left out and checked on the way.

    `names` gathers what codes are called: (dimension, code) → name. `companies` are the
    values of the column of companies, where there is one.
    """

    table: Untidy
    layout: Layout
    reading: Reading
    year: int | None
    names: dict[tuple[int, str], str] = field(default_factory=dict)
    companies: set[str] = field(default_factory=set)
    clamped: int = 0
    empty: int = 0
    numberless: int = 0
    _days: dict[tuple[str, Cell], date | None] = field(default_factory=dict)
    _codes: dict[Cell, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Posting]:
        amounts = _Amounts.of(self.table, self.layout)
        keys = [self.layout["account"], self._day_place]
        totals = Totals(
            Summing(
                keys=tuple(keys), amounts=amounts.places, decimals=amounts.decimals
            ),
            self.reading.log,
        )
        rows = 0
        for line, cells in self.table:
            if totals.is_total(cells):
                totals.check(line, cells)
                continue
            parts = self._amounts(line, cells, amounts)
            if parts is None:
                continue
            posting = self._posting(line, cells, amounts.net(parts))
            if posting is not None:
                totals.add(parts)
                rows += 1
                if rows % TELL_EVERY == 0:
                    self.reading.progress(rows)
                yield posting
        totals.close()
        self.reading.count("rows", rows)
        self._tell(rows)

    @property
    def _day_place(self) -> int:
        day = self.layout.get("day")
        return self.layout["period"] if day is None else day

    def _tell(self, rows: int) -> None:
        log = self.reading.log
        if not rows:
            log.add(kinds.NO_ROWS)
        if self.empty:
            log.add(kinds.NO_AMOUNT, count=self.empty)
        if self.clamped:
            log.add(kinds.CLAMPED, count=self.clamped)
        if self.numberless:
            log.add(kinds.NUMBERLESS, count=self.numberless)

    def _amounts(
        self, line: int, cells: Sequence[Cell], amounts: "_Amounts"
    ) -> tuple[int, ...] | None:
        try:
            parts = amounts.read(cells)
        except BadCell as fault:
            text = str(fault.values.get("text", ""))
            self.reading.log.add(kinds.BAD_AMOUNT, line, text=text)
            return None
        if parts is None:
            self.empty += 1
        return parts

    def _posting(self, line: int, cells: Sequence[Cell], ore: int) -> Posting | None:
        account = self._code(cells, "account")[: LONGEST["account"]]
        if not account:
            amount = Decimal(ore).scaleb(-2)
            self.reading.log.add(kinds.NO_ACCOUNT, line, amount=amount)
            return None
        day = self._day(line, cells)
        if day is None:
            return None
        series = self._code(cells, "series")[: LONGEST["series"]]
        number = self._code(cells, "number")
        if not number:
            self.numberless += 1
            series, number = "", day.isoformat()
        codes = [self._code(cells, name) for name in DIMENSIONS]
        self._name(cells)
        if "company" in self.layout.places and len(self.companies) < 50:
            self.companies.add(self._code(cells, "company"))
        others = {
            str(DIMENSIONS[name]): code
            for name, code in zip(list(DIMENSIONS)[4:], codes[4:], strict=True)
            if code
        }
        return Posting(
            line,
            series,
            number,
            day,
            account,
            codes[0],
            codes[1],
            codes[2],
            codes[3],
            json.dumps(others) if others else None,
            ore,
            self._text(cells),
        )

    # ------------------------------------------------------------------ cells

    def _code(self, cells: Sequence[Cell], name: str) -> str:
        at = self.layout.places.get(name)
        if at is None or at >= len(cells):
            return ""
        cell = cells[at]
        code = self._codes.get(cell)
        if code is None:
            if len(self._codes) > _REMEMBERED:
                self._codes.clear()
            code = values.code(cell).replace("\0", "")[: LONGEST["code"]]
            self._codes[cell] = code
        return code

    def _text(self, cells: Sequence[Cell]) -> str:
        at = self.layout.places.get("text")
        if at is None or at >= len(cells):
            return ""
        cell = cells[at]
        text = cell if isinstance(cell, str) else shown(cell)
        return text.strip().replace("\0", "")[: LONGEST["text"]]

    def _name(self, cells: Sequence[Cell]) -> None:
        for name, (column, dimension) in NAMED.items():
            at = self.layout.places.get(name)
            if at is not None and at < len(cells):
                code = self._code(cells, column)
                if code and (dimension, code) not in self.names:
                    self.names[dimension, code] = shown(cells[at]).strip()[:200]

    def _day(self, line: int, cells: Sequence[Cell]) -> date | None:
        """The voucher's day; a period that it does not lie in is followed instead."""
        day = self._cached(cells, "day", _read_day)
        month = self._cached(cells, "period", self._read_period)
        if month is None and day is None:
            text = cells[self._day_place] if self._day_place < len(cells) else ""
            self.reading.log.add(kinds.NO_DAY, line, text=shown(text))
            return None
        if month is None or (day is not None and day.replace(day=1) == month):
            return day
        if day is not None:
            self.clamped += 1
            return month if day < month else _last_day(month)
        return _last_day(month)

    def _cached(self, cells: Sequence[Cell], name: str, read: _ReadDay) -> date | None:
        at = self.layout.places.get(name)
        if at is None or at >= len(cells):
            return None
        key = (name, cells[at])
        if key in self._days:
            return self._days[key]
        if len(self._days) > _REMEMBERED:
            self._days.clear()
        found = self._days[key] = None if is_empty(key[1]) else read(key[1])
        return found

    def _read_period(self, cell: Cell) -> date | None:
        """202503, 2025-03, a date, or the number of a month of the year given (13 and
        above, with which some close the year, is its last month)."""
        text = values.code(cell)
        if looks.like_month(cell) and not isinstance(cell, date):
            digits = "".join(one for one in text if one.isdigit())
            return date(int(digits[:4]), int(digits[4:]), 1)
        if text.isdigit() and 1 <= int(text) <= 16 and self.year:
            return date(self.year, min(int(text), 12), 1)
        found = _read_day(cell)
        return found.replace(day=1) if found else None


@dataclass(frozen=True, slots=True)
class _Amounts:
    """Where amounts stand: one column, or debit and credit."""

    places: tuple[int, ...]
    decimals: tuple[str | None, ...]
    credit_is_negative: bool = False

    @classmethod
    def of(cls, table: Untidy, layout: Layout) -> "_Amounts":
        one = layout.get("amount")
        places = (layout["debit"], layout["credit"]) if one is None else (one,)
        columns = [
            [row[at] for _line, row in table.sample if at < len(row)] for at in places
        ]
        decimals = tuple(values.decimal_mark(column) for column in columns)
        return cls(places, decimals, one is None and _mostly_negative(columns[1]))

    def read(self, cells: Sequence[Cell]) -> tuple[int, ...] | None:
        """Öre of each column, 0 for an empty cell; None when all are empty."""
        found, is_empty_row = [], True
        for at, decimals in zip(self.places, self.decimals, strict=True):
            cell = cells[at] if at < len(cells) else ""
            if is_empty(cell):
                found.append(0)
            else:
                is_empty_row = False
                found.append(values.ore(cell, decimals=decimals))
        return None if is_empty_row else tuple(found)

    def net(self, parts: tuple[int, ...]) -> int:
        """Debit above zero, whatever the sign that the file gives its credit."""
        if len(parts) == 1:
            return parts[0]
        return parts[0] + parts[1] if self.credit_is_negative else parts[0] - parts[1]


def _mostly_negative(cells: Sequence[Cell]) -> bool:
    below = above = 0
    for cell in cells:
        try:
            value = values.number(cell)
        except BadCell:
            continue
        below += value < 0
        above += value > 0
    return below > above


def _read_day(cell: Cell) -> date | None:
    try:
        return values.day(cell)
    except BadCell:
        return None


def _last_day(month: date) -> date:
    after = month.replace(day=28) + timedelta(days=4)
    return after - timedelta(days=after.day)
