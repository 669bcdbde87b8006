# SPDX-License-Identifier: EUPL-1.2
"""The old local IT ticket system's export: created, due and closed, its own categories."""

from datetime import date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.worktime.many import day_closings, earliest, readings
from gemensam.demo.cases.arrivals import local_arrivals, now_of
from gemensam.demo.cases.hours import MINUTE, STOCKHOLM, service_hours
from gemensam.demo.cases.subjects import category_of, subject_lines
from gemensam.demo.organisation import MUNICIPALITY
from gemensam.demo.randomness import stream
from gemensam.demo.reorganisations import Registered
from gemensam.demo.scene import Scene

HEADER = (
    "Ärendenr",
    "Skapad",
    "Klar",
    "Förfaller",
    "Kategori",
    "Avdelning",
    "Handläggargrupp",
    "Rubrik",
)
SERVICES = ("I06", "I07", "I08", "I09")
_DAYS = {"I06": 3, "I07": 7, "I08": 1, "I09": 4}
_LATE = 0.17
# Branches as somebody typed them once more, which no bridge knows.
_ODD = {"Björkskolan, exp": "Björkskolan", "Lindgården": "Lindgården avd 2"}


class LocalTickets:
    """All tickets of the municipality's local IT departments, in order of arrival."""

    def __init__(self, scene: Scene, registered: Registered) -> None:
        rng = stream(scene.settings.seed, "local tickets")
        arrivals = local_arrivals(scene, SERVICES, rng)
        organisation = scene.organisation
        own = np.array(
            [
                organisation.entity_of(receiver.owner) == MUNICIPALITY
                for receiver in organisation.receivers
            ]
        )[arrivals.unit]
        self._scene, self._registered = scene, registered
        self.unit, self.service = arrivals.unit[own], arrivals.service[own]
        self.opened = arrivals.opened[own]
        self.due, self.closed = self._times(rng)
        self._rng = rng

    def _times(
        self, rng: np.random.Generator
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        hours = service_hours(self._scene.timeline.baseline_year)
        codes = self._scene.services.codes
        days = np.array([_DAYS.get(code, 3) for code in codes])[self.service]
        due = day_closings(hours, self.opened, days)
        begun = readings(hours, self.opened)
        budget = (readings(hours, due) - begun) / MINUTE
        share = np.minimum(rng.lognormal(np.log(0.28), 0.8, len(due)), 0.98)
        late = rng.random(len(due)) < _LATE
        spent = budget * np.where(late, 1.05 + rng.exponential(0.6, len(due)), share)
        lasting = np.rint(np.maximum(spent, 4) * MINUTE).astype(np.int64)
        closed = earliest(hours, begun + lasting)
        lacks = self._scene.settings.disturbances.cases_without_close
        silent = (rng.random(len(due)) < lacks) | (closed > now_of(self._scene))
        return due, np.where(silent, 0, closed)

    def write(self, folder: Path) -> list[Path]:
        """A file for each year, in Windows' letters as the system exports them."""
        moments = [_local(one) for one in (self.opened, self.due, self.closed)]
        subjects = subject_lines(
            self._scene,
            self._rng,
            unit=self.unit,
            service=self.service,
            opened=self.opened,
        )
        years = np.array([int(text[:4]) for text in moments[0]], dtype=np.int64)
        paths = []
        for year in np.unique(years).tolist():
            path = folder / f"arenden_lokala_it_{year}.csv"
            lines = (
                self._line(row, year, moments, subjects[row])
                for row in np.flatnonzero(years == year).tolist()
            )
            text = "\r\n".join([";".join(HEADER), *lines, ""])
            path.write_bytes(text.encode("cp1252"))
            paths.append(path)
        return paths

    def _line(self, row: int, year: int, moments: list[list[str]], subject: str) -> str:
        unit = int(self.unit[row])
        opened, due, closed = (column[row] for column in moments)
        day = date.fromisoformat(opened[:10])
        branch = self._registered.branch(unit, day)
        owner = self._scene.organisation.owners[self._scene.organisation.owner_of[unit]]
        return ";".join(
            (
                f"{str(year)[2:]}{row + 1:06d}",
                opened,
                closed,
                due,
                category_of(subject),
                _ODD.get(branch, branch) if row % 9 == 0 else branch,
                f"IT {owner.code}",
                f'"{subject}"' if ";" in subject else subject,
            )
        )


def _local(micros: NDArray[np.int64]) -> list[str]:
    """Minutes on the wall clock; nothing where nothing is."""
    found = []
    for one in micros.tolist():
        if not one:
            found.append("")
            continue
        moment = datetime.fromtimestamp(one // 1_000_000, STOCKHOLM)
        found.append(f"{moment:%Y-%m-%d %H:%M}")
    return found
