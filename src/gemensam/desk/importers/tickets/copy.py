# SPDX-License-Identifier: EUPL-1.2
"""The copy of an export that is kept: no names, no free texts, no personal numbers.

It is made while the file streams in; of the original only the hash remains. Columns that
may be needed are kept as they came (without markup), so that a wrong guess of what they
are can be corrected afterwards.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from gemensam.core.imports import secret_columns
from gemensam.core.pseudonym import PseudonymKey
from gemensam.core.striking import struck_anywhere
from gemensam.desk.importers.tickets import kinds
from gemensam.desk.importers.tickets.columns import (
    AGENTS,
    NUMBER,
    REQUESTER,
    TEXTS,
    WANTED,
)
from gemensam.desk.importers.tickets.plain import plain
from gemensam.formats.issues import IssueLog
from gemensam.formats.tables.cells import Cell, is_empty, shown
from gemensam.formats.tables.escape import escaped
from gemensam.formats.tables.headers import normalised
from gemensam.formats.untidy import Guess, Untidy, guess

LINE = "Rad i originalet"
BATCH = 500


def copied(table: Untidy, key: PseudonymKey, log: IssueLog) -> Iterator[bytes]:
    """The copy as CSV, a batch of rows at a time; what was left out goes to the log."""
    found = guess(table.headers, table.sample, WANTED)
    aliased = found.layout.get(REQUESTER.name)
    kept = _kept(table, found, aliased)
    for at in sorted(set(range(len(table.headers))) - set(kept)):
        header = struck_anywhere(table.headers[at]) or "–"
        log.add(kinds.DROPPED, table.header_line, header=header)
    yield _written(
        [[LINE, *(struck_anywhere(plain(table.headers[at])) for at in kept)]]
    )
    numbers = {found.layout.get(NUMBER.name)}
    struck = dict.fromkeys(kept, 0)
    batch: list[list[str]] = []
    for line, cells in table:
        row = [str(line)]
        for at in kept:
            cell = cells[at] if at < len(cells) else ""
            if at == aliased:
                row.append(_alias(cell, key))
                continue
            text = _text(cell)
            clean = text if at in numbers else struck_anywhere(text)
            struck[at] += clean != text
            row.append(escaped(clean))
        batch.append(row)
        if len(batch) >= BATCH:
            yield _written(batch)
            batch = []
    yield _written(batch)
    for at, count in struck.items():
        if count:
            log.add(kinds.STRUCK, count=count, header=table.headers[at] or "–")


def _kept(table: Untidy, found: Guess, aliased: int | None) -> list[int]:
    """Columns that tell nobody's name and are no free text."""
    gone = secret_columns.found(table, WANTED).gone
    taken = set(found.layout.places.values())
    return [
        at
        for at, header in enumerate(table.headers)
        if at == aliased
        or (at not in gone and (at in taken or not _is_not_needed(normalised(header))))
    ]


def _is_not_needed(header: str) -> bool:
    return header in AGENTS or any(word in header for word in TEXTS)


def _alias(cell: Cell, key: PseudonymKey) -> str:
    text = "" if is_empty(cell) else shown(cell).strip().casefold()
    plain_ascii = text.encode("unicode_escape").decode("ascii")
    return f"p-{key.pseudonym(f'caller:{plain_ascii}')[:12]}" if text else ""


def _text(cell: Cell) -> str:
    return plain(cell if isinstance(cell, str) else shown(cell))


def _written(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
