# SPDX-License-Identifier: EUPL-1.2
"""Choosing by what units without services of their own hand down their cost."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.enums import Driver
from gemensam.costing.models import DriverReading, StepDownRule, StepDownVersion
from gemensam.costing.queries.drivers import current_step_down
from gemensam.formats.issues import mark
from gemensam.group.models import Unit

Chosen = Sequence[tuple[Unit, Driver]]
Readings = Mapping[tuple[Driver, int], Decimal]  # (driver, unit) → what it counts


class NegativeReading(ExpectedFailure):
    """Users, square metres and cases are never below zero."""

    def __init__(self, amount: Decimal) -> None:
        super().__init__(
            mark("{amount} is below zero. A driver counts from zero."), amount=amount
        )


class NothingCounted(ExpectedFailure):
    """A driver was chosen that counts nothing for anybody."""

    def __init__(self, pool: Unit, driver: Driver) -> None:
        super().__init__(
            mark(
                "{pool} is to be handed down by “{driver}”, but nothing is entered for "
                "it. Enter what it counts for the units that receive, or choose another."
            ),
            pool=str(pool),
            driver=str(driver.label),
        )


def choose_step_down(
    chosen: Chosen, readings: Readings, *, reason: str, by: By, at: datetime
) -> StepDownVersion:
    """A new version of the whole; months computed from now on use it.

    Raises `NegativeReading`, `NothingCounted`.
    """
    for amount in readings.values():
        if amount < 0:
            raise NegativeReading(amount)
    counted = {driver for (driver, _unit), amount in readings.items() if amount}
    for pool, driver in chosen:
        if driver != Driver.FTE and driver not in counted:
            raise NothingCounted(pool, driver)
    with transaction.atomic():
        chain.lock_aggregate("costing.stepdown")
        before = current_step_down()
        StepDownVersion.objects.filter(superseded_at=None).update(superseded_at=at)
        last = StepDownVersion.objects.aggregate(last=Max("number"))["last"]
        made = StepDownVersion.objects.create(
            number=(last or 0) + 1,
            reason=reason.strip(),
            made_at=at,
            made_by_id=by.account,
        )
        StepDownRule.objects.bulk_create(
            StepDownRule(version=made, order=order, pool=pool, driver=driver)
            for order, (pool, driver) in enumerate(chosen, start=1)
        )
        DriverReading.objects.bulk_create(
            DriverReading(version=made, driver=driver, unit_id=unit, amount=amount)
            for (driver, unit), amount in readings.items()
            if amount
        )
        facts = {
            "version": made.number,
            "reason": made.reason,
            "chosen": [f"{pool.code} {driver.value}" for pool, driver in chosen],
            "before": before.number if before else None,
        }
        audit.record(made, "stepdown.chosen", by=by, at=at, facts=facts)
    return made
