# SPDX-License-Identifier: EUPL-1.2
"""A figure opens down to vouchers, and each level adds up to the one above, to the öre."""

from datetime import date

from django.db import connection
from django.db.models import Sum

import pytest
from tests.rig.reopened import reopened

from gemensam.costing.actions.turnover import sum_turnover
from gemensam.costing.enums import Category
from gemensam.costing.models import CostRun, LedgerRow, PoolCost, Reconciled, Voucher
from gemensam.costing.queries.reconciliation import is_reconciled
from gemensam.outcomes.models import Cell

pytestmark = pytest.mark.usefixtures("lindby")


def runs() -> list[CostRun]:
    return list(
        CostRun.objects.filter(superseded_at=None).order_by("scenario", "month")
    )


def test_every_ore_of_every_ledger_is_in_one_category() -> None:
    """Against sums made by PostgreSQL alone, of the rows as they came."""
    assert is_reconciled()
    for run in runs():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT r.ledger_id, sum(r.amount_ore) FROM costing_ledgerrow r "
                "JOIN costing_voucher v ON v.id = r.voucher_id "
                "WHERE v.superseded_at IS NULL AND r.month = %s "
                "AND left(r.account, 1) BETWEEN '3' AND '8' GROUP BY 1",
                [run.month],
            )
            posted = {ledger: int(ore) for ledger, ore in cursor.fetchall()}
        told = {
            ledger: int(ore)
            for ledger, ore in Reconciled.objects.filter(run=run)
            .values_list("ledger")
            .annotate(Sum("amount_ore"))
            .order_by()
        }
        assert {k: v for k, v in told.items() if v} == {
            k: v for k, v in posted.items() if v
        }


def test_cells_pools_and_categories_tell_the_same_sum() -> None:
    for run in runs():
        cells = Cell.objects.filter(
            scenario=run.scenario, month=run.month, source="costing", superseded_at=None
        ).aggregate(ore=Sum("cost_ore"))["ore"]
        support = Reconciled.objects.filter(
            run=run, category__in=(Category.SUPPORT, Category.UNPLACED)
        ).aggregate(ore=Sum("amount_ore"))["ore"]
        assert int(cells) == int(support)
        pools = PoolCost.objects.filter(run=run).aggregate(ore=Sum("amount_ore"))["ore"]
        # Other work of the pools' people is theirs, and no support; what has no mapping
        # is no pool's part of a service.
        unplaced = Reconciled.objects.filter(
            run=run, category=Category.UNPLACED
        ).aggregate(ore=Sum("amount_ore"))["ore"]
        assert int(pools) >= int(support) - int(unplaced or 0)


def test_personnel_is_never_more_than_the_whole() -> None:
    wrong = Cell.objects.filter(
        source="costing", superseded_at=None, cost_ore__gte=0
    ).extra(where=["labour_ore > cost_ore"])
    assert not wrong.exists()


def test_a_rebuilt_month_changes_nothing() -> None:
    from gemensam.core import clock
    from gemensam.core.by import CONSOLE
    from gemensam.outcomes.actions import rebuild

    run = runs()[-1]
    changed = rebuild(run.scenario, reopened([run.month]), by=CONSOLE, at=clock.now())
    assert changed == {run.month: 0}


def test_late_evidence_supersedes_and_is_kept() -> None:
    from gemensam.core import clock
    from gemensam.core.by import CONSOLE
    from gemensam.outcomes.actions import rebuild

    run = runs()[-1]
    before = Cell.objects.filter(
        scenario=run.scenario, month=run.month, superseded_at=None
    ).count()
    row = (
        LedgerRow.objects.filter(month=run.month, account__startswith="7")
        .order_by("-amount_ore")
        .first()
    )
    assert row is not None
    Voucher.objects.filter(pk=row.voucher_id).update(superseded_at=clock.now())
    sum_turnover(row.ledger_id, [row.month])
    at = clock.now()
    changed = rebuild(run.scenario, reopened([run.month]), by=CONSOLE, at=at)
    assert changed[run.month] > 0
    history = Cell.objects.filter(scenario=run.scenario, month=run.month)
    assert history.filter(superseded_at=at).exists()
    assert history.filter(superseded_at=None).count() >= before - 200
    assert is_reconciled()


def test_a_saving_is_what_a_few_lines_of_sql_say() -> None:
    """The oracle: sums per service by PostgreSQL, the comparison in plain arithmetic."""
    from gemensam.benefits.queries import saving_over, year_to_date
    from gemensam.costing.models import PriceIndex

    months = year_to_date()
    saving = saving_over(months)
    assert saving is not None
    sums: dict[str, dict[int | None, tuple[float, float, float]]] = {}
    for kind, period in (
        ("baseline", [date(m.year - 1, m.month, 1) for m in months]),
        ("actual", list(months)),
    ):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT c.service_id, sum(c.cost_ore), sum(c.labour_ore), sum(c.volume) "
                "FROM outcomes_cell c JOIN outcomes_scenarioversion s ON s.id = "
                "c.scenario_id WHERE s.kind = %s AND c.month = ANY(%s) AND "
                "c.source = 'costing' AND c.superseded_at IS NULL GROUP BY 1",
                [kind, period],
            )
            sums[kind] = {
                service: (float(cost or 0), float(labour or 0), float(volume or 0))
                for service, cost, labour, volume in cursor.fetchall()
            }
    index = PriceIndex.objects.get(year=months[-1].year)
    wage = 1 + float(index.wage_percent) / 100
    price = 1 + float(index.price_percent) / 100
    equal = 0.0
    for service, (cost, labour, volume) in sums["actual"].items():
        deflated = labour / wage + (cost - labour) / price
        before = sums["baseline"].get(service, (0.0, 0.0, 0.0))[2]
        equal += deflated * before / volume if before > 0 and volume > 0 else deflated
    whole = sum(cost for cost, _labour, _volume in sums["baseline"].values())
    assert float(saving.baseline) == pytest.approx(whole, abs=1)
    assert saving.share == pytest.approx(1 - equal / whole, abs=1e-9)
