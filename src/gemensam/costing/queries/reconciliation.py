# SPDX-License-Identifier: EUPL-1.2
"""Does every öre of the ledgers have a place, and does the grain hold what was support?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Sum

from gemensam.costing.enums import Category
from gemensam.costing.models import CostRun, LedgerTurnover, Reconciled
from gemensam.costing.queries.turnover import result_accounts
from gemensam.outcomes.models import Cell


class Lies(StrEnum):
    """Where öre are missing: between ledger and categories, or support and grain."""

    LEDGER = "ledger"
    GRAIN = "grain"


@dataclass(frozen=True, slots=True)
class Difference:
    """Öre that are not where they should be."""

    scenario: int
    month: date
    what: Lies
    ore: int


def is_reconciled() -> bool:
    """Whether months were costed at all, and no öre is missing in any.

    For pages: what the grain holds is taken from when each run was kept, in whose
    transaction it was summed. `differences` sums the grain itself.
    """
    runs = CostRun.objects.filter(superseded_at=None)
    kept = {
        (scenario, month): ore
        for scenario, month, ore in runs.values_list(
            "scenario_id", "month", "grain_ore"
        )
    }
    grain = _grain_by_month() if None in kept.values() else kept
    return bool(kept) and next(_differences(grain), None) is None


def differences() -> Iterator[Difference]:
    """Ledger against categories, and support against the grain, month by month."""
    return _differences(_grain_by_month())


def _differences(
    grain: Mapping[tuple[int, date], int | None],
) -> Iterator[Difference]:
    runs = CostRun.objects.filter(superseded_at=None)
    categories = {
        (run, category): int(ore)
        for run, category, ore in Reconciled.objects.filter(run__in=runs)
        .values_list("run_id", "category")
        .annotate(ore=Sum("amount_ore"))
    }
    ledger = _ledger_by_month()
    for run, scenario, month in runs.values_list("pk", "scenario_id", "month"):
        told = sum(categories.get((run, one), 0) for one in Category)
        posted = ledger.get(month, 0)
        if told != posted:
            yield Difference(scenario, month, Lies.LEDGER, posted - told)
        inside = (Category.SUPPORT, Category.UNPLACED)
        support = sum(categories.get((run, one), 0) for one in inside)
        held = grain.get((scenario, month)) or 0
        if support != held:
            yield Difference(scenario, month, Lies.GRAIN, support - held)


def grain_of(scenario: int, month: date) -> int:
    """Öre of cost that the grain holds of a month now."""
    cells = Cell.objects.filter(
        scenario=scenario, month=month, source="costing", superseded_at=None
    )
    return int(cells.aggregate(ore=Sum("cost_ore"))["ore"] or 0)


def _ledger_by_month() -> dict[date, int]:
    rows = (
        LedgerTurnover.objects.filter(result_accounts())
        .values_list("month")
        .annotate(ore=Sum("amount_ore"))
        .order_by()
    )
    return {month: int(ore) for month, ore in rows}


def _grain_by_month() -> dict[tuple[int, date], int]:
    rows = (
        Cell.objects.filter(source="costing", superseded_at=None)
        .values_list("scenario_id", "month")
        .annotate(ore=Sum("cost_ore"))
        .order_by()
    )
    return {(scenario, month): int(ore or 0) for scenario, month, ore in rows}
