# SPDX-License-Identifier: EUPL-1.2
"""Columns that a process keeps are those that are there."""

from datetime import date

from django.db import transaction

import numpy as np
import pytest

from gemensam.benefits.queries.months import newest
from gemensam.core import clock
from gemensam.outcomes.actions.sums import sum_month
from gemensam.outcomes.columns import Columns, joined, packed
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell
from gemensam.outcomes.queries.columns import columns_of
from gemensam.outcomes.queries.kept import Kept
from gemensam.outcomes.queries.sums import sums_by_service
from gemensam.outcomes.queries.versions import months_of


def size_of(columns: Columns) -> int:
    return columns.rows.nbytes + columns.month.nbytes


def one_month(cells: int) -> Columns:
    rows = [(1, unit, 0, 0, 500, 100, 7) for unit in range(cells)]
    return joined([(date(2026, 1, 1), packed(rows), b"")])


@pytest.mark.usefixtures("lindby")
def test_what_has_not_changed_is_read_once_and_what_has_is_read_anew() -> None:
    scenario = newest(ScenarioKind.ACTUAL)
    assert scenario is not None
    months = months_of(scenario)[-2:]
    before = columns_of(scenario.pk, months)
    assert columns_of(scenario.pk, months) is before
    assert columns_of(scenario.pk, months[:1]) is not before
    cost = int(before["cost"].sum())
    cell = Cell.objects.filter(
        scenario=scenario,
        month=months[0],
        source="costing",
        superseded_at=None,
        cost_ore__gt=0,
    )[0]
    assert cell.cost_ore is not None

    def without_it() -> int:
        Cell.objects.filter(pk=cell.pk).update(superseded_at=clock.now())
        sum_month(scenario.pk, months[0], ["costing"])
        return int(columns_of(scenario.pk, months)["cost"].sum())

    point = transaction.savepoint()
    assert without_it() == cost - cell.cost_ore
    transaction.savepoint_rollback(point)
    assert int(columns_of(scenario.pk, months)["cost"].sum()) == cost
    assert without_it() == cost - cell.cost_ore


def test_the_one_asked_for_longest_ago_goes_first() -> None:
    size = one_month(10).rows.nbytes + one_month(10).month.nbytes
    kept = Kept(most=2 * size, size=size_of)
    first, second, third = (one_month(10) for _number in range(3))
    kept.keep((1, 1), first)
    kept.keep((1, 2), second)
    assert kept.get((1, 1)) is first
    kept.keep((1, 3), third)
    assert kept.get((1, 2)) is None
    assert kept.get((1, 1)) is first
    assert kept.get((1, 3)) is third


def test_what_is_larger_than_all_that_is_kept_is_not() -> None:
    small = one_month(1)
    kept = Kept(most=100, size=size_of)
    kept.keep((1, 1), small)
    kept.keep((1, 2), one_month(10))
    assert kept.get((1, 2)) is None
    assert kept.get((1, 1)) is small


def test_a_row_of_the_same_number_in_another_database_is_another() -> None:
    kept = Kept(most=1_000, size=size_of)
    kept.keep((1, 7), one_month(3))
    assert kept.get((2, 7)) is None


def test_what_is_kept_again_counts_once() -> None:
    kept = Kept(most=2, size=len)
    for _time in range(3):
        kept.keep((1, 1), "a")
    kept.keep((1, 2), "b")
    assert (kept.get((1, 1)), kept.get((1, 2))) == ("a", "b")


@pytest.mark.usefixtures("lindby")
def test_nobody_writes_into_what_all_read() -> None:
    scenario = newest(ScenarioKind.ACTUAL)
    assert scenario is not None
    columns = columns_of(scenario.pk, months_of(scenario)[-1:])
    for array in (columns.rows["cost"], columns.merged["level"], columns.month):
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 0
    whole = columns["cost"].copy()
    cost = columns["cost"]
    cost += 1
    assert np.array_equal(columns["cost"], whole)


@pytest.mark.usefixtures("lindby")
def test_sums_by_service_are_those_that_are_there() -> None:
    scenario = newest(ScenarioKind.ACTUAL)
    assert scenario is not None
    months = months_of(scenario)[-3:]

    def wanted() -> dict[date, dict[int | None, tuple[int, int, int]]]:
        found: dict[date, dict[int | None, tuple[int, int, int]]] = {}
        cells = Cell.objects.filter(
            scenario=scenario, month__in=months, source="costing", superseded_at=None
        ).values_list("month", "service", "cost_ore", "labour_ore", "volume")
        for month, service, *told in cells:
            of = found.setdefault(month, {})
            held = of.get(service, (0, 0, 0))
            cost, labour, volume = int(told[0] or 0), int(told[1] or 0), told[2] or 0
            of[service] = held[0] + cost, held[1] + labour, held[2] + int(100 * volume)
        return found

    before = sums_by_service(scenario.pk, months)
    assert before == wanted()
    assert sums_by_service(scenario.pk, months[:1]) == {months[0]: before[months[0]]}
    cell = Cell.objects.filter(
        scenario=scenario, month=months[0], source="costing", superseded_at=None
    ).exclude(cost_ore=0)[0]
    Cell.objects.filter(pk=cell.pk).update(superseded_at=clock.now())
    sum_month(scenario.pk, months[0], ["costing"])
    after = sums_by_service(scenario.pk, months)
    assert after == wanted()
    assert after[months[0]] != before[months[0]]
    assert after[months[1]] is before[months[1]], "what has not changed is kept"
