# SPDX-License-Identifier: EUPL-1.2
"""Services that are split, joined or called something else: history follows, as now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.forms.models import model_to_dict
from django.test import Client

import pytest
from hypothesis import given, strategies as st
from tests.benefits.bridged import made_for
from tests.benefits.two_years import sums
from tests.site.people import someone

from gemensam.benefits.queries import saving_over, summary, year_to_date
from gemensam.benefits.queries.bridge import (
    Label,
    Organised,
    View,
    rows_by,
)
from gemensam.benefits.queries.bridge.made import Row
from gemensam.benefits.queries.efficiency import Efficiency, efficiency
from gemensam.benefits.queries.forecast.costs import year_costs
from gemensam.benefits.queries.months import compared, months_between, next_month
from gemensam.benefits.queries.realised.delivered import delivered
from gemensam.benefits.queries.saving import Saving
from gemensam.benefits.queries.services import sums_as_now
from gemensam.benefits.queries.suspicions.made import found_now
from gemensam.benefits.queries.trend import trend
from gemensam.calc.bridge import Part
from gemensam.calc.money import split, split_in_turn
from gemensam.catalogue.models import Service, ServiceSuccession
from gemensam.catalogue.queries.lineage import Lineage, Step, lineage
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.actions.adjust import Wanted, adjust
from gemensam.costing.enums import AdjustmentKind
from gemensam.costing.models import FrozenBaseline
from gemensam.outcomes.actions.sums import sum_month
from gemensam.outcomes.models import Cell, CostDraws, MonthSum, ProtectedCell
from gemensam.outcomes.queries import sums_by_service
from gemensam.ui.templatetags.figures import percent

JUNE = date(2026, 6, 1)
ADDED = {"volume", "cost_ore", "labour_ore", "charge_ore", "resolved", "first_right"}


def heaviest(number: int = 0) -> Service:
    """Of those that are counted and that nobody merges over services."""
    of = compared()
    assert of.baseline is not None
    told = sums_by_service(of.baseline.pk, of.baseline_months)
    cost: dict[int, int] = {}
    for month in told.values():
        for service, (ore, _labour, volume) in month.items():
            if service is not None and volume:
                cost[service] = cost.get(service, 0) + ore
    hidden = set(
        ProtectedCell.objects.filter(level__gte=3).values_list("service", flat=True)
    )
    order = sorted(cost.keys() - hidden, key=lambda one: -cost[one])
    return Service.objects.get(pk=order[number])


def another(of: Service, code: str) -> Service:
    said = {**model_to_dict(of), "id": None, "code": code, "area": of.area}
    said["name_sv"] = said["name_en"] = f"Delad {code}"
    return Service.objects.create(**said)


def parted(amount: object, weights: list[Decimal]) -> list[object]:
    """Whole numbers to the last one; decimals to the hundredth."""
    if amount is None:
        return [None] * len(weights)
    if isinstance(amount, Decimal):
        return [Decimal(part) / 100 for part in split(int(100 * amount), weights)]
    assert isinstance(amount, int)
    return list(split(amount, weights))


def handed_over(old: Service, shares: Mapping[Service, Decimal], since: date) -> None:
    """From `since` on the outcome knows `old` no more, but those that follow it."""
    of, now, weights = compared(), clock.now(), list(shares.values())
    assert of.actual is not None
    scope = {"scenario": of.actual, "service": old, "month__gte": since}
    ProtectedCell.objects.bulk_create(
        ProtectedCell(
            **{**model_to_dict(one), "id": None, "scenario": of.actual, "service": new,
               "unit": one.unit, "shown_node": one.shown_node, "decided_at": now}
        )
        for one in ProtectedCell.objects.filter(**scope)
        for new in shares
    )  # fmt: skip
    kinds: tuple[Any, ...] = (Cell, CostDraws)
    for kind in kinds:
        rows = list(kind.objects.filter(**scope, superseded_at=None))
        kind.objects.filter(pk__in=[one.pk for one in rows]).update(superseded_at=now)
        made: list[Any] = []
        for one in rows:
            names = [
                field.name
                for field in kind._meta.concrete_fields
                if field.name in ADDED
            ]
            parts = {name: parted(getattr(one, name), weights) for name in names}
            for place, new in enumerate(shares):
                fields = {
                    field.attname: getattr(one, field.attname)
                    for field in kind._meta.concrete_fields
                }
                fields |= {"id": None, "service_id": new.pk, "recorded_at": now}
                made.append(
                    kind(**fields | {name: each[place] for name, each in parts.items()})
                )
        kind.objects.bulk_create(made)
    for month in year_to_date():
        if month >= since:
            sum_month(of.actual.pk, month, ["costing", "desk"])


def succeeded(old: Service, shares: Mapping[Service, Decimal], since: date) -> None:
    for new, share in shares.items():
        ServiceSuccession.objects.create(
            predecessor=old,
            successor=new,
            date=since,
            share=share,
            basis="Katalogbeslut",
        )


def by_kind(service: Service) -> None:
    """Dated adjustments of the service and of the whole."""
    for kind, of, ore in (
        (AdjustmentKind.SCOPE, service, 1_000_01),
        (AdjustmentKind.VOLUME, service, -20_005),
        (AdjustmentKind.INDEX, None, 77_777),
    ):
        wanted = Wanted(
            kind=kind,
            service=of,
            from_month=date(2026, 3, 1),
            ore=ore,
            reason="Arkivet kom med",
            decision="KS 2026-14",
            owner=someone("CONTROLLER"),
        )
        adjust(FrozenBaseline.objects.get(), wanted, by=CONSOLE, at=clock.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of the year to date."""

    report: Mapping[str, Any]
    saving: Saving
    bridge: Row
    trend: Sequence[tuple[date, int, int]]
    delivered: Sequence[Mapping[Any, int]]
    suspected: Sequence[tuple[str, Sequence[object]]]

    @classmethod
    def now(cls) -> "Told":
        months = year_to_date()
        saving = saving_over(months)
        assert saving is not None
        return cls(
            report=summary().as_json(),
            saving=saving,
            bridge=made_for().whole,
            trend=trend(months),
            delivered=delivered(months, compared()),
            suspected=[(one.rule.value, one.about) for one in found_now()],
        )


