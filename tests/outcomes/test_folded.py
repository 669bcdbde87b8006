# SPDX-License-Identifier: EUPL-1.2
"""Rows by two keys, added up by one of them, are what the grain tells of that one."""

import pytest
from tests.site.people import someone

from gemensam.benefits.queries.months import newest
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.queries import Row, Where, figures, folded
from gemensam.outcomes.queries.versions import months_of


def test_what_no_row_tells_is_untold_and_not_nothing() -> None:
    rows = [
        Row(("a", 1), {"volume": None, "cost_ore": None}),
        Row(("b", 1), {"volume": 3, "cost_ore": 5}),
        Row(("a", 2), {"volume": 4, "cost_ore": None}),
    ]
    told = {row.key: row.sums for row in folded(rows, 0)}
    assert told[("a",)] == {"volume": 4, "cost_ore": None}
    assert [row.sums for row in folded(rows, 1)] == [
        {"volume": 3, "cost_ore": 5},
        {"volume": 4, "cost_ore": None},
    ]


@pytest.mark.usefixtures("lindby")
def test_what_is_folded_is_what_one_asks_for_by_one_key() -> None:
    actual, person = newest(ScenarioKind.ACTUAL), someone("UNIT_MANAGER")
    assert actual is not None
    where = Where(months=months_of(actual))
    each = figures(person, actual.pk, where, by=("month", "service"))
    for place, key in enumerate(("month", "service")):
        told = {row.key: row.sums for row in folded(each, place)}
        asked = figures(person, actual.pk, where, by=(key,))
        assert told == {row.key: row.sums for row in asked}
