# SPDX-License-Identifier: EUPL-1.2
"""The centre's cases as event logs, a file for each month in which they were opened."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import numpy as np

from gemensam.demo.cases.hours import Micros
from gemensam.demo.cases.life import NOTHING, Cases
from gemensam.demo.cases.requesters import Requesters
from gemensam.demo.cases.subjects import subject_lines
from gemensam.demo.randomness import stream
from gemensam.demo.scene import Scene
from gemensam.demo.services import TEAMS
from gemensam.formats.eventlog.model import Event, Trace
from gemensam.formats.eventlog.write_xes import write_xes

STEPS = (
    ("assigned", "Tilldelat"),
    ("waits", "Väntar på kund"),
    ("answered", "Svar från kund"),
    ("resumed", "Åter till handläggning"),
    ("resolved", "Löst"),
    ("reopened", "Återöppnat"),
    ("resolved_again", "Löst"),
    ("closed", "Stängt"),
)
_CHANNELS = ("portal", "e-post", "telefon")
_ODDS = {
    "finance": (0.55, 0.35, 0.10),
    "hr": (0.72, 0.20, 0.08),
    "it": (0.55, 0.20, 0.25),
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BY_CUSTOMER = frozenset({"Svar från kund", "Återöppnat", "Stängt"})
Attributes: TypeAlias = dict[str, str | int]


class CaseLog:
    """Everything a case is told with; drawn once, so that files do not depend on which
    of them are written."""

    def __init__(self, scene: Scene, cases: Cases, requesters: Requesters) -> None:
        self._scene, self._cases, self._requesters = scene, cases, requesters
        rng = stream(scene.settings.seed, "case log")
        self._subjects = subject_lines(
            scene, rng, unit=cases.unit, service=cases.service, opened=cases.opened
        )
        self._channels = self._drawn_channels(rng)
        self._callers = requesters.drawn(cases.unit, rng)
        self._numbers = _numbers(cases.opened)
        lacks = scene.settings.disturbances.cases_without_close
        self._unclosed = rng.random(len(cases)) < lacks

    def _drawn_channels(self, rng: np.random.Generator) -> list[str]:
        area = self._scene.services.area[self._cases.service]
        odds = np.cumsum([_ODDS[key] for key in ("finance", "hr", "it")], axis=1)[area]
        chance = rng.random((len(area), 1))
        places = np.minimum((chance > odds).sum(axis=1), 2)
        return [_CHANNELS[place] for place in places.tolist()]

    def months(self) -> list[date]:
        """The months in which cases were opened."""
        months = np.unique(self._cases.opened.astype("M8[us]").astype("M8[M]"))
        return [month.astype(date) for month in months]

    def write(self, path: Path, month: date) -> int:
        """The month's cases with all that has happened to them; returns how many."""
        with path.open("wb") as target:
            return write_xes(self._traces(month), target, packed=True)

    def traces(self) -> Iterator[Trace]:
        """Every case with all that has happened to it, in order of arrival."""
        for month in self.months():
            yield from self._traces(month)

    def _traces(self, month: date) -> Iterator[Trace]:
        opened = self._cases.opened.astype("M8[us]").astype("M8[M]")
        rows = np.flatnonzero(opened == np.datetime64(month, "M"))
        if not len(rows):
            return
        moments = {
            name: _instants(getattr(self._cases, name)[rows]) for name, _ in STEPS
        }
        starts = _instants(self._cases.opened[rows])
        for place, row in enumerate(rows.tolist()):
            begun = starts[place]
            assert begun is not None
            lived = [(step, moments[name][place]) for name, step in STEPS]
            events = tuple(self._events(row, begun, lived))
            yield Trace(self._numbers[row], self._told(row, begun), events)

    def _told(self, row: int, begun: datetime) -> Attributes:
        cases, services = self._cases, self._scene.services
        day = begun.date()
        told: Attributes = {
            "tjanst": services.codes[cases.service[row]],
            "enhet": self._requesters.branch(int(cases.unit[row]), day),
            "prioritet": int(cases.priority[row]),
            "kanal": self._channels[row],
            "bestallare": self._callers[row],
            "rubrik": self._subjects[row],
        }
        if cases.rating[row]:
            told["betyg"] = int(cases.rating[row])
        return told

    def _events(
        self, row: int, begun: datetime, lived: list[tuple[str, datetime | None]]
    ) -> Iterator[Event]:
        cases = self._cases
        team = TEAMS[self._scene.services.team[cases.service[row]]].code
        group = {"org:group": team}
        agent = self._requesters.address(int(cases.agent[row]))
        yield Event("Inkommet", begun, attributes=group)
        for step, moment in lived:
            if moment is None or (step == "Stängt" and self._unclosed[row]):
                continue
            who = None if step in _BY_CUSTOMER else agent
            yield Event(step, moment, who, attributes=group)


def _instants(micros: Micros) -> list[datetime | None]:
    """Aware UTC, to the second."""
    return [
        None if one == NOTHING else _EPOCH + timedelta(seconds=one // 1_000_000)
        for one in micros.tolist()
    ]


def _numbers(opened: Micros) -> list[str]:
    """SC-2026-000123, from 1 in each year; cases come in order of arrival."""
    years = opened.astype("M8[us]").astype("M8[Y]").astype(np.int64) + 1970
    numbers, count, current = [], 0, None
    for year in years.tolist():
        count = count + 1 if year == current else 1
        current = year
        numbers.append(f"SC-{year}-{count:06d}")
    return numbers
