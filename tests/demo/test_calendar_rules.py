# SPDX-License-Identifier: EUPL-1.2
from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given, strategies as st

from gemensam.demo.calendar_rules import (
    AREAS,
    Broken,
    allowed_from,
    bank_day_from,
    bank_day_until,
    broken_rule,
    is_bank_day,
    pay_day,
)

days = st.dates(date(2015, 1, 1), date(2060, 1, 1))


@pytest.mark.parametrize(
    ("area", "day", "school", "broken"),
    [
        ("it", date(2026, 1, 12), False, None),
        ("it", date(2026, 1, 10), False, Broken.CLOSED_DAY),  # a Saturday
        ("it", date(2026, 6, 19), False, Broken.CLOSED_DAY),  # Midsummer Eve
        ("it", date(2026, 6, 29), False, Broken.CLOSED_WEEK),  # week 27
        ("it", date(2026, 8, 7), False, Broken.CLOSED_WEEK),  # week 32
        ("it", date(2026, 8, 10), False, None),
        ("it", date(2026, 12, 14), False, Broken.CLOSED_WEEK),  # week 51
        ("it", date(2026, 12, 28), False, Broken.CLOSED_WEEK),  # week 53
        ("it", date(2026, 1, 2), False, Broken.CLOSED_WEEK),  # week 1
        ("it", date(2026, 8, 10), True, Broken.SCHOOL_START),
        ("it", date(2026, 9, 15), True, Broken.SCHOOL_START),
        ("it", date(2026, 9, 16), True, None),
        ("finance", date(2026, 8, 10), True, None),
        ("finance", date(2026, 11, 30), False, None),
        ("finance", date(2026, 12, 1), False, Broken.ANNUAL_ACCOUNTS),
        ("finance", date(2027, 2, 15), False, Broken.ANNUAL_ACCOUNTS),
        ("finance", date(2027, 2, 16), False, None),
        ("hr", date(2026, 3, 2), False, None),  # after Friday 27 February
        ("hr", date(2026, 3, 30), False, None),
        ("hr", date(2026, 3, 31), False, Broken.PAY_RUN),
        ("hr", date(2026, 4, 28), False, Broken.PAY_MONTH),
        ("hr", date(2026, 1, 28), False, Broken.PAY_MONTH),
        ("hr", date(2026, 12, 1), False, Broken.PAY_MONTH),
        ("hr", date(2026, 11, 30), False, None),
    ],
)
def test_each_rule_has_its_borders(
    area: str, day: date, school: bool, broken: Broken | None
) -> None:
    assert broken_rule(area, day, school=school) == broken


def test_pay_day_is_the_27th_or_the_bank_day_before() -> None:
    assert pay_day(2026, 6) == date(2026, 6, 26)
    assert pay_day(2026, 12) == date(2026, 12, 23)
    assert pay_day(2026, 11) == date(2026, 11, 27)


@given(days)
def test_a_bank_day_is_its_own_neighbour(day: date) -> None:
    after, before = bank_day_from(day), bank_day_until(day)
    assert before <= day <= after
    assert is_bank_day(before)
    assert is_bank_day(after)
    assert (before == after) == is_bank_day(day)
    between = (after - before).days
    assert all(
        not is_bank_day(before + timedelta(days=step)) for step in range(1, between)
    )


@given(st.sampled_from(AREAS), days, st.booleans())
def test_what_is_offered_is_allowed_and_in_order(
    area: str, day: date, school: bool
) -> None:
    found = list(islice(allowed_from(area, day, school=school), 4))
    assert found == sorted(set(found))
    assert found[0] >= day
    assert [broken_rule(area, one, school=school) for one in found] == [None] * 4
