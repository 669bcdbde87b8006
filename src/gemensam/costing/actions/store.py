# SPDX-License-Identifier: EUPL-1.2
"""What explains a month's cost is kept beside the cells, in the same transaction."""

from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from gemensam.calc.costing import VERSION
from gemensam.costing.actions.cells import MonthCost
from gemensam.costing.enums import Category, Treatment
from gemensam.costing.models import (
    CostRun,
    MappingVersion,
    PoolCost,
    PoolShare,
    Reconciled,
    SurveyRound,
)


def store(
    scenario: int,
    month: date,
    cost: MonthCost,
    at: datetime,
    *,
    mapping: MappingVersion | None,
    asked: SurveyRound | None,
) -> None:
    """Keep the run and its explanation; the same evidence gives no new run."""
    digest = _digest(cost, mapping, asked)
    current = CostRun.objects.filter(
        scenario_id=scenario, month=month, superseded_at=None
    ).first()
    if current and bytes(current.evidence_digest) == digest:
        return
    if current:
        current.superseded_at = at
        current.save(update_fields=["superseded_at"])
    run = CostRun.objects.create(
        scenario_id=scenario,
        month=month,
        mapping=mapping,
        survey=asked,
        calc_version=VERSION,
        evidence_digest=digest,
        at=at,
    )
    Reconciled.objects.bulk_create(_reconciled(run, cost))
    PoolCost.objects.bulk_create(_pool_costs(run, cost), batch_size=5000)
    PoolShare.objects.bulk_create(_pool_shares(run, cost), batch_size=5000)


def _digest(
    cost: MonthCost, mapping: MappingVersion | None, asked: SurveyRound | None
) -> bytes:
    running = sha256(
        f"{VERSION}|{mapping.pk if mapping else 0}|{asked.pk if asked else 0}".encode()
    )
    for cell in cost.cells:
        key = (cell.service, cell.unit, cell.provider, cell.provided_by)
        running.update(repr((key, sorted(cell.measures.items()))).encode())
    for ledger, categories in sorted(cost.pools.categories.items()):
        running.update(repr((ledger, sorted(categories.items()))).encode())
    return running.digest()


def _reconciled(run: CostRun, cost: MonthCost) -> list[Reconciled]:
    """Other work of the pools' people is not support: it moves to OUTSIDE here."""
    categories = {
        ledger: dict(counted) for ledger, counted in cost.pools.categories.items()
    }
    for (_unit, ledger), ore in zip(cost.keys, cost.outside.tolist(), strict=True):
        counted = categories[ledger]
        counted[Category.SUPPORT] = counted.get(Category.SUPPORT, 0) - ore
        counted[Category.OUTSIDE] = counted.get(Category.OUTSIDE, 0) + ore
    return [
        Reconciled(run=run, ledger_id=ledger, category=category, amount_ore=ore)
        for ledger, counted in categories.items()
        for category, ore in counted.items()
    ]


def _pool_costs(run: CostRun, cost: MonthCost) -> list[PoolCost]:
    rows = []
    for key in cost.keys:
        pool = cost.pools.pools[key]
        parts: list[tuple[Treatment, int | None, int]] = [
            (Treatment.PEOPLE, None, pool.people),
            (Treatment.OVERHEAD, None, pool.overhead),
            *((Treatment.DIRECT, service, ore) for service, ore in pool.direct.items()),
        ]
        rows += [
            PoolCost(
                run=run,
                pool_id=key[0],
                ledger_id=key[1],
                treatment=treatment,
                service_id=service,
                amount_ore=ore,
            )
            for treatment, service, ore in parts
            if ore
        ]
    return rows


def _pool_shares(run: CostRun, cost: MonthCost) -> list[PoolShare]:
    rows = {}
    for number, (unit, _ledger) in enumerate(cost.keys):
        people, answered = cost.people[number]
        for place, share in enumerate(cost.shares[number].tolist()):
            if share > 0:
                rows[unit, place] = PoolShare(
                    run=run,
                    pool_id=unit,
                    service_id=cost.services[place],
                    share=Decimal(share).quantize(Decimal("0.00000001")),
                    people=people,
                    answered=answered,
                )
    return list(rows.values())
