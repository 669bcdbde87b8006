# SPDX-License-Identifier: EUPL-1.2
"""Finding the row with headers, and which column of the file is which of ours."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from gemensam.formats.issues import IssueLog
from gemensam.formats.tables.cells import Cell, shown
from gemensam.formats.tables.faults import (
    DUPLICATE_COLUMN,
    LEFT_OUT,
    MISSING_COLUMN,
    NO_HEADER,
    UNKNOWN_COLUMN,
)
from gemensam.formats.tables.headers import normalised
from gemensam.formats.tables.sheet import column_letters
from gemensam.formats.tables.spec import Chosen, TableSpec

LOOKED_AT = 50
RawRow = tuple[int, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the columns stand; `is_usable` unless a header is missing or double."""

    line: int
    headers: tuple[str, ...]
    positions: dict[str, int]
    unknown: tuple[str, ...]
    is_usable: bool

    def used(self) -> dict[str, str]:
        """Headers of the file by the names of their columns."""
        return {name: self.headers[at] for name, at in self.positions.items()}


def find_headings(
    rows: Sequence[RawRow], spec: TableSpec, chosen: Chosen, *, log: IssueLog
) -> Headings | None:
    """The row with the most known headers among the first rows; titles may stand above.

    Logs everything that is wrong with it. None when no row has a known header.
    """
    names = _names(spec, chosen)
    line, headers = max(
        ((line, [shown(cell).strip() for cell in cells]) for line, cells in rows),
        key=lambda row: len(
            {names[key] for key in map(normalised, row[1]) if key in names}
        ),
        default=(0, []),
    )
    places: defaultdict[str, list[int]] = defaultdict(list)
    unknown = []
    for at, header in enumerate(headers):
        name = names.get(normalised(header))
        if name is not None:
            places[name].append(at)
        elif header:
            unknown.append(header)
    if not places:
        wanted = ", ".join(column.header for column in spec.columns if column.required)
        log.add(NO_HEADER, line or None, rows=LOOKED_AT, headers=wanted)
        return None
    _tell_unknown(unknown, chosen, line, log)
    usable = _tell_missing_and_double(places, headers, spec, line, log)
    positions = {name: at[0] for name, at in places.items()}
    return Headings(line, tuple(headers), positions, tuple(unknown), usable)


def _names(spec: TableSpec, chosen: Chosen) -> dict[str, str]:
    """Normalised headers and the columns they mean; a chosen one beats any other."""
    names: dict[str, str] = {}
    for column in spec.columns:
        if column.name not in chosen.headers:
            for name in column.names():
                names.setdefault(normalised(name), column.name)
    names |= {normalised(header): name for name, header in chosen.headers.items()}
    for header in chosen.left_out:
        names.pop(normalised(header), None)
    names.pop("", None)
    return names


def _tell_unknown(
    unknown: Sequence[str], chosen: Chosen, line: int, log: IssueLog
) -> None:
    left_out = {normalised(header) for header in chosen.left_out}
    for header in unknown:
        known = chosen.rest_left_out or normalised(header) in left_out
        log.add(LEFT_OUT if known else UNKNOWN_COLUMN, line, header, header=header)


def _tell_missing_and_double(
    places: dict[str, list[int]],
    headers: Sequence[str],
    spec: TableSpec,
    line: int,
    log: IssueLog,
) -> bool:
    usable = True
    for column in spec.columns:
        found = places.get(column.name, [])
        if not found and column.required:
            usable = False
            log.add(MISSING_COLUMN, line, column.header, header=column.header)
        elif len(found) > 1:
            usable = False
            header = headers[found[0]]
            columns = ", ".join(column_letters(at) for at in found)
            log.add(DUPLICATE_COLUMN, line, header, header=header, columns=columns)
    return usable
