# SPDX-License-Identifier: EUPL-1.2
"""Tables with personal numbers: what is kept of them never held one.

While the file streams in, each number becomes a pseudonym, columns that tell who someone
is are left out, and texts that look like personal numbers are struck. That copy is what
is kept, read and committed; of the original only the hash remains.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO, TypeGuard

from gemensam.core import clock
from gemensam.core.imports.table import TableImporter
from gemensam.core.pseudonym import NotAPersonalNumber, PseudonymKey, twelve_digits
from gemensam.core.striking import struck
from gemensam.formats.issues import IssueKind, IssueLog, Marked, Severity, mark
from gemensam.formats.safe_xml import UnreadableXml
from gemensam.formats.tables import (
    Code,
    Column,
    Row,
    TableSpec,
    Text,
    UnreadableTable,
    opened_table,
    write_csv,
)
from gemensam.formats.tables.types import Value

NOT_A_NUMBER = IssueKind(
    "personal.not-a-number",
    Severity.ERROR,
    mark("The personal number cannot be right: {reason}."),
    mark("Correct it in the HR system and export again."),
)
STRUCK = IssueKind(
    "personal.struck",
    Severity.WARNING,
    mark("A personal number stood in column {header}; it was struck before storing."),
    mark("See that the export has the right columns."),
)


class PersonalTableImporter(TableImporter):
    """A subclass gives `original`: the columns as the file has them, with `person` the
    personal number; columns in `unkept` tell who someone is and are never stored."""

    personal = True
    original: TableSpec
    unkept: tuple[str, ...] = ()

    @property
    def spec(self) -> TableSpec:  # type: ignore[override]
        """The columns of the pseudonymised copy."""
        kept = [
            replace(column, type=Text()) if isinstance(column.type, Code) else column
            for column in self.original.columns
            if column.name not in {"person", *self.unkept}
        ]
        pseudonym = Column(
            name="person", type=Code(), header="Pseudonym", required=True
        )
        line = Column(name="row", type=Code(), header="Rad i originalet")
        return TableSpec(columns=(line, pseudonym, *kept))

    def pseudonymised(
        self, source: BinaryIO, key: PseudonymKey, *, log: IssueLog, at: datetime
    ) -> Iterator[bytes]:
        """The pseudonymised copy, as CSV; nothing touches a disk on the way."""
        target = io.BytesIO()
        own = IssueLog()
        try:
            with opened_table(source, self.original, log=own) as table:
                rows = (self._row(row, key, own, at) for row in table)
                write_csv((row for row in rows if row), self.spec, target)
        except (UnreadableTable, UnreadableXml) as trouble:
            issue = trouble.issue
            own.add(issue.kind, issue.line, issue.column, **issue.values)
        _pass_on(own, log)
        yield target.getvalue()

    def _row(
        self, row: Row, key: PseudonymKey, log: IssueLog, at: datetime
    ) -> dict[str, Value] | None:
        if row.is_faulty:
            return None
        try:
            number = twelve_digits(str(row["person"]), at=clock.local(at).date())
        except NotAPersonalNumber as fault:
            log.add(NOT_A_NUMBER, row.line, reason=fault.reason)
            return None
        said: dict[str, Value] = {
            "row": str(row.line),
            "person": key.pseudonym(number),
        }
        for column in self.original.columns:
            if column.name not in {"person", *self.unkept}:
                said[column.name] = _struck(row[column.name], row.line, column, log)
        return said


def _struck(value: Value, line: int, column: Column, log: IssueLog) -> Value:
    if not isinstance(value, str):
        return value
    kept = struck(value)
    if kept != value:
        log.add(STRUCK, line, column.header, header=column.header)
    return kept


def _is_quoted(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and not isinstance(value, Marked)


def _pass_on(own: IssueLog, log: IssueLog) -> None:
    """Issues quote cells; none may quote a personal number."""
    for issue in own:
        values = {
            name: struck(value) if _is_quoted(value) else value
            for name, value in issue.values.items()
        }
        log.add(issue.kind, issue.line, issue.column, **values)
