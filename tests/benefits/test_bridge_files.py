# SPDX-License-Identifier: EUPL-1.2
"""The bridge after a ledger's file that came late and a reorganisation within the months it
tells of: what was known stays, and what is known adds up with what the file said."""

from datetime import timedelta

import pytest
from tests.benefits.bridged import last_recorded, made_for, posted as cost, reorganised
from tests.benefits.sent import KRONOR, computed, posted
from tests.benefits.suspected import KEPT_EVERYBODY, months
from tests.rig.imported import in_a_test

from gemensam.benefits.queries.bridge import Label, Organised, View, rows_by
from gemensam.core import clock
from gemensam.group.models import Unit


@pytest.mark.slow
@pytest.mark.usefixtures("lindby")
def test_a_late_file_adds_up_to_the_ore_in_all_four_views() -> None:
    in_a_test()
    was, then = made_for().whole, clock.now()
    reorganised()
    since = months()[-3:]
    posted(Unit.objects.get(code=KEPT_EVERYBODY), "5020", since, series="LF")
    computed(since)
    told = KRONOR * 100 * len(since)
    for organised in Organised:
        for known_at in (then, last_recorded() + timedelta(days=1), None):
            made = made_for(view=View(organised=organised, known_at=known_at))
            late = 0 if known_at == then else told
            assert made.whole.frozen == was.frozen
            assert made.whole.actual == was.actual + late
            for label in Label:
                rows = rows_by(made, label)
                assert sum(row.actual for row in rows) == was.actual + late, label
                assert sum(row.frozen for row in rows) == was.frozen, label
                for row in rows:
                    assert sum(row.parts.values()) == row.difference, (label, row)
            if known_at is None:
                assert cost(made.actual, made.period.months) == made.whole.actual