# Of whole volumes all these are whole hundredths, as cells count them.
SHARES = [
    [Decimal(1)],
    [Decimal("0.3"), Decimal("0.7")],
    [Decimal("0.25"), Decimal("0.35"), Decimal("0.4")],
]


@pytest.mark.usefixtures("lindby")
@pytest.mark.parametrize(
    ("shares", "is_computed"), [*((one, True) for one in SHARES), (SHARES[-1], False)]
)
def test_a_service_that_was_split_saves_what_it_saved(
    shares: list[Decimal], is_computed: bool
) -> None:
    """The same work under other names costs, saves and is forecast the same, also while
    months from the split on still know the old name."""
    old = heaviest()
    by_kind(old)
    was = Told.now()
    into = {another(old, f"X{n}"): share for n, share in enumerate(shares)}
    if is_computed:
        handed_over(old, into, JUNE)
    succeeded(old, into, JUNE)
    told = Told.now()
    for name in ("frozen", "baseline", "actual", "at_baseline"):
        gap = getattr(told.saving, name) - getattr(was.saving, name)
        assert abs(gap) <= 2, name
    for name in ("share", "low", "high"):
        before = getattr(was.saving, name)
        assert getattr(told.saving, name) == pytest.approx(before, abs=1e-7), name
    assert old.pk not in told.saving.services
    now, then = told.bridge, was.bridge
    assert (now.frozen, now.actual) == (then.frozen, then.actual)
    assert sum(now.parts.values()) == now.difference
    for part in Part:
        # Parted to the öre at each of a dozen places in each of ten months.
        assert abs(now.parts[part] - then.parts[part]) <= 500, part
    assert now.at_equal == round(100 * told.report["actual_cost_equal_volume"])
    assert told.report["saving_pct"] == was.report["saving_pct"]
    assert told.report["baseline_frozen_cost"] == was.report["baseline_frozen_cost"]
    for month, earlier in zip(told.trend, was.trend, strict=True):
        assert month[0] == earlier[0]
        assert month[1:] == pytest.approx(earlier[1:], abs=2)
    for held, before in zip(told.delivered, was.delivered, strict=True):
        assert dict(held) == pytest.approx(dict(before), abs=2)
    assert told.suspected == was.suspected


