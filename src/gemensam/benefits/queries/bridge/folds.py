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

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from gemensam.outcomes.enums import Shown

MERGED, HIDDEN = 0, -1  # within the group by service; and over services as well
Cell = tuple[int, int]  # service, unit
Merged = tuple[int, int, int, int]  # service, unit, level, administration or 0
RECORDED = """
SELECT DISTINCT service_id, unit_id, level, coalesce(shown_node_id, 0)
FROM outcomes_protectedcell
WHERE scenario_id = ANY(%s) AND month = ANY(%s) AND service_id IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Held:
    """How far a cell is merged over the months, and the administrations where it is."""

    low: int
    high: int
    nodes: frozenset[int]


def merged_as_recorded(
    scenarios: Sequence[int], months: Sequence[date]
) -> list[Merged]:
    """How far what is protected is merged in any of the months."""
    with connection.cursor() as cursor:
        cursor.execute(RECORDED, [list(scenarios), list(months)])
        return list(cursor.fetchall())


def folds(
    merged: Iterable[Merged], tops: Mapping[int, frozenset[int]]
) -> Mapping[Cell, int]:
    """Each cell that is not told under its administration, and its place instead. `tops`
    are the administrations a unit stands under in any month, however one looks."""
    levels: dict[Cell, list[int]] = defaultdict(list)
    nodes: dict[Cell, set[int]] = defaultdict(set)
    for service, unit, level, node in merged:
        levels[service, unit].append(level)
        if node:
            nodes[service, unit].add(node)
    held = {
        cell: Held(min(each), max(each), frozenset(nodes[cell]))
        for cell, each in levels.items()
    }
    return folded(held, tops)


def folded(
    held: Mapping[Cell, Held], tops: Mapping[int, frozenset[int]]
) -> Mapping[Cell, int]:
    """As `folds`, from what is held."""
    beside: dict[tuple[int, int], list[Cell]] = defaultdict(list)
    for cell, one in held.items():
        for node in one.nodes:
            beside[cell[0], node].append(cell)
    found = _together(
        (cell for cell, one in held.items() if _must(one, tops.get(cell[1]))),
        held,
        beside,
    )
    # A service whose cells are over services in one month and by themselves in another
    # is over services with all it merges.
    over = {
        cell[0]
        for cell in found
        if held[cell].high >= Shown.AREA and held[cell].low < Shown.AREA
    }
    return {
        cell: HIDDEN if cell[0] in over or held[cell].high >= Shown.AREA else MERGED
        for cell in found
    }


def _must(one: Held, tops: frozenset[int] | None) -> bool:
    return one.high >= Shown.GROUP or tops != one.nodes or len(one.nodes) > 1


def _together(
    first: Iterable[Cell],
    held: Mapping[Cell, Held],
    beside: Mapping[tuple[int, int], Sequence[Cell]],
) -> set[Cell]:
    """`first`, and all that are merged with any of them in any month."""
    found: set[Cell] = set()
    waiting = list(first)
    while waiting:
        cell = waiting.pop()
        if cell not in found:
            found.add(cell)
            for node in held[cell].nodes:
                waiting.extend(beside[cell[0], node])
    return found
