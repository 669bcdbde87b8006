# SPDX-License-Identifier: EUPL-1.2
"""Units go over to another nämnd: closed months stay, and nobody is accused of it."""

from collections.abc import Mapping
from datetime import date

import pytest
from tests.benefits.suspected import by_rule, cut, months
from tests.rig.imported import in_a_test, rows_in, said

from gemensam.benefits.enums import Rule
from gemensam.benefits.models import BudgetMove, MonthClose
from gemensam.benefits.queries.bridge import (
    Label,
    Organised,
    View,
    bridge_over,
    periods,
    rows_by,
)
from gemensam.benefits.queries.months import compared
from gemensam.benefits.queries.realised.delivered import (
    Place,
    delivered as told_by_authority,
)
from gemensam.benefits.queries.realised.made import Realised, realised
from gemensam.benefits.queries.routine.afterwards import changes_since
from gemensam.benefits.queries.suspicions.made import found_now
from gemensam.core import clock
from gemensam.group.models import Authority, Placement, Unit
from gemensam.group.queries import whose
from gemensam.outcomes.actions.sums import sum_month
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell
from gemensam.outcomes.queries.versions import in_force

pytestmark = pytest.mark.usefixtures("lindby")

HEAD = "Enhetskod;Namn;Typ;Överordnad;Organisationsnummer;Myndighet;Giltig från;Giltig till"
TYPES = {"group": "koncern", "administration": "förvaltning", "department": "verksamhetsområde", "unit": "enhet", "support": "stödavdelning"}  # fmt: skip
MAY, JUNE, NEW_YEAR = date(2026, 5, 1), date(2026, 6, 1), date(2027, 1, 1)


def now() -> Realised:
    made = realised()
    assert made is not None
    return made


def delivered(made: Realised, authority: Authority, *, since: date) -> int:
    return sum(
        one.delivered
        for (who, month), one in made.evidence.items()
        if who == authority.pk and month >= since
    )


def baseline() -> Mapping[Place, int]:
    """What the baseline cost, by whose it is in the month that it is held against."""
    return told_by_authority(months(), compared())[0]


def two() -> tuple[Authority, Authority]:
    """The nämnder without any decision that saved most."""
    made, decided = now(), BudgetMove.objects.values("authority")
    free = Authority.objects.filter(kind="committee").exclude(pk__in=decided)
    told = sorted(free, key=lambda one: -delivered(made, one, since=JUNE))
    assert delivered(made, told[1], since=JUNE) > 0
    return told[0], told[1]


def under(authority: Authority, *, in_month: date = JUNE) -> list[Unit]:
    held = whose().main(in_month)
    mine = [unit for unit, one in held.items() if one == authority.pk]
    return list(Unit.objects.filter(pk__in=mine, valid_to=None).order_by("pk"))


def row(one: Placement, authority: str, begins: date, ends: date | None) -> str:
    unit = one.unit
    parent = one.parent.code if one.parent else ""
    told = (unit.code, unit.name, TYPES[unit.kind], parent, unit.legal_entity.orgnr)
    return ";".join([*map(str, told), authority, str(begins), str(ends or "")])


def go_over(units: list[Unit], to: Authority, day: date) -> None:
    """A file of the organisation says that they are another nämnd's from a day on."""
    in_a_test()
    root = Placement.objects.get(parent=None, valid_to=None)
    rows = [row(root, root.authority.name, root.valid_from, None)]
    for one in Placement.objects.filter(unit__in=units, valid_to=None).exclude(
        pk=root.pk
    ):
        rows.append(row(one, one.authority.name, one.valid_from, day))
        rows.append(row(one, to.name, day, None))
    record = rows_in("units", HEAD, rows)
    assert record.state == "committed", said(record)


def test_closed_months_before_the_move_stay_with_who_had_them() -> None:
    first, second = two()
    before, base = now(), baseline()
    go_over(under(first), second, JUNE)
    after, moved = now(), baseline()
    for authority in before.authorities - {first.pk, second.pk}:
        assert before.by_month(authority) == after.by_month(authority)
    for month in before.months:
        mine, other = (after.evidence.get((one.pk, month)) for one in (first, second))
        was = [before.evidence[one.pk, month] for one in (first, second)]
        if month < JUNE:
            assert [mine, other] == was
        else:
            assert (mine.delivered if mine else 0) == 0
            whole = sum(base[one.pk, month] for one in (first, second))
            assert abs(moved[second.pk, month] - whole) <= 1  # of rounding
    assert after.evidence != before.evidence


