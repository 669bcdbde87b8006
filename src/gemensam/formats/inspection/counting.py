# SPDX-License-Identifier: EUPL-1.2
"""How large a table is when nobody has said what it should hold."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from gemensam.formats.tables.cells import Cell, is_empty

RawRow = tuple[int, Sequence[Cell]]
_LOOKED_AT = 50


def first_rows(rows: Iterator[RawRow]) -> list[RawRow]:
    return list(islice(rows, _LOOKED_AT))


def is_table(first: Sequence[RawRow]) -> bool:
    """Whether four rows of five have the same number of cells, two or more."""
    widths = Counter(len(cells) for _, cells in first)
    most = max((number for width, number in widths.items() if width > 1), default=0)
    return most > 1 and most * 5 >= len(first) * 4


def headers_of(first: Sequence[RawRow]) -> Sequence[Cell]:
    """The first row with most cells."""
    return max((cells for _, cells in first), key=_filled, default=())


def measured(first: Sequence[RawRow], rest: Iterator[RawRow]) -> Mapping[str, int]:
    """Columns, and rows below the headers, which are the first row with most cells."""
    filled = [_filled(cells) for _, cells in first]
    columns = max(filled, default=0)
    below = len(first) - filled.index(columns) - 1 if columns else 0
    return {"rows": below + sum(1 for _ in rest), "columns": columns}


def _filled(cells: Sequence[Cell]) -> int:
    return sum(not is_empty(cell) for cell in cells)
