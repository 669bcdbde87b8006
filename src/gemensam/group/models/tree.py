# SPDX-License-Identifier: EUPL-1.2
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models

from gemensam.group.models.unit import Placement


@dataclass(frozen=True, slots=True)
class Tree:
    """The organisation on one day: unit ids, who hangs under whom."""

    day: date
    parents: Mapping[int, int | None]
    children: Mapping[int, tuple[int, ...]]

    def __contains__(self, unit: object) -> bool:
        return unit in self.parents

    def path(self, unit: int) -> tuple[int, ...]:
        """From `unit` up to the root, both included; empty for a unit not in the tree."""
        return tuple(self._upwards(unit))

    def _upwards(self, unit: int) -> Iterator[int]:
        seen: set[int] = set()
        at: int | None = unit if unit in self.parents else None
        while at is not None and at not in seen:
            seen.add(at)
            yield at
            at = self.parents.get(at)

    def below(self, unit: int) -> frozenset[int]:
        """`unit` and all under it."""
        found: set[int] = set()
        waiting = [unit]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting.extend(self.children.get(node, ()))
        return frozenset(found)


def tree_at(day: date) -> Tree:
    """The tree as it hung on `day`."""
    placed = Placement.objects.filter(valid_from__lte=day).filter(
        models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=day)
    )
    parents = dict(placed.values_list("unit_id", "parent_id"))
    children: dict[int, list[int]] = defaultdict(list)
    for unit, parent in parents.items():
        if parent is not None:
            children[parent].append(unit)
    return Tree(day, parents, {node: tuple(below) for node, below in children.items()})
