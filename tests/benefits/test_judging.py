# SPDX-License-Identifier: EUPL-1.2
"""What the product estimates from Lindby's files, against the truth they were made from."""

import pytest
from tests.rig.databases import Databases

from gemensam.demo.judging import Judgement, judge

pytestmark = pytest.mark.slow


@pytest.fixture
def judgement(town: str, databases: Databases) -> Judgement:
    del town
    return judge(databases.var("town") / "demo" / "truth.json")


def test_the_truth_lies_in_the_stated_intervals(judgement: Judgement) -> None:
    assert judgement.saving.holds, judgement.saving
    missed = [one for one in (*judgement.baseline, *judgement.outcome) if not one.holds]
    assert len(missed) <= 4, missed  # of twenty


def test_the_intervals_tell_something(judgement: Judgement) -> None:
    """One from nothing to everything would always hold."""
    assert judgement.saving.high - judgement.saving.low < 12
    for one in (*judgement.baseline, *judgement.outcome):
        assert one.low <= one.estimate * 1.02
        assert one.high - one.low < 0.8 * one.estimate, one
