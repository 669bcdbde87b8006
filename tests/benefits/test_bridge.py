# SPDX-License-Identifier: EUPL-1.2
"""The bridge over the grain: it adds up, agrees with the saving, and shows nobody more
than the pages of the grain do."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.benefits.months import no_longer_held
from tests.site.people import someone

from gemensam.benefits.models import MonthClose
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
    Standings,
    placed,
    standings,
    tops_in_any,
)
from gemensam.benefits.queries.bridge.report import known_then, report_of
from gemensam.benefits.queries.bridge.sums import ON_NONE
from gemensam.benefits.queries.months import compared
from gemensam.benefits.queries.saving import price_change
from gemensam.calc.bridge import PARTS, Part
from gemensam.calc.savings import PriceChange
from gemensam.catalogue.models import Service, ServiceSuccession
from gemensam.catalogue.queries.lineage import Lineage
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.actions.adjust import Wanted, adjust
from gemensam.costing.enums import AdjustmentKind
from gemensam.costing.models import FrozenBaseline, PriceIndex
from gemensam.group.enums import UnitKind
from gemensam.group.models import Placement, Unit, UnitSuccession, tree_at
from gemensam.group.queries import Shares, administrations
from gemensam.outcomes.actions.sums import sum_month
from gemensam.outcomes.columns import MERGED, table
from gemensam.outcomes.enums import ScenarioKind, Shown
from gemensam.outcomes.models import Cell, MonthSum, ProtectedCell, ScenarioVersion

pytestmark = pytest.mark.usefixtures("lindby")


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


# ------------------------------------------------------------------ then, now, known


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
    Placement.objects.create(
        unit=moved,
        parent=second,
        authority=moved.authority,
        valid_from=day,
        recorded_at=known,
    )
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
        Placement.objects.create(
            unit=heir,
            parent=parent,
            authority=heir.authority,
            valid_from=day,
            recorded_at=known,
        )
        UnitSuccession.objects.create(
            predecessor=split_up,
            successor=heir,
            date=day,
            share=share,
            basis="Antal",
            recorded_at=known,
        )
    return first, second, split_up


def views() -> Iterator[View]:
    for organised in Organised:
        for known_at in (None, last_recorded() + timedelta(days=1)):
            yield View(organised=organised, known_at=known_at)


def test_a_reorganisation_moves_cost_between_administrations_and_no_ore_is_lost() -> None:  # fmt: skip
    before = made_for().whole
    _first, second, _split = reorganised()
    rows = {}
    for view in views():
        made = made_for(view=view)
        whole = made.whole
        assert (whole.frozen, whole.actual) == (before.frozen, before.actual)
        assert sum(whole.parts.values()) == whole.difference
        assert whole.parts[Part.PRICE] == before.parts[Part.PRICE]
        assert whole.parts[Part.VOLUME] == before.parts[Part.VOLUME]
        own = {row.label: row for row in rows_by(made, Label.NODE)}
        rows[view.organised] = own[second.pk]
    # Its history came with the units it received.
    assert rows[Organised.NOW].frozen > rows[Organised.THEN].frozen
    assert rows[Organised.NOW].actual > rows[Organised.THEN].actual


def test_what_was_known_then_stays_what_it_was() -> None:
    """A month found to differ later changes what is known now, not what was known."""
    made = made_for()
    cell = Cell.objects.filter(
        scenario=made.actual,
        month=made.period.months[0],
        source="costing",
        superseded_at=None,
        service__isnull=False,
        cost_ore__gt=0,
    ).order_by("pk")[0]
    then = clock.now()
    later = then + timedelta(hours=1)
    Cell.objects.filter(pk=cell.pk).update(superseded_at=later)
    cell.pk, cell.recorded_at, cell.superseded_at = None, later, None
    cell.cost_ore = (cell.cost_ore or 0) + 777
    cell.save(force_insert=True)
    sum_month(cell.scenario_id, cell.month, [cell.source])
    past = made_for(view=View(known_at=then)).whole
    assert past == made.whole
    now = made_for().whole
    assert now.actual == past.actual + 777
    assert sum(now.parts.values()) == now.difference


def test_an_index_that_is_corrected_later_changes_what_is_known_now_only() -> None:
    was = made_for().whole
    then = clock.now()
    later = then + timedelta(hours=1)
    reported = known_then(View(known_at=then))
    said_otherwise(2026, 50_000, 40_000, at=later)
    assert made_for(view=View(known_at=then)).whole == was
    assert known_then(View(known_at=then)) == reported
    now = made_for().whole
    assert made_for(view=View(known_at=later)).whole.parts == now.parts
    assert now.parts[Part.PRICE] > 5 * was.parts[Part.PRICE]
    assert known_then(View(known_at=later))["saving_pct"] > reported["saving_pct"]
    (year,) = {month.year for month in made_for().period.months}
    assert price_change(2025, year, known_at=then) == PriceChange(
        wage=1.032, price=1.02
    )
    assert price_change(2025, year) == PriceChange(wage=1.5, price=1.4)
    first = PriceIndex.objects.filter(year=year).earliest("recorded_at").recorded_at
    before = first - timedelta(seconds=1)
    assert price_change(2025, year, known_at=before) == PriceChange(wage=1, price=1)


def test_cases_are_counted_as_they_were_known() -> None:
    held = made_for()
    of = (held.actual.pk, held.period.months)
    then = clock.now()
    before = done(*of, None)
    assert done(*of, then) == before
    cell = Cell.objects.filter(
        scenario=held.actual,
        month__in=held.period.months,
        source="desk",
        superseded_at=None,
        service__isnull=False,
        first_right__gt=0,
    ).order_by("pk")[0]
    assert cell.service_id is not None
    later = then + timedelta(hours=1)
    Cell.objects.filter(pk=cell.pk).update(superseded_at=later)
    cell.pk, cell.recorded_at, cell.superseded_at = None, later, None
    cell.resolved, cell.first_right = (cell.resolved or 0) + 3, 0
    cell.save(force_insert=True)
    sum_month(cell.scenario_id, cell.month, [cell.source])
    assert done(*of, then) == before
    now, was = done(*of, None)[cell.service_id], before[cell.service_id]
    assert now.resolved == was.resolved + 3
    assert now.right < was.right
    assert done(*of, later) == done(*of, None)
    assert done(*of, then - timedelta(days=3000)) == {}


SEEDS = st.integers(0, 10**6)
REORGANISED = st.tuples(
    st.sampled_from(["split", "merge", "move", "close"]),
    SEEDS,
    st.integers(1, 10**5),
    st.dates(date(2026, 2, 2), date(2026, 11, 28)),
)


@settings(max_examples=6, suppress_health_check=list(HealthCheck))
@given(
    st.lists(REORGANISED, max_size=5),
    st.lists(st.tuples(SEEDS, st.integers(-(10**9), 10**9)), max_size=4),
    st.lists(st.tuples(SEEDS, st.integers(1, 10**5)), max_size=3),
    st.none() | SEEDS,
    st.none() | st.tuples(*[st.integers(-9_999, 99_999)] * 2),
)
def test_whatever_is_reorganised_and_corrected_all_four_views_add_up(
    reorganisations: list[tuple[str, int, int, date]],
    late: list[tuple[int, int]],
    services: list[tuple[int, int]],
    emptied: int | None,
    index: tuple[int, int] | None,
) -> None:
    """Units split by any shares over any administrations, merged, moved and closed on any
    day, cells corrected after close, services that become any others in any month, another
    price index, and a month that the outcome holds no longer: each recorded later than what
    is asked of what was known."""
    held = made_for()
    nodes = sorted(node for node in held.nodes if node > 0)
    with transaction.atomic():
        then = clock.now() + timedelta(minutes=1)
        later = then + timedelta(hours=1)
        sides = (held.compared_with, held.period.months)
        hung = standings(sides, then)
        by_service = {
            organised: rows_by(
                made_for(view=View(organised=organised, known_at=then)), Label.SERVICE
            )
            for organised in Organised
        }
        for number, (what, seed, weight, day) in enumerate(reorganisations):
            share = Decimal(weight) / 10**5 if what == "split" else Decimal(1)
            given_way(number, what, nodes, seed, share, day=day, at=later)
        for seed, weight in services:
            split_a_service(seed, Decimal(weight) / 10**5, at=later)
        for seed, ore in late:
            corrected(held, seed, ore, at=later)
        actual = held.whole.actual + sum(ore for _seed, ore in late)
        frozen = held.whole.frozen
        if emptied is not None:
            place = emptied % len(held.period.months)
            gone, then_gone = ((side[place],) for side in reversed(sides))
            actual -= posted(held.actual, gone)
            frozen -= posted(held.version, then_gone)
            no_longer_held(held.actual, gone[0], at=later + timedelta(hours=1))
        if index:
            said_otherwise(2026, *index, at=later)
        assert without_heirs(standings(sides, then)) == without_heirs(hung)
        for organised in Organised:
            past = made_for(view=View(organised=organised, known_at=then))
            assert past.whole.actual == held.whole.actual
            assert rows_by(past, Label.SERVICE) == by_service[organised]
            present = made_for(view=View(organised=organised))
            assert past.whole.frozen == held.whole.frozen
            assert present.whole.frozen == frozen
            for made in (past, present):
                whole = made.whole
                assert sum(whole.parts.values()) == whole.difference
                rows = rows_by(made, Label.NODE)
                assert sum(row.actual for row in rows) == whole.actual
                for row in rows:
                    assert sum(row.parts.values()) == row.difference
            assert present.whole.actual == actual
        transaction.set_rollback(True)


def without_heirs(standing: Standings) -> list[list[tuple[date, dict[int, Shares]]]]:
    """Where each unit but those made here stands in each month, however one looks."""
    made = set(Unit.objects.filter(code__startswith="ARV").values_list("pk", flat=True))
    return [
        sorted(
            (
                month,
                {unit: held for unit, held in one.shares.items() if unit not in made},
            )
            for one in side
            for month in one.months
        )
        for sides in standing.values()
        for side in sides
    ]


def given_way(
    number: int,
    what: str,
    nodes: list[int],
    seed: int,
    share: Decimal,
    *,
    day: date,
    at: datetime,
) -> None:
    """A unit ends where it hangs: it goes to another administration, is closed, gives way
    to two, or goes up in one that was there."""
    tops = Unit.objects.filter(pk__in=nodes)
    placements = Placement.objects.filter(valid_to=None, valid_from__lt=day)
    placements = placements.exclude(unit__in=tops).exclude(parent=None).order_by("pk")
    ended = placements[seed % placements.count()]
    ended.valid_to, ended.ended_at = day, at
    ended.save(update_fields=["valid_to", "ended_at"])
    old = ended.unit
    if what == "move":
        hang(old, nodes[seed % len(nodes)], day=day, at=at)
    elif what == "merge":
        other = placements.exclude(unit=old)[0].unit
        follow(old, other, Decimal(1), day=day, at=at)
    elif what == "split":
        for heir, part in enumerate([share, 1 - share] if share < 1 else [share]):
            unit = Unit.objects.create(
                code=f"ARV-{number}-{heir}",
                name="Arvinge",
                name_key="arvinge",
                kind=old.kind,
                legal_entity=old.legal_entity,
                authority=old.authority,
                valid_from=day,
            )
            hang(unit, nodes[(seed + heir) % len(nodes)], day=day, at=at)
            follow(old, unit, part, day=day, at=at)


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


def split_a_service(seed: int, share: Decimal, *, at: datetime) -> None:
    """A service becomes two others that are there, in a month that chance chooses."""
    known = list(Service.objects.order_by("pk"))
    old, first, second = (known[(seed + step) % len(known)] for step in (0, 7, 13))
    day = date(2026, 2 + seed % 8, 1)
    parts = {first: share, second: 1 - share} if share < 1 else {first: Decimal(1)}
    for new, part in parts.items():
        ServiceSuccession.objects.get_or_create(
            predecessor=old,
            successor=new,
            date=day,
            defaults={"share": part, "basis": "Beslut", "recorded_at": at},
        )


def said_otherwise(year: int, wage: int, price: int, *, at: datetime) -> None:
    """Another index of a year, in thousandths of a per cent."""
    PriceIndex.objects.filter(year=year, superseded_at=None).update(superseded_at=at)
    PriceIndex.objects.create(
        year=year, wage_percent=Decimal(wage) / 1000, price_percent=Decimal(price) / 1000,
        source="Rättat", recorded_at=at,
    )  # fmt: skip


def corrected(held: Made, seed: int, ore: int, *, at: datetime) -> None:
    """A cell of the outcome is found to have cost `ore` more."""
    cells = Cell.objects.filter(
        scenario=held.actual,
        month__in=held.period.months,
        source="costing",
        superseded_at=None,
        recorded_at__lt=at,
    ).order_by("pk")
    cell = cells[seed % cells.count()]
    Cell.objects.filter(pk=cell.pk).update(superseded_at=at)
    cell.pk, cell.recorded_at, cell.superseded_at = None, at, None
    cell.cost_ore = (cell.cost_ore or 0) + ore
    cell.save(force_insert=True)
    sum_month(cell.scenario_id, cell.month, [cell.source])


def test_the_report_of_a_day_tells_only_what_was_known_then() -> None:
    held = summary().as_json()
    told = known_then(View(known_at=clock.now()))
    for name, value in told.items():
        assert value == held[name], name
    long_ago = View(known_at=clock.now() - timedelta(days=3000))
    assert known_then(long_ago) == {
        "closed_through": None,
        "open_again": [],
        "not_computed": [],
    }


def test_a_month_is_known_from_the_day_it_was_closed() -> None:
    """The demo's months are recorded when they were closed, the tenth of the next."""
    year = periods()["year"].months
    for number, month in enumerate(year, start=1):
        close = MonthClose.objects.get(month=month, reopened_at=None)
        view = View(known_at=close.closed_at)
        then = periods(view.known_at)["year"]
        assert then.months == year[:number]
        asked = replace(then, key="until", closed=year[-1])
        past, present = bridge_over(then, view=view), bridge_over(asked)
        assert past is not None
        assert present is not None
        assert past.whole == present.whole
        just_before = View(known_at=close.closed_at - timedelta(seconds=1))
        was = periods(just_before.known_at).get("year")
        assert (was.months if was else ()) == year[: number - 1]


def test_before_anything_was_frozen_nothing_was_known() -> None:
    frozen = ScenarioVersion.objects.get(kind=ScenarioKind.BASELINE).frozen_at
    assert frozen is not None
    long_ago = frozen - timedelta(days=3000)
    assert periods(long_ago) == {}
    year = periods()["year"]
    assert bridge_over(year, view=View(known_at=long_ago)) is None


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
