# SPDX-License-Identifier: EUPL-1.2
"""The types a column can have: what they accept, what they give, how they are written.

`read` turns a cell that is not empty into a value or raises BadCell; `written` gives
the text for a CSV file, and `stored` what a workbook keeps: a style and a text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import ClassVar, Protocol

from gemensam.formats.tables.calendar import of_serial, parse_date, parse_month
from gemensam.formats.tables.cells import Cell, Number, shown
from gemensam.formats.tables.faults import (
    BAD_CODE,
    DATE_AS_NUMBER,
    EXCEL_DATE,
    EXCEL_NUMBER,
    LOST_ZEROS,
    NOT_A_CHOICE,
    NOT_A_DATE,
    NOT_A_MONTH,
    NOT_A_NUMBER,
    NOT_WHOLE,
    NOT_YES_OR_NO,
    OUT_OF_RANGE,
    TOO_LONG,
    TOO_MANY_DECIMALS,
    BadCell,
)
from gemensam.formats.tables.headers import normalised
from gemensam.formats.tables.numbers import LARGEST, parse_number, written_number

Value = str | int | Decimal | date | bool | None
ONE = Decimal(1)
HUNDRED = Decimal(100)


class Style(Enum):
    """How a workbook shows a value; all but TEXT are numbers to it."""

    TEXT = "@"
    WHOLE = "0"
    DECIMAL = "General"
    MONEY = "#,##0.00"
    PERCENT = "0.00##%"
    DATE = "yyyy-mm-dd"
    MONTH = "yyyy-mm"


class ColumnType(Protocol):
    """What every type can do."""

    @property
    def style(self) -> Style: ...

    def read(self, cell: Cell) -> Value: ...

    def written(self, value: Value) -> str: ...

    def stored(self, value: Value) -> tuple[Style, str]: ...


@dataclass(frozen=True, slots=True)
class Text:
    """Any text, without blanks at its ends."""

    longest: int = 2000

    style: ClassVar[Style] = Style.TEXT

    def read(self, cell: Cell) -> str:
        text = shown(cell) if not isinstance(cell, str) else cell.strip()
        if len(text) > self.longest:
            raise BadCell(TOO_LONG, limit=self.longest)
        return text

    def written(self, value: Value) -> str:
        return str(value)

    def stored(self, value: Value) -> tuple[Style, str]:
        return self.style, str(value)


_POWER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?E[+-]?[0-9]+", re.IGNORECASE)
_MONTHS = "jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec"
_EXCEL_DAY = re.compile(
    rf"[0-9]{{1,2}}-(?:{_MONTHS})|(?:{_MONTHS})-[0-9]{{2}}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Code:
    """A code: an account, a cost centre, a personal number. Leading zeros count.

    `width` is its exact length and `pattern` a regular expression for it, where there
    are any; `form` says the same in words for the message.
    """

    width: int | None = None
    pattern: str | None = None
    form: str = ""

    style: ClassVar[Style] = Style.TEXT

    def read(self, cell: Cell) -> str:
        text = _undamaged(cell)
        if self.width is not None and text.isdigit() and len(text) < self.width:
            raise BadCell(LOST_ZEROS, text=text, width=self.width)
        if self.width not in {None, len(text)} or (
            self.pattern is not None and not re.fullmatch(self.pattern, text)
        ):
            form = self.form or self.pattern or "·" * (self.width or 0)
            raise BadCell(BAD_CODE, text=text[:60], form=form)
        return text

    def written(self, value: Value) -> str:
        return str(value)

    def stored(self, value: Value) -> tuple[Style, str]:
        return self.style, str(value)


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number."""

    low: int = -(10**15)
    high: int = 10**15

    style: ClassVar[Style] = Style.WHOLE

    def read(self, cell: Cell) -> int:
        value = _number(cell)
        if value != value.to_integral_value():
            raise BadCell(NOT_WHOLE, text=shown(cell))
        _check_range(value, self.low, self.high, cell)
        return int(value)

    def written(self, value: Value) -> str:
        return str(value)

    def stored(self, value: Value) -> tuple[Style, str]:
        return self.style, str(value)


@dataclass(frozen=True, slots=True)
class Fraction:
    """A number with at most `places` decimals, exact."""

    places: int = 6
    low: Decimal = -LARGEST
    high: Decimal = LARGEST

    style: ClassVar[Style] = Style.DECIMAL

    def read(self, cell: Cell) -> Decimal:
        value = _number(cell)
        _check_range(value, self.low, self.high, cell)
        _check_places(value, self.places, cell)
        return value

    def written(self, value: Value) -> str:
        assert isinstance(value, Decimal)
        return written_number(value)

    def stored(self, value: Value) -> tuple[Style, str]:
        return self.style, f"{value:f}"


