# SPDX-License-Identifier: EUPL-1.2
"""Which cases come to the centre, and when."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.calendar_rules import AREAS
from gemensam.demo.cases.hours import (
    HOUR,
    SECOND,
    STOCKHOLM,
    Micros,
    bank_days,
    instant,
    local_midnights,
)
from gemensam.demo.scene import Scene

Ints = NDArray[np.int64]

_WEEKDAYS = np.array([1.28, 1.06, 1.0, 0.92, 0.74])
_HOURS = np.arange(6, 22)
_BY_HOUR = np.array([0.6, 3, 9, 13, 13, 10, 7, 10, 12, 10, 6, 2.6, 1.4, 1.2, 0.8, 0.4])
_WHOLE = 99  # more bank days than any month has
_P6 = np.array([0.01, 0.06, 0.78, 0.15])  # priorities of incidents


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """n cases in the order they came; `opened` in microseconds since 1970 UTC."""

    unit: Ints
    service: Ints
    opened: Micros
    priority: Ints

    def __len__(self) -> int:
        return len(self.unit)


def now_of(scene: Scene) -> int:
    """The moment the files are written: half past eight in the morning of today."""
    day = scene.timeline.today
    return instant(datetime(day.year, day.month, day.day, 8, 30, tzinfo=STOCKHOLM))


def centre_arrivals(scene: Scene, rng: np.random.Generator) -> Arrivals:
    """Every case since the first cut-over, up to now."""
    services = scene.services
    counted = np.flatnonzero(services.by_case)
    area = services.area[counted]
    ordered = scene.demand.ordered[:, counted]
    count = np.rint(ordered * scene.moved[:, area]).astype(np.int64)
    unit, place, month = np.nonzero(count)
    often = count[unit, place, month]
    unit, service = np.repeat(unit, often), np.repeat(counted[place], often)
    month = np.repeat(month, often)
    span = _spans(scene, unit, services.area[service], month)
    whole = np.full(len(month), _WHOLE)
    opened = _when(scene, month, (np.where(span == _WHOLE, 0, span), whole), rng)
    early = opened <= now_of(scene)
    order = np.flatnonzero(early)[np.argsort(opened[early], kind="stable")]
    unit, service, opened = unit[order], service[order], opened[order]
    return Arrivals(
        unit=unit,
        service=service,
        opened=opened,
        priority=_priorities(scene, service, rng),
    )


def local_arrivals(
    scene: Scene, codes: tuple[str, ...], rng: np.random.Generator
) -> Arrivals:
    """What came to the local system while units were served locally."""
    services = scene.services
    counted = np.array([services.place(code) for code in codes])
    moved = scene.moved[:, services.area[counted]]
    ordered = scene.demand.ordered[:, counted]
    count = (ordered - np.rint(ordered * moved)).astype(np.int64)
    unit, place, month = np.nonzero(count)
    often = count[unit, place, month]
    unit, service = np.repeat(unit, often), np.repeat(counted[place], often)
    month = np.repeat(month, often)
    until = _spans(scene, unit, services.area[service], month)
    opened = _when(scene, month, (np.zeros_like(until), until), rng)
    order = np.argsort(opened, kind="stable")
    order = order[opened[order] <= now_of(scene)]
    return Arrivals(
        unit=unit[order],
        service=service[order],
        opened=opened[order],
        priority=_priorities(scene, service[order], rng),
    )


def _spans(scene: Scene, unit: Ints, area: Ints, month: Ints) -> Ints:
    """The place of the cut-over among the month's bank days; _WHOLE in other months."""
    moves = scene.since[unit, area] == month
    return np.where(moves, _first_days(scene)[unit, area], _WHOLE)


def _first_days(scene: Scene) -> Ints:
    """(u, areas) the place of the cut-over among its month's bank days."""
    first = np.zeros((len(scene.organisation.receivers), len(AREAS)), dtype=np.int64)
    for move in scene.plan.cutovers if scene.plan else ():
        days = bank_days(move.date.replace(day=1))
        first[move.unit, AREAS.index(move.area)] = days.index(move.date)
    return first


def _when(
    scene: Scene, month: Ints, span: tuple[Ints, Ints], rng: np.random.Generator
) -> Micros:
    """A bank day of the month within `span` (places of its bank days, half-open), and
    an hour that people keep."""
    opened = np.zeros(len(month), dtype=np.int64)
    chance = rng.random(len(month))
    for number, begins in enumerate(scene.timeline.months):
        rows = np.flatnonzero(month == number)
        if len(rows):
            inside = span[0][rows], span[1][rows]
            opened[rows] = _days(begins, inside, chance[rows])
    hour = rng.choice(_HOURS, size=len(month), p=_BY_HOUR / _BY_HOUR.sum())
    second = rng.integers(0, HOUR // SECOND, len(month))
    when: Micros = opened + hour * HOUR + second * SECOND
    return when


def _days(month: date, span: tuple[Ints, Ints], chance: NDArray[np.float64]) -> Micros:
    days = list(bank_days(month))
    weight = _WEEKDAYS[[day.weekday() for day in days]]
    edges = np.concatenate([[0.0], np.cumsum(weight) / weight.sum()])
    begin, end = edges[span[0]], edges[np.minimum(span[1], len(days))]
    place = np.searchsorted(edges, begin + chance * (end - begin), side="right") - 1
    found: Micros = local_midnights(days)[np.minimum(place, len(days) - 1)]
    return found


def _priorities(scene: Scene, service: Ints, rng: np.random.Generator) -> Ints:
    priority: Ints = scene.services.priority[service]
    incident = service == scene.services.place("I06")
    drawn = rng.choice(4, size=int(incident.sum()), p=_P6) + 1
    priority[incident] = drawn
    return priority
