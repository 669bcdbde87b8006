# SPDX-License-Identifier: EUPL-1.2
"""How much of each service each unit needs, month by month."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.kinds import PROFILES, Profile
from gemensam.demo.organisation import Organisation, Receiver
from gemensam.demo.randomness import stream
from gemensam.demo.services import Services
from gemensam.demo.settings import Settings
from gemensam.demo.timeline import Timeline

GROWTH = 1.01  # a year
_JITTER = 0.22
_STEADY = ("F11", "F13", "F14", "F15", "F16", "H13", "H14", "I23")

Driver = Callable[[Receiver, Profile], float]

_CHECKED = ("preschool", "school", "upper", "care_home", "home_care", "lss", "social")
_SEATED = (
    "Lindby kontaktcenter",
    "Kundservice och försäljning",
    "Uthyrning och kundtjänst",
    "Mottagningsenheten",
    "Hemtjänst Centrum",
)
DRIVERS: Mapping[str, Driver] = {
    "employees": lambda u, p: u.employees,
    "hourly": lambda u, p: u.employees * p.hourly,
    "everyone": lambda u, p: u.employees * (1 + 0.5 * p.hourly),
    "turnover": lambda u, p: u.employees * (0.6 + 1.6 * p.hourly),
    "scheduled": lambda u, p: u.employees * p.scheduled,
    "substitutes": lambda u, p: u.employees * p.hourly * (p.scheduled + 0.3),
    "checked": lambda u, p: u.employees if u.kind in _CHECKED else 0.0,
    "travel": lambda u, p: u.employees * (0.3 + p.pcs),
    "politics": lambda u, p: _head(u) if u.owner < 6 else 0.0,
    "purchases": lambda u, p: u.employees * p.purchases,
    "customers": lambda u, p: u.employees * p.customers,
    "office": lambda u, p: u.employees * p.pcs * (0.3 + p.purchases),
    "cards": lambda u, p: 3 + 0.08 * u.employees,
    "assets": lambda u, p: u.employees * p.systems,
    "entity": lambda u, p: _head(u) * (1.0 if u.owner < 6 else 2.5),
    "accounts": lambda u, p: 1.0 + 3.0 * _head(u) + 2.0 * (u.owner >= 6),
    "pcs": lambda u, p: u.employees * p.pcs,
    "shared": lambda u, p: u.employees * p.shared,
    "devices": lambda u, p: u.employees * (p.pcs + p.shared + 0.15 * p.pupils),
    "pupils": lambda u, p: u.employees * p.pupils,
    "tablets": lambda u, p: u.employees * p.tablets,
    "phones": lambda u, p: u.employees * p.phones,
    "sites": lambda u, p: 1.2 + 0.02 * u.employees,
    "wifi": lambda u, p: u.employees * (0.6 + 0.4 * p.pupils) + 5,
    "systems": lambda u, p: (4 + 0.25 * u.employees) * p.systems,
    "printers": lambda u, p: 0.8 + 0.05 * u.employees,
    "rooms": lambda u, p: 0.3 + 0.05 * u.employees * p.pcs,
    "seats": lambda u, p: 6.0 if u.name in _SEATED else 0.0,
}
_DRIVER_OF = {
    "purchases": "F01 F02 F03 F04 F05 F12 F18 F19",
    "customers": "F06 F07 F08 F09 F10",
    "assets": "F11",
    "accounts": "F13",
    "entity": "F14 F15 F16",
    "office": "F17 F20 I07 I15 F22",
    "cards": "F21",
    "employees": "H01 H06 H07 H09 H10 H11 H12 H19 H20 H23 I05",
    "hourly": "H02",
    "everyone": "H03 H04 H18",
    "turnover": "H05 H13 H14 H21 I16 I17",
    "travel": "H08",
    "checked": "H15",
    "scheduled": "H16",
    "substitutes": "H17",
    "politics": "H22",
    "pcs": "I01",
    "shared": "I02",
    "pupils": "I03",
    "tablets": "I04",
    "devices": "I06 I08 I09",
    "sites": "I10",
    "wifi": "I11",
    "systems": "I12 I13 I14 I22 I23 I24",
    "phones": "I18",
    "seats": "I19",
    "printers": "I20",
    "rooms": "I21",
}
_SEASONS = {
    "F01 F02 F03 F05 F18": (1.05, 0.97, 1.05, 1.0, 1.02, 1.08, 0.62, 0.86, 1.04, 1.04, 1.06, 1.21),
    "F11": (0.8, 0.6, 0.8, 0.9, 1.0, 1.2, 0.5, 0.8, 1.0, 1.0, 1.2, 2.2),
    "F12": (1.5, 0.9, 0.95, 0.95, 0.95, 1.0, 0.6, 0.85, 0.95, 0.95, 1.0, 1.4),
    "F15": (2.6, 2.6, 1.0, 0.6, 0.3, 0.3, 0.3, 1.8, 1.6, 0.3, 0.3, 0.3),
    "F20 F22": (1.15, 1.05, 1.0, 1.0, 1.0, 1.0, 0.5, 0.9, 1.1, 1.1, 1.05, 1.15),
    "H02 H17": (0.92, 0.92, 0.96, 0.95, 0.95, 1.1, 1.35, 1.25, 0.95, 0.92, 0.92, 0.81),
    "H04": (1.1, 0.9, 0.9, 1.3, 1.5, 1.0, 0.9, 1.1, 0.9, 0.8, 0.8, 0.8),
    "H05 H16 H21 I16": (1.1, 0.8, 0.85, 0.9, 1.1, 1.5, 0.8, 1.7, 1.1, 0.8, 0.75, 0.6),
    "H07 I17": (1.1, 0.8, 0.8, 0.8, 0.9, 1.6, 0.9, 1.2, 1.0, 0.9, 0.9, 1.1),
    "H08": (0.8, 0.9, 1.0, 1.05, 1.15, 1.15, 0.45, 0.7, 1.15, 1.3, 1.25, 1.1),
    "H10": (3.0, 0.8, 2.5, 1.2, 0.9, 0.8, 0.3, 0.3, 0.4, 0.5, 0.5, 0.8),
    "H12": (0.8, 1.6, 3.0, 2.6, 1.4, 0.5, 0.2, 0.2, 0.3, 0.4, 0.5, 0.5),
    "H13 H14 H15": (1.1, 1.15, 1.25, 1.25, 1.2, 0.9, 0.35, 1.0, 1.2, 1.1, 0.9, 0.6),
    "H18": (1.1, 0.95, 0.95, 1.1, 1.2, 1.15, 0.7, 1.0, 1.0, 0.95, 0.95, 0.95),
    "I06 I07 I08 I09 I15": (1.08, 0.95, 1.0, 0.96, 1.0, 0.98, 0.52, 1.42, 1.22, 1.05, 1.0, 0.82),
    "I22": (1.0, 1.0, 1.1, 1.0, 1.05, 1.0, 0.4, 0.9, 1.15, 1.15, 1.15, 1.1),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """(u, s, m) over all months that have begun.

    `expected` is the level without season or chance: what staff is sized for.
    `ordered` is what was really asked for, in whole units.
    """

    expected: NDArray[np.float64]
    ordered: NDArray[np.int64]


def demand(
    settings: Settings,
    timeline: Timeline,
    organisation: Organisation,
    services: Services,
) -> Demand:
    """Volumes of the whole group: the catalogue's volume per 1 000 employees."""
    rng = stream(settings.seed, "demand")
    level = _level(settings, organisation, services, rng)
    months = timeline.months
    growth = GROWTH ** ((np.arange(len(months)) - 5.5) / 12)
    expected = level[:, :, None] * growth
    calendar = np.array([month.month - 1 for month in months])
    mean = expected * season_of(services)[None, :, calendar]
    ordered = rng.poisson(mean)
    steady = np.isin(services.codes, _STEADY)
    ordered[:, steady] = _steady(mean[:, steady], rng)
    stock = services.by_stock
    ordered[:, stock] = _stock(expected[:, stock], rng)
    return Demand(expected=expected, ordered=ordered.astype(np.int64))


