# SPDX-License-Identifier: EUPL-1.2
"""The papers of the pre-study come in the order in which they rest on each other."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from gemensam.core import clock
from gemensam.demo.build import comes
from gemensam.demo.calendar_rules import is_bank_day
from gemensam.demo.days import can_choose, decided_on, meets_on, signed_on
from gemensam.demo.manifest import ImportFile
from gemensam.demo.months import plus
from gemensam.demo.settings import Settings
from gemensam.demo.timeline import timeline_of

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("months", range(1, 25))
def test_whether_to_have_a_centre_is_only_decided_before_anything_is_tried(
    months: int,
) -> None:
    """The timeline has all that the days ask of a manifest."""
    manifest: Any = timeline_of(Settings(today=TODAY, months=months))
    with clock.fixed(datetime(2026, 11, 23, 8, tzinfo=UTC)):
        meeting = meets_on(manifest)
        closed = date(manifest.baseline_year + 1, 1, 10)
        order = [
            closed,
            signed_on(manifest).date(),
            decided_on(manifest).date(),
            meeting,
        ]
        assert order == sorted(order)
        assert is_bank_day(meeting)
        assert can_choose(manifest) is (months not in {9, 10, 11, 21, 22, 23})
        if can_choose(manifest):
            assert manifest.programme < meeting < manifest.pilot < manifest.start
        else:
            assert manifest.pilot <= meeting <= closed.replace(day=31)


@pytest.mark.parametrize("day", range(0, 366, 5))
def test_a_monthly_file_comes_when_its_month_is_over(day: int) -> None:
    """Whichever day the demo is built: the first days of a month have a month that is
    over and not closed."""
    today = date(2026, 11, 23) + timedelta(days=day)
    manifest: Any = timeline_of(Settings(today=today))
    now = datetime.combine(today, time(8, 30), tzinfo=UTC)
    with clock.fixed(now):
        for month in (plus(today.replace(day=1), -number) for number in range(1, 8)):
            file = ImportFile("telephony", Path(f"telefoni_{month:%Y-%m}.csv"), {})
            came = comes(file, manifest)
            assert clock.start_of_day(plus(month, 1)) <= came <= now
            if month <= manifest.closed:
                tenth = plus(manifest.closed, 1).replace(day=10)
                assert came < clock.start_of_day(tenth)
