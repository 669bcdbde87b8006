# SPDX-License-Identifier: EUPL-1.2
"""The sums kept beside the cells: pages that read them tell what the cells tell."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db import DatabaseError, transaction

import pytest
from tests.rig.reopened import reopened
from tests.site.people import someone

from gemensam.benefits.queries.months import newest
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.outcomes.actions import rebuild
from gemensam.outcomes.actions.sums import sum_month
from gemensam.outcomes.enums import ScenarioKind, Shown
from gemensam.outcomes.invariants import sums_are_the_cells
from gemensam.outcomes.models import MonthSum, ProtectedCell, ScenarioVersion
from gemensam.outcomes.ports import sources
from gemensam.outcomes.queries import Where, figures
from gemensam.outcomes.queries.versions import months_of

pytestmark = pytest.mark.usefixtures("lindby")

Sums = dict[tuple[Any, ...], dict[str, Any]]


def version(kind: ScenarioKind) -> ScenarioVersion:
    found = newest(kind)
    assert found is not None
    return found


def summed(scenario: int, where: Where, by: tuple[str, ...]) -> Sums:
    return {row.key: row.sums for row in figures(controller(), scenario, where, by=by)}


def cell_by_cell(scenario: int, where: Where, by: tuple[str, ...]) -> Sums:
    """The same from the cells: what is asked for by unit is read there."""
    found: dict[tuple[Any, ...], dict[str, Any]] = defaultdict(dict)
    for row in figures(controller(), scenario, where, by=(*by, "unit")):
        told = found[row.key[:-1]]
        for measure, value in row.sums.items():
            before = told.setdefault(measure, None)
            if value is not None:
                told[measure] = value if before is None else before + value
    return dict(found)


def controller() -> Any:  # asked anew: what one sees is kept on it
    return someone("CONTROLLER")


@pytest.mark.parametrize("kind", [ScenarioKind.BASELINE, ScenarioKind.ACTUAL])
@pytest.mark.parametrize(
    "by", [("area", "provider", "service"), ("month",), ("provided_by", "service")]
)
def test_the_sums_tell_what_the_cells_tell(
    kind: ScenarioKind, by: tuple[str, ...]
) -> None:
    scenario = version(kind)
    where = Where(months=months_of(scenario))
    told = summed(scenario.pk, where, by)
    assert told == cell_by_cell(scenario.pk, where, by)
    assert sum(one["cost_ore"] or 0 for one in told.values()) > 0


def test_what_is_merged_by_area_shows_no_service() -> None:
    scenario = version(ScenarioKind.ACTUAL)
    merged = MonthSum.objects.filter(scenario=scenario, level=Shown.AREA).first()
    assert merged is not None
    where = Where(months=[merged.month], sources=[merged.source])
    told = summed(scenario.pk, where, ("area", "service"))
    assert told == cell_by_cell(scenario.pk, where, ("area", "service"))
    assert any(area is not None and service is None for area, service in told)
    of_one = Where(months=[merged.month], services=[merged.service_id or 0])
    told = summed(scenario.pk, of_one, ("area", "service"))
    assert told == cell_by_cell(scenario.pk, of_one, ("area", "service"))


def test_what_is_withheld_is_in_no_sum_that_is_shown() -> None:
    scenario = version(ScenarioKind.ACTUAL)
    withheld = MonthSum.objects.filter(scenario=scenario, level=None).first()
    assert withheld is not None
    where = Where(
        months=[withheld.month],
        services=[withheld.service_id or 0],
        sources=[withheld.source],
    )
    before = summed(scenario.pk, where, ("provided_by",))
    cells = ProtectedCell.objects.filter(
        scenario=scenario, month=withheld.month, service=withheld.service_id
    )
    known = set(cells.values_list("unit_id", flat=True))
    unit = next(
        row.key[0]
        for row in figures(controller(), scenario.pk, where, by=("unit",))
        if row.key[0] not in known
    )
    ProtectedCell.objects.create(
        scenario=scenario,
        service_id=withheld.service_id,
        unit_id=unit,
        month=withheld.month,
        level=Shown.WITHHELD,
        decided_at=clock.now(),
    )
    assert list(sums_are_the_cells()), "verify sees that the sums are old"
    sum_month(scenario.pk, withheld.month, list(sources()))
    assert not list(sums_are_the_cells())
    after = summed(scenario.pk, where, ("provided_by",))
    assert after != before
    assert after == cell_by_cell(scenario.pk, where, ("provided_by",))


def test_months_built_again_keep_their_sums() -> None:
    scenario = version(ScenarioKind.ACTUAL)
    month: date = months_of(scenario)[-1]
    held = MonthSum.objects.filter(scenario=scenario, month=month)
    fields = [
        field.attname for field in MonthSum._meta.concrete_fields if field.name != "id"
    ]
    before = sorted(held.values_list(*fields), key=repr)
    assert before
    rebuild(scenario, reopened([month]), by=CONSOLE, at=clock.now())
    assert sorted(held.values_list(*fields), key=repr) == before


def test_sums_of_a_frozen_baseline_stay() -> None:
    frozen = ScenarioVersion.objects.exclude(frozen_at=None).get()
    (month, *_others) = months_of(frozen)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        sum_month(frozen.pk, month, list(sources()))
    assert MonthSum.objects.filter(scenario=frozen, month=month).exists()
