# SPDX-License-Identifier: EUPL-1.2
"""Presence becomes rows of pseudonyms; a later export of the same days takes their place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from gemensam.core import audit, clock
from gemensam.core.by import By
from gemensam.core.imports.importer import Reading
from gemensam.core.imports.named import remark_on_name
from gemensam.core.imports.shielded import LINE, PSEUDONYM, pass_on
from gemensam.core.imports.untidy import UntidyImporter
from gemensam.core.pseudonym import PseudonymKey
from gemensam.formats.issues import IssueLog, mark
from gemensam.formats.safe_xml import UnreadableXml
from gemensam.formats.tables import UnreadableTable
from gemensam.formats.tables.cells import Cell, shown
from gemensam.formats.untidy import Guess, Untidy, Wanted, opened_untidy
from gemensam.group.enums import Register
from gemensam.group.importers.presence import kinds
from gemensam.group.importers.presence.columns import PRESENT, WANTED
from gemensam.group.importers.presence.copy import Copy
from gemensam.group.models import Presence, Team
from gemensam.group.presence import write_presence
from gemensam.group.queries import aliases

LONG = timedelta(days=366)
DAY = timedelta(days=1)
WHO = Wanted(
    name="person",
    label=mark("Personal or employee number"),
    words=(PSEUDONYM,),
    required=True,
)


class PresenceImporter(UntidyImporter):
    """One row per person and day, or period of days."""

    kind = "presence"
    unattended = True
    label = _("Presence")
    describes = _(
        "Who was there and who was not, per day or period, never why (CSV or XLSX). "
        "Personal numbers become pseudonyms; every other column is left out before "
        "anything is stored."
    )
    personal = True
    wanted = (WHO, *WANTED)

    def pseudonymised(
        self, source: BinaryIO, key: PseudonymKey, *, log: IssueLog, at: datetime
    ) -> Iterator[bytes]:
        """The copy as CSV; nothing touches a disk on the way."""
        own = IssueLog()
        try:
            with opened_untidy(source, own, wanted=WANTED) as table:
                if table.header_line is not None:
                    yield from Copy(table, key, own, at).parts()
        except (UnreadableTable, UnreadableXml) as trouble:
            issue = trouble.issue
            own.add(issue.kind, issue.line, issue.column, **issue.values)
        pass_on(own, log)

    def read(self, source: BinaryIO, reading: Reading) -> None:
        self._rows(source, reading)

    def commit(self, source: BinaryIO, reading: Reading, *, by: By) -> None:
        rows = self._rows(source, reading)
        gone = write_presence(rows, at=reading.at)
        audit.record(
            f"group.presence:{reading.record.pk}",
            "presence.imported",
            by=by,
            at=reading.at,
            facts={"rows": len(rows), "replaced": gone},
        )

    def _rows(self, source: BinaryIO, reading: Reading) -> list[Presence]:
        def gathered(table: Untidy, found: Guess) -> list[Presence]:
            return Rows(table, found, reading).gathered()

        rows = self.worked(source, reading, gathered) or []
        days = {day for one in rows for day in (one.begins, one.ends - DAY)}
        remark_on_name(reading, {day.replace(day=1) for day in days})
        reading.counts |= {
            "rows": len(rows),
            "people": len({one.pseudonym for one in rows}),
            "days": sum((one.ends - one.begins).days for one in rows),
        }
        return rows


@dataclass(slots=True)
class Rows:
    """The rows of the copy."""

    table: Untidy
    found: Guess
    reading: Reading
    homeless: int = 0
    _teams: Mapping[str, Team] = field(default_factory=dict)
    _units: dict[date, Mapping[tuple[int | None, str], int]] = field(
        default_factory=dict
    )

    def gathered(self) -> list[Presence]:
        teams = list(Team.objects.all())
        self._teams = {
            **{one.name.casefold(): one for one in teams},
            **{one.code.casefold(): one for one in teams},
        }
        rows = [one for one in (self._row(*each) for each in self.table) if one]
        if self.homeless:
            self.reading.log.add(kinds.NO_TEAM, count=self.homeless)
        if not rows and not self.reading.log.has_errors():
            self.reading.log.add(kinds.EMPTY)
        return [row for _line, row in self._once(rows)]

    def _row(self, said: int, cells: Sequence[Cell]) -> tuple[int, Presence] | None:
        at = self.table.headers.index(LINE) if LINE in self.table.headers else None
        line = int(shown(cells[at])) if at is not None else said
        begins, last = self._text(cells, "begins"), self._text(cells, "ends")
        starts = date.fromisoformat(begins)
        ends = date.fromisoformat(last or begins) + DAY
        if not starts < ends <= starts + LONG:
            self.reading.log.add(kinds.BACKWARDS, line)
            return None
        if ends > clock.local(self.reading.at).date() + DAY:
            self.reading.log.add(kinds.NOT_ENDED, line)
            return None
        team = self._teams.get(self._text(cells, "team").casefold())
        unit = self._unit(self._text(cells, "unit"), starts)
        if team is None and unit is None:
            self.homeless += 1
        return line, Presence(
            pseudonym=self._text(cells, "person")[:20],
            begins=starts,
            ends=ends,
            is_present=self._text(cells, "state") == PRESENT,
            team=team,
            unit_id=unit,
            from_import=self.reading.record,
        )

    def _unit(self, code: str, day: date) -> int | None:
        if not code:
            return None
        if day not in self._units:
            self._units[day] = aliases(Register.HR, day)
        return self._units[day].get((None, code))

    def _text(self, cells: Sequence[Cell], name: str) -> str:
        at = self.found.layout.get(name)
        return shown(cells[at]).strip() if at is not None and at < len(cells) else ""

    def _once(
        self, rows: Sequence[tuple[int, Presence]]
    ) -> Iterator[tuple[int, Presence]]:
        """Sorted; a person's days that overlap are told and none of them taken."""
        ordered = sorted(rows, key=lambda each: (each[1].pseudonym, each[1].begins))
        until: tuple[str, date] | None = None
        for line, row in ordered:
            if until and until[0] == row.pseudonym and row.begins < until[1]:
                self.reading.log.add(kinds.TWICE, line)
                continue
            until = (row.pseudonym, row.ends)
            yield line, row
