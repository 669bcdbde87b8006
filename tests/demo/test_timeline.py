# SPDX-License-Identifier: EUPL-1.2
from datetime import date
from typing import Any

import pytest
from hypothesis import given, strategies as st

from gemensam.demo.months import between, plus
from gemensam.demo.settings import NotPossibleError, Settings, Stage
from gemensam.demo.timeline import timeline_of

TODAY = date(2026, 11, 23)


def test_the_default_story_is_that_of_2026() -> None:
    found = timeline_of(Settings(today=TODAY))
    assert (found.start, found.pilot, found.programme) == (
        date(2026, 1, 1),
        date(2025, 11, 1),
        date(2025, 7, 1),
    )
    assert (found.baseline_year, found.closed) == (2025, date(2026, 10, 1))
    assert (found.count, found.running, len(found.months)) == (22, 1, 23)
    assert found.round_months() == (
        date(2025, 10, 1),
        date(2026, 4, 1),
        date(2026, 9, 1),
    )
    periods = [found.period_of(found.number(month)) for month in found.months]
    assert periods == [0] * 12 + [1] * 6 + [2] * 5


@pytest.mark.parametrize(
    ("stage", "start", "baseline"),
    [
        (Stage.PRESTUDY, date(2027, 12, 1), 2025),
        (Stage.DESIGN, date(2027, 5, 1), 2025),
        (Stage.PILOT, date(2026, 12, 1), 2025),
    ],
)
def test_a_stage_decides_how_far_off_the_start_is(
    stage: Stage, start: date, baseline: int
) -> None:
    found = timeline_of(Settings(today=TODAY, at=stage))
    assert (found.start, found.baseline_year) == (start, baseline)
    assert found.round_months() == (date(2025, 10, 1),)


def test_a_month_closes_on_the_tenth_of_the_next() -> None:
    assert timeline_of(Settings(today=date(2026, 11, 9))).closed == date(2026, 9, 1)
    assert timeline_of(Settings(today=date(2026, 11, 10))).closed == date(2026, 10, 1)


@given(
    st.dates(date(2016, 1, 1), date(2060, 12, 31)),
    st.integers(0, 36),
    st.sampled_from(list(Stage)),
)
def test_the_baseline_is_a_closed_year_before_the_start(
    today: date, months: int, stage: Stage
) -> None:
    found = timeline_of(Settings(today=today, months=months, at=stage))
    assert found.baseline_year < found.start.year
    assert date(found.baseline_year, 12, 1) <= found.closed < today
    assert found.count >= 12
    assert found.running in (1, 2)
    assert found.months[0] == date(found.baseline_year, 1, 1)
    assert between(found.months[-1], today) == 0
    if stage is Stage.OPERATION:
        assert plus(found.start, months - 1) == today.replace(day=1)
    assert all(day <= found.closed for day in found.round_months())


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"scale": 0.001}, "scale"),
        ({"months": 37}, "37"),
        ({"today": date(1999, 1, 1)}, "1999-01-01"),
    ],
)
def test_what_cannot_be_is_refused_with_words(wish: dict[str, Any], words: str) -> None:
    with pytest.raises(NotPossibleError, match=words):
        Settings(**{"today": TODAY, **wish})
