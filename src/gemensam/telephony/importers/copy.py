# SPDX-License-Identifier: EUPL-1.2
"""The copy of an export that is kept: nothing of who called or who answered.

It is made while the file is in memory; the columns that are left are as they came, so that
a wrong guess of what they are can be corrected afterwards.
"""

from collections.abc import Iterator

from gemensam.core.imports import secret_columns
from gemensam.core.imports.shielded import as_csv, as_text
from gemensam.core.striking import struck_anywhere
from gemensam.formats.issues import IssueLog
from gemensam.formats.tables.escape import escaped
from gemensam.formats.untidy import Untidy, guess, looks
from gemensam.telephony.importers import kinds
from gemensam.telephony.importers.columns import (
    WANTED,
    is_of_persons,
    like_telephone_number,
)

LINE = "Rad i originalet"
BATCH = 500
MANY = 0.3


def copied(table: Untidy, log: IssueLog) -> Iterator[bytes]:
    """The copy as CSV, a batch of rows at a time; what was left out goes to the log."""
    gone = _gone(table)
    kept = [at for at in range(len(table.headers)) if at not in gone]
    for at in sorted(gone):
        header = struck_anywhere(table.headers[at]) or "–"
        log.add(kinds.DROPPED, table.header_line, header=header)
    yield as_csv([[LINE, *(struck_anywhere(table.headers[at]) for at in kept)]])
    batch: list[list[str]] = []
    for line, cells in table:
        texts = (as_text(cells[at]) if at < len(cells) else "" for at in kept)
        batch.append([str(line), *(escaped(struck_anywhere(one)) for one in texts)])
        if len(batch) >= BATCH:
            yield as_csv(batch)
            batch = []
    yield as_csv(batch)


def _gone(table: Untidy) -> frozenset[int]:
    """Columns that tell who someone is, or whose cells look like telephone numbers."""
    taken = set(guess(table.headers, table.sample, WANTED).layout.places.values())
    gone = set(secret_columns.found(table, WANTED).gone) - taken
    for at, header in enumerate(table.headers):
        cells = [row[at] for _line, row in table.sample if at < len(row)]
        share = looks.fraction(cells, like_telephone_number) or 0
        if at not in taken and (is_of_persons(header) or share >= MANY):
            gone.add(at)
    return frozenset(gone)
