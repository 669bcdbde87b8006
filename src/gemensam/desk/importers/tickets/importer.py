# SPDX-License-Identifier: EUPL-1.2
"""Tickets from another system: read, tied to units where their names agree, kept up."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.core.imports.importer import Asked, Novelty, Reading
from gemensam.core.imports.untidy import UntidyImporter
from gemensam.core.pseudonym import PseudonymKey
from gemensam.desk.actions.branches import tie_by_name
from gemensam.desk.enums import CaseSystem
from gemensam.desk.importers.meaning import Meaning
from gemensam.desk.importers.survey import LogSurvey
from gemensam.desk.importers.tickets import kinds
from gemensam.desk.importers.tickets.columns import WANTED
from gemensam.desk.importers.tickets.copy import copied
from gemensam.desk.importers.tickets.doubles import (
    LONGEST,
    Doubles,
    prefix_of,
    system_of,
)
from gemensam.desk.importers.tickets.rows import Tickets
from gemensam.desk.importers.write import CaseWriter
from gemensam.desk.models import CaseLog
from gemensam.desk.queries.branches import known_branches, tied_branches, units_by_name
from gemensam.formats.issues import IssueLog, mark
from gemensam.formats.safe_xml import UnreadableXml
from gemensam.formats.tables import UnreadableTable
from gemensam.formats.untidy import Guess, Untidy, opened_untidy

TELL_EVERY = 1000
SAID = frozenset({"service", "unit"})  # told in other words than a log's
SYSTEMS = ("TOPdesk", "Artvise", "Easit", "Nilex", "ServiceNow")


def _systems() -> list[tuple[str, str]]:
    return [("", "–"), *((one.casefold(), one) for one in SYSTEMS)]


class CountedTwice(ExpectedFailure):
    """Since it was read, its cases have come in as another system's."""

    def __init__(self, system: str, count: int) -> None:
        name, _folder = _named(system)
        super().__init__(kinds.DOUBLES.message, count=count, system=name)


class TicketImporter(UntidyImporter):
    """One row a ticket. `options["source"]` names the system: numbers of two systems
    then never meet, and each has its own remembered columns."""

    kind = "tickets"
    unattended = True
    label = _("Ticket system’s export")
    describes = _("One row per case: created, due, closed, branch (CSV or XLSX).")
    personal = True
    wanted = WANTED
    asks = (
        Asked(
            name="source",
            label=_("From which system?"),
            help=_("Needed only if you have several."),
            choices=_systems,
        ),
    )

    def pseudonymised(
        self, source: BinaryIO, key: PseudonymKey, *, log: IssueLog, at: datetime
    ) -> Iterator[bytes]:
        """The copy that is kept; nothing touches a disk on the way."""
        del at
        try:
            with opened_untidy(source, log, wanted=self.wanted) as table:
                if table.header_line is not None:
                    yield from copied(table, key, log)
        except (UnreadableTable, UnreadableXml) as trouble:
            issue = trouble.issue
            log.add(issue.kind, issue.line, issue.column, **issue.values)

    def read(self, source: BinaryIO, reading: Reading) -> None:
        survey = LogSurvey(reading, Meaning(), said=SAID)
        twice = Doubles(system_of(reading.record.options))

        def work(table: Untidy, found: Guess) -> None:
            tickets = _tickets(table, found, reading)
            for number, case in enumerate(tickets, start=1):
                survey.take(case)
                twice.take(case)
                if number % TELL_EVERY == 0:
                    reading.progress(number)
            survey.close()
            twice.close()
            for system, count in twice.found.items():
                name, folder = _named(system)
                reading.log.add(kinds.DOUBLES, count=count, system=name, folder=folder)
            _tell_branches(tickets.branches, reading)

        self.worked(source, reading, work)

    def commit(self, source: BinaryIO, reading: Reading, *, by: By) -> None:
        first = self._ahead(source, reading)
        tie_by_name([text for text in first.branches if text], by=by, at=reading.at)
        log = CaseLog.objects.create(
            from_import=reading.record,
            name=reading.record.original_name,
            system=CaseSystem.FOREIGN,
        )
        # What categories were tied to: `desk.actions.categories`.
        meaning = Meaning(services=dict(reading.mapping.get("services", {})))
        survey = LogSurvey(reading, meaning, said=SAID)
        writer = CaseWriter(log, reading, meaning, until=first.last)

        def work(table: Untidy, found: Guess) -> None:
            tickets = _tickets(table, found, reading)
            for number, case in enumerate(tickets, start=1):
                if survey.take(case):
                    writer.take(case)
                if number % TELL_EVERY == 0:
                    reading.progress(number)

        self.worked(source, reading, work)
        writer.close(last=survey.last)
        survey.close()
        audit.record(
            log,
            "tickets.imported",
            by=by,
            at=reading.at,
            facts={"counts": reading.counts},
        )

    def _ahead(self, source: BinaryIO, reading: Reading) -> Tickets:
        """The file gone through once: which branches, and until when it tells. Raises
        `CountedTwice`."""
        ahead = Reading(reading.record, IssueLog(), reading.mapping, reading.at)
        twice = Doubles(system_of(reading.record.options))

        def work(table: Untidy, found: Guess) -> Tickets:
            tickets = _tickets(table, found, ahead)
            for case in tickets:
                twice.take(case)
            return tickets

        gone = self.worked(source, ahead, work)
        assert gone is not None  # it was read without errors a moment ago
        twice.close()
        for system, count in twice.found.items():
            raise CountedTwice(system, count)
        source.seek(0)
        return gone


def _tickets(table: Untidy, found: Guess, reading: Reading) -> Tickets:
    return Tickets(reading, table, found, prefix_of(system_of(reading.record.options)))


def _named(system: str) -> tuple[str, str]:
    """What a system is called, and where its exports are put."""
    names = {one.casefold()[:LONGEST]: one for one in SYSTEMS}
    folder = f"tickets/source={system}" if system else "tickets"
    return names.get(system, system) or kinds.NAMELESS, folder


def _tell_branches(branches: Counter[str], reading: Reading) -> None:
    """Branches not seen before, by their cases; and how many are tied to no unit."""
    known, tied = known_branches(), tied_branches()
    names = units_by_name()
    for text, count in branches.most_common():
        if text and text not in known:
            what = mark("branch, {count} cases")
            reading.new.append(Novelty(what, "", text, values={"count": count}))
    left = {
        text: count
        for text, count in branches.items()
        if text and text not in tied and names.exactly(text) is None
    }
    if left:
        count = sum(left.values())
        reading.log.add(kinds.BRANCHES_LEFT, count=len(left), cases=count)
