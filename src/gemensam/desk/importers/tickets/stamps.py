# SPDX-License-Identifier: EUPL-1.2
"""Times as ticket systems write them, where the municipality lies."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time

from gemensam.core import clock
from gemensam.formats.tables.calendar import of_serial
from gemensam.formats.tables.cells import Cell, Number, is_empty, shown
from gemensam.formats.tables.faults import NOT_A_DATE, BadCell
from gemensam.formats.untidy import values

_TIMED = re.compile(
    r"(.+?)[T ]+([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,][0-9]+)?)?"
    r"(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_EITHER = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})\b")


def day_first(cells: Iterable[Cell]) -> bool | None:
    """Whether dates such as 03/04/2025 of a column are day and month; None: nothing in
    the column tells."""
    first = second = False
    for cell in cells:
        found = _EITHER.match(cell.strip()) if isinstance(cell, str) else None
        if found:
            first = first or int(found[1]) > 12
            second = second or int(found[2]) > 12
    return None if first == second else first


def stamp(cell: Cell, *, is_day_first: bool | None) -> datetime | None:
    """The instant in a cell, UTC; None for an empty one. Raises BadCell."""
    if is_empty(cell):
        return None
    if isinstance(cell, Number):
        moment = of_serial(float(cell.value), is_1904=False)
        if moment is None or not 1990 <= moment.year <= 2100:
            raise BadCell(NOT_A_DATE, text=shown(cell))
        return _local(moment)
    if isinstance(cell, datetime):
        return _local(cell)
    text = shown(cell).strip()
    found = _TIMED.fullmatch(text)
    if found is None:
        return _local(
            datetime.combine(values.day(_ordered(text, is_day_first)), time())
        )
    day = values.day(_ordered(found[1].strip(), is_day_first))
    try:
        at = time(int(found[2]), int(found[3]), int(found[4] or 0))
    except ValueError:
        raise BadCell(NOT_A_DATE, text=text[:60]) from None
    if found[5]:
        zone = found[5].replace("Z", "+00:00")
        return datetime.fromisoformat(f"{day}T{at}{zone}").astimezone(UTC)
    return _local(datetime.combine(day, at))


def _ordered(text: str, is_day_first: bool | None) -> str:
    """A date that could be two, as the column says it is."""
    found = _EITHER.fullmatch(text)
    if found is None or is_day_first is None:
        return text
    first, second, year = found.groups()
    day, month = (first, second) if is_day_first else (second, first)
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _local(moment: datetime) -> datetime:
    return moment.replace(tzinfo=clock.zone()).astimezone(UTC)
