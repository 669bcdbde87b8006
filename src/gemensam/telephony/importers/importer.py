# SPDX-License-Identifier: EUPL-1.2
"""A telephone system's export: read, compared with what was told before, written."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.imports.importer import Novelty, Reading
from gemensam.core.imports.named import remark_on_name
from gemensam.core.imports.untidy import UntidyImporter
from gemensam.core.pseudonym import PseudonymKey
from gemensam.formats.issues import IssueLog, mark
from gemensam.formats.safe_xml import UnreadableXml
from gemensam.formats.tables import UnreadableTable
from gemensam.formats.untidy import Guess, Untidy, opened_untidy
from gemensam.telephony.actions import make_queues, write_calls
from gemensam.telephony.importers import kinds
from gemensam.telephony.importers.columns import WANTED
from gemensam.telephony.importers.copy import copied
from gemensam.telephony.importers.rows import Counted, Rows
from gemensam.telephony.models import Calls, Queue
from gemensam.telephony.queries import areas_of

TOLD = 8  # queues named in one remark


class TelephonyImporter(UntidyImporter):
    """One row per queue and day, part of a day, or month."""

    kind = "telephony"
    unattended = True
    label = _("Telephone system’s export")
    describes = _(
        "Calls per queue and day or month: came, answered, gave up, waited (CSV or XLSX)."
    )
    personal = True
    wanted = WANTED

    def pseudonymised(
        self, source: BinaryIO, key: PseudonymKey, *, log: IssueLog, at: datetime
    ) -> Iterator[bytes]:
        """The copy that is kept: without those who called and those who answered."""
        del key, at
        try:
            with opened_untidy(source, log, wanted=self.wanted) as table:
                if table.header_line is not None:
                    yield from copied(table, log)
        except (UnreadableTable, UnreadableXml) as trouble:
            issue = trouble.issue
            log.add(issue.kind, issue.line, issue.column, **issue.values)

    def read(self, source: BinaryIO, reading: Reading) -> None:
        self._rows(source, reading)

    def commit(self, source: BinaryIO, reading: Reading, *, by: By) -> None:
        rows = self._rows(source, reading)
        queues = make_queues({one.queue.name for one in rows}, by=by, at=reading.at)
        for one in rows:
            one.queue = queues[one.queue.name]
        write_calls(rows, at=reading.at)
        audit.record(
            f"telephony.import:{reading.record.pk}",
            "telephony.imported",
            by=by,
            at=reading.at,
            facts={"counts": reading.counts},
        )

    def _rows(self, source: BinaryIO, reading: Reading) -> list[Calls]:
        def gathered(table: Untidy, found: Guess) -> list[Calls]:
            rows = Rows(table, found.layout, reading)
            return [_calls(one, rows, reading) for one in rows.gathered()]

        rows = self.worked(source, reading, gathered) or []
        if not reading.log.has_errors():
            _compare(rows, reading)
        return rows


def _calls(one: Counted, rows: Rows, reading: Reading) -> Calls:
    return Calls(
        queue=Queue(name=one.queue),
        begins=one.begins,
        ends=one.ends,
        offered=one.counts["offered"],
        answered=one.counts["answered"],
        abandoned=one.counts.get("abandoned"),
        within=one.counts.get("within"),
        within_seconds=rows.within_seconds if "within" in one.counts else None,
        wait_seconds=one.mean("wait"),
        talk_seconds=one.mean("talk"),
        from_import=reading.record,
    )


def _compare(rows: Sequence[Calls], reading: Reading) -> None:
    """What is counted, what was told before with other figures, and queues of no area."""
    names = {one.queue.name for one in rows}
    calls: Counter[str] = Counter()
    for one in rows:
        calls[one.queue.name] += one.offered
    before = {
        (one.queue.name, one.begins, one.ends): one.figures()
        for one in Calls.objects.filter(
            superseded_at=None, queue__name__in=names
        ).select_related("queue")
    }
    keys = [(one.queue.name, one.begins, one.ends) for one in rows]
    same = sum(
        before.get(key) == one.figures() for key, one in zip(keys, rows, strict=True)
    )
    known = sum(key in before for key in keys)
    months = {one.begins.replace(day=1) for one in rows}
    remark_on_name(reading, months)
    reading.counts |= {
        "rows": len(rows),
        "queues": len(names),
        "months": len(months),
        "calls": calls.total(),
        "new": len(rows) - known,
        "changed": known - same,
        "same": same,
    }
    if known > same:
        reading.log.add(kinds.EARLIER, count=known - same)
    _tell_queues(calls, reading)


def _tell_queues(calls: Counter[str], reading: Reading) -> None:
    """Queues not seen before, by their calls; and those that are tied to no area."""
    known = set(Queue.objects.values_list("name", flat=True))
    areas = areas_of(calls)
    for name, count in calls.most_common():
        if name not in known:
            what = mark("queue, {count} calls")
            reading.new.append(Novelty(what, "", name, values={"count": count}))
    left = [name for name, _count in calls.most_common() if areas[name] is None]
    if left:
        reading.log.add(
            kinds.NO_AREA,
            count=len(left),
            calls=sum(calls[name] for name in left),
            queues=", ".join(left[:TOLD]),
        )
