# SPDX-License-Identifier: EUPL-1.2
"""The bridge as then and as now organised, as it was known and as it is known: it adds up
whatever is reorganised, corrected and recorded late."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.benefits.bridged import (
    follow,
    hang,
    last_recorded,
    made_for,
    posted,
    reorganised,
)
from tests.benefits.months import no_longer_held

from gemensam.benefits.models import MonthClose
from gemensam.benefits.queries import summary
from gemensam.benefits.queries.bridge import (
    Label,
    Made,
    Organised,
    View,
    bridge_over,
    periods,
    rows_by,
)
from gemensam.benefits.queries.bridge.done import done
from gemensam.benefits.queries.bridge.nodes import (
    Standings,
    standings,
)
from gemensam.benefits.queries.bridge.report import known_then
from gemensam.benefits.queries.saving import price_change
from gemensam.calc.bridge import Part
from gemensam.calc.savings import PriceChange
from gemensam.catalogue.models import Service, ServiceSuccession
from gemensam.core import clock
from gemensam.costing.models import PriceIndex
from gemensam.group.models import Placement, Unit
from gemensam.group.queries import Shares
from gemensam.outcomes.actions.sums import sum_month
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell, ScenarioVersion

pytestmark = pytest.mark.usefixtures("lindby")


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
    found_to_be(cell, at=later, cost_ore=(cell.cost_ore or 0) + 777)
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
    found_to_be(cell, at=later, resolved=(cell.resolved or 0) + 3, first_right=0)
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
    found_to_be(cell, at=at, cost_ore=(cell.cost_ore or 0) + ore)


def found_to_be(cell: Cell, *, at: datetime, **told: int) -> None:
    """What a cell held is superseded by what it is told to hold."""
    Cell.objects.filter(pk=cell.pk).update(superseded_at=at)
    cell.pk, cell.recorded_at, cell.superseded_at = None, at, None
    for name, value in told.items():
        setattr(cell, name, value)
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
