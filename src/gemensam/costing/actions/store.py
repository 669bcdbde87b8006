# SPDX-License-Identifier: EUPL-1.2
"""What explains a month's cost is kept beside the cells, in the same transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

import numpy as np

from gemensam.calc.costing import VERSION
from gemensam.calc.costing.evidence import StepDriver
from gemensam.calc.costing.month import MonthCost
from gemensam.calc.costing.sorting import Category
from gemensam.calc.costing.stepdown import FINE
from gemensam.costing.enums import Treatment
from gemensam.costing.models import (
    CostRun,
    MappingVersion,
    PoolCost,
    PoolShare,
    PoolStep,
    Reconciled,
    StepDownVersion,
    SurveyRound,
)
from gemensam.costing.queries.reconciliation import grain_of
from gemensam.outcomes.ports import CellValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A month's cost and what it was computed from. `people` per pool: asked, answered."""

    cost: MonthCost
    cells: Sequence[CellValue]
    services: Sequence[int]
    people: Sequence[tuple[int, int]]
    mapping: MappingVersion | None
    asked: SurveyRound | None
    step_down: StepDownVersion | None
    drivers: Mapping[int, StepDriver]


def store(scenario: int, month: date, kept: Kept, at: datetime) -> None:
    """Keep the run and its explanation; the same figures give no new run, but say that
    they were computed again."""
    digest = _digest(kept)
    current = CostRun.objects.filter(
        scenario_id=scenario, month=month, superseded_at=None
    ).first()
    if current and bytes(current.evidence_digest) == digest:
        current.computed_at = at
        current.save(update_fields=["computed_at"])
        return
    if current:
        current.superseded_at = at
        current.save(update_fields=["superseded_at"])
    run = CostRun.objects.create(
        scenario_id=scenario,
        month=month,
        mapping=kept.mapping,
        survey=kept.asked,
        step_down=kept.step_down,
        calc_version=VERSION,
        evidence_digest=digest,
        grain_ore=grain_of(scenario, month),
        at=at,
    )
    Reconciled.objects.bulk_create(_reconciled(run, kept.cost))
    PoolCost.objects.bulk_create(_pool_costs(run, kept.cost), batch_size=5000)
    PoolShare.objects.bulk_create(_pool_shares(run, kept), batch_size=5000)
    PoolStep.objects.bulk_create(_pool_steps(run, kept), batch_size=5000)


def _digest(kept: Kept) -> bytes:
    versions = (kept.mapping, kept.asked, kept.step_down)
    known = "|".join(str(one.pk if one else 0) for one in versions)
    running = sha256(f"{VERSION}|{known}".encode())
    for cell in kept.cells:
        key = (cell.service, cell.unit, cell.provider, cell.provided_by)
        running.update(repr((key, sorted(cell.measures.items()))).encode())
    for ledger, categories in sorted(kept.cost.pools.categories.items()):
        named = sorted((str(category), ore) for category, ore in categories.items())
        running.update(repr((ledger, named)).encode())
    return running.digest()


def _reconciled(run: CostRun, cost: MonthCost) -> list[Reconciled]:
    """Other work of the pools' people is not support: it moves to OUTSIDE here."""
    categories = {
        ledger: dict(counted) for ledger, counted in cost.pools.categories.items()
    }
    for (_unit, ledger), ore in zip(
        cost.keys, cost.services.outside.tolist(), strict=True
    ):
        counted = categories[ledger]
        counted[Category.SUPPORT] = counted.get(Category.SUPPORT, 0) - ore
        counted[Category.OUTSIDE] = counted.get(Category.OUTSIDE, 0) + ore
    return [
        Reconciled(run=run, ledger_id=ledger, category=str(category), amount_ore=ore)
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


def _pool_shares(run: CostRun, kept: Kept) -> list[PoolShare]:
    """A unit with pools in two ledgers is one row: its money together."""
    rows: dict[tuple[int, int], PoolShare] = {}
    cost = kept.cost.services
    for number, (unit, _ledger) in enumerate(kept.cost.keys):
        people, answered = kept.people[number]
        for place in np.flatnonzero(cost.effective[number] > 0).tolist():
            row = rows.setdefault(
                (unit, place),
                PoolShare(run=run, pool_id=unit, service_id=kept.services[place]),
            )
            share = Decimal(float(cost.effective[number, place]))
            row.share = share.quantize(Decimal("0.00000001"))
            row.people, row.answered = people, answered
            row.labour_ore += int(cost.own_labour[number, place])
            row.overhead_ore += int(cost.own_overhead[number, place])
            row.stepped_ore += int(cost.stepped[number, place])
    return list(rows.values())


def _pool_steps(run: CostRun, kept: Kept) -> list[PoolStep]:
    found = []
    for move in kept.cost.services.moved:
        pool, receiver = kept.cost.keys[move.pool][0], kept.cost.keys[move.receiver][0]
        found.append(
            PoolStep(
                run=run,
                pool_id=pool,
                receiver_id=receiver,
                driver=kept.drivers[pool].name if move.chosen else "",
                weight=Decimal(move.weight) / FINE,
                whole=Decimal(move.whole) / FINE,
                amount_ore=move.ore,
            )
        )
    return found
