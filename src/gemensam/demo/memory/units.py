# SPDX-License-Identifier: EUPL-1.2
"""The organisation as its register tells it: where units hang, and what other registers
call them."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from gemensam.calc.costing.frame import CENTRE, SUPPORT, Frame
from gemensam.demo.files import registry
from gemensam.demo.reorganisations import Registered
from gemensam.demo.scene import Scene

_KINDS = {
    "Koncern": "group",
    "Förvaltning": "administration",
    "Bolag": "company",
    "Verksamhetsområde": "department",
    "Enhet": "unit",
    "Stödavdelning": SUPPORT,
    "Servicecenter": CENTRE,
}
_TOPS = frozenset({"administration", "company", CENTRE})
Names = Mapping[tuple[int | None, str], int]


class Units:
    """Ids are places in the register, as they are when it is imported: `codes` by id,
    `number` by code. Entities are numbered as in theirs."""

    def __init__(self, scene: Scene, registered: Registered) -> None:
        self._placed: list[Any] = list(registry.units(scene, registered))
        self._called: list[Any] = list(registry.bridge(scene, registered))
        self.codes = list(dict.fromkeys(line["code"] for line in self._placed))
        self.number = {code: place for place, code in enumerate(self.codes)}
        self._kinds = {
            self.number[line["code"]]: _KINDS[line["kind"]] for line in self._placed
        }
        self._entities = {
            entity.orgnr: number
            for number, entity in enumerate(scene.organisation.entities)
        }
        self.frame = cache(self._frame)
        self.called = cache(self._names)

    def _frame(self, month: date) -> Frame:
        """The organisation on the first day of `month`."""
        parents: dict[int, int | None] = {
            self.number[line["code"]]: self.number.get(line["parent"] or "")
            for line in self._placed
            if _holds(line, month)
        }
        return Frame(
            parents=parents,
            kinds=self._kinds,
            centres=self.called("Ekonomi", month),
            tops=self._tops(parents),
        )

    def _tops(self, parents: Mapping[int, int | None]) -> dict[int, int]:
        """The highest of those above a unit, itself too, that is one."""
        found = {}
        for unit in parents:
            at: int | None = unit
            while at is not None:
                if self._kinds[at] in _TOPS:
                    found[unit] = at
                at = parents.get(at)
        return found

    def _names(self, register: str, day: date) -> Names:
        """(entity, code) → unit, as the register called them on `day`."""
        return {
            (self._entities.get(line["orgnr"] or ""), line["code"]): self.number[
                line["unit"]
            ]
            for line in self._called
            if line["register"] == register and _holds(line, day)
        }


def _holds(line: Mapping[str, Any], day: date) -> bool:
    return bool(line["begins"] <= day and (line["ends"] is None or day < line["ends"]))
