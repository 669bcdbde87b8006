# SPDX-License-Identifier: EUPL-1.2
"""Texts in a table that a spreadsheet would take for formulas."""

from collections.abc import Iterable, Iterator, Sequence

from gemensam.formats.inspection.counting import RawRow
from gemensam.formats.issues import IssueLog
from gemensam.formats.tables.cells import Cell, is_empty, shown
from gemensam.formats.tables.faults import FORMULA_TEXT
from gemensam.formats.tables.formula import is_formula
from gemensam.formats.tables.sheet import column_letters


def watched(
    rows: Iterable[RawRow], headers: Sequence[Cell], log: IssueLog
) -> Iterator[RawRow]:
    """The rows as they come, and every such text in them told."""
    for line, cells in rows:
        for at, cell in enumerate(cells):
            if is_formula(cell):
                header = _name(headers, at)
                log.add(FORMULA_TEXT, line, header, text=shown(cell), header=header)
        yield line, cells


def _name(headers: Sequence[Cell], at: int) -> str:
    """What stands above the column; its letters where nothing does."""
    if at < len(headers) and not is_empty(headers[at]):
        return shown(headers[at])
    return column_letters(at)
