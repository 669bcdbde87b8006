# SPDX-License-Identifier: EUPL-1.2
"""What a log of cases holds as a whole: counts, the untied, the never closed."""

from collections import Counter
from datetime import datetime, timedelta

from gemensam.core.imports.importer import Reading
from gemensam.desk.enums import EventKind
from gemensam.desk.importers import kinds
from gemensam.desk.importers.meaning import Meaning
from gemensam.desk.importers.places import Places
from gemensam.desk.importers.read import LogCase
from gemensam.formats.issues import IssueKind

NAMED = 50  # unknown values told by name
LONG = timedelta(days=45)  # untouched for so long before the log ends: forgotten


class LogSurvey:
    def __init__(
        self, reading: Reading, meaning: Meaning, *, said: frozenset[str] = frozenset()
    ) -> None:
        """`said`: what was said of the log as a whole, and is asked of no case."""
        self._said = said
        self._reading = reading
        self._meaning = meaning
        self._places = Places(meaning)
        self._seen: set[str] = set()
        self._services: Counter[str] = Counter()
        self._units: Counter[str] = Counter()
        self._open: dict[str, datetime] = {}
        self._nameless = 0
        self.last: datetime | None = None

    def take(self, case: LogCase) -> bool:
        """Count a case; answers whether it can be written."""
        reading = self._reading
        if case.number in self._seen:
            reading.log.add(kinds.TWICE, case=case.number)
            return False
        if not case.events:
            reading.log.add(kinds.NO_TIME, case=case.number)
            return False
        self._seen.add(case.number)
        reading.count("cases")
        reading.count("events", len(case.events))
        newest = case.events[-1].at
        self.last = max(self.last or newest, newest)
        ends = [one.kind for one in case.events]
        if EventKind.RESOLVED not in ends:
            self._open[case.number] = newest
        self._tie(case)
        return True

    def _tie(self, case: LogCase) -> None:
        service = self._meaning.attribute("service", case.attributes)
        if "service" in self._said:
            pass
        elif not service:
            self._nameless += 1
        elif self._places.service(service) is None:
            self._services[service] += 1
        unit = self._meaning.attribute("unit", case.attributes)
        if (
            "unit" not in self._said
            and unit
            and self._places.unit(unit, case.events[0].at) is None
        ):
            self._units[unit] += 1

    def close(self) -> None:
        log = self._reading.log
        self._tell(self._services, kinds.UNKNOWN_SERVICE, kinds.MORE_SERVICES)
        self._tell(self._units, kinds.UNKNOWN_UNIT, kinds.MORE_UNITS)
        for text, count in self._meaning.unknown.most_common(50):
            log.add(kinds.UNKNOWN_ACTIVITY, text=text, count=count)
        if self._nameless:
            log.add(kinds.NO_SERVICE, count=self._nameless)
        forgotten = [at for at in self._open.values() if self._is_forgotten(at)]
        if forgotten:
            log.add(kinds.NO_END, count=len(forgotten))
        self._reading.counts |= {
            "open": len(self._open) - len(forgotten),
            "never_closed": len(forgotten),
        }

    def _tell(self, found: Counter[str], one: IssueKind, more: IssueKind) -> None:
        """The commonest by name, the rest by their number."""
        log, common = self._reading.log, found.most_common()
        for text, count in common[:NAMED]:
            log.add(one, text=text, count=count)
        if rest := common[NAMED:]:
            log.add(more, values=len(rest), count=sum(count for _text, count in rest))

    def _is_forgotten(self, at: datetime) -> bool:
        return is_forgotten(at, last=self.last)


def is_forgotten(touched: datetime, *, last: datetime | None) -> bool:
    """Whether an open case was left behind in its system long before the log ends."""
    return last is not None and last - touched > LONG
