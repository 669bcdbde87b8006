# SPDX-License-Identifier: EUPL-1.2
"""Posts that people hold, and the spells during which somebody held one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.lists.titles import Title

NEVER = 10_000


@dataclass(slots=True, kw_only=True)
class Post:
    """Somebody's work in one pool. Months are numbers; `end` is the first without.

    `degree` is percent of full time, `salary` full-time kronor in the baseline year.
    `leads` is the share of the time for leadership and common work, `other` for work
    that is no support; `paid_by_project` the first month the line itself pays.
    """

    person: int
    pool: int
    cost_centre: int
    title: Title
    degree: int
    salary: int
    area: int = -1
    begin: int = 0
    end: int = NEVER
    leads: float = 0.0
    other: float = 0.0
    is_manager: bool = False
    paid_by_project: int = -NEVER
    history: list[int] = field(default_factory=list)

    @property
    def capacity(self) -> float:
        """Full-time equivalents left for services."""
        return self.degree / 100 * (1 - self.leads - self.other)

    def holds(self, month: int) -> bool:
        return self.begin <= month < self.end


def salary_of(title: Title, rng: np.random.Generator) -> int:
    """Kronor, to the nearest fifty as pay is set."""
    return int(round((title.salary + title.spread * rng.standard_normal()) / 50) * 50)


def chosen(mix: Sequence[tuple[Title, float]], rng: np.random.Generator) -> Title:
    weights = np.array([weight for _, weight in mix])
    return mix[int(rng.choice(len(mix), p=weights / weights.sum()))][0]


def degrees(fte: float, rng: np.random.Generator) -> list[int]:
    """Degrees of employment in percent that together make `fte`, rounded to 5 %."""
    left = max(20, round(fte * 20) * 5)
    found = []
    while left > 0:
        wish = int(rng.choice((100, 100, 100, 80, 75, 90)))
        take = left if left <= 115 and left < wish + 25 else min(wish, left)
        found.append(min(take, 100))
        left -= found[-1]
    return found


def balance(
    rows: NDArray[np.float64], columns: NDArray[np.float64], start: NDArray[np.float64]
) -> NDArray[np.float64]:
    """A table near `start` whose rows and columns sum as told (iterative proportional
    fitting; Deming and Stephan 1940). The two totals must be equal."""
    table = start.copy()
    for _ in range(40):
        table *= _ratio(columns, table.sum(axis=0))[None, :]
        table *= _ratio(rows, table.sum(axis=1))[:, None]
    return table


def _ratio(
    wanted: NDArray[np.float64], had: NDArray[np.float64]
) -> NDArray[np.float64]:
    ratio: NDArray[np.float64] = np.divide(
        wanted, had, out=np.zeros_like(wanted), where=had > 0
    )
    return ratio
