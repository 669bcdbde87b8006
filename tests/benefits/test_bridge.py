# SPDX-License-Identifier: EUPL-1.2
"""The bridge over the grain: it adds up, agrees with the saving, and shows nobody more
than the pages of the grain do."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from tests.benefits.bridged import made_for, posted, reorganised
from tests.site.people import someone

from gemensam.benefits.queries import saving_over, summary
from gemensam.benefits.queries.bridge import (
    NOWHERE,
    Label,
    Made,
    Organised,
    View,
    bridge_for,
    bridge_over,
    periods,
    rows_by,
)
from gemensam.benefits.queries.bridge.done import Done, done
from gemensam.benefits.queries.bridge.folds import folds
from gemensam.benefits.queries.bridge.grain import Read, sums
from gemensam.benefits.queries.bridge.nodes import (
    placed,
    standings,
    tops_in_any,
)
from gemensam.benefits.queries.bridge.report import report_of
from gemensam.benefits.queries.bridge.sums import ON_NONE
from gemensam.benefits.queries.months import compared
from gemensam.calc.bridge import PARTS, Part
from gemensam.catalogue.models import Service
from gemensam.catalogue.queries.lineage import Lineage
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.actions.adjust import Wanted, adjust
from gemensam.costing.enums import AdjustmentKind
from gemensam.costing.models import FrozenBaseline
from gemensam.group.enums import UnitKind
from gemensam.group.models import Unit
from gemensam.outcomes.columns import MERGED, table
from gemensam.outcomes.enums import Shown
from gemensam.outcomes.models import Cell, ProtectedCell

pytestmark = pytest.mark.usefixtures("lindby")


def adjusted(**changed: object) -> None:
    said: dict[str, object] = {
        "kind": AdjustmentKind.SCOPE,
        "from_month": date(2026, 3, 1),
        "ore": 1_000_01,
        "reason": "Arkivet kom med",
        "decision": "KS 2026-14",
        "owner": someone("CONTROLLER"),
    }
    wanted = Wanted(**(said | changed))  # type: ignore[arg-type]
    adjust(FrozenBaseline.objects.get(), wanted, by=CONSOLE, at=clock.now())


def adjusted_in_four_ways() -> None:
    adjusted(unit=Unit.objects.filter(kind=UnitKind.ADMINISTRATION).first())
    adjusted(kind=AdjustmentKind.INDEX, ore=None, percent=Decimal("1.37"))
    adjusted(kind=AdjustmentKind.VOLUME, service=Service.objects.get(code="H04"))
    adjusted(kind=AdjustmentKind.ERROR, from_month=date(2025, 2, 1), ore=-70_05)


def test_every_period_adds_up_to_the_ore_at_every_level() -> None:
    adjusted_in_four_ways()
    for key in periods():
        made = made_for(key)
        whole = made.whole
        assert whole.frozen == posted(made.version, made.compared_with)
        assert whole.actual == posted(made.actual, made.period.months)
        assert sum(whole.parts.values()) == whole.difference
        for by in (Label.SERVICE, Label.NODE, Label.MONTH):
            rows = rows_by(made, by)
            for row in rows:
                assert sum(row.parts.values()) == row.difference
            for part in PARTS:
                assert sum(row.parts[part] for row in rows) == whole.parts[part]


def test_it_is_the_saving_of_the_result_page_at_equal_volume() -> None:
    """Mix, quality, efficiency and what only one side has are the saving; adjustments
    stand on their own parts."""
    adjusted_in_four_ways()
    for key in ("year", "rate", "2026-05"):
        made = made_for(key)
        saving = saving_over(made.period.months)
        assert saving is not None
        whole, added = made.whole, sum(one.ore for one in made.effects)
        assert (whole.frozen, whole.actual) == (int(saving.frozen), int(saving.actual))
        assert abs(whole.at_equal - int(saving.at_baseline)) <= 1
        saved = -(sum(whole.equal.values()) - added)
        assert abs(saved - int(saving.ore)) <= 1
        for at, service in enumerate(saving.services):
            (row,) = [
                one for one in rows_by(made, Label.SERVICE) if one.label == service
            ]
            assert row.at_equal == pytest.approx(
                saving.per_service.at_baseline[at], abs=6
            )


def test_adjustments_lie_on_the_part_they_belong_to() -> None:
    before = made_for().whole
    adjusted(kind=AdjustmentKind.INDEX)
    adjusted(kind=AdjustmentKind.ERROR, from_month=date(2025, 2, 1), ore=50_00)
    made = made_for()
    months = len([one for one in made.period.months if one >= date(2026, 3, 1)])
    counted = len(made.period.months) - 1
    after = made.whole
    assert after.equal[Part.PRICE] - before.equal[Part.PRICE] == 1_000_01 * months
    assert after.parts[Part.SCOPE] - before.parts[Part.SCOPE] == 50_00 * counted
    assert after.difference == before.difference


def test_quality_is_nothing_where_nobody_measured_before() -> None:
    made = made_for()
    assert made.lacks_quality > 0
    silent = ~made.bridge.standard.measured[made.cells.service]
    assert not made.bridge.nominal[silent, PARTS.index(Part.QUALITY)].any()


def test_quality_is_told_where_both_sides_measured(monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr("gemensam.benefits.queries.bridge.made.FEWEST_CASES", 1)

    def of_all(
        *asked: Any, along: Lineage, before_the_centre: bool = False
    ) -> Mapping[int, Done]:
        """The pilot's cases stand in for those of an old system."""
        del before_the_centre
        return done(*asked, along=along)

    monkeypatch.setattr("gemensam.benefits.queries.bridge.made.done", of_all)
    made = made_for()
    assert made.measures_quality > 0
    place = int(np.flatnonzero(made.bridge.standard.measured)[0])
    service = made.services[place]
    assert service is not None
    then, now = made.done_before[service], made.done_after[service]
    wrong = [1 - one.right / one.resolved for one in (then, now)]
    factor = (1 + wrong[1]) / (1 + wrong[0]) - 1
    assert made.bridge.standard.redone[place] == pytest.approx(factor)
    assert sum(made.whole.parts.values()) == made.whole.difference


