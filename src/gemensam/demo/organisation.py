# SPDX-License-Identifier: EUPL-1.2
"""Who there is in Lindby: entities, units, support departments, the centre, and what
each register calls them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.kinds import SCHOOL_KINDS
from gemensam.demo.lists.places import ADMINISTRATIONS, Owner

GROUP_CODE, GROUP_NAME = "LKK", "Lindby kommunkoncern"
CENTRE_CODE, CENTRE_NAME = "SC", "Lindby servicecenter"
MUNICIPALITY = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """`deduction` is how much of its input VAT it may deduct, in percent."""

    orgnr: str
    name: str
    form: str
    chart: str
    deduction: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CostCentre:
    """A code of one entity's ledger. `pool` is who it belongs to."""

    entity: int
    code: str
    name: str
    pool: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """A unit that receives support. `owner` is its administration or company."""

    code: str
    name: str
    kind: str
    owner: int
    department: str
    employees: int
    activity: str
    hr_code: str
    meter: str
    branch: str

    @property
    def is_school(self) -> bool:
        """Whether the rules about the start of school hold for it."""
        return self.kind in SCHOOL_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """A local support department; `area` is a place in AREAS, −1 for all three."""

    code: str
    name: str
    owner: int
    area: int
    hr_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CentrePart:
    """A part of the centre: management, systems, or a team (its place in TEAMS)."""

    code: str
    name: str
    team: int
    hr_code: str

    @property
    def leads(self) -> bool:
        """Works for the whole centre, not for a service."""
        return self.team < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Pools are numbered receivers first, then support, the centre's parts, and last
    the programme office."""

    entities: tuple[Entity, ...]
    owners: tuple[Owner, ...]
    departments: tuple[tuple[str, int, str], ...]  # code, owner, name
    receivers: tuple[Receiver, ...]
    support: tuple[Support, ...]
    centre: tuple[CentrePart, ...]
    cost_centres: tuple[CostCentre, ...]
    owner_of: NDArray[np.int64]
    support_of: NDArray[np.int64]  # (u, areas) → place in `support`

    @property
    def first_support(self) -> int:
        return len(self.receivers)

    @property
    def first_centre(self) -> int:
        return len(self.receivers) + len(self.support)

    @property
    def programme(self) -> int:
        return self.first_centre + len(self.centre)

    @property
    def pools(self) -> int:
        return self.programme + 1

    def entity_of(self, owner: int) -> int:
        return entity_of(owner)

    def centres_of(self, pool: int) -> list[int]:
        """The cost centres of a pool, the main one first."""
        return [n for n, centre in enumerate(self.cost_centres) if centre.pool == pool]

    def department_code(self, receiver: Receiver) -> str:
        return next(
            code
            for code, owner, name in self.departments
            if owner == receiver.owner and name == receiver.department
        )

    def pool_code(self, pool: int) -> str:
        """The unit's code in the group's own register."""
        if pool < self.first_support:
            return self.receivers[pool].code
        if pool < self.first_centre:
            return self.support[pool - self.first_support].code
        if pool < self.programme:
            return self.centre[pool - self.first_centre].code
        return "KSF-PRG"

    def pool_name(self, pool: int) -> str:
        if pool < self.first_support:
            return self.receivers[pool].name
        if pool < self.first_centre:
            return self.support[pool - self.first_support].name
        if pool < self.programme:
            return self.centre[pool - self.first_centre].name
        return "Programkontoret"

    def hr_code(self, pool: int) -> str:
        if pool < self.first_support:
            return self.receivers[pool].hr_code
        if pool < self.first_centre:
            return self.support[pool - self.first_support].hr_code
        if pool < self.programme:
            return self.centre[pool - self.first_centre].hr_code
        return "10-9500"


def entity_of(owner: int) -> int:
    """The entity an administration or a company is, or is part of."""
    return max(0, owner - len(ADMINISTRATIONS) + 1)
