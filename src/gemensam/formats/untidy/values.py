# SPDX-License-Identifier: EUPL-1.2
"""Cells read with the tolerance that foreign exports need, and no more.

What could be two things is still refused, unless the whole column says which.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from gemensam.formats.tables.calendar import of_serial, parse_date
from gemensam.formats.tables.cells import Cell, ErrorCell, Number, shown
from gemensam.formats.tables.faults import (
    AMBIGUOUS_NUMBER,
    CELL_ERROR,
    NOT_A_DATE,
    NOT_A_NUMBER,
    TOO_MANY_DECIMALS,
    BadCell,
)
from gemensam.formats.tables.numbers import parse_number

_IN_PARENTHESES = re.compile(r"\(\s*(.*?)\s*\)")
_CURRENCY = re.compile(r"\s*(?:kr|sek|:-)\.?\s*$|^\s*(?:kr|sek)\s*", re.IGNORECASE)
_DIGITS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_COMMA_DECIMALS = re.compile(r",[0-9]{1,2}(?:$|[-) ])")
_DOT_DECIMALS = re.compile(r"\.[0-9]{1,2}(?:$|[-) ])")
_MONTHS = (
    "jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
)  # fmt: skip
_WRITTEN_DAY = re.compile(r"([0-9]{1,2})[ -.]+([a-zåäö]{3,9})\.?[ -]+([0-9]{4})")
_SHORT_DAY = re.compile(r"([0-9]{2})(?:-([0-9]{2})-([0-9]{2})|([0-9]{2})([0-9]{2}))")
_WITH_TIME = re.compile(
    r"(.*?)[T ][0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)?"
)
_HUNDRED = Decimal(100)


def decimal_mark(cells: Iterable[Cell]) -> str | None:
    """ "," or "." when the texts of a column show which one stands before decimals."""
    comma = dot = 0
    for cell in cells:
        if isinstance(cell, str):
            text = cell.strip()
            comma += bool(_COMMA_DECIMALS.search(text))
            dot += bool(_DOT_DECIMALS.search(text))
    if bool(comma) == bool(dot):
        return None
    return "," if comma else "."


def number(cell: Cell, *, decimals: str | None = None) -> Decimal:
    """A number; in parentheses or with its minus behind it is below zero.

    `decimals` is the decimal mark of the column, where it is known. Raises BadCell.
    """
    if isinstance(cell, Number):
        return cell.value
    if isinstance(cell, ErrorCell):
        raise BadCell(CELL_ERROR, text=cell.text)
    if not isinstance(cell, str):
        raise BadCell(NOT_A_NUMBER, text=shown(cell))
    text = _CURRENCY.sub("", cell.replace("\u00a0", " "), count=1).strip()
    if bracketed := _IN_PARENTHESES.fullmatch(text):
        return -number(bracketed[1], decimals=decimals)
    try:
        return parse_number(text)
    except BadCell as fault:
        if fault.kind is not AMBIGUOUS_NUMBER or decimals is None:
            raise
        sign = -1 if "-" in text or "\u2212" in text else 1
        found = _DIGITS.search(text)
        assert found is not None
        plain = found[0].replace(decimals, "|").replace(",", "").replace(".", "")
        return sign * Decimal(plain.replace("|", "."))


def ore(cell: Cell, *, decimals: str | None = None) -> int:
    """Kronor in the cell as whole öre. Raises BadCell."""
    value = number(cell, decimals=decimals) * _HUNDRED
    if value != value.to_integral_value():
        raise BadCell(TOO_MANY_DECIMALS, text=shown(cell), places=2)
    return int(value)


def share(cell: Cell, *, whole_is_one: bool = False) -> Decimal:
    """A share from 0 to 1 of "75", "75 %", or of 0,75 where the column is such."""
    if isinstance(cell, Number) and cell.is_percent:
        return cell.value
    if isinstance(cell, str) and cell.rstrip().endswith("%"):
        return number(cell.rstrip()[:-1]) / _HUNDRED
    value = number(cell)
    return value if whole_is_one else value / _HUNDRED


def day(cell: Cell) -> date:
    """The day of 2025-03-01, 20250301, 1/3 2025, 1 mars 2025, 25-03-01, 250301, with
    or without a time of day, or of a workbook's own date. Raises BadCell."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, Number):
        return _numbered(cell)
    text = shown(cell).strip() if not isinstance(cell, str) else cell.strip()
    if timed := _WITH_TIME.fullmatch(text):
        text = timed[1].strip()
    if written := _WRITTEN_DAY.fullmatch(text.casefold()):
        begins = written[2][:3].replace("may", "maj").replace("oct", "okt")
        if begins in _MONTHS:
            month = _MONTHS.index(begins) + 1
            return _made(int(written[3]), month, int(written[1]), text)
    if short := _SHORT_DAY.fullmatch(text):
        short_month, short_day = short[2] or short[4], short[3] or short[5]
        return _made(2000 + int(short[1]), int(short_month), int(short_day), text)
    return parse_date(text)


def _numbered(cell: Number) -> date:
    """A date written as a number (20250301, 250301), or the serial number of one."""
    text = str(cell)
    if len(text) == 8:
        return parse_date(text)
    if len(text) == 6 and (short := _SHORT_DAY.fullmatch(text)):
        return _made(2000 + int(short[1]), int(short[4]), int(short[5]), text)
    moment = of_serial(float(cell.value), is_1904=False)
    if moment is None or not 1990 <= moment.year <= 2100:
        raise BadCell(NOT_A_DATE, text=text[:60])
    return moment.date()


def _made(year: int, month: int, day_: int, text: str) -> date:
    try:
        return date(year, month, day_)
    except ValueError:
        raise BadCell(NOT_A_DATE, text=text[:60]) from None


def code(cell: Cell) -> str:
    """An account, a cost centre: a number loses nothing, a date is a day as text."""
    if isinstance(cell, str):
        return cell.strip()
    return shown(cell).strip()


def is_total_word(text: str) -> bool:
    return bool(_TOTAL.match(text))


def is_balance_word(text: str) -> bool:
    return bool(_BALANCE.match(text))


_TOTAL = re.compile(
    r"\s*(?:del|total|slut|konto|under|grand )?(?:summa|summor|summering)\b"
    r"|\s*(?:sub)?total(?:t|en|summa)?\b|\s*s:a\b|\s*sum\b|\s*grand total\b",
    re.IGNORECASE,
)
_BALANCE = re.compile(
    r"\s*(?:ing(?:ående|\.)?|utg(?:ående|\.)?|ack(?:umulerat|umulerad|\.)?)"
    r"[ -]*(?:saldo|balans)?\b|\s*saldo\b|\s*(?:ib|ub)\b",
    re.IGNORECASE,
)
