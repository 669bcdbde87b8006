# SPDX-License-Identifier: EUPL-1.2
from datetime import date, timedelta

from hypothesis import given, settings, strategies as st

from gemensam.demo.calendar_rules import AREAS, broken_rule
from gemensam.demo.months import plus
from gemensam.demo.waves import WavePlan, plan_waves

starts = st.builds(date, st.integers(2016, 2050), st.integers(1, 12), st.just(1))
sizes = st.integers(18, 130)  # the smallest Lindby has 18


def planned(start: date, units: int, seed: int) -> tuple[WavePlan, list[bool]]:
    schools = [unit % 3 == 0 for unit in range(units)]
    return plan_waves(start, schools=schools, pilots=[0, 1, 2], seed=seed), schools


@settings(max_examples=60)
@given(starts, sizes, st.integers(0, 99))
def test_every_unit_moves_once_in_every_area_and_no_rule_is_broken(
    start: date, units: int, seed: int
) -> None:
    plan, schools = planned(start, units, seed)
    moves = [(move.unit, move.area) for move in plan.cutovers]
    assert sorted(moves) == sorted((u, area) for u in range(units) for area in AREAS)
    broken = [
        broken_rule(move.area, move.date, school=schools[move.unit])
        for move in plan.cutovers
    ]
    assert broken == [None] * len(moves)
    assert [m.date for m in plan.cutovers] == sorted(m.date for m in plan.cutovers)


@settings(max_examples=60)
@given(starts, sizes, st.integers(0, 99))
def test_a_wave_is_negotiated_then_decided_then_four_weeks_pass(
    start: date, units: int, seed: int
) -> None:
    plan, _ = planned(start, units, seed)
    for wave in plan.waves:
        first = min(move.date for move in plan.cutovers if move.wave == wave.number)
        assert wave.first == first
        assert wave.negotiated < wave.decided <= first - timedelta(days=28)


@settings(max_examples=40)
@given(st.builds(date, st.integers(2016, 2050), st.integers(1, 12), st.just(1)))
def test_after_eleven_months_all_but_the_last_wave_have_moved(start: date) -> None:
    plan, _ = planned(start, 120, 1)
    today = plus(start, 10) + timedelta(days=22)
    done = [unit for unit, days in enumerate(plan.dates(120)) if max(days) <= today]
    last = plan.waves[-1].units
    assert len(last) == 6
    assert sorted({*done, *last}) == list(range(120))
    assert not set(done) & set(last)


@settings(max_examples=20)
@given(st.integers(2016, 2050))
def test_a_year_that_begins_in_january_is_more_than_half_covered(year: int) -> None:
    plan, _ = planned(date(year, 1, 1), 120, 1)
    middle = [plus(date(year, 1, 1), step).replace(day=15) for step in range(10)]
    covered = [sum(move.date <= day for move in plan.cutovers) / 360 for day in middle]
    assert sum(covered) / 10 >= 0.6
    first, second = plan.waves[1], plan.waves[2]
    assert len(first.units) > len(second.units)


def test_the_same_seed_gives_the_same_plan_and_another_one_another() -> None:
    start = date(2026, 1, 1)
    assert planned(start, 120, 1) == planned(start, 120, 1)
    assert planned(start, 120, 1)[0].waves[1] != planned(start, 120, 2)[0].waves[1]
