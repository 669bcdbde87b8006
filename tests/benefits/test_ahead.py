# SPDX-License-Identifier: EUPL-1.2
"""What a server has read of closed months before anyone opens a page of results."""

from typing import Any

import pytest

from gemensam.benefits.queries import in_brief, summary
from gemensam.benefits.queries.ahead import read_ahead
from gemensam.benefits.queries.bridge.made import bridge_over
from gemensam.benefits.queries.bridge.periods import YEAR, periods
from gemensam.benefits.queries.in_brief import InBrief
from gemensam.benefits.queries.realised.made import realised
from gemensam.outcomes.queries import columns, sums
from gemensam.outcomes.queries.kept import Kept


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (columns, sums, in_brief):
        was: Kept[Any] = module._kept
        monkeypatch.setattr(module, "_kept", Kept(most=was.most, size=was.size))


@pytest.fixture
def nothing_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """After this, whoever reads a closed month finds nothing to read it with."""
    read_ahead()
    monkeypatch.setattr(columns, "_read", None)
    monkeypatch.setattr(sums, "SUMS", "nobody asks this")


@pytest.mark.usefixtures("lindby", "nothing_read")
def test_pages_of_results_find_the_closed_months_read() -> None:
    assert summary().saving is not None
    assert realised() is not None
    assert bridge_over(periods()[YEAR]) is not None


@pytest.mark.usefixtures("lindby")
def test_start_pages_find_what_they_tell_of_the_closed_year(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_ahead()
    for makes in ("forecast_now", "realised", "followed"):
        monkeypatch.setattr(in_brief, makes, None)
    brief = InBrief()
    assert None not in (brief.forecast, brief.realised, brief.centre)


@pytest.mark.usefixtures("empty")
def test_nothing_is_read_where_nothing_is_compared() -> None:
    read_ahead()
    assert summary().saving is None
