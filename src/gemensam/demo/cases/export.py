# SPDX-License-Identifier: EUPL-1.2
"""The centre's cases as another ticket system exports them each month: those that were
opened or changed since the last export, as they were when it was made."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from gemensam.demo.cases.hours import STOCKHOLM
from gemensam.demo.cases.log import CaseLog
from gemensam.demo.months import plus
from gemensam.demo.services import Services
from gemensam.formats.eventlog.model import Trace

HEADERS = (
    "Ärendenummer", "Skapad", "Påbörjad", "Vilande från", "Vilande till",
    "Löst första gången", "Återöppnad", "Avslutad", "Kategori", "Avdelning",
    "Handläggargrupp", "Prioritet", "Betyg", "Rubrik", "Anmälare",
)  # fmt: skip
Moments = Sequence[datetime]


@dataclass(frozen=True, slots=True)
class _Life:
    """A case and when what happened to it."""

    trace: Trace

    def when(self, *activities: str, until: datetime) -> Moments:
        return [
            event.instant
            for event in self.trace.events
            if event.instant is not None
            and event.activity in activities
            and event.instant < until
        ]

    def changed(self, begins: datetime, until: datetime) -> bool:
        return any(
            event.instant is not None and begins <= event.instant < until
            for event in self.trace.events
        )


class MonthlyExport:
    """A file for each month, the running one's as it is today."""

    def __init__(self, log: CaseLog, services: Services) -> None:
        self._log = log
        self._names = dict(zip(services.codes, services.names, strict=True))
        self._lives = [_Life(trace) for trace in log.traces()]

    def months(self) -> list[date]:
        opened = self._log.months()
        if not opened:
            return []
        last = max(
            event.instant
            for life in self._lives
            for event in life.trace.events
            if event.instant
        )
        found = [opened[0]]
        while _starts(plus(found[-1], 1)) <= last:
            found.append(plus(found[-1], 1))
        return found

    def write(self, path: Path, month: date) -> int:
        """In Windows' letters; answers how many cases."""
        rows = list(self._rows(_starts(month), _starts(plus(month, 1))))
        with path.open("w", encoding="cp1252", errors="replace", newline="") as target:
            writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
            writer.writerow(HEADERS)
            writer.writerows(rows)
        return len(rows)

    def _rows(self, begins: datetime, until: datetime) -> Iterator[list[str]]:
        for life in self._lives:
            if life.changed(begins, until):
                yield self._row(life, until)

    def _row(self, life: _Life, until: datetime) -> list[str]:
        told = life.trace.attributes
        done = life.when("Löst", until=until)
        again = life.when("Återöppnat", until=until)
        is_open = len(again) >= len(done)
        waits_to = life.when("Svar från kund", "Åter till handläggning", until=until)
        return [
            life.trace.case,
            _first(life.when("Inkommet", until=until)),
            _first(life.when("Tilldelat", until=until)),
            _first(life.when("Väntar på kund", until=until)),
            _first(waits_to),
            _first(done) if again else "",
            _first(again),
            "" if is_open else _told(done[-1]),
            self._names[str(told["tjanst"])],
            str(told["enhet"]),
            str(life.trace.events[0].attributes["org:group"]),
            str(told["prioritet"]),
            "" if is_open else str(told.get("betyg", "")),
            str(told["rubrik"]),
            str(told["bestallare"]),
        ]


def _starts(month: date) -> datetime:
    return datetime(month.year, month.month, 1, tzinfo=STOCKHOLM).astimezone(UTC)


def _first(moments: Moments) -> str:
    return _told(moments[0]) if moments else ""


def _told(moment: datetime) -> str:
    return f"{moment.astimezone(STOCKHOLM):%Y-%m-%d %H:%M:%S}"
