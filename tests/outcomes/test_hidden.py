# SPDX-License-Identifier: EUPL-1.2
"""The bits that hide cells are those of the protected cells, whatever is kept of them."""

from collections.abc import Sequence
from datetime import date

from django.db import connection

import pytest

from gemensam.benefits.queries.months import newest
from gemensam.catalogue.models import Service
from gemensam.core import clock
from gemensam.group.models import Unit
from gemensam.outcomes.actions.sums import sum_month
from gemensam.outcomes.enums import ScenarioKind, Shown
from gemensam.outcomes.models import MonthColumns, ProtectedCell, ScenarioVersion
from gemensam.outcomes.queries.hidden import IS_HIDDEN, hidden
from gemensam.outcomes.queries.versions import months_of

pytestmark = pytest.mark.usefixtures("lindby")
Cells = set[tuple[date, int, int]]
# As cases are asked about; of every service, also those nothing is protected of.
ASKED = f"""
SELECT k.nth, c.service_id, u.unit
FROM generate_series(1, %(months)s) k(nth), (SELECT id AS service_id FROM catalogue_service) c,
    unnest(%(units)s::bigint[]) WITH ORDINALITY u(unit, nth)
WHERE {IS_HIDDEN.format(month="k.nth - 1", unit="u.nth - 1")}
"""


def bits(months: Sequence[date], units: Sequence[int], level: Shown) -> Cells:
    with connection.cursor() as cursor:
        given = hidden(months, units, level=level)
        cursor.execute(ASKED, {"months": len(months), "units": list(units), **given})
        return {
            (months[nth - 1], service, unit) for nth, service, unit in cursor.fetchall()
        }


def protected(months: Sequence[date], units: Sequence[int], level: Shown) -> Cells:
    found = ProtectedCell.objects.filter(
        month__in=months, unit__in=units, level__gte=level, service__isnull=False
    )
    return set(found.values_list("month", "service", "unit"))


def scenario() -> ScenarioVersion:
    found = newest(ScenarioKind.ACTUAL)
    assert found is not None
    return found


def every_unit() -> list[int]:
    return list(Unit.objects.order_by("-code").values_list("pk", flat=True))


@pytest.mark.parametrize("level", [Shown.ADMINISTRATION, Shown.AREA, Shown.GROUP])
def test_they_are_the_protected_cells(level: Shown) -> None:
    months, units = months_of(scenario())[-4:], every_unit()
    found = bits(months, units, level)
    assert found == protected(months, units, level)
    assert found or level == Shown.GROUP
    some = units[::3]
    assert bits(months[::-1], some, level) == protected(months, some, level)


def test_nothing_is_hidden_of_months_in_which_nothing_is_protected() -> None:
    far, units = [date(2050, 1, 1)], every_unit()
    assert bits(far, units, Shown.ADMINISTRATION) == set()
    assert bits([], units, Shown.ADMINISTRATION) == set()
    assert bits(months_of(scenario())[-1:], [], Shown.ADMINISTRATION) == set()


def test_what_is_protected_later_is_hidden_at_once() -> None:
    """Though the process has kept what was read before."""
    of, units = scenario(), every_unit()
    months = months_of(of)[-2:]
    before = bits(months, units, Shown.ADMINISTRATION)
    pair = free(before, months[0], units)
    protect(of, months[0], pair)
    sum_month(of.pk, months[0], ["costing"])
    assert bits(months, units, Shown.ADMINISTRATION) == before | {(months[0], *pair)}


def test_a_month_of_which_no_columns_are_kept_is_hidden_too() -> None:
    of, units = scenario(), every_unit()
    months = [*months_of(of)[-1:], date(2050, 1, 1)]
    before = bits(months, units, Shown.ADMINISTRATION)
    pair = free(before, months[0], units)
    protect(of, months[1], pair)
    assert not MonthColumns.objects.filter(month=months[1]).exists()
    assert before
    for _time in range(2):  # the second time from what is kept
        found = bits(months, units, Shown.ADMINISTRATION)
        assert found == before | {(months[1], *pair)}


def free(held: Cells, month: date, units: Sequence[int]) -> tuple[int, int]:
    """A service and unit that are shown in the month."""
    services = Service.objects.order_by("-pk").values_list("pk", flat=True)
    return next(
        (service, unit)
        for service in services
        for unit in units
        if (month, service, unit) not in held
    )


def protect(of: ScenarioVersion, month: date, pair: tuple[int, int]) -> None:
    service, unit = pair
    ProtectedCell.objects.create(
        scenario=of,
        service_id=service,
        unit_id=unit,
        month=month,
        level=Shown.AREA,
        decided_at=clock.now(),
    )
