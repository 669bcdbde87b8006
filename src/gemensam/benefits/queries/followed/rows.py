# SPDX-License-Identifier: EUPL-1.2
"""A row of the budget: what was budgeted, posted, and is expected, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gemensam.benefits.models import BudgetComment
from gemensam.calc.forecast import Range

PROGRAMME, CENTRE, FEW = "programme", "centre", "few"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Öre by month of the year; `budget` is None where there is none. `told` has the
    closed months as they are, the others as expected, and last the year's range. A
    deviation is budget less cost: below zero where it costs more than was budgeted."""

    key: str
    name: str
    months: Sequence[date]
    closed: int
    budget: Sequence[int] | None
    told: Sequence[Range]
    comment: BudgetComment | None = None

    @property
    def budget_year(self) -> int | None:
        return None if self.budget is None else sum(self.budget)

    @property
    def budget_so_far(self) -> int | None:
        return None if self.budget is None else sum(self.budget[: self.closed])

    @property
    def outcome(self) -> int:
        return int(sum(one.figure for one in self.told[: self.closed]))

    @property
    def forecast(self) -> Range:
        return self.told[-1]

    @property
    def deviation_so_far(self) -> int | None:
        held = self.budget_so_far
        return None if held is None else held - self.outcome

    @property
    def deviation(self) -> int | None:
        held = self.budget_year
        return None if held is None else held - int(self.forecast.figure)

    @property
    def by_month(self) -> list[tuple[date, int | None, Range, bool]]:
        """Month, its budget, what it cost or is expected to, and whether it is closed."""
        return [
            (
                month,
                self.budget[place] if self.budget is not None else None,
                self.told[place],
                place < self.closed,
            )
            for place, month in enumerate(self.months)
        ]
