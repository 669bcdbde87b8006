# SPDX-License-Identifier: EUPL-1.2
"""Which cells the bridge shows merged, so that no view of it splits what is protected.

Every month of either version has its own partition: cells merged within their
administration, the group, the group and the area (`calc.protection`). A place of the
bridge holds many months, so a part of any of them must lie in one place whole: else the
bridge less a page of the grain would tell of fewer persons than either. What has to be
merged further in one month therefore is in all, together with those it is merged with
in any; so is what an administration shows merged when its units stand under several
administrations, over the months or by the way one looks.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gemensam.outcomes.columns import Flags, Ints, grouped, looked_up
from gemensam.outcomes.enums import Shown

MERGED, HIDDEN = 0, -1  # within the group by service; and over services as well
ServiceAtUnit = tuple[int, int]


def folds(
    merged: NDArray[Any], tops: Mapping[int, frozenset[int]]
) -> Mapping[ServiceAtUnit, int]:
    """Each cell that is not told under its administration, and its place instead.
    `merged` has rows of `outcomes.columns.MERGED`; `tops` are the administrations a unit
    stands under in any month, however one looks."""
    service, unit, level, node = (
        merged[name].astype(np.int64) for name in ("service", "unit", "level", "node")
    )
    cells, cell = grouped(service, unit)
    low, high = np.full(len(cells), Shown.WITHHELD.value), np.zeros(len(cells), int)
    np.minimum.at(low, cell, level)
    np.maximum.at(high, cell, level)
    # Which cells are merged under which administration, in any month.
    under, _row = grouped(cell[node > 0], node[node > 0])
    first = (high >= Shown.GROUP) | ~_stays(cells[:, 1], under, tops)
    found = _together(first, under, cells[:, 0])
    # A service whose cells are over services in one month and by themselves in another
    # is over services with all it merges.
    over = cells[found & (high >= Shown.AREA) & (low < Shown.AREA), 0]
    hidden = (high >= Shown.AREA) | np.isin(cells[:, 0], over)
    places = np.where(hidden, HIDDEN, MERGED)[found].tolist()
    return {
        (of, at): place
        for (of, at), place in zip(cells[found].tolist(), places, strict=True)
    }


def _stays(unit: Ints, under: Ints, tops: Mapping[int, frozenset[int]]) -> Flags:
    """Cells merged under one administration, which is the only one of their unit."""
    only = {at: min(held) for at, held in tops.items() if len(held) == 1}
    count = np.bincount(under[:, 0], minlength=len(unit))
    node = np.zeros(len(unit), dtype=np.int64)
    node[under[:, 0]] = under[:, 1]
    stays: Flags = (count == 1) & (node == looked_up(unit, only, otherwise=-1))
    return stays


def _together(first: Flags, under: Ints, service: Ints) -> Flags:
    """`first`, and all cells that are merged with any of them in any month: those of the
    same service under the same administration."""
    _parts, part = grouped(service[under[:, 0]], under[:, 1])
    found, known = first, -1
    while known != (known := int(found.sum())):
        opened = np.bincount(part, weights=found[under[:, 0]]) > 0
        reached = under[opened[part], 0] if len(part) else part
        found = found.copy()
        found[reached] = True
    return found
