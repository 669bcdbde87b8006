# SPDX-License-Identifier: EUPL-1.2
"""The bridge as its tests ask for it, and what the grain holds beside it."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from gemensam.benefits.queries.bridge import (
    Made,
    Organised,
    View,
    bridge_over,
    periods,
)
from gemensam.group.enums import UnitKind
from gemensam.group.models import Placement, Unit, UnitSuccession, tree_at
from gemensam.group.queries import administrations
from gemensam.outcomes.enums import Shown
from gemensam.outcomes.models import Cell, MonthSum, ProtectedCell, ScenarioVersion


def made_for(key: str = "year", view: View | None = None) -> Made:
    period = periods(view.known_at if view else None)[key]
    made = bridge_over(period, view=view)
    assert made is not None
    return made


def posted(scenario: ScenarioVersion, months: tuple[date, ...]) -> int:
    """What the grain holds, from the sums kept beside it."""
    sums = MonthSum.objects.filter(
        scenario=scenario, month__in=months, source="costing"
    )
    return int(sums.aggregate(ore=Sum("cost_ore"))["ore"])


def last_recorded() -> datetime:
    return Cell.objects.order_by("-recorded_at")[0].recorded_at


def reorganised() -> tuple[Unit, Unit, Unit]:
    """In June one unit moves to another administration, and one is split over two."""
    made = made_for(view=View(organised=Organised.THEN))
    tops = list(
        Unit.objects.filter(pk__in=made.nodes, kind=UnitKind.ADMINISTRATION).order_by(
            "pk"
        )
    )
    day, known = date(2026, 6, 1), last_recorded()
    tops_of = administrations(tree_at(date(2026, 5, 31)))
    parents = set(Placement.objects.values_list("parent", flat=True))
    small = set(
        ProtectedCell.objects.filter(level__gte=Shown.GROUP).values_list(
            "service_id", "unit_id"
        )
    )
    cells = Cell.objects.filter(
        scenario=made.version, source="costing", superseded_at=None
    ).exclude(unit__in=parents)
    # Of what is shown apart, or nobody could see it move.
    cost: dict[int, dict[int, int]] = {top.pk: {} for top in tops}
    for service, unit, ore in cells.values_list("service_id", "unit_id", "cost_ore"):
        top = tops_of.get(unit)
        if top in cost and (service, unit) not in small:
            cost[top][unit] = cost[top].get(unit, 0) + (ore or 0)
    tops.sort(key=lambda top: -sum(cost[top.pk].values()))
    first, second = tops[:2]
    largest = sorted(cost[first.pk], key=lambda unit: -cost[first.pk][unit])[:2]
    assert cost[first.pk][largest[0]] > 0
    moved, split_up = (Unit.objects.get(pk=unit) for unit in largest)
    Placement.objects.filter(unit__in=[moved, split_up], valid_to=None).update(
        valid_to=day
    )
    hang(moved, second.pk, day=day, at=known)
    heirs = [
        Unit.objects.create(
            code=f"ARV-{number}",
            name=f"Arvinge {number}",
            name_key=f"arvinge {number}",
            kind=split_up.kind,
            legal_entity=split_up.legal_entity,
            authority=split_up.authority,
            valid_from=day,
        )
        for number in (1, 2)
    ]
    for heir, parent, share in zip(heirs, (first, second), (Decimal("0.3"), Decimal("0.7")), strict=True):  # fmt: skip
        hang(heir, parent.pk, day=day, at=known)
        follow(split_up, heir, share, day=day, at=known)
    return first, second, split_up


def hang(unit: Unit, parent: int, *, day: date, at: datetime) -> None:
    Placement.objects.create(
        unit=unit,
        parent_id=parent,
        authority=unit.authority,
        valid_from=day,
        recorded_at=at,
    )


def follow(old: Unit, new: Unit, share: Decimal, *, day: date, at: datetime) -> None:
    UnitSuccession.objects.create(
        predecessor=old,
        successor=new,
        date=day,
        share=share,
        basis="Antal",
        recorded_at=at,
    )
