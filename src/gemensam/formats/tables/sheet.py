# SPDX-License-Identifier: EUPL-1.2
"""The rows of one sheet, streamed, with everything a person should be told about."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import InvalidOperation

from gemensam.formats.issues import IssueLog, mark
from gemensam.formats.safe_xml import Element, elements
from gemensam.formats.tables.calendar import of_serial
from gemensam.formats.tables.cells import Cell, ErrorCell, Number
from gemensam.formats.tables.faults import (
    DAMAGED,
    FORMULA,
    FORMULA_EMPTY,
    HIDDEN_COLUMN,
    HIDDEN_ROW,
    TOO_LARGE,
    refused,
)
from gemensam.formats.tables.package import Caps
from gemensam.formats.tables.workbook import (
    Shape,
    SheetEntry,
    Workbook,
    text_in,
    unescaped,
)

_MOST_COLUMNS = 16_384
MOST_ROWS = 1_048_576


@dataclass(slots=True)
class Sheet:
    """One sheet of an open workbook; `merged` is known when its rows have been read."""

    workbook: Workbook
    entry: SheetEntry
    caps: Caps
    log: IssueLog
    merged: list[str] = field(default_factory=list)
    _cells: int = 0
    _columns: dict[str, int] = field(default_factory=dict)

    def rows(self, *, after: int = 0) -> Iterator[tuple[int, list[Cell]]]:
        """Row number and cells of every row below `after` that holds anything.

        Raises UnreadableTable and UnreadableXml.
        """
        number = 0
        with self.workbook.package.part(self.entry.part) as file:
            for element in elements(file, "row", "col", "mergeCell"):
                name = str(element.tag).rpartition("}")[2]
                if name == "row":
                    number = self._number(element, number)
                    cells = self.cells(element, number) if number > after else []
                    if cells:
                        yield number, cells
                elif name == "mergeCell":
                    self.merged.append(element.get("ref", ""))
                elif element.get("hidden") in {"1", "true"}:
                    self._hidden_columns(element)

    def _number(self, element: Element, before: int) -> int:
        text = element.get("r", str(before + 1))
        number = int(text) if text.isdecimal() and len(text) < 9 else 0
        if not before < number <= MOST_ROWS:
            raise refused(DAMAGED, part=self.entry.part)
        return number

    def cells(self, element: Element, number: int) -> list[Cell]:
        """The cells of a row element, up to the last that holds anything."""
        cells: list[Cell] = []
        at = -1
        for element_of_cell in element:
            reference = element_of_cell.get("r")
            at = (
                at + 1
                if reference is None
                else self.column(reference.rstrip("0123456789"))
            )
            cell = self._cell(element_of_cell, number)
            if cell != "":
                while len(cells) < at:
                    cells.append("")
                cells[at:] = [cell]
        self._cells += max(len(cells), len(element))
        if self._cells > self.caps.cells:
            raise refused(TOO_LARGE, limit=self.caps.cells, unit=mark("cells"))
        if cells and element.get("hidden") in {"1", "true"}:
            self.log.add(HIDDEN_ROW, number)
        return cells

    def column(self, letters: str) -> int:
        """The place of a column by its letters, 0 for A."""
        at = self._columns.get(letters)
        if at is None:
            at = column_index(letters)
            if at is None:
                raise refused(DAMAGED, part=self.entry.part)
            self._columns[letters] = at
        return at

    def _cell(self, element: Element, row: int) -> Cell:
        text = formula = inline = None
        for child in element:
            name = child.tag[-2:]
            if name == "}v":
                text = child.text
            elif name == "}f":
                formula = child
            elif name == "is":
                inline = child
        if formula is not None:
            place = element.get("r", "")
            if not text:
                self.log.add(FORMULA_EMPTY, row, cell=place)
                return ""
            self.log.add(FORMULA, row, cell=place)
        if inline is not None:
            return text_in(inline)
        return self._value(element, text) if text else ""

    def _value(self, element: Element, text: str) -> Cell:
        kind = element.get("t", "n")
        try:
            if kind == "s":
                return self.workbook.texts[int(text)]
            if kind == "n":
                return self.numeric(text, element.get("s"))
        except (ValueError, IndexError, InvalidOperation):
            raise refused(DAMAGED, part=self.entry.part) from None
        if kind == "b":
            return text == "1"
        if kind == "e":
            return ErrorCell(text[:20])
        if kind == "d":
            return _iso(text)
        return unescaped(text)

    def numeric(self, text: str, style: str | None) -> Cell:
        """A number by how its style shows it. Raises ValueError and InvalidOperation."""
        shape = Shape.PLAIN
        if style is not None:
            at = int(style)
            if at < len(self.workbook.shapes):
                shape = self.workbook.shapes[at]
        number = Number.stored(text, is_percent=shape is Shape.PERCENT)
        if not number.value.is_finite():
            raise ValueError(text)
        if shape is Shape.DATE:
            moment = of_serial(float(number.value), is_1904=self.workbook.is_1904)
            return number if moment is None else moment
        return number

    def _hidden_columns(self, element: Element) -> None:
        first, last = element.get("min", ""), element.get("max", "")
        if first.isdecimal() and last.isdecimal() and int(last) <= _MOST_COLUMNS:
            low, high = column_letters(int(first) - 1), column_letters(int(last) - 1)
            self.log.add(HIDDEN_COLUMN, columns=low if low == high else f"{low}–{high}")


def column_index(letters: str) -> int | None:
    """0 for A, 25 for Z, 26 for AA; None beyond XFD or for anything else."""
    number = 0
    for letter in letters[:4]:
        if not "A" <= letter <= "Z":
            return None
        number = number * 26 + ord(letter) - 64
    return number - 1 if 0 < number <= _MOST_COLUMNS else None


def column_letters(index: int) -> str:
    """A for 0, AA for 26."""
    letters = ""
    number = index + 1
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _iso(text: str) -> Cell:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.replace(tzinfo=None)