_CURRENCY = re.compile(r"\s*(?:kr|sek|:-)\.?\s*$|^\s*(?:kr|sek)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Money:
    """Kronor and öre in the file, whole öre in the value."""

    low: int = -(10**15)
    high: int = 10**15

    style: ClassVar[Style] = Style.MONEY

    def read(self, cell: Cell) -> int:
        if isinstance(cell, str):
            cell = _CURRENCY.sub("", cell.replace("\u00a0", " "), count=1)
        value = _number(cell)
        _check_range(value, Decimal(self.low) / 100, Decimal(self.high) / 100, cell)
        _check_places(value, 2, cell)
        return int(value * 100)

    def written(self, value: Value) -> str:
        assert isinstance(value, int)
        text = f"{abs(value):03}"
        return f"{'-' if value < 0 else ''}{text[:-2]},{text[-2:]}"

    def stored(self, value: Value) -> tuple[Style, str]:
        return self.style, self.written(value).replace(",", ".")


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a whole as a number from 0 to 1, whichever way it was written.

    A number with a percent sign is per cent. One without is what `in_percent` says the
    column holds: 12,5 or 0,125.
    """

    in_percent: bool = True
    low: Decimal = Decimal(0)
    high: Decimal = ONE
    places: int = 6

    style: ClassVar[Style] = Style.PERCENT

    def read(self, cell: Cell) -> Decimal:
        divide = self.in_percent
        content = cell
        if isinstance(cell, str) and cell.rstrip().endswith("%"):
            content, divide = cell.rstrip()[:-1], True
        elif isinstance(cell, Number) and cell.is_percent:
            divide = False
        value = _number(content)
        share = value / HUNDRED if divide else value
        _check_range(share, self.low, self.high, cell)
        _check_places(share, self.places, cell)
        return share

    def written(self, value: Value) -> str:
        assert isinstance(value, Decimal)
        return f"{written_number(value * HUNDRED)} %"

    def stored(self, value: Value) -> tuple[Style, str]:
        return self.style, f"{value:f}"


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""

    low: date = date(1900, 1, 1)
    high: date = date(2199, 12, 31)

    style: ClassVar[Style] = Style.DATE

    def read(self, cell: Cell) -> date:
        found = self._found(cell)
        _check_range(found, self.low, self.high, cell)
        return found

    def _found(self, cell: Cell) -> date:
        if isinstance(cell, datetime):
            if (cell.hour, cell.minute, cell.second) != (0, 0, 0):
                raise BadCell(NOT_A_DATE, text=shown(cell))
            return cell.date()
        if isinstance(cell, Number) and len(str(cell)) < 8:
            moment = of_serial(float(cell.value), is_1904=False)
            if moment is not None:
                when = moment.date().isoformat()
                raise BadCell(DATE_AS_NUMBER, text=shown(cell), date=when)
        return parse_date(_text(cell))

    def written(self, value: Value) -> str:
        assert isinstance(value, date)
        return value.isoformat()

    def stored(self, value: Value) -> tuple[Style, str]:
        assert isinstance(value, date)
        return self.style, _serial(value)


@dataclass(frozen=True, slots=True)
class Month:
    """A month, as its first day."""

    low: date = date(1900, 1, 1)
    high: date = date(2199, 12, 1)

    style: ClassVar[Style] = Style.MONTH

    def read(self, cell: Cell) -> date:
        if isinstance(cell, datetime):
            if (cell.day, cell.hour, cell.minute, cell.second) != (1, 0, 0, 0):
                raise BadCell(NOT_A_MONTH, text=shown(cell))
            found = cell.date()
        else:
            found = parse_month(_text(cell))
        _check_range(found, self.low, self.high, cell)
        return found

    def written(self, value: Value) -> str:
        assert isinstance(value, date)
        return f"{value.year}-{value.month:02}"

    def stored(self, value: Value) -> tuple[Style, str]:
        assert isinstance(value, date)
        return self.style, _serial(value)


_TRUTHS = {
    **dict.fromkeys(("ja", "j", "yes", "y", "sant", "true", "1", "x"), True),
    **dict.fromkeys(("nej", "n", "no", "falskt", "false", "0"), False),
}


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    style: ClassVar[Style] = Style.TEXT

    def read(self, cell: Cell) -> bool:
        found = _TRUTHS.get(_text(cell).casefold())
        if found is None:
            raise BadCell(NOT_YES_OR_NO, text=shown(cell))
        return found

    def written(self, value: Value) -> str:
        return "ja" if value else "nej"

    def stored(self, value: Value) -> tuple[Style, str]:
        return self.style, self.written(value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few texts; case and blanks do not matter, nor which name is used.

    `names` maps other names to the option they mean.
    """

    options: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    style: ClassVar[Style] = Style.TEXT

    def read(self, cell: Cell) -> str:
        wanted = normalised(_text(cell))
        known = {normalised(option): option for option in self.options}
        known |= {normalised(name): option for name, option in self.names.items()}
        if wanted not in known:
            choices = ", ".join(self.options[:12])
            raise BadCell(NOT_A_CHOICE, text=shown(cell), choices=choices)
        return known[wanted]

    def written(self, value: Value) -> str:
        return str(value)

    def stored(self, value: Value) -> tuple[Style, str]:
        return self.style, str(value)


def _text(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else shown(cell)


def _number(cell: Cell) -> Decimal:
    if isinstance(cell, Number):
        return cell.value
    if isinstance(cell, str):
        return parse_number(cell)
    raise BadCell(NOT_A_NUMBER, text=shown(cell))


def _undamaged(cell: Cell) -> str:
    """The text of a code, unless Excel has made it into something else."""
    text = _text(cell)
    if isinstance(cell, datetime) or _EXCEL_DAY.fullmatch(text):
        raise BadCell(EXCEL_DATE, text=text)
    if _POWER.fullmatch(text) or (
        isinstance(cell, Number)
        and (cell.value != cell.value.to_integral_value() or abs(cell.value) >= LARGEST)
    ):
        raise BadCell(EXCEL_NUMBER, text=text)
    return text


def _check_places(value: Decimal, places: int, cell: Cell) -> None:
    if value != round(value, places):
        raise BadCell(TOO_MANY_DECIMALS, text=shown(cell), places=places)


def _check_range(
    value: Decimal | date, low: float | Decimal | date, high: object, cell: Cell
) -> None:
    if not low <= value <= high:  # type: ignore[operator]
        raise BadCell(OUT_OF_RANGE, text=shown(cell), low=low, high=high)


def _serial(day: date) -> str:
    """The day's number in the 1900 system, for days after its false leap day."""
    return str((day - date(1899, 12, 30)).days)
