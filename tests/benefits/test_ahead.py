# SPDX-License-Identifier: EUPL-1.2
"""What a server has read of closed months before anyone opens a page of results."""

from dataclasses import replace

import pytest
from psycopg.sql import SQL
from tests.rig.kept import how_many
from tests.site.people import someone

from gemensam.benefits.enums import Per, Version
from gemensam.benefits.models import MonthClose
from gemensam.benefits.queries import ahead, in_brief, summary
from gemensam.benefits.queries.ahead import read_ahead
from gemensam.benefits.queries.bridge.made import bridge_over
from gemensam.benefits.queries.bridge.periods import YEAR, periods
from gemensam.benefits.queries.in_brief import InBrief
from gemensam.benefits.queries.months import compared
from gemensam.benefits.queries.quality import quality_now
from gemensam.benefits.queries.realised.made import realised
from gemensam.benefits.queries.variation import (
    case_facts,
    costs_by_place,
    periods as versions,
)
from gemensam.core import clock
from gemensam.outcomes.queries import columns, hidden, sums


@pytest.fixture
def nothing_read(
    lindby: str, nothing_kept: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After this, whoever reads a closed month finds nothing to read it with."""
    del lindby, nothing_kept
    read_ahead()
    monkeypatch.setattr(columns, "_read", None)
    monkeypatch.setattr(sums, "SUMS", "nobody asks this")
    monkeypatch.setattr(hidden, "PACKED", SQL("nobody asks this"))


@pytest.mark.usefixtures("nothing_read")
def test_pages_of_results_find_the_closed_months_read() -> None:
    assert summary().saving is not None
    assert realised() is not None
    assert bridge_over(periods()[YEAR]) is not None
    assert quality_now() is not None


@pytest.mark.usefixtures("lindby", "nothing_kept")
def test_start_pages_find_what_they_tell_of_the_closed_year(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_ahead()
    for makes in ("forecast_now", "realised", "followed"):
        monkeypatch.setattr(in_brief, makes, None)
    brief = InBrief()
    assert None not in (brief.forecast, brief.realised, brief.centre)


@pytest.mark.usefixtures("nothing_read")
@pytest.mark.parametrize("version", [Version.BASELINE, Version.ACTUAL])
def test_what_varies_finds_them_read(version: Version) -> None:
    period = versions()[version]
    assert costs_by_place(someone("CONTROLLER"), period, Per.UNIT)
    assert case_facts(period, Per.UNIT)


@pytest.mark.usefixtures("empty", "nothing_kept")
def test_nothing_is_read_where_nothing_is_compared() -> None:
    read_ahead()
    assert set(how_many().values()) == {0}
    assert summary().saving is None


@pytest.mark.usefixtures("lindby", "nothing_kept")
@pytest.mark.parametrize("side", ["baseline", "actual"])
def test_nothing_is_read_of_one_side_alone(
    monkeypatch: pytest.MonkeyPatch, side: str
) -> None:
    both = compared()
    alone = {
        "baseline": replace(both, actual=None),
        "actual": replace(both, baseline=None),
    }[side]
    monkeypatch.setattr(ahead, "compared", lambda: alone)
    read_ahead()
    assert set(how_many().values()) == {0}


@pytest.mark.usefixtures("lindby", "nothing_kept")
def test_nothing_is_read_before_a_month_is_closed() -> None:
    MonthClose.objects.update(reopened_at=clock.now(), reason="Fel fil")
    read_ahead()
    assert set(how_many().values()) == {0}
