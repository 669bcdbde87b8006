# SPDX-License-Identifier: EUPL-1.2
"""Cases that came in before as another system's: its export, given without its name or
with another's, would be counted twice."""

from collections import Counter

from gemensam.core.enums import ImportState
from gemensam.core.models import Import
from gemensam.desk.enums import CaseSystem
from gemensam.desk.importers.read import LogCase
from gemensam.desk.models import Case

MANY = 2000  # cases that are looked for at a time
LONGEST = 10  # letters of a system's name that stand before its numbers


def system_of(options: dict[str, object]) -> str:
    """The system that an export is said to come from, "" where none was named."""
    return str(options.get("source") or "").strip().casefold()[:LONGEST]


def prefix_of(system: str) -> str:
    """What stands before the numbers of a system here."""
    return f"{system}-" if system else ""


class Doubles:
    """How many cases of a file are here as another system's, with the same number and
    created at the same second. `found`: by system, once `close` was called."""

    def __init__(self, system: str) -> None:
        self._own = prefix_of(system)
        self._others = _systems() - {system}
        self._waiting: dict[str, LogCase] = {}
        self.found = Counter[str]()

    def take(self, case: LogCase) -> None:
        if self._others and case.events:
            self._waiting[case.number.removeprefix(self._own)] = case
        if len(self._waiting) >= MANY:
            self.close()

    def close(self) -> None:
        for system in self._others if self._waiting else ():
            prefix = prefix_of(system)
            asked = {f"{prefix}{plain}": plain for plain in self._waiting}
            rows = Case.objects.filter(number__in=asked, system=CaseSystem.FOREIGN)
            for number, opened in rows.values_list("number", "opened_at"):
                case = self._waiting[asked[number]]
                self.found[system] += case.events[0].at == opened
        self._waiting = {}
        self.found = +self.found


def _systems() -> set[str]:
    """That exports were said to come from; a log of cases names none."""
    exports = Import.objects.filter(kind="tickets", state=ImportState.COMMITTED)
    logs = Import.objects.filter(kind="cases", state=ImportState.COMMITTED)
    found = {system_of(given) for given in exports.values_list("options", flat=True)}
    return found | ({""} if logs.exists() else set())
