# SPDX-License-Identifier: EUPL-1.2
"""Which cells about few persons others see only merged, so that nothing gives them away.

Every cell of a month is put in exactly one part of a partition: itself, its
administration's merged cells of the same service, the whole group's merged cells of the
service, or the group's merged cells of the area. Each part concerns at least `fewest`
persons and, where cells were merged, at least two of them. Whatever a reader adds or
subtracts is then a union of parts: no difference of two views is finer than a part
(complementary suppression; Willenborg & de Waal, Elements of Statistical Disclosure
Control, ch. 6).
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

FEWEST = 5


class Level(IntEnum):
    """How far a cell is merged before others see it."""

    ITSELF = 0
    ADMINISTRATION = 1
    GROUP = 2
    AREA = 3
    WITHHELD = 4  # even the area's merged cells concern too few


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """A cell of one month and how many persons it concerns; ids are any hashables."""

    service: Hashable
    area: Hashable
    unit: Hashable
    administration: Hashable
    persons: int


Key = tuple[Hashable, Hashable]


def protect(cells: Iterable[Concerned], *, fewest: int = FEWEST) -> Mapping[Key, Level]:
    """The level of every (service, unit); cells that concern nobody are not given."""
    concerned = [cell for cell in cells if cell.persons > 0]
    level = {(cell.service, cell.unit): Level.ITSELF for cell in concerned}
    steps: tuple[tuple[Level, Callable[[Concerned], Hashable]], ...] = (
        (Level.ADMINISTRATION, lambda cell: (cell.service, cell.administration)),
        (Level.GROUP, lambda cell: cell.service),
        (Level.AREA, lambda cell: cell.area),
    )
    small = [cell for cell in concerned if cell.persons < fewest]
    for merged_at, together in steps:
        small = _merge(concerned, small, level, (merged_at, together), fewest)
    for cell in small:
        level[cell.service, cell.unit] = Level.WITHHELD
    return level


def _merge(
    cells: list[Concerned],
    small: list[Concerned],
    level: dict[Key, Level],
    step: tuple[Level, Callable[[Concerned], Hashable]],
    fewest: int,
) -> list[Concerned]:
    """Merge `small` cells within each group, taking in others until the part is safe.

    Returns the cells of the groups that cannot be made safe at this level.
    """
    merged_at, together = step
    insides: dict[Hashable, list[Concerned]] = defaultdict(list)
    for cell in small:
        insides[together(cell)].append(cell)
    groups: dict[Hashable, list[Concerned]] = {key: [] for key in insides}
    for cell in cells:
        if (key := together(cell)) in groups:
            groups[key].append(cell)
    unsafe: list[Concerned] = []
    for key, inside in insides.items():
        part = _grown(inside, groups[key], level, merged_at, fewest)
        if part is None:
            unsafe.extend(inside)
            continue
        for cell in part:
            level[cell.service, cell.unit] = merged_at
    return unsafe


def _grown(
    small: list[Concerned],
    group: list[Concerned],
    level: dict[Key, Level],
    merged_at: Level,
    fewest: int,
) -> list[Concerned] | None:
    """The small cells and as few others as make them safe together, or None."""
    part = list(small)
    chosen = {(cell.service, cell.unit) for cell in part}
    others = sorted(
        (cell for cell in group if (cell.service, cell.unit) not in chosen),
        key=lambda cell: cell.persons,
    )
    # A part already merged at a lower level moves whole, or what is left would be bare.
    others = [cell for cell in others if level[cell.service, cell.unit] < merged_at]
    while not _safe(part, fewest):
        if not others:
            return None
        taken = others.pop(0)
        part.append(taken)
        before = level[taken.service, taken.unit]
        if before is not Level.ITSELF:
            fellows = [
                cell
                for cell in others
                if level[cell.service, cell.unit] is before
                and cell.service == taken.service
                and (
                    before is Level.GROUP or cell.administration == taken.administration
                )
            ]
            part.extend(fellows)
            others = [cell for cell in others if cell not in fellows]
    return part


def _safe(part: list[Concerned], fewest: int) -> bool:
    """Enough persons even if the same ones stand behind several services."""
    if len(part) < 2:
        return False
    per_service: dict[Hashable, int] = defaultdict(int)
    for cell in part:
        per_service[cell.service] += cell.persons
    return max(per_service.values()) >= fewest
