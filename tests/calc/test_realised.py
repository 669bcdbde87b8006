# SPDX-License-Identifier: EUPL-1.2
"""Stages of a saving: each at most the one before, and no krona twice."""

from datetime import date

from hypothesis import given, strategies as st

from gemensam.calc.realised import (
    Evidence,
    Kept,
    Light,
    Reason,
    Stage,
    added,
    has_fallen,
    light,
    net_posts,
    stages,
    unbroken,
)

ORE = st.integers(-(10**12), 10**12)
EVIDENCE = st.builds(
    Evidence,
    promised=ORE,
    delivered=ORE,
    capacity_gone=ORE,
    budget_moved=ORE,
    verified=ORE,
)


def of(*ore: int) -> Evidence:
    names = [stage.value for stage in Stage]
    return Evidence(**dict(zip(names, ore, strict=True)))


@given(st.lists(EVIDENCE, max_size=5))
def test_each_stage_is_at_most_the_one_before_also_together(
    each: list[Evidence],
) -> None:
    for told in [*map(stages, each), added([stages(one) for one in each])]:
        kept = [told[stage] for stage in Stage]
        assert kept == sorted(kept, reverse=True)
        assert all(ore >= 0 for ore in kept)


def test_delivered_and_not_moved_is_capacity_gone_and_no_more() -> None:
    told = stages(of(100, 90, 80, 0, 80))
    assert list(told.values()) == [100, 90, 80, 0, 0]
    told = stages(of(100, 90, 80, 60, 70))
    assert list(told.values()) == [100, 90, 80, 60, 60]
    assert list(stages(of(100, -5, 80, 60, 70)).values()) == [100, 0, 0, 0, 0]
    assert list(stages(of(50, 90, 80, 60, 70)).values()) == [50] * 5


def test_lights_follow_the_rule() -> None:
    good, worse = (0.9, 0.91, 0.92, 0.93), (0.93, 0.92, 0.91, 0.9)

    def said(*ore: int, on_time: tuple[float, ...] = good) -> tuple[Light, Reason]:
        return light(stages(of(*ore)), on_time=on_time)

    assert said(100, 100, 100, 90, 0) == (Light.GREEN, Reason.MOVED)
    assert said(100, 100, 100, 89, 0) == (Light.YELLOW, Reason.NOT_MOVED)
    assert said(100, 89, 89, 89, 0) == (Light.RED, Reason.NOT_DELIVERED)
    assert said(0, 89, 89, 89, 0) == (Light.YELLOW, Reason.NO_PROMISE)
    assert said(100, 100, 100, 95, 0, on_time=worse) == (Light.YELLOW, Reason.QUALITY)


def test_three_months_running_need_four_months() -> None:
    assert has_fallen([0.9, 0.8, 0.7, 0.6])
    assert has_fallen([0.1, 0.9, 0.8, 0.7, 0.6])
    assert not has_fallen([0.9, 0.8, 0.7])
    assert not has_fallen([0.9, 0.8, 0.8, 0.7])
    assert not has_fallen([])


def test_months_in_a_row_go_back_to_one_with_few_judged_or_none_over_the_new_year() -> (
    None
):
    def judged(*told: tuple[int, int, int]) -> list[Kept]:
        return [
            Kept(month=date(year, month, 1), judged=count, kept=count)
            for year, month, count in told
        ]

    held = judged((2026, 10, 9), (2026, 11, 5), (2026, 12, 5), (2027, 1, 6))
    january = date(2027, 1, 1)
    assert unbroken(held[::-1], last=january) == held
    few = judged((2026, 10, 9), (2026, 11, 4), (2026, 12, 5), (2027, 1, 6))
    assert unbroken(few, last=january) == few[2:]
    assert unbroken([held[0], *held[2:]], last=january) == held[2:]
    assert unbroken(held, last=date(2027, 2, 1)) == []
    assert unbroken(held, last=date(2026, 11, 1)) == held[:2]


def test_posts_filled_again_are_not_gone() -> None:
    assert net_posts([3000, 1000], [1000, 0], 0) == (2000, 1000)
    assert net_posts([3000, 1000], [0, 2000], 0) == (2000, 0)
    assert net_posts([3000, 1000], [0, 0], 1000) == (2250, 750)
    assert net_posts([1000], [0], 5000) == (0,)
    assert net_posts([], [], 0) == ()


@given(
    st.lists(
        st.tuples(st.integers(0, 10**5), st.integers(0, 10**5)), min_size=1, max_size=6
    ),
    st.integers(0, 10**5),
)
def test_posts_gone_are_those_ended_less_those_filled(
    each: list[tuple[int, int]], shared: int
) -> None:
    ended, filled = zip(*each, strict=True)
    gone = net_posts(ended, filled, shared)
    assert sum(gone) == max(0, sum(ended) - sum(filled) - shared)
    assert all(one >= 0 for one in gone)
