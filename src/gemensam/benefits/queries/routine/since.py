# SPDX-License-Identifier: EUPL-1.2
"""Ledgers that hold something else than what months were computed from, told apart from
öre that are missing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, Sum

from gemensam.benefits.enums import SourceKind
from gemensam.benefits.models import HeldAtClose, MonthClose
from gemensam.benefits.queries.months import Compared, next_month
from gemensam.costing.models import CostRun, LedgerRow, Reconciled
from gemensam.costing.queries.reconciliation import Difference, Lies
from gemensam.costing.queries.turnover import result_accounts

Ore = Mapping[date, int]
Run = tuple[int, date]  # scenario, month


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """Öre that ledgers hold more of a month than what it was computed from: of `closed`
    months, since the close; of `open` ones and of the `baseline`, to be computed anew.
    `missing`: the months whose öre have no place, whatever came since."""

    closed: Ore
    open: Ore
    baseline: Ore
    missing: Sequence[date]


def since_computed(differences: Sequence[Difference], of: Compared) -> Since:
    """What each of `differences` comes of. Asks nothing where there is none."""
    if not differences:
        return Since(closed={}, open={}, baseline={}, missing=())
    closed = _closed(one.month for one in differences)
    actual = of.actual.pk if of.actual else None
    moved = _moved(differences, actual)
    by_run = {(one.scenario, one.month): one.ore for one in moved}
    outcome = {at: ore for (scenario, at), ore in by_run.items() if scenario == actual}
    return Since(
        closed={month: ore for month, ore in outcome.items() if month in closed},
        open={month: ore for month, ore in outcome.items() if month not in closed},
        baseline={
            at: ore for (scenario, at), ore in by_run.items() if scenario != actual
        },
        missing=sorted({one.month for one in differences if one not in moved}),
    )


def _closed(months: Iterable[date]) -> Collection[date]:
    closed = MonthClose.objects.filter(month__in=set(months), reopened_at=None)
    return set(closed.values_list("month", flat=True))


def _moved(differences: Sequence[Difference], actual: int | None) -> list[Difference]:
    """Those that the ledgers' having changed accounts for, to the öre."""
    held, costed = _held(differences), _costed(differences)
    at = _computed_at(differences)
    found = []
    for one in differences:
        run = one.scenario, one.month
        if one.what is not Lies.LEDGER:
            continue
        # No month is closed with öre missing: ledgers held then what was costed.
        stood = one.scenario == actual and costed.get(run, 0) in held[one.month]
        if stood or _came(one.month, at[run]) == one.ore:
            found.append(one)
    return found


def _held(differences: Sequence[Difference]) -> Mapping[date, Collection[int]]:
    """Net öre of all ledgers at each time a month was closed."""
    rows = HeldAtClose.objects.filter(
        close__month__in={one.month for one in differences},
        source__startswith=f"{SourceKind.LEDGER.value}:",
    ).values_list("close", "close__month")
    found: dict[date, set[int]] = defaultdict(set)
    for _close, month, ore in rows.annotate(ore=Sum("net_ore")).order_by():
        found[month].add(int(ore or 0))
    return found


def _costed(differences: Sequence[Difference]) -> Mapping[Run, int]:
    """Öre with a category, of the runs in question."""
    rows = Reconciled.objects.filter(
        run__month__in={one.month for one in differences}, run__superseded_at=None
    ).values_list("run__scenario_id", "run__month")
    return {
        (scenario, month): int(ore or 0)
        for scenario, month, ore in rows.annotate(ore=Sum("amount_ore")).order_by()
    }


def _computed_at(differences: Sequence[Difference]) -> Mapping[Run, datetime]:
    runs = CostRun.objects.filter(
        month__in={one.month for one in differences}, superseded_at=None
    )
    return {(one.scenario_id, one.month): one.computed_at or one.at for one in runs}


def _came(month: date, at: datetime) -> int:
    """Net öre that files read later brought to the month, less what they replaced."""
    came = Q(voucher__first_import__committed_at__gt=at, voucher__superseded_at=None)
    went = Q(voucher__first_import__committed_at__lte=at, voucher__superseded_at__gt=at)
    told = LedgerRow.objects.filter(
        came | went,
        result_accounts(),
        voucher__ledger__year_from__lte=month,
        voucher__ledger__year_to__gt=month,
        voucher__date__gte=month,
        voucher__date__lt=next_month(month),
    ).aggregate(
        came=Sum("amount_ore", filter=came), went=Sum("amount_ore", filter=went)
    )
    return int(told["came"] or 0) - int(told["went"] or 0)
