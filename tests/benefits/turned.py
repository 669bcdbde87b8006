# SPDX-License-Identifier: EUPL-1.2
"""A Lindby in which the year has turned: closed through February of the next."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import connection
from django.db.models import Model

from gemensam.benefits.models import MonthClose
from gemensam.benefits.queries.months import closed_through
from gemensam.catalogue.enums import Provider
from gemensam.core import clock
from gemensam.costing.models import Ledger, LedgerTurnover, PriceIndex, StaffRow
from gemensam.group.models import Unit
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import (
    Cell,
    CostDraws,
    MonthColumns,
    MonthSum,
    ScenarioVersion,
)
from gemensam.outcomes.queries.versions import in_force

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
JANUARY, FEBRUARY = date(2027, 1, 1), date(2027, 2, 1)
TURN = (NOVEMBER, DECEMBER, JANUARY, FEBRUARY)
Values = dict[str, date | int]
OF_A_MONTH: tuple[type[Model], ...] = (MonthSum, Cell, CostDraws, MonthColumns)


def actual() -> ScenarioVersion:
    found = in_force(ScenarioKind.ACTUAL)
    assert found is not None
    return found


def copied(
    month: date, to: date, *, of: ScenarioVersion, into: ScenarioVersion
) -> None:
    """What is kept of a month, as it stands, for another month; into a version."""
    for model in OF_A_MONTH:
        ends = "superseded_at" in {one.name for one in model._meta.fields}
        _inserted(
            model,
            {"month": to, "scenario_id": into.pk},
            {"month": month, "scenario_id": of.pk},
            " AND superseded_at IS NULL" if ends else "",
        )


def _inserted(model: type[Model], put: Values, of: Values, also: str = "") -> None:
    """The rows again with something put in place of what they held; by the database,
    since they are thousands."""
    fields = [one for one in model._meta.fields if not one.primary_key]
    names = [one.column or one.name for one in fields]
    told = ["%s" if one in put else one for one in names]
    where = " AND ".join(f"{one} = %s" for one in of)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)}) "
            f"SELECT {', '.join(told)} FROM {table} WHERE {where}{also}",
            [put[one] for one in names if one in put] + list(of.values()),
        )


def turned(closed: Sequence[date] = TURN) -> None:
    """Four more months as October was; prices and registers of the new year."""
    last, version = closed_through(), actual()
    assert last == date(2026, 10, 1)
    for month in TURN:
        copied(last, month, of=version, into=version)
    for month in closed:
        MonthClose.objects.create(month=month, closed_at=clock.now())
    PriceIndex.objects.create(
        year=2027, wage_percent="4.1", price_percent="1.3", recorded_at=clock.now()
    )
    _inserted(StaffRow, {"year": 2027}, {"year": 2026}, " AND superseded_at IS NULL")


def posted_again() -> None:
    """In the ledgers of the months after October what stands in September and October."""
    for old in Ledger.objects.filter(year_from=date(2026, 1, 1)):
        new = Ledger.objects.create(
            legal_entity=old.legal_entity,
            year_from=date(2027, 1, 1),
            year_to=date(2028, 1, 1),
        )
        for number, month in enumerate(TURN):
            ledger = old if month.year == old.year_from.year else new
            _inserted(
                LedgerTurnover,
                {"month": month, "ledger_id": ledger.pk},
                {"month": date(2026, 9 + number % 2, 1), "ledger_id": old.pk},
            )


def kept(authority: int, service: int, told: Mapping[date, int]) -> None:
    """So many of a hundred were on time in each month, of all that was handled there."""
    unit = Unit.objects.filter(authority=authority, kind="unit").order_by("pk")[0]
    for month, count in told.items():
        Cell.objects.filter(
            scenario=actual(),
            month=month,
            source="desk",
            unit__authority=authority,
            superseded_at=None,
        ).update(superseded_at=clock.now())
        Cell.objects.create(
            scenario=actual(),
            month=month,
            source="desk",
            service_id=service,
            unit=unit,
            provider=Provider.CENTRE,
            resolved=100,
            judged=100,
            on_time=count,
            first_right=100,
            recorded_at=clock.now(),
        )
