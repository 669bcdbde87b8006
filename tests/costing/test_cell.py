# SPDX-License-Identifier: EUPL-1.2
"""A cell opens to whose work it was, and what it is made of adds up to it to the öre."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

import pytest
from tests.rig.reopened import reopened
from tests.site.people import someone

from gemensam.benefits.actions import build_baseline
from gemensam.calc.costing.known import Known
from gemensam.catalogue.models import Service
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.models import AuditEvent
from gemensam.costing.actions.assumed import Evidence
from gemensam.costing.actions.stepdown import (
    NegativeReading,
    NothingCounted,
    choose_step_down,
)
from gemensam.costing.enums import Category, Driver
from gemensam.costing.models import (
    CostRun,
    PoolCost,
    PoolShare,
    PoolStep,
    StepDownVersion,
)
from gemensam.costing.queries.cell import explain_cell
from gemensam.costing.queries.explain import explain
from gemensam.costing.queries.frame import frame_of
from gemensam.costing.queries.obstacles import OLD_STEPS, obstacles
from gemensam.costing.queries.people import employments
from gemensam.group.models import Unit
from gemensam.outcomes.actions import rebuild
from gemensam.outcomes.enums import ScenarioKind, Shown
from gemensam.outcomes.models import Cell, ProtectedCell, ScenarioVersion
from gemensam.outcomes.queries.versions import in_force, months_of

pytestmark = pytest.mark.usefixtures("lindby")
MONTH = date(2025, 1, 1)
AT_CENTRE = date(2026, 5, 1)  # local support is one pool a provider, the centre several


def baseline() -> int:
    found = in_force(ScenarioKind.BASELINE)
    assert found is not None
    return found.pk


def months() -> list[date]:
    found = in_force(ScenarioKind.BASELINE)
    assert found is not None
    return months_of(found)


def largest(count: int) -> list[tuple[int, int, int]]:
    """Service, unit and öre of cells that are shown by themselves in every month."""
    protected = ProtectedCell.objects.filter(scenario=baseline())
    hidden = {
        *protected.values_list("service_id", "unit_id"),
        # Where others are merged.
        *protected.values_list("service_id", "shown_node_id"),
    }
    rows = (
        Cell.objects.filter(
            scenario=baseline(),
            source="costing",
            superseded_at=None,
            service__isnull=False,
        )
        .values_list("service_id", "unit_id")
        .annotate(ore=Sum("cost_ore"))
        .order_by("-ore")
    )
    return [
        (service, unit, int(ore))
        for service, unit, ore in rows
        if ore and (service, unit) not in hidden
    ][:count]


def test_parts_add_up_to_the_cell_to_the_ore() -> None:
    cells = largest(300)[::2]
    assert len({service for service, _unit, _ore in cells}) > 5
    for service, unit, ore in cells:
        told = explain_cell(
            someone("CONTROLLER"),
            baseline(),
            Service.objects.get(pk=service),
            Unit.objects.get(pk=unit),
            months(),
        )
        assert told is not None
        assert told.ore == ore == sum(told.by_month.values())
        assert sum(one.ore for one in told.provided) == ore
        for one in told.provided:
            assert one.untold == 0
            assert sum(part.total for part in one.in_order) + one.small == one.ore
            # What the pools' parts were taken from is what the service cost there.
            assert (
                sum(sum(part.whole.values()) for part in one.parts.values()) == one.cost
            )


def test_a_month_of_a_cell_is_the_cell_of_that_month() -> None:
    service, unit, _ore = largest(1)[0]
    at = months()[4]
    told = explain_cell(
        someone("CONTROLLER"),
        baseline(),
        Service.objects.get(pk=service),
        Unit.objects.get(pk=unit),
        [at],
    )
    held = Cell.objects.filter(
        scenario=baseline(),
        service=service,
        unit=unit,
        month=at,
        source="costing",
        superseded_at=None,
    ).aggregate(ore=Sum("cost_ore"))["ore"]
    assert told is not None
    assert told.by_month == {at: held}


def test_a_cell_of_few_persons_is_not_opened() -> None:
    hidden = (
        ProtectedCell.objects.filter(
            scenario=baseline(), level__gte=Shown.ADMINISTRATION, service__isnull=False
        )
        .exclude(shown_node=None)
        .select_related("service", "unit")
        .order_by("pk")
    )
    tried = 0
    for one in hidden:
        cost = Cell.objects.filter(
            scenario=baseline(), service=one.service, unit=one.unit, month=one.month,
            source="costing", superseded_at=None, persons__gt=0,
        ).aggregate(ore=Sum("cost_ore"))["ore"]  # fmt: skip
        if cost and one.unit_id != one.shown_node_id:
            assert one.service is not None
            assert (
                explain_cell(
                    someone("CONTROLLER"),
                    baseline(),
                    one.service,
                    one.unit,
                    [one.month],
                )
                is None
            )
            tried += 1
        if tried == 5:
            break
    assert tried


def test_a_service_is_its_pools_to_the_ore() -> None:
    for service in Service.objects.all():
        told = explain(baseline(), service, months())
        assert sum(part.total for part in told.parts) == told.total


# ------------------------------------------------------------------------ step-down


def only_leading(monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[int]]:
    """Make the people of one support unit do nothing but lead; answers the unit, and the
    others of its provider, which are to receive what it costs."""
    frame = frame_of(AT_CENTRE)
    run = CostRun.objects.get(scenario=outcome(), month=AT_CENTRE, superseded_at=None)
    by_provider: dict[int, list[int]] = defaultdict(list)
    for pool in (
        PoolShare.objects.filter(run=run).values_list("pool_id", flat=True).distinct()
    ):
        if frame.supports(pool):
            by_provider[frame.provider_of(pool)].append(pool)
    leading, *others = next(pools for pools in by_provider.values() if len(pools) > 2)
    people = {
        job.pseudonym
        for job in employments(AT_CENTRE)
        if frame.unit_of(job.entity, job.cost_centre) == leading
    }
    told = Evidence.known

    def known(self: Evidence, *given: Any) -> Known | None:
        found = told(self, *given)
        assert found is not None
        rows = [row for person, row in found.people.items() if person in people]
        for shares in (found.shares.point, found.shares.draws):
            shares[..., rows, :] = 0
            shares[..., rows, -2] = 1
        return found

    monkeypatch.setattr(Evidence, "known", known)
    return leading, others


def outcome() -> ScenarioVersion:
    return ScenarioVersion.objects.get(kind=ScenarioKind.ACTUAL)


def steps_now(giver: int) -> dict[int, PoolStep]:
    """Receiver → its step from `giver`, computed anew."""
    rebuild(outcome(), reopened([AT_CENTRE]), by=CONSOLE, at=clock.now())
    run = CostRun.objects.get(scenario=outcome(), month=AT_CENTRE, superseded_at=None)
    handed = list(PoolStep.objects.filter(run=run))
    received = sum(step.amount_ore for step in handed)
    stepped = PoolShare.objects.filter(run=run).aggregate(ore=Sum("stepped_ore"))["ore"]
    own = PoolCost.objects.filter(
        run=run, pool__in={step.pool_id for step in handed}
    ).exclude(treatment="direct")
    assert received == stepped == own.aggregate(ore=Sum("amount_ore"))["ore"] > 0
    held = Cell.objects.filter(
        scenario=outcome(), month=AT_CENTRE, source="costing", superseded_at=None
    ).aggregate(ore=Sum("cost_ore"))["ore"]
    assert held == sum(
        one.amount_ore
        for one in run.reconciled.filter(
            category__in=(Category.SUPPORT, Category.UNPLACED)
        )
    )
    return {step.receiver_id: step for step in handed if step.pool_id == giver}


def test_a_unit_that_only_leads_hands_down_by_the_driver_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leading, others = only_leading(monkeypatch)
    by_posts = steps_now(leading)
    assert by_posts.keys() <= set(others)
    assert {step.driver for step in by_posts.values()} == {""}
    one, other = others[:2]
    chosen = choose_step_down(
        [(Unit.objects.get(pk=leading), Driver.USERS)],
        {(Driver.USERS, one): Decimal(30), (Driver.USERS, other): Decimal(10)},
        reason="Fler användare",
        by=CONSOLE,
        at=clock.now(),
    )
    by_users = steps_now(leading)
    assert by_users.keys() == {one, other}
    amounts = [by_users[one].amount_ore, by_users[other].amount_ore]
    assert amounts[0] == pytest.approx(3 * amounts[1], abs=3)
    assert by_users[one].weight == 30
    assert by_users[one].whole == 40
    assert by_users[one].driver == Driver.USERS
    assert by_users[one].run.step_down == chosen
    trail = AuditEvent.objects.get(action="stepdown.chosen")
    assert trail.payload is not None
    assert trail.payload["facts"]["reason"] == "Fler användare"


def test_a_driver_that_counts_nothing_is_refused() -> None:
    unit = Unit.objects.order_by("pk")[0]
    for readings, failure in (
        ({}, NothingCounted),
        ({(Driver.METRES, unit.pk): Decimal(-1)}, NegativeReading),
    ):
        with pytest.raises(failure):
            choose_step_down(
                [(unit, Driver.METRES)], readings, reason="", by=CONSOLE, at=clock.now()
            )
    assert not StepDownVersion.objects.exists()


def test_a_new_step_down_stands_in_the_way_until_computed_again() -> None:
    build_baseline([MONTH], by=CONSOLE, at=clock.now())
    made = ScenarioVersion.objects.get(kind=ScenarioKind.BASELINE, number=2)
    assert obstacles(made) == []
    choose_step_down(
        [(Unit.objects.order_by("pk")[0], Driver.FTE)], {}, reason="", by=CONSOLE,
        at=clock.now(),
    )  # fmt: skip
    assert [one.text for one in obstacles(made)] == [OLD_STEPS]
    build_baseline([MONTH], by=CONSOLE, at=clock.now())
    assert obstacles(made) == []
