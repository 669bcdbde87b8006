# SPDX-License-Identifier: EUPL-1.2
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

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


def tree_at(day: date, known_at: datetime | None = None) -> Tree:
    """The tree as it hung on `day`, by what was recorded by `known_at` (None: by now)."""
    parents: dict[int, int | None]
    if known_at is None:
        placed = Placement.objects.filter(valid_from__lte=day).filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=day)
        )
        parents = dict(placed.values_list("unit_id", "parent_id"))
    else:
        parents = {
            one.unit: one.parent
            for one in hung(known_at)
            if one.begins <= day < one.ends
        }
    children: dict[int, list[int]] = defaultdict(list)
    for unit, parent in parents.items():
        if parent is not None:
            children[parent].append(unit)
    return Tree(day, parents, {node: tuple(below) for node, below in children.items()})


class Hung(NamedTuple):
    """`ends` is the first day after; the last there is while no end is known."""

    unit: int
    parent: int | None
    authority: int
    begins: date
    ends: date


def hung(known_at: datetime | None = None) -> Sequence[Hung]:
    """Where every unit has hung and whose it was, by what was recorded by `known_at`. What
    was recorded first of a unit is known whenever one asks: its figures are not older."""
    rows = Placement.objects.order_by("unit_id", "recorded_at", "valid_from")
    found = []
    first: dict[int, datetime] = {}
    for unit, parent, authority, begins, ends, recorded, ended in rows.values_list(
        "unit_id",
        "parent_id",
        "authority_id",
        "valid_from",
        "valid_to",
        "recorded_at",
        "ended_at",
    ).iterator(5000):
        known = first.setdefault(unit, recorded)
        if known_at is not None and recorded > max(known_at, known):
            continue
        goes_on = known_at is not None and ended is not None and ended > known_at
        last = None if goes_on else ends
        found.append(Hung(unit, parent, authority, begins, last or date.max))
    return found
