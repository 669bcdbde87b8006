# SPDX-License-Identifier: EUPL-1.2
"""Who resembles whom, and how much support each one's unit asks for."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.calibration import Delivered
from gemensam.calc.costing.evidence import (
    Asked,
    Catalogue,
    Employment,
    RoundEvidence,
    Uses,
)
from gemensam.calc.costing.frame import CENTRE, Frame

Jobs = Sequence[Employment | None]


@dataclass(frozen=True, slots=True)
class Likes:
    """Of those asked: `group` and `wider`, who are alike finely and coarsely;
    `workload`, standard minutes a month for each of them, NaN where unknown."""

    group: NDArray[np.int64]
    wider: NDArray[np.int64]
    workload: NDArray[np.float64]


def likes_of(round_: RoundEvidence, jobs: Jobs, catalogue: Catalogue) -> Likes:
    """In a support unit one's colleagues, and then those of other departments in the
    same trade; elsewhere one's title.

    The workload of administrators in ordinary units is what their unit used, in standard
    minutes, for each of them.
    """
    frame = round_.frame
    units = [_unit(job, frame) for job in jobs]
    heads = Counter(unit for unit in units if unit is not None)
    minutes = _minutes_used(round_.uses, frame, catalogue)
    trades = _trades(round_.asked, units, catalogue.areas)
    fine: dict[object, int] = {}
    coarse: dict[object, int] = {}
    group, wider, workload = [], [], []
    for job, unit in zip(jobs, units, strict=True):
        title = job.title if job else ""
        if unit is not None and frame.supports(unit):
            keys: tuple[object, object] = (unit, ("support", trades.get(unit)))
            load = np.nan
        else:
            top = frame.top(unit) if unit is not None else None
            keys = ((title, top), title)
            load = np.nan if unit is None else minutes.get(unit, 0.0) / heads[unit]
        group.append(fine.setdefault(keys[0], len(fine)))
        wider.append(coarse.setdefault(keys[1], len(coarse)))
        workload.append(load)
    return Likes(np.array(group), np.array(wider), np.array(workload))


def _unit(job: Employment | None, frame: Frame) -> int | None:
    return frame.unit_of(job.entity, job.cost_centre) if job else None


def _trades(
    asked: Asked, units: Sequence[int | None], areas: Sequence[str]
) -> Mapping[int | None, str]:
    """The area in which those of a unit who answered do most."""
    done: dict[int | None, Counter[str]] = defaultdict(Counter)
    for row in np.flatnonzero(asked.answered).tolist():
        for place in np.flatnonzero(asked.shares[row, : len(areas)]).tolist():
            done[units[row]][areas[place]] += asked.shares[row, place]
    return {
        unit: shares.most_common(1)[0][0] for unit, shares in done.items() if shares
    }


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


def delivered_in(round_: RoundEvidence, jobs: Jobs, catalogue: Catalogue) -> Delivered:
    """What providers delivered in the months asked about; who works in no support unit
    is nobody's here."""
    frame = round_.frame
    homes = [_home(job, frame) for job in jobs]
    providers = sorted({home for home in homes if home is not None})
    at = {provider: number for number, provider in enumerate(providers)}
    minutes = np.zeros((len(providers), len(catalogue.services)))
    for one in round_.uses:
        row = np.array([at.get(by, -1) for by in one.by.tolist()], dtype=np.int64)
        mine = row >= 0
        worth = np.maximum(one.volume * catalogue.minutes[one.service], 0.0)
        np.add.at(minutes, (row[mine], one.service[mine]), worth[mine])
    kinds = sorted({frame.kinds[provider] for provider in providers})
    return Delivered(
        provider=np.array([-1 if home is None else at[home] for home in homes]),
        weight=np.array([job.weight if job else 0.0 for job in jobs]),
        minutes=minutes,
        kind=np.array([kinds.index(frame.kinds[one]) for one in providers]),
    )


def _home(job: Employment | None, frame: Frame) -> int | None:
    unit = _unit(job, frame)
    if unit is None or not frame.supports(unit):
        return None
    return frame.provider_of(unit)
