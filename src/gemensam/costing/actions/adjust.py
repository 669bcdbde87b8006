# SPDX-License-Identifier: EUPL-1.2
"""After freezing only this: a dated adjustment with an owner, taken back by another."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from gemensam.catalogue.models import Area, Service
from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.enums import AdjustmentKind
from gemensam.costing.models import BaselineAdjustment, FrozenBaseline
from gemensam.formats.issues import mark
from gemensam.group.models import Person, Unit


class NotAnAmount(ExpectedFailure):
    """Neither or both of öre and percent, or nothing."""

    def __init__(self) -> None:
        super().__init__(
            mark("Give either kronor a month or percent, and other than zero.")
        )


class TwoPlaces(ExpectedFailure):
    """A service lies in its area."""

    def __init__(self) -> None:
        super().__init__(mark("Give a service or an area, not both."))


class PercentOfUnit(ExpectedFailure):
    """A percentage of one unit's cost tells that cost."""

    def __init__(self) -> None:
        super().__init__(
            mark(
                "Give kronor a month for a unit: percent would tell what the unit’s "
                "support costs, and that may be a few persons’ pay."
            )
        )


class NotInOrder(ExpectedFailure):
    """A period that ends before it begins."""

    def __init__(self) -> None:
        super().__init__(
            mark("The last month lies before the first. Change one of them.")
        )


class OutsideBaseline(ExpectedFailure):
    """An error of the baseline is dated in a month it does not hold."""

    def __init__(self, frozen: FrozenBaseline) -> None:
        super().__init__(
            mark(
                "An error in the baseline is dated in the baseline’s own months, "
                "{first} to {last}."
            ),
            first=f"{frozen.months[0]:%Y-%m}",
            last=f"{frozen.months[-1]:%Y-%m}",
        )


class AlreadyWithdrawn(ExpectedFailure):
    """What was taken back is not taken back again, nor is the taking back."""

    def __init__(self, one: BaselineAdjustment) -> None:
        super().__init__(
            mark(
                "Adjustment {number} is taken back already, or takes another back. "
                "Make a new one instead."
            ),
            number=one.number,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`ore` a month or `percent` of the frozen cost; `to_month` is the first month after."""

    kind: AdjustmentKind
    from_month: date
    to_month: date | None = None
    area: Area | None = None
    service: Service | None = None
    unit: Unit | None = None
    ore: int | None = None
    percent: Decimal | None = None
    reason: str
    decision: str
    owner: Person


def adjust(
    frozen: FrozenBaseline, wanted: Wanted, *, by: By, at: datetime
) -> BaselineAdjustment:
    """Raises `NotAnAmount`, `TwoPlaces`, `PercentOfUnit`, `NotInOrder`,
    `OutsideBaseline`."""
    if bool(wanted.ore) == bool(wanted.percent):
        raise NotAnAmount
    if wanted.area and wanted.service:
        raise TwoPlaces
    if wanted.unit and wanted.percent:
        raise PercentOfUnit
    if wanted.to_month and wanted.to_month <= wanted.from_month:
        raise NotInOrder
    outside = not frozen.months[0] <= wanted.from_month <= frozen.months[-1]
    if wanted.kind == AdjustmentKind.ERROR and outside:
        raise OutsideBaseline(frozen)
    made = BaselineAdjustment(
        kind=wanted.kind,
        from_month=wanted.from_month,
        to_month=wanted.to_month,
        area=wanted.area,
        service=wanted.service,
        unit=wanted.unit,
        ore=wanted.ore or None,
        percent=wanted.percent or None,
        reason=wanted.reason.strip(),
        decision=wanted.decision.strip(),
        owner=wanted.owner,
    )
    return _made(frozen, made, by=by, at=at, action="baseline.adjusted")


def withdraw(
    one: BaselineAdjustment, *, reason: str, owner: Person, by: By, at: datetime
) -> BaselineAdjustment:
    """Take an adjustment back by its opposite. Raises `AlreadyWithdrawn`."""
    counter = BaselineAdjustment(
        kind=one.kind,
        from_month=one.from_month,
        to_month=one.to_month,
        area_id=one.area_id,
        service_id=one.service_id,
        unit_id=one.unit_id,
        ore=None if one.ore is None else -one.ore,
        percent=None if one.percent is None else -one.percent,
        reason=reason.strip(),
        decision=one.decision,
        owner=owner,
        withdraws=one,
    )
    return _made(one.baseline, counter, by=by, at=at, action="baseline.withdrawn")


def _made(
    frozen: FrozenBaseline,
    made: BaselineAdjustment,
    *,
    by: By,
    at: datetime,
    action: str,
) -> BaselineAdjustment:
    with transaction.atomic():
        chain.lock_aggregate(f"costing.adjustments:{frozen.pk}")
        others = BaselineAdjustment.objects.filter(baseline=frozen)
        back = made.withdraws
        if back and (back.withdraws_id or others.filter(withdraws=back).exists()):
            raise AlreadyWithdrawn(back)
        made.baseline = frozen
        made.number = (others.aggregate(last=Max("number"))["last"] or 0) + 1
        made.made_at, made.made_by_id = at, by.account
        made.save(force_insert=True)
        audit.record(frozen, action, by=by, at=at, facts=_facts(made))
    return made


def _facts(made: BaselineAdjustment) -> dict[str, object]:
    names = ("number", "kind", "from_month", "to_month", "ore", "percent", "reason")
    return {
        **{name: getattr(made, name) for name in names},
        "decision": made.decision,
        "owner": made.owner,
        "withdraws": made.withdraws.number if made.withdraws else None,
    }
