# SPDX-License-Identifier: EUPL-1.2
"""What a table should hold, declared once for reading and for writing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gemensam.formats.tables.types import ColumnType, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `name` is ours, `header` the file's, `aliases` what others call it.

    A required column must be there and filled in. `unit` is for people; a header may
    carry it in parentheses, as in “Belopp (kr)”.
    """

    name: str
    type: ColumnType
    header: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    unit: str = ""

    def names(self) -> Iterator[str]:
        """Every header that means this column, the best first."""
        for name in (self.header, self.name, *self.aliases):
            yield name
            if self.unit:
                yield f"{name} ({self.unit})"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """A table's columns; no two rows may have the same values in the columns of `key`."""

    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a person has decided about a file, to be remembered for the next one.

    `headers` maps names of columns to headers of the file; `left_out` are headers that
    are to be passed over, and `rest_left_out` says so of every other unknown one.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    rest_left_out: bool = False
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file by the names of its columns; empty cells are None.

    `is_faulty` when any cell was refused; the cell is None then, and the issue is in
    the log.
    """

    line: int
    values: Mapping[str, Value]
    is_faulty: bool = False

    def __getitem__(self, name: str) -> Value:
        return self.values[name]
