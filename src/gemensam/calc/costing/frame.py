# SPDX-License-Identifier: EUPL-1.2
"""The organisation as costing sees it: which unit a cost centre is, who provides for
whom, where left-over cost stays."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

SUPPORT, CENTRE = "support", "centre"  # kinds of units


@dataclass(frozen=True, slots=True)
class Frame:
    """Ids of units throughout. `parents` tells who hangs under whom."""

    parents: Mapping[int, int | None]
    kinds: Mapping[int, str]
    centres: Mapping[tuple[int | None, str], int]  # (legal entity, cost centre) → unit
    tops: Mapping[int, int]  # unit → its administration, company or centre

    def unit_of(self, entity: object, cost_centre: str) -> int | None:
        return self.centres.get((entity, cost_centre))  # type: ignore[arg-type]

    def supports(self, unit: int) -> bool:
        return self.kinds[unit] in {SUPPORT, CENTRE}

    def is_central(self, unit: int | None) -> bool:
        return unit is not None and self.kinds.get(unit) == CENTRE

    def provider_of(self, unit: int) -> int:
        """The provider a pool belongs to: the highest unit above of the same kind for
        support and centre, itself otherwise."""
        if not self.supports(unit):
            return unit
        same = [
            node for node in self._path(unit) if self.kinds[node] == self.kinds[unit]
        ]
        return same[-1] if same else unit

    def _path(self, unit: int) -> Iterator[int]:
        """From `unit` up to the root, both included."""
        at: int | None = unit if unit in self.parents else None
        seen: set[int] = set()
        while at is not None and at not in seen:
            seen.add(at)
            yield at
            at = self.parents.get(at)

    def top(self, unit: int) -> int:
        return self.tops.get(unit, unit)
