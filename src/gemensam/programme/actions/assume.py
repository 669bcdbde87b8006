# SPDX-License-Identifier: EUPL-1.2
"""Assumptions are written with their source, tied to each other, and forgotten again."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.formats.issues import mark
from gemensam.programme.actions.computing import changing, recompute
from gemensam.programme.enums import AssumptionKind, Base, RangeShape
from gemensam.programme.models import Assumption, SavingsCase, Tie


class NotInOrder(ExpectedFailure):
    """Low is above likely, or likely above high, or outside what can be."""


class NotToBeForgotten(ExpectedFailure):
    """The model needs this one."""

    def __init__(self, one: Assumption) -> None:
        super().__init__(
            mark("The case cannot do without {name}. Change it instead."), name=str(one)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What is assumed of a kind, and where: shares of one, the delay in months. `area`,
    `service` and `top` narrow a lever; `points` are the readings of an empirical range."""

    kind: AssumptionKind
    low: Decimal
    likely: Decimal
    high: Decimal
    source: str
    shape: RangeShape = RangeShape.PERT
    base: Base = Base.ALL
    points: tuple[Decimal, ...] = ()
    area: str | None = None
    service: int | None = None
    top: int | None = None


def assume(
    case: SavingsCase, estimate: Estimate, *, by: By, at: datetime
) -> Assumption:
    """Write an assumption, new or instead of the one of the same kind and place.

    Raises `NotInOrder`, `NotPossible`; then nothing is changed.
    """
    estimate = _checked(estimate)
    place = {
        "kind": estimate.kind,
        "area_id": estimate.area,
        "service_id": estimate.service,
        "top_id": estimate.top,
    }
    values = {
        "base": estimate.base,
        "shape": estimate.shape,
        "low": estimate.low,
        "likely": estimate.likely,
        "high": estimate.high,
        "points": list(estimate.points),
        "source": estimate.source,
    }
    with changing(case):
        held = Assumption.objects.filter(case=case, **place).first()
        before = {key: getattr(held, key) if held else None for key in values}
        one = held or Assumption(case=case, **place)
        for key, value in values.items():
            setattr(one, key, value)
        one.save()
        recompute(case, at=at)
        changes = {
            key: (before[key], value)
            for key, value in values.items()
            if before[key] != value
        }
        if changes:
            audit.record(
                case,
                "case.assumed",
                by=by,
                at=at,
                changes=changes,
                facts={"what": one.key},
            )
    return one


def _checked(estimate: Estimate) -> Estimate:
    low, high = _limits(estimate.kind)
    readings = sorted(estimate.points)
    if estimate.shape == RangeShape.EMPIRICAL and len(readings) >= 2:
        middle = readings[len(readings) // 2]
        estimate = _with(estimate, readings[0], middle, readings[-1], tuple(readings))
    if not low <= estimate.low <= estimate.likely <= estimate.high <= high:
        raise NotInOrder(
            mark(
                "Low {low}, likely {likely} and high {high} must be in order and between "
                "{least} and {most}. Write the smallest first."
            ),
            low=estimate.low,
            likely=estimate.likely,
            high=estimate.high,
            least=low,
            most=high,
        )
    if not estimate.source.strip():
        raise NotInOrder(
            mark(
                "Say where the figures come from: an assumption without source is none."
            )
        )
    return estimate


def _with(
    one: Estimate, low: Decimal, likely: Decimal, high: Decimal, points: tuple[Decimal, ...]
) -> Estimate:  # fmt: skip
    return Estimate(
        kind=one.kind,
        low=low,
        likely=likely,
        high=high,
        source=one.source,
        shape=one.shape,
        base=one.base,
        points=points,
        area=one.area,
        service=one.service,
        top=one.top,
    )


def _limits(kind: AssumptionKind) -> tuple[Decimal, Decimal]:
    if kind.is_months:
        return Decimal(0), Decimal(36)
    return (Decimal("-0.5") if kind.is_index else Decimal(0)), Decimal(1)


def forget(one: Assumption, *, by: By, at: datetime) -> None:
    """Remove a narrow lever: what holds for all holds there again.

    Raises `NotToBeForgotten`, `NotPossible`.
    """
    if not one.is_narrow:
        raise NotToBeForgotten(one)
    case, key = one.case, one.key
    with changing(case):
        Tie.objects.filter(case=case, one=one).delete()
        Tie.objects.filter(case=case, other=one).delete()
        one.delete()
        recompute(case, at=at)
        audit.record(case, "case.forgotten", by=by, at=at, facts={"what": key})


def tie(
    one: Assumption, other: Assumption, rank: Decimal, *, by: By, at: datetime
) -> None:
    """How two assumptions go together; 0 unties them. Raises `NotPossible`."""
    case = one.case
    with changing(case):
        first, second = sorted((one, other), key=lambda each: each.pk)
        held = Tie.objects.filter(case=case, one=first, other=second)
        before = held.values_list("rank", flat=True).first()
        held.delete()
        if rank:
            Tie.objects.create(case=case, one=first, other=second, rank=rank)
        recompute(case, at=at)
        audit.record(
            case,
            "case.tied",
            by=by,
            at=at,
            changes={"rank": (before, rank)},
            facts={"one": first.key, "other": second.key},
        )
