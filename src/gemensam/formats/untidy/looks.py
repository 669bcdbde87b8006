# SPDX-License-Identifier: EUPL-1.2
"""What the cells of a column look like: tests of content, each for one cell."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal

from gemensam.formats.tables.cells import Cell, Number, is_empty, shown
from gemensam.formats.tables.faults import BadCell
from gemensam.formats.untidy import values

Looks = Callable[[Cell], bool]

_PERSONAL = re.compile(r"\s*(?:(?:16|18|19|20)?([0-9]{6})\s*[-+]?\s*([0-9]{4}))\s*")
_ACCOUNT = re.compile(r"[1-9][0-9]{2,7}")
_CODE = re.compile(r"[0-9A-Za-zÅÄÖåäö][0-9A-Za-zÅÄÖåäö .\-/_]{0,19}")
_LETTERS = re.compile(r"[A-Za-zÅÄÖåäöÉéÜü]{3,}")
_AID = re.compile(r"\b[0-9]{6}\b")
_MONTH = re.compile(r"(?:19|20)[0-9]{2}[-/. ]?(?:0[1-9]|1[0-2])")
_NAME = re.compile(r"[A-ZÅÄÖÉ][\w'’\-]+(?:,? [A-ZÅÄÖÉ][\w'’.\-]+){1,4}")


def fraction(cells: Iterable[Cell], looks: Looks) -> float | None:
    """The part of the cells with content that pass; None when all are empty."""
    filled = [cell for cell in cells if not is_empty(cell)]
    return sum(map(looks, filled)) / len(filled) if filled else None


def like_money(cell: Cell) -> bool:
    """A number; not one of digits only in a text, which is more likely a code."""
    if isinstance(cell, str) and cell.strip().isdigit():
        return False
    return like_number(cell)


def like_number(cell: Cell) -> bool:
    return _reads(values.number, cell)


def like_day(cell: Cell) -> bool:
    if isinstance(cell, datetime):
        return True
    if isinstance(cell, Number) and len(str(cell)) not in {5, 6, 8}:
        return False
    try:
        found = values.day(cell)
    except BadCell:
        return False
    return date(1990, 1, 1) <= found <= date(2100, 1, 1)


def like_month(cell: Cell) -> bool:
    if isinstance(cell, datetime):
        return cell.day == 1
    return bool(_MONTH.fullmatch(values.code(cell)))


def like_share(cell: Cell) -> bool:
    """A percentage or a share: from 0 to 100, perhaps with its sign."""
    try:
        value = values.share(cell, whole_is_one=True)
    except BadCell:
        return False
    return Decimal(0) <= value <= Decimal(100)


def like_personal_number(cell: Cell) -> bool:
    """Ten or twelve digits with a day in them (or day + 60) and the right check digit."""
    found = _PERSONAL.fullmatch(values.code(cell))
    if found is None:
        return False
    day_, month = int(found[1][4:6]), int(found[1][2:4])
    if not 1 <= month <= 12 or not (1 <= day_ <= 31 or 61 <= day_ <= 91):
        return False
    return luhn(found[1] + found[2])


def like_account(cell: Cell) -> bool:
    return bool(_ACCOUNT.fullmatch(values.code(cell)))


def like_code(cell: Cell) -> bool:
    return not isinstance(cell, datetime) and bool(_CODE.fullmatch(values.code(cell)))


def like_text(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_LETTERS.search(cell))


def like_name(cell: Cell) -> bool:
    """Two to five words that begin with capital letters, nothing else."""
    return isinstance(cell, str) and bool(_NAME.fullmatch(cell.strip()))


def like_aid(cell: Cell) -> bool:
    """Six digits on their own, as the classification AID of SKR has."""
    return bool(_AID.search(shown(cell)))


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (modulus 10)."""
    total = 0
    for at, digit in enumerate(map(int, reversed(digits))):
        doubled = digit * (1 + at % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _reads(read: Callable[[Cell], object], cell: Cell) -> bool:
    try:
        read(cell)
    except BadCell:
        return False
    return True