def test_a_move_dated_inside_a_closed_month_is_told_and_no_ore_is_lost() -> None:
    first, second = two()
    closes = {one.month: one for one in MonthClose.objects.filter(reopened_at=None)}
    assert all(changes_since(one) == [] for one in closes.values())
    before = {organised: rows_of_bridge(organised) for organised in Organised}
    go_over(under(first), second, date(2026, 6, 15))
    told = {
        month: [one.key for one in changes_since(close)]
        for month, close in closes.items()
    }
    assert told == {month: ["units"] if month >= JUNE else [] for month in closes}
    assert before == {organised: rows_of_bridge(organised) for organised in Organised}


def rows_of_bridge(organised: Organised) -> tuple[int, int, int]:
    """Öre before, of all the parts, and now."""
    made = bridge_over(periods()["year"], view=View(organised=organised))
    assert made is not None
    whole = made.whole
    assert sum(row.actual for row in rows_by(made, Label.NODE)) == whole.actual
    return whole.frozen, sum(whole.parts.values()), whole.actual


def test_a_move_dated_ahead_changes_nothing_yet() -> None:
    first, second = two()
    before, suspected = now(), found_now()
    go_over(under(first), second, NEW_YEAR)
    assert now().evidence == before.evidence
    assert found_now() == suspected


def test_what_was_cut_where_units_were_is_covered_by_what_they_save_where_they_are() -> None:  # fmt: skip
    first, second = two()
    saved = delivered(now(), first, since=MAY)
    counted = [month for month in months() if month >= MAY]
    a_year = saved * 12 // len(counted)
    cut(first, a_year * 9 // 10, "KF 2026-77", begins=MAY)
    assert by_rule(Rule.BEYOND) == []
    go_over(under(first), second, JUNE)
    assert by_rule(Rule.BEYOND) == []
    both = saved + delivered(now(), second, since=MAY)
    cut(second, both * 12 // len(counted) * 2, "KF 2026-78", begins=MAY)
    (one,) = by_rule(Rule.BEYOND)
    assert {first.name, second.name} <= set(one.name.split(", "))
    assert one.authority in (first.pk, second.pk)


def test_what_is_cut_for_units_that_are_gone_already_is_suspected() -> None:
    first, second = two()
    saved = delivered(now(), first, since=JUNE)
    counted = [month for month in months() if month >= JUNE]
    go_over(under(first), second, JUNE)
    cut(first, saved * 12 // len(counted), "KF 2026-77", begins=JUNE)
    (one,) = by_rule(Rule.BEYOND)
    assert (one.authority, one.name) == (first.pk, first.name)


def test_an_authority_without_a_baseline_has_only_become_dearer() -> None:
    before, month = now(), months()[-1]
    scenario = in_force(ScenarioKind.ACTUAL)
    assert scenario is not None
    beside = Placement.objects.filter(unit__kind="unit", valid_to=None)[0]
    new = Authority.objects.create(
        name="Nya nämnden", kind="committee", legal_entity=beside.unit.legal_entity
    )
    unit = Unit.objects.create(
        code="NY", name="Ny", name_key="ny", kind="unit", authority=new,
        legal_entity=beside.unit.legal_entity, valid_from=month,
    )  # fmt: skip
    Placement.objects.create(
        unit=unit, parent=beside.parent, authority=new, valid_from=month
    )
    had = Cell.objects.filter(scenario=scenario, month=month, source="costing").exclude(
        service=None
    )[0]
    Cell.objects.create(
        scenario=scenario, month=month, source="costing", service=had.service,
        unit=unit, provider=had.provider, cost_ore=7_000_00, labour_ore=0,
        recorded_at=clock.now(),
    )  # fmt: skip
    sum_month(scenario.pk, month, ["costing"])
    made = now()
    assert made.evidence[new.pk, month].delivered < 0
    for authority in before.authorities:
        assert made.by_month(authority) == before.by_month(authority)
    assert by_rule(Rule.BEYOND) == []
