# SPDX-License-Identifier: EUPL-1.2
"""What a cell can hold before its column has said what it means."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal

# A workbook stores binary fractions; Excel itself never shows more digits than this.
_EXCEL = Context(prec=15)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a workbook, in the 15 digits that Excel knows."""

    value: Decimal
    is_percent: bool = False

    @classmethod
    def stored(cls, text: str, *, is_percent: bool = False) -> "Number":
        """Of the text in the file. Raises decimal.InvalidOperation."""
        return cls(_EXCEL.create_decimal(text), is_percent)

    def __str__(self) -> str:
        plain = f"{self.value.normalize():f}"
        return plain if len(plain) < 40 else str(self.value)


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell whose formula failed: #REF!, #N/A …"""

    text: str


Cell = str | Number | bool | datetime | ErrorCell


def shown(cell: Cell) -> str:
    """The cell as a person would see it, short enough for a message."""
    if isinstance(cell, ErrorCell):
        return cell.text
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat(" ")
    text = str(cell)
    return text if len(text) <= 60 else text[:59] + "…"


def is_empty(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()
