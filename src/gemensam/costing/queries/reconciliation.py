# SPDX-License-Identifier: EUPL-1.2
"""Does every öre of the ledgers have a place, and does the grain hold what was support?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Sum

from gemensam.costing.enums import Category
from gemensam.costing.models import CostRun, LedgerTurnover, Reconciled
from gemensam.costing.queries.turnover import result_accounts
from gemensam.outcomes.models import Cell, ScenarioVersion


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
    """Whether months were costed at all, and no öre is missing in any."""
    return unreconciled() == []


def unreconciled() -> list[Difference] | None:
    """Every difference of what is costed; None before any month is.

    For pages: what the grain holds is taken from when each run was kept, in whose
    transaction it was summed.
    """
    kept = _kept_by_month()
    return list(_differences(kept)) if kept else None


def differences(
    scenario: int | None = None, *, as_kept: bool = False
) -> Iterator[Difference]:
    """Ledger against categories, and support against the grain, month by month; of one
    version, or of all. The grain is summed itself, or taken from when each run was kept.

    A frozen version was whole when it was sealed. What the ledgers hold now may differ
    from it (`moved_since`), and is no fault of it.
    """
    grain = _kept_by_month if as_kept else _grain_by_month
    return _differences(grain(scenario), scenario)


def _differences(
    grain: Mapping[tuple[int, date], int | None], scenario: int | None = None
) -> Iterator[Difference]:
    runs = CostRun.objects.filter(superseded_at=None)
    if scenario is not None:
        runs = runs.filter(scenario=scenario)
    categories = {
        (run, category): int(ore)
        for run, category, ore in Reconciled.objects.filter(run__in=runs)
        .values_list("run_id", "category")
        .annotate(ore=Sum("amount_ore"))
    }
    ledger = _ledger_by_month()
    for run, of, month, frozen_at in runs.values_list(
        "pk", "scenario_id", "month", "scenario__frozen_at"
    ):
        told = sum(categories.get((run, one), 0) for one in Category)
        posted = ledger.get(month, 0)
        if told != posted and frozen_at is None:
            yield Difference(of, month, Lies.LEDGER, posted - told)
        inside = (Category.SUPPORT, Category.UNPLACED)
        support = sum(categories.get((run, one), 0) for one in inside)
        held = grain.get((of, month)) or 0
        if support != held:
            yield Difference(of, month, Lies.GRAIN, support - held)


def moved_since(scenario: ScenarioVersion, months: Sequence[date]) -> Mapping[int, int]:
    """Legal entity → öre that its ledgers hold more of the months of a frozen version now
    than when it was computed; those that hold as much are not in it."""
    moved: dict[int, int] = defaultdict(int)
    posted = LedgerTurnover.objects.filter(result_accounts(), month__in=months)
    for entity, ore in (
        posted.values_list("ledger__legal_entity_id")
        .annotate(Sum("amount_ore"))
        .order_by()
    ):
        moved[entity] += int(ore)
    sealed = Reconciled.objects.filter(run__scenario=scenario, run__superseded_at=None)
    for entity, ore in (
        sealed.values_list("ledger__legal_entity_id")
        .annotate(Sum("amount_ore"))
        .order_by()
    ):
        moved[entity] -= int(ore)
    return {entity: ore for entity, ore in moved.items() if ore}


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


def _kept_by_month(
    scenario: int | None = None,
) -> Mapping[tuple[int, date], int | None]:
    """What each run's grain held when it was kept; of older runs, what it holds."""
    runs = CostRun.objects.filter(superseded_at=None)
    if scenario is not None:
        runs = runs.filter(scenario=scenario)
    kept = {
        (of, month): ore
        for of, month, ore in runs.values_list("scenario_id", "month", "grain_ore")
    }
    return _grain_by_month(scenario) if None in kept.values() else kept


def _grain_by_month(scenario: int | None = None) -> dict[tuple[int, date], int]:
    cells = Cell.objects.filter(source="costing", superseded_at=None)
    if scenario is not None:
        cells = cells.filter(scenario=scenario)
    rows = (
        cells.values_list("scenario_id", "month")
        .annotate(ore=Sum("cost_ore"))
        .order_by()
    )
    return {(scenario, month): int(ore or 0) for scenario, month, ore in rows}
