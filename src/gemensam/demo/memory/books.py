# SPDX-License-Identifier: EUPL-1.2
"""What the ledgers say of support, and what the controller's mapping makes of it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from gemensam.calc.costing.evidence import Around
from gemensam.calc.costing.mapping import Coding, Rule, first_fit
from gemensam.calc.costing.usual import usual_of
from gemensam.demo.costs import COLUMNS
from gemensam.demo.ledger.mapping import rules
from gemensam.demo.ledger.support import SUPPLIER, is_pay
from gemensam.demo.world import World

_TREATMENTS = {
    "personal": "people",
    "direkt": "direct",
    "gemensamt": "overhead",
    "engångs": "one_off",
    "internt": "internal",
    "utanför": "outside",
}
_YEAR = 12
Treat = Callable[[Coding], "Treated"]


@dataclass(frozen=True, slots=True)
class Row:
    """As `costing.queries.turnover.Turnover`. A ledger is of one entity and year."""

    ledger: int
    month: date
    coding: Coding
    ore: int
    rows: int


@dataclass(frozen=True, slots=True)
class Treated:
    treatment: str | None
    service: int | None = None


class Books:
    """Rows of support as posted. What else a municipality posts is mapped as outside
    support, and left out here."""

    def __init__(self, world: World) -> None:
        self._world, self._scene = world, world.scene

    @cached_property
    def by_month(self) -> Mapping[date, Sequence[Row]]:
        """Every closed month's."""
        found: dict[date, list[Row]] = defaultdict(list)
        for row in self._summed():
            found[row.month].append(row)
        return found

    def _summed(self) -> Iterator[Row]:
        posted, months = self._world.posted, self._scene.timeline.months
        columns = [getattr(posted, name) for name in COLUMNS[:5]]
        table = np.stack([*columns, is_pay(posted)], axis=1)
        keys, place, many = np.unique(
            table, axis=0, return_inverse=True, return_counts=True
        )
        ore = np.zeros(len(keys), dtype=np.int64)
        np.add.at(ore, place.ravel(), posted.amount)
        codes = [centre.code for centre in self._scene.organisation.cost_centres]
        entities = len(self._scene.organisation.entities)
        for (month, entity, centre, account, project, pay), amount, rows in zip(
            keys.tolist(), ore.tolist(), many.tolist(), strict=True
        ):
            coding = Coding(
                entity,
                str(account),
                codes[centre],
                "",
                str(project) if project else "",
                "" if pay else str(SUPPLIER),
            )
            ledger = month // _YEAR * entities + entity
            yield Row(ledger, months[month], coding, amount, rows)

    @cached_property
    def treat(self) -> Treat:
        """Coding → how the controller's mapping treats it."""
        known = rules(self._scene.organisation)
        place = first_fit(
            [
                Rule(
                    entity=rule.entity,
                    account=rule.account,
                    cost_centre=rule.centre,
                    project=rule.project,
                )
                for rule in known
            ]
        )
        services = self._scene.services
        treated = [
            Treated(
                _TREATMENTS[rule.treatment],
                services.place(rule.service) if rule.service else None,
            )
            for rule in known
        ]

        def treat(coding: Coding) -> Treated:
            found = place(coding)
            return Treated(None) if found is None else treated[found]

        return treat

    def around(self, months: Sequence[date]) -> Mapping[date, Around]:
        """What was usual in `months`, of which costing computes all at once."""
        rows = (row for month in months for row in self.by_month.get(month, ()))
        return usual_of(rows, self.treat)
