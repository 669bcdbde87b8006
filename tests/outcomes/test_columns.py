# SPDX-License-Identifier: EUPL-1.2
"""The columns kept beside the cells tell what the cells tell."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

import numpy as np
import pytest
from hypothesis import given, strategies as st
from tests.rig.reopened import reopened

from gemensam.benefits.queries.months import newest
from gemensam.catalogue.models import Service
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.group.models import Unit
from gemensam.outcomes.actions import rebuild
from gemensam.outcomes.actions.sums import sum_month
from gemensam.outcomes.columns import (
    MERGED,
    UNTOLD,
    Columns,
    beside,
    grouped,
    joined,
    looked_up,
    packed,
    summed,
)
from gemensam.outcomes.enums import ScenarioKind, Shown
from gemensam.outcomes.invariants import columns_are_the_cells
from gemensam.outcomes.models import (
    Cell,
    MonthColumns,
    ProtectedCell,
    ScenarioVersion,
)
from gemensam.outcomes.queries.columns import columns_of
from gemensam.outcomes.queries.versions import months_of

SMALL = st.integers(-3, 40)
WHOLE = st.integers(-(10**11), 10**11)


def version(kind: ScenarioKind) -> ScenarioVersion:
    found = newest(kind)
    assert found is not None
    return found


@pytest.mark.usefixtures("lindby")
@pytest.mark.parametrize("kind", [ScenarioKind.BASELINE, ScenarioKind.ACTUAL])
def test_columns_are_the_cells_with_their_protection(kind: ScenarioKind) -> None:
    scenario = version(kind)
    held = columns_of(scenario.pk, months_of(scenario))
    wanted: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    cells = Cell.objects.filter(
        scenario=scenario, source="costing", superseded_at=None
    ).values_list("month", "service", "unit", "cost_ore", "labour_ore", "volume")
    for month, service, unit, cost, labour, volume in cells:
        sums = wanted[month, service or 0, unit]
        sums[0] += cost or 0
        sums[1] += labour or 0
        sums[2] += int(100 * (volume or Decimal(0)))
    told = {
        (held.months[month], service, unit): [cost, labour, volume]
        for month, service, unit, cost, labour, volume in zip(
            held.month.tolist(),
            *(
                held[name].tolist()
                for name in ("service", "unit", "cost", "labour", "volume")
            ),
            strict=True,
        )
    }
    assert len(held.rows) == len(told), "a service at a unit is told once a month"
    assert told == wanted
    protected = {
        (month, service, unit): (int(level), node or 0)
        for month, service, unit, level, node in ProtectedCell.objects.filter(
            scenario=scenario
        ).values_list("month", "service", "unit", "level", "shown_node")
    }
    shown = zip(
        held.month.tolist(),
        *(held[name].tolist() for name in ("service", "unit", "level", "node")),
        strict=True,
    )
    levels = {
        (held.months[month], service, unit): (level, node)
        for month, service, unit, level, node in shown
    }
    assert all(protected.get(key, (0, 0)) == level for key, level in levels.items())
    assert any(level for level, _node in levels.values())
    merged = ProtectedCell.objects.filter(
        scenario=scenario, month__in=held.months, service__isnull=False
    ).values_list("service", "unit", "level", "shown_node")
    wanted_merged = {
        (service, unit, level, node or 0) for service, unit, level, node in merged
    }
    assert len(merged) > len(wanted_merged), "most are merged in several months"
    assert held.merged.tolist() == sorted(wanted_merged)


@pytest.mark.usefixtures("lindby")
def test_months_built_again_keep_their_columns() -> None:
    scenario = version(ScenarioKind.ACTUAL)
    month = months_of(scenario)[-1]
    held = MonthColumns.objects.filter(scenario=scenario, month=month)
    before = [(bytes(one.cells), bytes(one.merged)) for one in held]
    assert before
    rebuild(scenario, reopened([month]), by=CONSOLE, at=clock.now())
    assert [(bytes(one.cells), bytes(one.merged)) for one in held.all()] == before


@pytest.mark.usefixtures("lindby")
def test_verify_sees_columns_that_are_old_or_gone() -> None:
    scenario = version(ScenarioKind.ACTUAL)
    month = months_of(scenario)[0]
    assert not list(columns_are_the_cells())
    cell = Cell.objects.filter(
        scenario=scenario, month=month, source="costing", superseded_at=None
    )[0]
    Cell.objects.filter(pk=cell.pk).update(superseded_at=clock.now())
    assert len(list(columns_are_the_cells())) == 1
    sum_month(scenario.pk, month, ["costing"])
    assert not list(columns_are_the_cells())
    MonthColumns.objects.filter(scenario=scenario, month=month).delete()
    assert len(list(columns_are_the_cells())) == 1


def as_known(scenario: ScenarioVersion, at: datetime) -> dict[tuple[object, ...], int]:
    """Cell by cell: month, service, unit and what they cost."""
    found: dict[tuple[object, ...], int] = defaultdict(int)
    cells = Cell.objects.filter(
        scenario=scenario, source="costing", recorded_at__lte=at
    )
    for cell in cells.exclude(cost_ore=None, labour_ore=None, volume=None):
        if cell.superseded_at is None or cell.superseded_at > at:
            key = cell.month, cell.service_id or 0, cell.unit_id
            found[key] += cell.cost_ore or 0
    return found


def change(
    scenario: ScenarioVersion, month: date, at: datetime, *, more: int | None
) -> None:
    """From `at` on a cell has cost `more`; None: it is told no longer."""
    cell = Cell.objects.filter(
        scenario=scenario, month=month, source="costing", superseded_at=None
    ).exclude(cost_ore=None)[0]
    Cell.objects.filter(pk=cell.pk).update(superseded_at=at)
    if more is not None:
        cell.pk, cell.recorded_at, cell.superseded_at = None, at, None
        cell.cost_ore = (cell.cost_ore or 0) + more
        cell.save(force_insert=True)
    sum_month(scenario.pk, month, ["costing"])


def told(held: Columns) -> dict[tuple[object, ...], int]:
    keys = zip(
        [held.months[at] for at in held.month.tolist()],
        held["service"].tolist(),
        held["unit"].tolist(),
        strict=True,
    )
    return dict(zip(keys, held["cost"].tolist(), strict=True))


@pytest.mark.usefixtures("lindby")
def test_columns_are_the_cells_as_they_were_known() -> None:
    scenario = version(ScenarioKind.ACTUAL)
    months = months_of(scenario)
    now = clock.now()
    corrected, gone = now + timedelta(hours=1), now + timedelta(hours=2)
    change(scenario, months[1], corrected, more=7_00)
    change(scenario, months[2], corrected, more=7_00)
    change(scenario, months[2], gone, more=None)
    days = Cell.objects.filter(scenario=scenario).values_list("recorded_at", flat=True)
    for at in sorted({*days.distinct(), now, corrected, now - timedelta(days=3000)}):
        held = columns_of(scenario.pk, months, known_at=at)
        assert told(held) == as_known(scenario, at), at
        assert list(held.months) == months
        assert held.merged.tolist() == columns_of(scenario.pk, months).merged.tolist()
    service, unit = Service.objects.latest("pk"), Unit.objects.latest("pk")
    ProtectedCell.objects.create(
        scenario=scenario,
        service=service,
        unit=unit,
        month=months[1],
        level=Shown.WITHHELD,
        decided_at=now,
    )
    sum_month(scenario.pk, months[1], ["costing"])
    merged = columns_of(scenario.pk, months, known_at=now).merged.tolist()
    assert (service.pk, unit.pk, Shown.WITHHELD, 0) in merged, (
        "as it is protected today"
    )
    current = columns_of(scenario.pk, months)
    assert told(current) == as_known(scenario, gone) != as_known(scenario, now)


@pytest.mark.usefixtures("lindby")
def test_only_months_that_changed_since_are_read_cell_by_cell() -> None:
    scenario = version(ScenarioKind.ACTUAL)
    months = months_of(scenario)
    with CaptureQueriesContext(connection) as asked:
        columns_of(scenario.pk, months, known_at=clock.now())
    assert not any("outcomes_cell" in one["sql"] for one in asked.captured_queries)


@pytest.mark.usefixtures("lindby")
def test_columns_of_a_frozen_baseline_stay() -> None:
    frozen = ScenarioVersion.objects.exclude(frozen_at=None).get()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        MonthColumns.objects.filter(scenario=frozen).delete()


@given(
    st.lists(st.tuples(SMALL, SMALL, SMALL, WHOLE), max_size=60),
    st.sampled_from([1, 7, 10_000]),  # keys near each other, and far apart
    st.sampled_from([0, 10**6, -(10**6)]),  # near nothing, and far from it
)
def test_what_is_grouped_is_summed_as_by_hand(
    rows: list[tuple[int, int, int, int]], apart: int, away: int
) -> None:
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4)
    columns[:, :3] = columns[:, :3] * apart + away
    wanted: dict[tuple[int, int, int], int] = defaultdict(int)
    for *key, value in columns.tolist():
        wanted[key[0], key[1], key[2]] += value
    keys, place = grouped(columns[:, 0], columns[:, 1], columns[:, 2])
    sums = summed(columns[:, 3], place, len(keys))
    told = {
        tuple(key): ore for key, ore in zip(keys.tolist(), sums.tolist(), strict=True)
    }
    assert told == wanted
    assert list(told) == sorted(told)


@given(st.lists(st.integers(0, 30)), st.dictionaries(st.integers(0, 60), SMALL))
def test_what_is_looked_up_is_what_is_known(
    keys: list[int], known: dict[int, int]
) -> None:
    found = looked_up(np.array(keys, dtype=np.int64), known, otherwise=-9)
    assert found.tolist() == [known.get(key, -9) for key in keys]


def test_what_no_cell_tells_is_not_nothing() -> None:
    month = date(2026, 1, 1)
    rows = [(1, 2, 0, 0, 500, None, None), (0, 3, 1, 9, None, 7, 0)]
    held = joined([(month, packed(rows), packed([(7, 8, 1, 9)], MERGED))])
    assert held["cost"].tolist() == [500, 0]
    assert held.tells("volume").tolist() == [False, True]
    assert held.rows["labour"].tolist() == [UNTOLD, 7]
    assert (held["service"].tolist(), held["node"].tolist()) == ([1, 0], [0, 9])
    assert held.merged.tolist() == [(7, 8, 1, 9)]
    assert len(joined([]).rows) == 0


@pytest.mark.usefixtures("lindby")
def test_what_a_unit_has_of_a_month_lies_together() -> None:
    scenario = version(ScenarioKind.ACTUAL)
    month = months_of(scenario)[-1]
    cells = Cell.objects.filter(scenario=scenario, month=month, source="costing")
    first = cells.order_by("recorded_at").values_list("recorded_at", flat=True)[0]
    lie = cells.filter(recorded_at=first).order_by("pk")
    told = [
        (unit, service or 0) for unit, service in lie.values_list("unit", "service")
    ]
    assert len({unit for unit, _service in told}) > 10
    assert [unit for unit, _ in told] == sorted(unit for unit, _ in told)


ROWS = st.lists(st.tuples(SMALL, SMALL, SMALL, SMALL, WHOLE, WHOLE, WHOLE), max_size=4)
PLACE = st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(1), st.just(0))


@given(
    st.dictionaries(st.integers(1, 12), st.tuples(ROWS, st.lists(PLACE), st.booleans()))
)
def test_months_beside_each_other_are_all_of_them_in_order(
    told: dict[int, tuple[list[tuple[int, ...]], list[tuple[int, ...]], bool]],
) -> None:
    def of(chosen: bool) -> Columns:
        return joined(
            (date(2026, month, 1), packed(rows), packed(merged, MERGED))
            for month, (rows, merged, is_first) in sorted(told.items())
            if is_first == chosen
        )

    held = beside(of(True), of(False))
    assert held.months == tuple(date(2026, month, 1) for month in sorted(told))
    each = list(held.each_month())
    assert [one.months for one in each] == [(month,) for month in held.months]
    for one, (_month, (rows, _merged, _first)) in zip(each, sorted(told.items()), strict=True):  # fmt: skip
        assert one.rows.tolist() == rows
        assert not one.month.any()
    assert held.rows.tolist() == [row for one in each for row in one.rows.tolist()]
    merged = {row for _rows, rows, _first in told.values() for row in rows}
    assert held.merged.tolist() == sorted(merged)
