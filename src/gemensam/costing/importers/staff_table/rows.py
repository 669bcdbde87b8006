# SPDX-License-Identifier: EUPL-1.2
"""The rows of a roster as employments."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from gemensam.core.imports.importer import Reading
from gemensam.costing.enums import EmploymentForm
from gemensam.costing.importers.staff_table import kinds
from gemensam.costing.models import StaffRow
from gemensam.formats.tables.cells import Cell, is_empty, shown
from gemensam.formats.tables.faults import BadCell
from gemensam.formats.untidy import Layout, Untidy, values

HOURS_OF_A_YEAR = Decimal(1980)  # 165 a month, as the collective agreements count
HOURLY_EXTENT = Decimal("0.25")  # assumed, and told, where the hours are not known
LOW_PAY, HIGH_PAY = 12_000_00, 250_000_00  # öre a month for full time
_AID = re.compile(r"[\s(\[,;/–-]*(?<!\d)(\d{6})(?!\d)[\s)\],;/–-]*")
_HOURLY = re.compile(r"\btim", re.IGNORECASE)
ONE = Decimal(1)


@dataclass(slots=True)
class Employments:
    """Iterates the employments of a roster; what is odd is counted or told by row."""

    table: Untidy
    layout: Layout
    reading: Reading
    year: int
    told: Counter[str] = field(default_factory=Counter)
    _decimals: dict[str, str | None] = field(default_factory=dict)
    _whole_is_one: bool = False

    def __post_init__(self) -> None:
        for name in ("monthly", "actual", "hourly", "hours"):
            self._decimals[name] = values.decimal_mark(self._column(name))
        self._whole_is_one = _is_of_one(self._column("extent"))

    def __iter__(self) -> Iterator[StaffRow]:
        people: Counter[str] = Counter()
        for line, cells in self.table:
            person = self._text(cells, "person")
            if person:
                people[person] += 1
                yield self._employment(line, cells, person)
        self._tell(people)

    def _employment(self, line: int, cells: Sequence[Cell], person: str) -> StaffRow:
        said = self._text(cells, "row")
        line = int(said) if said.isdigit() else line
        title, aid = self._title(cells)
        monthly = self._pay(line, cells, "monthly", title)
        actual = self._pay(line, cells, "actual", title)
        hourly = self._pay(line, cells, "hourly", title)
        is_hourly = self._is_hourly(cells, monthly or actual, hourly)
        extent = self._extent(line, cells, is_hourly=is_hourly)
        if monthly is None and actual is not None and extent:
            monthly = round(actual / extent)
        if is_hourly and hourly is None and monthly is not None and monthly < 1000_00:
            monthly, hourly = None, monthly  # a wage per hour in the column of pay
        self._check_pay(line, title, monthly, hourly)
        return StaffRow(
            from_import=self.reading.record,
            year=self.year,
            pseudonym=person[:20],
            form=EmploymentForm.HOURLY if is_hourly else EmploymentForm.MONTHLY,
            title=title[:120],
            aid=aid,
            extent=extent,
            monthly_ore=None if is_hourly else monthly,
            hourly_ore=hourly if is_hourly else None,
            hr_code=self._text(cells, "unit")[:40],
            cost_centre=self._centre(cells),
            employed_from=self._day(cells, "employed_from") or date(self.year, 1, 1),
            employed_to=self._day_after(cells),
        )

    # ------------------------------------------------------------------ cells

    def _column(self, name: str) -> list[Cell]:
        at = self.layout.get(name)
        if at is None:
            return []
        return [row[at] for _line, row in self.table.sample if at < len(row)]

    def _cell(self, cells: Sequence[Cell], name: str) -> Cell:
        at = self.layout.get(name)
        return cells[at] if at is not None and at < len(cells) else ""

    def _text(self, cells: Sequence[Cell], name: str) -> str:
        return values.code(self._cell(cells, name)).replace("\0", "")

    def _title(self, cells: Sequence[Cell]) -> tuple[str, str]:
        """Title and AID code, which may stand within the title."""
        title, aid = self._text(cells, "title"), ""
        if found := _AID.search(self._text(cells, "aid")):
            aid = found[1]
        if found := _AID.search(title):
            aid = aid or found[1]
            title = _AID.sub(" ", title, count=1).strip()
        if not title:
            self.told["no title"] += 1
        return title, aid

    def _centre(self, cells: Sequence[Cell]) -> str:
        text = self._text(cells, "cost_centre")[:40]
        if not text:
            self.told["no centre"] += 1
        return text

    def _pay(
        self, line: int, cells: Sequence[Cell], name: str, title: str
    ) -> int | None:
        cell = self._cell(cells, name)
        if is_empty(cell):
            return None
        try:
            value = values.number(cell, decimals=self._decimals[name])
        except BadCell:
            self.reading.log.add(kinds.BAD_PAY, line, text=shown(cell))
            return None
        if value < 0:
            self.reading.log.add(
                kinds.NEGATIVE_PAY, line, title=title or "–", text=shown(cell)
            )
            return None
        return round(value * 100) or None

    def _is_hourly(
        self, cells: Sequence[Cell], monthly: int | None, hourly: int | None
    ) -> bool:
        form = self._text(cells, "form")
        if _HOURLY.search(form):
            return True
        return hourly is not None and monthly is None

    def _extent(
        self, line: int, cells: Sequence[Cell], *, is_hourly: bool
    ) -> Decimal | None:
        """From 0 to 1; of the hourly paid by their hours, else what is assumed."""
        if is_hourly and not is_empty(self._cell(cells, "hours")):
            try:
                hours = values.number(self._cell(cells, "hours"))
            except BadCell:
                hours = Decimal(0)
            return min(max(hours / HOURS_OF_A_YEAR, Decimal(0)), ONE).quantize(
                Decimal("0.0001")
            )
        cell = self._cell(cells, "extent")
        if is_empty(cell):
            self.told["hourly" if is_hourly else "no extent"] += 1
            return HOURLY_EXTENT if is_hourly else ONE
        try:
            extent = values.share(cell, whole_is_one=self._whole_is_one)
        except BadCell:
            extent = Decimal(-1)
        if is_hourly and extent == 0:
            self.told["hourly"] += 1
            return HOURLY_EXTENT
        if not 0 <= extent <= Decimal("1.5"):
            self.reading.log.add(kinds.BAD_EXTENT, line, text=shown(cell))
            extent = ONE
        return min(extent, ONE).quantize(Decimal("0.0001"))

    def _check_pay(
        self, line: int, title: str, monthly: int | None, hourly: int | None
    ) -> None:
        if not monthly and not hourly:
            self.reading.log.add(kinds.NO_PAY, line, title=title or "–")
        elif monthly and not LOW_PAY <= monthly <= HIGH_PAY:
            self.told["odd pay"] += 1

    def _day(self, cells: Sequence[Cell], name: str) -> date | None:
        cell = self._cell(cells, name)
        if is_empty(cell):
            return None
        try:
            return values.day(cell)
        except BadCell:
            return None

    def _day_after(self, cells: Sequence[Cell]) -> date | None:
        """The first day after the last; a year far away means no end."""
        last = self._day(cells, "employed_to")
        return last + timedelta(days=1) if last and last.year < 2100 else None

    # ------------------------------------------------------------------ the end

    def _tell(self, people: Counter[str]) -> None:
        log, told = self.reading.log, self.told
        if not people:
            log.add(kinds.NOBODY)
        if told["hourly"]:
            percent = int(HOURLY_EXTENT * 100)
            log.add(kinds.HOURLY, count=told["hourly"], percent=percent)
        for key, kind in (
            ("no extent", kinds.NO_EXTENT),
            ("no title", kinds.NO_TITLE),
            ("no centre", kinds.NO_CENTRE),
            ("odd pay", kinds.ODD_PAY),
        ):
            if told[key]:
                log.add(kind, count=told[key])
        if several := sum(count > 1 for count in people.values()):
            log.add(kinds.SEVERAL, count=several)


def _is_of_one(cells: Sequence[Cell]) -> bool:
    """Whether a column of shares says 0,75 and 1 rather than 75 and 100."""
    found = []
    for cell in cells:
        try:
            found.append(values.share(cell, whole_is_one=True))
        except BadCell:
            continue
    return bool(found) and max(found) <= 1