@pytest.mark.usefixtures("lindby")
def test_each_that_follows_has_its_share_of_the_history() -> None:
    old = heaviest()
    before = {row.label: row for row in rows_by(made_for(), Label.SERVICE)}[old.pk]
    first, second = another(old, "X1"), another(old, "X2")
    into = {first: Decimal("0.3"), second: Decimal("0.7")}
    handed_over(old, into, JUNE)
    succeeded(old, into, JUNE)
    rows = {row.label: row for row in rows_by(made_for(), Label.SERVICE)}
    assert old.pk not in rows
    assert rows[first.pk].frozen == pytest.approx(0.3 * before.frozen, abs=12)
    assert rows[first.pk].frozen + rows[second.pk].frozen == before.frozen
    assert rows[first.pk].actual + rows[second.pk].actual == before.actual
    assert rows[first.pk].volume_before == pytest.approx(
        0.3 * before.volume_before, abs=1
    )
    then = {
        row.label: row
        for row in rows_by(made_for(view=View(organised=Organised.THEN)), Label.SERVICE)
    }
    assert then[old.pk].frozen == before.frozen
    assert then[first.pk].frozen == 0, "as it was then there was no such service"
    assert then[first.pk].actual > 0


@pytest.mark.usefixtures("lindby", "static_files")
def test_a_service_s_page_says_what_it_was_and_became(
    as_someone: Callable[..., Client],
) -> None:
    old = heaviest()
    first, second = another(old, "X1"), another(old, "X2")
    into = {first: Decimal("0.3"), second: Decimal("0.7")}
    handed_over(old, into, JUNE)
    succeeded(old, into, JUNE)
    client = as_someone("CONTROLLER")
    page = "/resultat/brygga/tjanst/{}/"
    text = client.get(page.format(first.code)).text
    said = f"Hit räknas {percent(0.3)} av {old.name} före juni 2026 (Katalogbeslut)."
    assert said in text
    then = client.get(page.format(old.code), {"organised": "then"}).text
    assert f"räknas nu till {percent(0.7)} som {second.name} (Katalogbeslut)." in then
    assert client.get(page.format(old.code)).status_code == 404, "it is others now"
    then = client.get(page.format(first.code), {"organised": "then"}).text
    assert "Hit räknas" not in then


@pytest.mark.usefixtures("lindby")
def test_joined_services_are_one_from_the_start() -> None:
    old = [heaviest(number) for number in (0, 1)]
    was = made_for()
    before = {row.label: row for row in rows_by(was, Label.SERVICE)}
    joined = another(old[0], "X1")
    for one in old:
        handed_over_all(one, joined)
        succeeded(one, {joined: Decimal(1)}, JUNE)
    made = made_for()
    rows = {row.label: row for row in rows_by(made, Label.SERVICE)}
    assert not {one.pk for one in old} & rows.keys()
    for name in ("frozen", "actual", "volume_before", "volume_after"):
        whole = sum(getattr(before[one.pk], name) for one in old)
        assert getattr(rows[joined.pk], name) == pytest.approx(whole, abs=0.01), name
    assert made.whole.frozen == was.whole.frozen
    assert sum(made.whole.parts.values()) == made.whole.difference
    assert made.whole.at_equal == round(
        100 * summary().as_json()["actual_cost_equal_volume"]
    )


def handed_over_all(old: Service, new: Service) -> None:
    """Several into one: cells that another has brought there already are added to."""
    of, now = compared(), clock.now()
    assert of.actual is not None
    scope = {"scenario": of.actual, "month__gte": JUNE, "superseded_at": None}
    hidden = set(
        ProtectedCell.objects.filter(service=new).values_list("month", "unit_id")
    )
    ProtectedCell.objects.bulk_create(
        ProtectedCell(
            **{**model_to_dict(one), "id": None, "scenario": of.actual, "service": new,
               "unit": one.unit, "shown_node": one.shown_node, "decided_at": now}
        )
        for one in ProtectedCell.objects.filter(
            scenario=of.actual, service=old, month__gte=JUNE
        )
        if (one.month, one.unit_id) not in hidden
    )  # fmt: skip
    same = ("month", "unit_id", "source", "provider", "provided_by_id")
    there = {
        tuple(getattr(one, name) for name in same): one
        for one in Cell.objects.filter(**scope, service=new)
    }
    made, gone = [], []
    for one in Cell.objects.filter(**scope, service=old):
        gone.append(one.pk)
        held = there.get(tuple(getattr(one, name) for name in same))
        for name in ADDED if held else ():
            added = (getattr(one, name) or 0) + (getattr(held, name) or 0)
            setattr(one, name, added)
        if held:
            gone.append(held.pk)
        one.pk, one.service, one.recorded_at = None, new, now
        made.append(one)
    Cell.objects.filter(pk__in=gone).update(superseded_at=now)
    Cell.objects.bulk_create(made)
    CostDraws.objects.filter(**scope, service=old).update(superseded_at=now)
    for month in year_to_date():
        if month >= JUNE:
            sum_month(of.actual.pk, month, ["costing", "desk"])


