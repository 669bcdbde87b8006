# SPDX-License-Identifier: EUPL-1.2
"""Untidy tables about persons: what is kept of them never held a number or a name.

Which columns tell who someone is, is found by header and by content while the file is
in memory. The number becomes a pseudonym; names, addresses and remarks are left out;
whatever else looks like a personal number is struck. Only that copy is kept, shown and
read; its other columns are as they came, so that a wrong guess can be corrected.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from gemensam.core import clock
from gemensam.core.imports import secret_columns
from gemensam.core.imports.secret_columns import Secret
from gemensam.core.imports.untidy import UntidyImporter
from gemensam.core.pseudonym import NotAPersonalNumber, PseudonymKey, twelve_digits
from gemensam.core.striking import struck_anywhere
from gemensam.formats.issues import (
    IssueKind,
    IssueLog,
    Marked,
    Severity,
    mark,
)
from gemensam.formats.safe_xml import UnreadableXml
from gemensam.formats.tables import UnreadableTable
from gemensam.formats.tables.cells import Cell, Number, is_empty, shown
from gemensam.formats.tables.escape import escaped
from gemensam.formats.tables.numbers import written_number
from gemensam.formats.untidy import Untidy, opened_untidy, values

LINE, PSEUDONYM = "Rad i originalet", "Pseudonym"
BATCH = 500

NO_PERSON = IssueKind(
    "personal.no-column",
    Severity.ERROR,
    mark("No column with personal numbers or employee numbers was found."),
    mark("Nothing of the file was kept. Add the personal number to the export."),
)
LEFT_OUT = IssueKind(
    "personal.left-out",
    Severity.INFO,
    mark("The column {header} tells who someone is; it was left out before storing."),
    mark("Nothing to do. If it holds something else, rename it and export again."),
)
ODD_NUMBER = IssueKind(
    "personal.odd-number",
    Severity.WARNING,
    mark("The personal number is unusual: {reason}. The row was counted all the same."),
    mark("Nothing to do for interim numbers; correct others in the HR system."),
)
NO_NUMBER = IssueKind(
    "personal.no-number",
    Severity.WARNING,
    mark("The row has no personal number; it was counted as a person of its own."),
    mark("Nothing to do for protected identities; complete others in the HR system."),
)
STRUCK = IssueKind(
    "personal.struck-many",
    Severity.WARNING,
    mark("{count} cells of {header} held what looks like a personal number; struck."),
    mark("See that the export has the right columns."),
)
NOT_ROWS = IssueKind(
    "personal.not-rows",
    Severity.INFO,
    mark("{count} rows were no persons (sums, notes) and were left out."),
    mark("Nothing to do."),
)


@dataclass(slots=True)
class _Copy:
    """One copying of a file."""

    table: Untidy
    secret: Secret
    key: PseudonymKey
    log: IssueLog
    at: datetime
    not_rows: int = 0
    kept: list[int] = field(default_factory=list)
    struck: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        width = len(self.table.headers)
        gone = self.secret.gone
        self.kept = [at for at in range(width) if at not in gone]
        self.struck = dict.fromkeys(self.kept, 0)

    def parts(self) -> Iterator[bytes]:
        """The copy as CSV, a batch of rows at a time."""
        headers = [struck_anywhere(self.table.headers[at]) for at in self.kept]
        yield as_csv([[LINE, PSEUDONYM, *headers]])
        batch = []
        for line, cells in self.table:
            row = self._row(line, cells)
            if row is not None:
                batch.append(row)
            if len(batch) >= BATCH:
                yield as_csv(batch)
                batch = []
        yield as_csv(batch)
        self._tell()

    def _row(self, line: int, cells: Sequence[Cell]) -> list[str] | None:
        place = self.secret.identity
        given = cells[place] if place is not None and place < len(cells) else ""
        if not self._is_person(given, cells):
            self.not_rows += 1
            return None
        return [str(line), self._pseudonym(line, given), *self._others(cells)]

    @staticmethod
    def _is_person(given: Cell, cells: Sequence[Cell]) -> bool:
        texts = [cell for cell in cells if isinstance(cell, str)]
        if values.is_total_word(values.code(given)):
            return False
        if any(map(values.is_total_word, texts)) and is_empty(given):
            return False
        filled = sum(not is_empty(cell) for cell in cells)
        return filled >= (3 if is_empty(given) else 2)

    def _pseudonym(self, line: int, given: Cell) -> str:
        if not values.code(given):
            self.log.add(NO_NUMBER, line)
            return self.key.pseudonym(f"row:{line}")
        return pseudonym_of(
            given, line, secret=self.secret, key=self.key, log=self.log, at=self.at
        )

    def _others(self, cells: Sequence[Cell]) -> Iterator[str]:
        for at in self.kept:
            text = as_text(cells[at]) if at < len(cells) else ""
            kept = struck_anywhere(text)
            if kept != text:
                self.struck[at] += 1
            yield escaped(kept)

    def _tell(self) -> None:
        for at in sorted(self.secret.gone):
            if at != self.secret.identity:
                header = struck_anywhere(self.table.headers[at])
                self.log.add(LEFT_OUT, self.table.header_line, header=header or "–")
        for at, count in self.struck.items():
            if count:
                header = struck_anywhere(self.table.headers[at])
                self.log.add(STRUCK, count=count, header=header or "–")
        if self.not_rows:
            self.log.add(NOT_ROWS, count=self.not_rows)


class ShieldedImporter(UntidyImporter):
    """An untidy importer of files about persons; `read` and `commit` see the copy only,
    in which the person is the column “Pseudonym”."""

    personal = True

    def pseudonymised(
        self, source: BinaryIO, key: PseudonymKey, *, log: IssueLog, at: datetime
    ) -> Iterator[bytes]:
        """The copy as CSV; nothing touches a disk on the way."""
        own = IssueLog()
        words = (*self.wanted, *secret_columns.WANTED)
        try:
            with opened_untidy(source, own, wanted=words) as table:
                secret = secret_columns.found(table, self.wanted)
                if table.header_line is not None and secret.identity is None:
                    own.add(NO_PERSON, table.header_line)
                elif table.header_line is not None:
                    yield from _Copy(table, secret, key, own, at).parts()
        except (UnreadableTable, UnreadableXml) as trouble:
            issue = trouble.issue
            own.add(issue.kind, issue.line, issue.column, **issue.values)
        pass_on(own, log)


def pseudonym_of(
    given: Cell,
    line: int,
    *,
    secret: Secret,
    key: PseudonymKey,
    log: IssueLog,
    at: datetime,
) -> str:
    """Of a personal number, or of what an employer calls the person by: the same in
    every file."""
    text = values.code(given)
    if not secret.is_personal_number:
        return key.pseudonym(f"employee:{_plain(text)}")
    try:
        number = twelve_digits(text, at=clock.local(at).date())
    except NotAPersonalNumber as fault:
        log.add(ODD_NUMBER, line, reason=fault.reason)
        return key.pseudonym(f"odd:{_plain(text)}")
    return key.pseudonym(number)


def as_text(cell: Cell) -> str:
    """The cell as a text that is read as the same value again."""
    if isinstance(cell, Number):
        if cell.is_percent:
            return f"{written_number(cell.value * 100)} %"
        return written_number(cell.value)
    return shown(cell) if not isinstance(cell, str) else cell.strip()


def _plain(text: str) -> str:
    """The letters and digits of a number, in ASCII: the same number, the same text."""
    bare = "".join(letter for letter in text.casefold() if letter.isalnum())
    return bare.encode("unicode_escape").decode("ascii")


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def pass_on(own: IssueLog, log: IssueLog) -> None:
    """Issues quote cells; none may quote a personal number."""
    for issue in own:
        told = {
            name: struck_anywhere(value)
            if isinstance(value, str) and not isinstance(value, Marked)
            else value
            for name, value in issue.values.items()
        }
        log.add(issue.kind, issue.line, issue.column, **told)