def season_of(services: Services) -> NDArray[np.float64]:
    """(s, 12) factors with mean 1."""
    table = np.ones((len(services), 12))
    for codes, factors in _SEASONS.items():
        for code in codes.split():
            table[services.place(code)] = np.array(factors) * 12 / sum(factors)
    table[services.by_stock] = 1.0
    return table


def _level(
    settings: Settings,
    organisation: Organisation,
    services: Services,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """(u, s) units a month."""
    driver = {code: name for name, text in _DRIVER_OF.items() for code in text.split()}
    weights = np.array(
        [
            [
                DRIVERS[driver[code]](unit, PROFILES[unit.kind])
                for code in services.codes
            ]
            for unit in organisation.receivers
        ]
    )
    weights = weights * rng.lognormal(0.0, _JITTER, weights.shape)
    total = services.per_thousand * 5.2 * settings.scale / 12
    level: NDArray[np.float64] = weights / weights.sum(axis=0) * total
    return level


def _stock(
    expected: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """What is in use: whole numbers that follow the level without jumping about."""
    threshold = rng.random(expected.shape[:2])[:, :, None]
    found: NDArray[np.int64] = np.floor(expected + threshold).astype(np.int64)
    return found


def _steady(mean: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Planned work: the running total never strays more than one from its mean."""
    begin = rng.random(mean.shape[:2])[:, :, None]
    total = np.floor(np.cumsum(mean, axis=2) + begin)
    counts: NDArray[np.int64] = np.diff(total, axis=2, prepend=0).astype(np.int64)
    return counts


def _head(unit: Receiver) -> float:
    """1 for the first unit of its administration or company, which keeps its books."""
    return 1.0 if unit.code.endswith("-101") else 0.0
