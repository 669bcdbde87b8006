# SPDX-License-Identifier: EUPL-1.2
"""The catalogue's services as arrays, and which team of the centre delivers which."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.calendar_rules import AREAS

LED, OVR = "LED", "OVR"  # answers that are not a service


@dataclass(frozen=True, slots=True)
class Team:
    code: str
    name: str
    area: str
    services: tuple[str, ...]


TEAMS = (
    Team("EK1", "Leverantör och inköp", "finance",
         ("F01", "F02", "F03", "F04", "F05", "F18", "F19", "F21")),
    Team("EK2", "Kund och betalning", "finance",
         ("F06", "F07", "F08", "F09", "F10", "F20")),
    Team("EK3", "Redovisning", "finance",
         ("F11", "F12", "F13", "F14", "F15", "F16", "F17", "F22")),
    Team("HR1", "Lön", "hr",
         ("H01", "H02", "H03", "H04", "H08", "H10", "H20", "H22")),
    Team("HR2", "Anställning och bemanning", "hr",
         ("H05", "H06", "H07", "H09", "H11", "H16", "H17", "H21")),
    Team("HR3", "HR-stöd och rekrytering", "hr",
         ("H12", "H13", "H14", "H15", "H18", "H19", "H23")),
    Team("IT1", "Servicedesk", "it",
         ("I05", "I06", "I07", "I08", "I15", "I16", "I17")),
    Team("IT2", "Arbetsplats", "it",
         ("I01", "I02", "I03", "I04", "I09", "I18", "I20", "I21")),
    Team("IT3", "Drift och system", "it",
         ("I10", "I11", "I12", "I13", "I14", "I19", "I22", "I23", "I24")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """A promised time: working minutes (M), working days (D), or minutes round the
    clock (C), for the first answer and for the whole."""

    response: tuple[int, str]
    resolution: tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """s services; `minutes` standard per unit, `direct` and `price` öre per unit.

    `per_thousand` is units a year per 1 000 employees; `area` and `team` are places in
    AREAS and TEAMS.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    area: NDArray[np.int64]
    team: NDArray[np.int64]
    source: tuple[str, ...]
    per_thousand: NDArray[np.float64]
    minutes: NDArray[np.float64]
    direct: NDArray[np.int64]
    price: NDArray[np.int64]
    personal: NDArray[np.bool_]
    priority: NDArray[np.int64]
    targets: tuple[dict[int, Target], ...]

    def __len__(self) -> int:
        return len(self.codes)

    def place(self, code: str) -> int:
        return self.codes.index(code)

    @property
    def by_case(self) -> NDArray[np.bool_]:
        return np.array([source == "case" for source in self.source])

    @property
    def by_stock(self) -> NDArray[np.bool_]:
        return np.array([source == "subscription" for source in self.source])


@cache
def load_services() -> Services:
    """The services of the catalogue's seed, in its order."""
    seed = files("gemensam.catalogue") / "seed" / "services.csv"
    rows = list(csv.DictReader(seed.read_text(encoding="utf-8").splitlines()))
    codes = tuple(row["code"] for row in rows)
    team = {code: n for n, team in enumerate(TEAMS) for code in team.services}
    return Services(
        codes=codes,
        names=tuple(row["name_sv"] for row in rows),
        area=np.array([AREAS.index(row["area"]) for row in rows]),
        team=np.array([team[code] for code in codes]),
        source=tuple(row["counting_source"] for row in rows),
        per_thousand=np.array(
            [float(row["volume_per_1000_employees_year"]) for row in rows]
        ),
        minutes=np.array([float(row["standard_minutes"]) for row in rows]),
        direct=np.array([int(row["direct_cost_ore"]) for row in rows]),
        price=np.array([int(row["price_ore"]) for row in rows]),
        personal=np.array([row["personal"] == "yes" for row in rows]),
        priority=np.array([int(row["default_priority"]) for row in rows]),
        targets=tuple(_targets(row["levels"]) for row in rows),
    )


def _targets(levels: str) -> dict[int, Target]:
    """`2=60M/480M 4=1D/5D` → {priority: Target}."""
    found = {}
    for level in levels.split():
        priority, times = level.split("=")
        response, resolution = (_time(text) for text in times.split("/"))
        found[int(priority)] = Target(response, resolution)
    return found


def _time(text: str) -> tuple[int, str]:
    return int(text[:-1]), text[-1]
