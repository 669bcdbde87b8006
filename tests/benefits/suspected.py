# SPDX-License-Identifier: EUPL-1.2
"""Plants for the suspicions: each puts one thing into Lindby that should be found."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from gemensam.benefits.actions.budget import Decided, confirm_booking, register_move
from gemensam.benefits.enums import MoveOrigin
from gemensam.benefits.models import BudgetMove
from gemensam.benefits.queries.months import closed_through, year_to_date
from gemensam.benefits.queries.suspicions.found import Suspicion
from gemensam.benefits.queries.suspicions.made import found_now
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Service
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.enums import EmploymentForm
from gemensam.costing.models import LedgerTurnover, StaffRow
from gemensam.group.models import Authority, Unit
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell
from gemensam.outcomes.queries.versions import in_force

KEPT_EVERYBODY = "SBF-EK"  # by the demo's own story


def by_rule(rule: str) -> list[Suspicion]:
    return [one for one in found_now() if one.rule == rule]


def months() -> list[date]:
    return year_to_date()


def cut(
    authority: Authority,
    ore: int,
    decision: str,
    *,
    begins: date,
    booked: bool = True,
    origin: MoveOrigin = MoveOrigin.PROGRAMME,
    service: Service | None = None,
) -> BudgetMove:
    """A decision for good, and a controller who says that it is booked."""
    decided = Decided(
        authority=authority,
        ore=ore,
        from_month=begins,
        is_permanent=True,
        decision=decision,
        decided_on=begins,
        origin=origin,
        service=service,
    )
    move = register_move(decided, by=CONSOLE, at=clock.now())
    if booked:
        confirm_booking(
            move, voucher="B 1", booked_on=begins, by=CONSOLE, at=clock.now()
        )
    return move


def still_costs(unit: Unit, ore: int, in_months: Sequence[date]) -> None:
    """A department posts so much more in each month, on a service it had before."""
    actual = in_force(ScenarioKind.ACTUAL)
    assert actual is not None
    had = Cell.objects.filter(
        source="costing", provided_by=unit, service__isnull=False
    ).order_by("pk")[0]
    for month in in_months:
        held = Cell.objects.filter(
            scenario=actual,
            month=month,
            source="costing",
            service=had.service,
            unit=had.unit,
            provider=Provider.LOCAL,
            provided_by=unit,
            superseded_at=None,
        )
        before = held.first()
        held.update(superseded_at=clock.now())
        Cell.objects.create(
            scenario=actual,
            month=month,
            source="costing",
            service=had.service,
            unit=had.unit,
            provider=Provider.LOCAL,
            provided_by=unit,
            cost_ore=ore + ((before.cost_ore if before else 0) or 0),
            labour_ore=(before.labour_ore if before else 0) or 0,
            recorded_at=clock.now(),
        )


def rebook(
    account: str, centre: str, *, to_account: str, to_centre: str, begins: date
) -> dict[date, int]:
    """Everything of a coding is posted on another from a month on. Öre by month."""
    moved: dict[date, int] = {}
    rows = LedgerTurnover.objects.filter(
        account=account,
        cost_centre=centre,
        month__gte=begins,
        month__lte=closed_through(),
        ledger__legal_entity=1,
    )
    made = []
    for row in rows:
        moved[row.month] = moved.get(row.month, 0) + row.amount_ore
        row.pk, row.account, row.cost_centre = None, to_account, to_centre
        made.append(row)
    rows.delete()
    LedgerTurnover.objects.bulk_create(made)
    return moved


def hired(
    unit: Unit,
    count: int,
    title: str,
    *,
    begins: date,
    ends: date | None = None,
    extent: Decimal = Decimal(1),
) -> None:
    """New posts in a unit, full-time if nothing is said, in the register of the year."""
    other = StaffRow.objects.filter(
        year=begins.year, superseded_at=None, unit=unit
    ).order_by("pk")[0]
    for number in range(count):
        StaffRow.objects.create(
            from_import=other.from_import,
            year=begins.year,
            pseudonym=f"{title[:9]}-{number}",
            form=EmploymentForm.MONTHLY,
            title=title,
            extent=extent,
            monthly_ore=32_000_00,
            hr_code=other.hr_code,
            unit=unit,
            cost_centre=other.cost_centre,
            legal_entity_id=other.legal_entity_id,
            employed_from=begins,
            employed_to=ends,
        )


def handled(
    authority: int,
    service: int,
    kept: Sequence[int],
    *,
    judged: int,
    last: date,
    right: Sequence[int] | None = None,
    alone: bool = False,
) -> None:
    """So many of `judged` were on time in each of the months to `last`, and so many right
    the first time (all, if nothing is said); `alone`: no other service was handled."""
    actual = in_force(ScenarioKind.ACTUAL)
    assert actual is not None
    told = [month for month in months() if month <= last][-len(kept) :]
    unit = Unit.objects.filter(authority=authority, kind="unit").order_by("pk")[0]
    rights = right or [judged] * len(kept)
    for month, count, first_right in zip(told, kept, rights, strict=True):
        there = Cell.objects.filter(
            scenario=actual,
            month=month,
            source="desk",
            unit__authority=authority,
            superseded_at=None,
        )
        before = there if alone else there.filter(service=service)
        before.update(superseded_at=clock.now())
        Cell.objects.create(
            scenario=actual,
            month=month,
            source="desk",
            service_id=service,
            unit=unit,
            provider=Provider.CENTRE,
            resolved=judged,
            judged=judged,
            on_time=count,
            first_right=first_right,
            recorded_at=clock.now(),
        )
