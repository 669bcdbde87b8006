# SPDX-License-Identifier: EUPL-1.2
from dataclasses import dataclass
from datetime import date

from gemensam.calc.costing.rounds import nearest


@dataclass(frozen=True)
class Survey:
    month: date
    about_from: date | None = None
    about_to: date | None = None


BEFORE = Survey(date(2025, 10, 1), date(2025, 1, 1), date(2025, 12, 1))
SPRING = Survey(date(2026, 4, 1), date(2026, 1, 1), date(2026, 6, 1))
AUTUMN = Survey(date(2026, 9, 1))
ALL = [BEFORE, SPRING, AUTUMN]


def test_a_month_is_told_of_by_the_round_that_asked_about_it() -> None:
    assert nearest(date(2025, 2, 1), ALL) is BEFORE
    assert nearest(date(2026, 6, 1), ALL) is SPRING
    assert nearest(date(2026, 9, 1), ALL) is AUTUMN


def test_else_by_the_nearest_of_its_year_before_any_other() -> None:
    assert nearest(date(2026, 8, 1), ALL) is AUTUMN
    assert nearest(date(2026, 7, 1), ALL) is SPRING
    assert nearest(date(2026, 1, 1), [BEFORE, AUTUMN]) is AUTUMN
    assert nearest(date(2027, 3, 1), ALL) is AUTUMN


def test_without_rounds_nothing_is_told() -> None:
    assert nearest(date(2026, 1, 1), []) is None