Place = Callable[[int, int, date], int]


def placing(made: Made) -> Place:
    """Where the bridge shows a unit's service in a month of either version."""
    both = (made.compared_with, made.period.months)
    recorded = ProtectedCell.objects.filter(
        scenario__in=[made.version, made.actual],
        month__in=[*both[0], *both[1]],
        service__isnull=False,
    ).values_list("service", "unit", "level", "shown_node")
    once = {(*row, node or 0) for *row, node in recorded}
    merged = folds(table(list(once), MERGED), tops_in_any(standings(both)))
    own = {
        (unit, month): min(held) if len(held) == 1 else NOWHERE
        for months in both
        for one in placed(months, made.view, now=made.period.months[-1])
        for month in one.months
        for unit, held in one.shares.items()
    }
    return lambda service, unit, month: merged.get(
        (service, unit), own.get((unit, month), NOWHERE)
    )


def parts_of_months(made: Made) -> list[tuple[date, list[tuple[int, int]]]]:
    """What the pages of the grain show as one figure, month by month of either version."""
    found: dict[tuple[object, ...], list[tuple[int, int]]] = {}
    rows = ProtectedCell.objects.filter(
        scenario__in=[made.version, made.actual],
        month__in=[*made.compared_with, *made.period.months],
    ).values_list(
        "scenario", "month", "level", "service", "service__area", "unit", "shown_node"
    )
    for scenario, month, level, service, area, unit, node in rows:
        part: object = (service, node)
        if level == Shown.GROUP:
            part = service
        elif level >= Shown.AREA:
            part = area
        found.setdefault((scenario, month, level, part), []).append((service, unit))
    return [(key[1], cells) for key, cells in found.items() if isinstance(key[1], date)]


@pytest.mark.parametrize("reorganise", [False, True])
@pytest.mark.parametrize("key", ["year", "2026-05", "2026-09"])
@pytest.mark.parametrize("organised", list(Organised))
def test_what_is_protected_in_any_month_is_never_split(
    organised: Organised, key: str, reorganise: bool
) -> None:
    """Else the bridge less a page of the grain would tell what a few persons cost."""
    if reorganise:
        reorganised()
    made = made_for(key, View(organised=organised))
    shown, parts = placing(made), parts_of_months(made)
    assert len(parts) > 50
    for month, cells in parts:
        at = {shown(service, unit, month) for service, unit in cells}
        assert len(at) == 1, (month, cells, at)


def test_what_the_places_hold_is_what_their_units_cost() -> None:
    """The same as above, from the cells themselves."""
    made = made_for("2026-05")
    shown = placing(made)
    held: dict[int, int] = {}
    cells = Cell.objects.filter(
        scenario=made.actual,
        month=made.period.months[0],
        source="costing",
        superseded_at=None,
    )
    for service, unit, month, ore in cells.values_list("service", "unit", "month", "cost_ore"):  # fmt: skip
        if service is not None:
            at = shown(service, unit, month)
            held[at] = held.get(at, 0) + int(ore or 0)
    rows = rows_by(made, Label.NODE, only=made.keys.service != ON_NONE)
    assert {row.label: row.actual for row in rows if row.actual} == {
        at: ore for at, ore in held.items() if ore
    }


@pytest.mark.parametrize("role", ["UNIT_MANAGER", "customer", "AGENT"])
def test_it_is_told_only_to_who_follows_the_group(role: str) -> None:
    assert bridge_for(someone(role), periods()["year"]) is None


def test_before_a_baseline_is_frozen_there_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of = compared()
    assert of.baseline is not None
    of.baseline.frozen_at = None
    monkeypatch.setattr("gemensam.benefits.queries.bridge.made.compared", lambda: of)
    assert bridge_over(periods()["year"]) is None
    assert report_of() == {"bridge": None, "bridge_beside": None}


def test_the_report_tells_six_parts_that_make_the_difference() -> None:
    told, known = report_of(), summary().as_json()
    assert list(told["bridge"]) == [part.value for part in PARTS]
    assert all(type(ore) is int for ore in told["bridge"].values())
    assert sum(told["bridge"].values()) == round(
        100 * (known["actual_cost"] - known["baseline_frozen_cost"])
    )
    beside = told["bridge_beside"]
    assert beside["closed_through"] == known["closed_through"]
    assert beside["frozen_ore"] + beside["difference_ore"] == beside["actual_ore"]
    assert beside["frozen_ore"] + sum(beside["equal_volume"].values()) == round(
        100 * known["actual_cost_equal_volume"]
    )


def test_a_period_the_baseline_lacks_is_not_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = compared()
    of = replace(held, baseline_months=held.baseline_months[1:])
    monkeypatch.setattr("gemensam.benefits.queries.bridge.made.compared", lambda: of)
    assert bridge_over(periods()["2026-02"]) is not None
    assert bridge_over(periods()["2026-01"]) is None


def test_months_that_the_outcome_lacks_are_not_compared() -> None:
    """A month may be closed before those ahead of it are computed."""
    year = periods()["year"]
    after = replace(year, key="after", months=(date(2026, 12, 1),))
    assert bridge_over(after) is None
    held = compared()
    assert held.actual is not None
    side = Read(held.actual.pk, after.months, None)
    (placed_then,), _now = standings([after.months, after.months])[Organised.NOW]
    assert len(sums(side, [placed_then], {}).keys) == 0
