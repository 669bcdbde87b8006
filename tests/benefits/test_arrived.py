# SPDX-License-Identifier: EUPL-1.2
"""Which files told of which months."""

import pytest

from gemensam.benefits.queries.months import months_between
from gemensam.benefits.queries.routine.arrived import arrivals
from gemensam.core import clock
from gemensam.desk.models import Case


@pytest.mark.usefixtures("lindby")
def test_a_log_tells_of_the_months_in_which_its_cases_were_opened() -> None:
    rows = Case.objects.filter(log__isnull=False)
    told = {
        (f"cases:{source}", opened.astimezone(clock.zone()).date().replace(day=1), log)
        for source, opened, log in rows.values_list(
            "log__from_import__source", "opened_at", "log"
        )
    }
    first, last = (end(month for _source, month, _log in told) for end in (min, max))
    around = months_between(first.replace(year=first.year - 1), last)
    found = {
        (source, month, file.number)
        for (source, month), files in arrivals(around).items()
        if source.startswith("cases:")
        for file in files
    }
    assert len({month for _source, month, _log in told}) > 1
    assert found == told
