# SPDX-License-Identifier: EUPL-1.2
"""What costing is computed from, as plain values: the same from a database as from
memory. Ids are the caller's own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.frame import Frame
from gemensam.calc.costing.mapping import Coding


class Posted(Protocol):
    """Öre of one coding string in one ledger and month, and of how many rows; cost
    positive."""

    @property
    def ledger(self) -> int: ...

    @property
    def coding(self) -> Coding: ...

    @property
    def ore(self) -> int: ...

    @property
    def rows(self) -> int: ...


class Treated(Protocol):
    """What a coding string is to support: `people`, `direct` (of a service), `overhead`,
    `one_off`, `internal`, `outside`; None where no rule fits."""

    @property
    def treatment(self) -> str | None: ...

    @property
    def service(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Employment:
    """One employment's part of a month. `weight` is pay in öre, for splitting only."""

    pseudonym: str
    title: str
    aid: str
    entity: int
    cost_centre: str
    weight: float
    fte: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A survey round as arrays: people × (services, leadership, other work)."""

    people: tuple[str, ...]
    shares: NDArray[np.float64]
    answered: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Services in the order of every array: ids, areas, standard minutes of a unit, and
    which are `standing`: counted each month anew, as they are in use."""

    services: tuple[int, ...]
    areas: tuple[str, ...]
    minutes: NDArray[np.float64]
    standing: NDArray[np.bool_]

    @property
    def area(self) -> NDArray[np.int64]:
        """(s,) the place of each service's area among the areas."""
        areas = list(dict.fromkeys(self.areas))
        return np.array([areas.index(one) for one in self.areas], dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """Who used what from whom in a month, in parallel arrays: place of the service,
    unit, provider's unit (−1 where nobody knows), volume."""

    service: NDArray[np.int64]
    unit: NDArray[np.int64]
    by: NDArray[np.int64]
    volume: NDArray[np.float64]

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int | None, float]]) -> "Uses":
        """Rows in any order; what comes twice stays twice."""
        known = [(s, u, -1 if by is None else by, float(v)) for s, u, by, v in rows]
        columns = list(zip(*sorted(known), strict=True)) or [(), (), (), ()]
        return cls(
            service=np.array(columns[0], dtype=np.int64),
            unit=np.array(columns[1], dtype=np.int64),
            by=np.array(columns[2], dtype=np.int64),
            volume=np.array(columns[3], dtype=np.float64),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDriver:
    """By what a pool without services is handed down: `name` of the driver, and the
    weight of each unit; None: full-time posts."""

    name: str
    weights: Mapping[int, float] | None


@dataclass(frozen=True, slots=True)
class Usual:
    """What a month's direct cost is measured by: `level`, öre, and from 0 to 1 how
    `steady` it is (see `usual`)."""

    level: float
    steady: float


Spot = tuple[int, int, str, int]  # ledger, entity, cost centre, service
Around = Mapping[Spot, Usual]
# A service that is others in a month → theirs of what bears its name, together 1.
Became = Mapping[int, Mapping[int, Decimal]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthEvidence:
    """What the registers tell of a month. `drivers`: chosen for some pools (ids of
    units), in the order in which they are handed down. `around`: what the months around
    tell of direct cost. `uses` name services as they are in the month; what else names
    those of `became` is read so."""

    month: date
    rows: Iterable[Posted]
    employed: Iterable[Employment]
    frame: Frame
    uses: Uses
    drivers: Mapping[int, StepDriver] = field(default_factory=dict)
    around: Around = field(default_factory=dict)
    became: Became = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEvidence:
    """What tells who does what: the answers, who was employed in the month of the round,
    and what was used in each of the months that were asked about, the oldest first."""

    asked: Asked
    employed: Sequence[Employment]
    frame: Frame
    uses: Sequence[Uses]
