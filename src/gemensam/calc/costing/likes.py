# SPDX-License-Identifier: EUPL-1.2
"""Who resembles whom, and how much support each one's unit asks for."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.delivered import SUPPORTED, Jobs, unit_of
from gemensam.calc.costing.evidence import (
    Catalogue,
    Employment,
    RoundEvidence,
    Uses,
)
from gemensam.calc.costing.frame import CENTRE, Frame
from gemensam.calc.costing.trades import NO_TITLE


@dataclass(frozen=True, slots=True)
class Likes:
    """Of those asked: `group` and `wider`, who are alike finely and coarsely;
    `workload`, standard minutes a month for each of them, NaN where unknown; `title`,
    numbers of those that tell more than the group does."""

    group: NDArray[np.int64]
    wider: NDArray[np.int64]
    workload: NDArray[np.float64]
    title: NDArray[np.int64]


def likes_of(round_: RoundEvidence, jobs: Jobs, catalogue: Catalogue) -> Likes:
    """In a support unit one's colleagues, and then all who support, of whom the title
    tells who does the like; elsewhere those of one's title, and then those who lead or administer alike.

    The workload of administrators in ordinary units is what their unit used, in standard
    minutes, for each of them.
    """
    frame = round_.frame
    units = [unit_of(job, frame) for job in jobs]
    heads = Counter(unit for unit in units if unit is not None)
    minutes = _minutes_used(round_.uses, frame, catalogue)
    fine: dict[object, int] = {}
    coarse: dict[object, int] = {}
    titles: dict[str, int] = {}
    group, wider, workload, named = [], [], [], []
    for job, unit in zip(jobs, units, strict=True):
        title = job.title if job else ""
        if unit is not None and frame.supports(unit):
            keys: tuple[object, object] = (
                unit,
                SUPPORTED,
            )
            load = np.nan
            named.append(titles.setdefault(title, len(titles)) if title else NO_TITLE)
        else:
            top = frame.top(unit) if unit is not None else None
            keys = ((title, top), _level_of(job))
            load = np.nan if unit is None else minutes.get(unit, 0.0) / heads[unit]
            named.append(NO_TITLE)
        group.append(fine.setdefault(keys[0], len(fine)))
        wider.append(coarse.setdefault(keys[1], len(coarse)))
        workload.append(load)
    return Likes(np.array(group), np.array(wider), np.array(workload), np.array(named))


def _level_of(job: Employment | None) -> str:
    """AID's main field: those who lead do other support work than those who administer
    (the first two digits; SKR's classification of tasks). Without one, the title."""
    if job is None:
        return ""
    return job.aid[:2] or job.title


def _minutes_used(
    uses: Sequence[Uses], frame: Frame, catalogue: Catalogue
) -> Mapping[int | None, float]:
    """Standard minutes a month of what each unit used from a local provider."""
    total: dict[int | None, float] = defaultdict(float)
    central = [unit for unit, kind in frame.kinds.items() if kind == CENTRE]
    for one in uses:
        local = ~np.isin(one.by, central)
        minutes = one.volume * catalogue.minutes[one.service] / len(uses)
        units, place = np.unique(one.unit[local], return_inverse=True)
        sums = np.bincount(place, weights=minutes[local], minlength=len(units))
        for unit, value in zip(units.tolist(), sums.tolist(), strict=True):
            total[unit] += value
    return total
