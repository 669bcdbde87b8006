# SPDX-License-Identifier: EUPL-1.2
"""The copy of an export of presence that is kept: a pseudonym, days, and there or not.

Nothing else of the file is: a column that is none of these is left out while the file is
in memory, whatever it holds, and so is every word of why.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gemensam.core.imports.secret_columns import Secret, found as secret_of
from gemensam.core.imports.shielded import (
    LINE,
    NO_PERSON,
    PSEUDONYM,
    as_csv,
    pseudonym_of,
)
from gemensam.core.pseudonym import PseudonymKey
from gemensam.core.striking import struck_anywhere
from gemensam.formats.issues import IssueLog
from gemensam.formats.tables.cells import Cell, is_empty, shown
from gemensam.formats.tables.escape import escaped
from gemensam.formats.tables.faults import BadCell
from gemensam.formats.untidy import Guess, Untidy, guess, values
from gemensam.formats.untidy.faults import COLUMN_NOT_FOUND
from gemensam.group.importers.presence import kinds
from gemensam.group.importers.presence.columns import (
    ABSENT,
    PRESENT,
    STATE,
    WANTED,
    is_of_absence,
    state_of,
)

HEADERS = (LINE, PSEUDONYM, "Från", "Till", "Status", "Team", "Enhet")
BATCH = 500
LONGEST = 40


@dataclass(slots=True)
class Copy:
    """One copying of a file."""

    table: Untidy
    key: PseudonymKey
    log: IssueLog
    at: datetime
    reasons: int = 0
    nameless: int = 0

    def parts(self) -> Iterator[bytes]:
        """The copy as CSV, a batch of rows at a time. Without who, when and whether
        nothing is kept, and the reading says what is lacking."""
        found = guess(self.table.headers, self.table.sample, WANTED)
        secret = secret_of(self.table, WANTED)
        self._tell_columns(found, secret)
        yield as_csv([HEADERS])
        for one in found.missing:
            self.log.add(COLUMN_NOT_FOUND, wanted=one.label)
        if secret.identity is None:
            self.log.add(NO_PERSON, self.table.header_line)
        if secret.identity is None or found.missing:
            return
        batch: list[list[str]] = []
        for line, cells in self.table:
            row = self._row(line, cells, found, secret)
            if row is not None:
                batch.append(row)
            if len(batch) >= BATCH:
                yield as_csv(batch)
                batch = []
        yield as_csv(batch)
        if self.reasons:
            self.log.add(kinds.REASONS, count=self.reasons)
        if self.nameless:
            self.log.add(kinds.NO_PERSON, count=self.nameless)

    def _tell_columns(self, found: Guess, secret: Secret) -> None:
        used = {*found.layout.places.values(), secret.identity}
        for at, header in enumerate(self.table.headers):
            if at not in used:
                name = struck_anywhere(header) or "–"
                self.log.add(kinds.DROPPED, self.table.header_line, header=name)

    def _row(
        self, line: int, cells: Sequence[Cell], found: Guess, secret: Secret
    ) -> list[str] | None:
        assert secret.identity is not None
        given = _cell(cells, secret.identity)
        if is_empty(given) or values.is_total_word(values.code(given)):
            self.nameless += 1
            return None
        places = found.layout
        begins = self._day(line, _cell(cells, places.get("begins")))
        last = _cell(cells, places.get("ends"))
        ends = begins if is_empty(last) else self._day(line, last)
        state = self._state(line, _cell(cells, places.get("state")), places["state"])
        if begins is None or ends is None or state is None:
            return None
        who = pseudonym_of(
            given, line, secret=secret, key=self.key, log=self.log, at=self.at
        )
        told = (_code(cells, places.get("team")), _code(cells, places.get("unit")))
        days = (begins.isoformat(), ends.isoformat())
        return [str(line), who, *days, PRESENT if state else ABSENT, *told]

    def _day(self, line: int, cell: Cell) -> date | None:
        try:
            return values.day(cell)
        except BadCell:
            self.log.add(kinds.NOT_A_DAY, line)
            return None

    def _state(self, line: int, cell: Cell, place: int) -> bool | None:
        found = state_of(cell, of_absence=is_of_absence(self.table.headers[place]))
        if found is None:
            self.log.add(kinds.NOT_A_STATE, line, str(STATE.label))
            return None
        self.reasons += found[1]
        return found[0]


def _cell(cells: Sequence[Cell], at: int | None) -> Cell:
    return cells[at] if at is not None and at < len(cells) else ""


def _code(cells: Sequence[Cell], at: int | None) -> str:
    return escaped(struck_anywhere(shown(_cell(cells, at)).strip())[:LONGEST])