@pytest.mark.usefixtures("lindby")
def test_what_is_dated_later_has_not_happened() -> None:
    was = made_for()
    old = heaviest()
    later = next_month(year_to_date()[-1])
    succeeded(old, {another(old, "X1"): Decimal(1)}, later)
    assert not lineage(year_to_date()[-1])
    assert lineage(later)
    assert not lineage(later).until(year_to_date()[-1])
    assert lineage(later).until(later) == lineage(later)
    assert made_for().whole == was.whole
    assert made_for().services == was.services


@pytest.mark.usefixtures("lindby")
def test_four_views_reconcile_when_a_service_is_split() -> None:
    held, old = made_for().whole, heaviest(2)
    into = {another(old, "X1"): Decimal("0.4"), another(old, "X2"): Decimal("0.6")}
    then = clock.now()
    handed_over(old, into, JUNE)
    succeeded(old, into, JUNE)
    for organised in Organised:
        for known_at in (None, then, clock.now() + timedelta(days=1)):
            whole = made_for(view=View(organised=organised, known_at=known_at)).whole
            assert (whole.frozen, whole.actual) == (held.frozen, held.actual)
            assert sum(whole.parts.values()) == whole.difference


@pytest.mark.usefixtures("lindby")
def test_the_forecast_is_of_services_as_they_are_now() -> None:
    of, last = compared(), year_to_date()[-1]
    months = months_between(date(last.year, 1, 1), date(last.year, 12, 1))
    closed = len(year_to_date())
    was = year_costs(months, closed=closed, of=of)
    old = heaviest()
    into = {another(old, "X1"): Decimal("0.3"), another(old, "X2"): Decimal("0.7")}
    handed_over(old, into, JUNE)
    succeeded(old, into, JUNE)
    now = year_costs(months, closed=closed, of=of)
    assert was is not None
    assert now is not None
    for area, costs in was.costs.items():
        for name in ("base", "real", "at_base"):
            told, before = getattr(now.costs[area], name), getattr(costs, name)
            assert told == pytest.approx(before, rel=1e-9, abs=2), (area, name)


def known() -> Efficiency:
    found = efficiency()
    assert found is not None
    return found


@pytest.mark.usefixtures("year_ago")
def test_the_yearly_efficiency_follows_a_service_through_a_split() -> None:
    was = known()
    line = max((one for one in was.lines if one.is_counted), key=lambda one: one.before)
    assert line.service is not None
    old = Service.objects.get(pk=line.service)
    into = {another(old, "X1"): Decimal("0.25"), another(old, "X2"): Decimal("0.75")}
    rows = [one for one in sums() if one.service_id == old.pk and one.month >= JUNE]
    MonthSum.objects.filter(pk__in=[one.pk for one in rows]).delete()
    weights = list(into.values())
    for one in rows:
        each = {
            name: parted(getattr(one, name), weights)
            for name in ("cost_ore", "labour_ore", "volume")
        }
        for place, new in enumerate(into):
            one.pk, one.service = None, new
            for name, parts in each.items():
                setattr(one, name, parts[place])
            one.save(force_insert=True)
    scope = {"service": old, "month__gte": JUNE, "superseded_at": None}
    draws = list(CostDraws.objects.filter(scenario=rows[0].scenario, **scope))
    CostDraws.objects.filter(pk__in=[one.pk for one in draws]).update(
        superseded_at=clock.now()
    )
    for draw in draws:
        parts = parted(draw.cost_ore, weights)
        for place, new in enumerate(into):
            part = parts[place]
            assert isinstance(part, int)
            draw.pk, draw.service, draw.cost_ore = None, new, part
            draw.save(force_insert=True)
    succeeded(old, into, JUNE)
    found = known()
    assert found.share == pytest.approx(was.share, abs=1e-6)
    assert found.low == pytest.approx(was.low, abs=1e-6)
    assert found.high == pytest.approx(was.high, abs=1e-6)
    assert found.before == was.before
    assert old.pk not in {one.service for one in found.lines}


