# SPDX-License-Identifier: EUPL-1.2
"""The step-down in force: which units hand down by which driver, in what order."""

from collections import defaultdict
from collections.abc import Mapping

from gemensam.calc.costing.evidence import StepDriver
from gemensam.costing.enums import Driver
from gemensam.costing.models import StepDownVersion


def current_step_down() -> StepDownVersion | None:
    return StepDownVersion.objects.filter(superseded_at=None).first()


def step_drivers(version: StepDownVersion | None) -> Mapping[int, StepDriver]:
    """Unit → its driver, in the order chosen; without a version nobody chose."""
    if version is None:
        return {}
    readings: dict[str, dict[int, float]] = defaultdict(dict)
    for driver, unit, amount in version.readings.values_list(
        "driver", "unit_id", "amount"
    ):
        readings[driver][unit] = float(amount)
    return {
        pool: StepDriver(
            name=driver, weights=None if driver == Driver.FTE else readings[driver]
        )
        for pool, driver in version.rules.order_by("order").values_list(
            "pool_id", "driver"
        )
    }