@pytest.mark.usefixtures("lindby")
def test_a_chain_of_successions_loses_nothing() -> None:
    """Two that follow in turn, the later dated first: what is parted comes to one that
    is itself parted in other months."""
    of = compared()
    assert of.actual is not None
    first, second, third = (heaviest(number) for number in range(3))
    succeeded(second, {third: Decimal(1)}, date(2026, 5, 1))
    succeeded(first, {second: Decimal(1)}, date(2026, 8, 1))
    months = year_to_date()
    was = sums_by_service(of.actual.pk, months)
    now = sums_as_now(of.actual.pk, months, lineage(months[-1]))
    for month in months:
        told = [was[month].get(one.pk, (0, 0, 0)) for one in (first, second, third)]
        held = [now[month].get(one.pk, (0, 0, 0)) for one in (first, second, third)]
        cost = [sums[0] for sums in told]
        if month < date(2026, 8, 1):
            expected = [0, cost[0], cost[1] + cost[2]]
        else:
            # What still comes under the name of the first is the second's.
            expected = [0, cost[0] + cost[1], cost[2]]
        assert [sums[0] for sums in held] == expected, month
    made = made_for()
    rows = {row.label: row.actual for row in rows_by(made, Label.SERVICE)}
    for one in (first, second, third):
        whole = sum(now[month].get(one.pk, (0,))[0] for month in months)
        assert rows.get(one.pk, 0) == whole


MONTHS = st.integers(1, 36).map(lambda n: date(2026 + n // 12, n % 12 + 1, 1))
SERVICES = st.integers(1, 6)


@st.composite
def lineages(draw: st.DrawFn) -> Lineage:
    steps = {}
    for service in draw(st.sets(SERVICES, max_size=4)):
        days = sorted(draw(st.sets(MONTHS, min_size=1, max_size=3)))
        steps[service] = [
            Step(
                day,
                {
                    one: Decimal(1) / 4
                    for one in draw(st.sets(SERVICES, min_size=4, max_size=4))
                },
            )
            for day in days
        ]
    return Lineage(steps)


@given(lineages(), SERVICES, MONTHS)
def test_a_service_s_shares_are_the_whole_of_it(
    along: Lineage, service: int, month: date
) -> None:
    """Whatever follows what, also itself, and in circles from date to date."""
    shares = along.shares(service, month)
    assert sum(shares.values()) == 1
    assert all(share > 0 for share in shares.values())
    if not any(step.since > month for step in along.steps.get(service, ())):
        assert along.gone(service, month) or shares == {service: 1}
    if along.gone(service, month) and not any(
        step.since > month for steps in along.steps.values() for step in steps
    ):
        assert service not in shares, "what is gone has nothing of its own"
    assert along.shares(None, month) == {None: 1}


@given(
    st.lists(st.integers(-(10**12), 10**12), max_size=12),
    st.lists(st.integers(1, 1000), min_size=1, max_size=5),
)
def test_parts_in_turn_are_those_of_the_whole(
    amounts: list[int], weights: list[int]
) -> None:
    parts = split_in_turn(amounts, weights)
    for amount, each in zip(amounts, parts, strict=True):
        assert sum(each) == amount
        for part, weight in zip(each, weights, strict=True):
            assert abs(part - amount * weight / sum(weights)) < 2
    if amounts:
        together = tuple(sum(column) for column in zip(*parts, strict=True))
        assert together == split(sum(amounts), weights)


@pytest.mark.usefixtures("lindby")
def test_without_successions_nothing_is_parted() -> None:
    of = compared()
    assert of.baseline is not None
    months = of.baseline_months
    told = sums_as_now(of.baseline.pk, months, lineage(months[-1]))
    assert told == sums_by_service(of.baseline.pk, months)
