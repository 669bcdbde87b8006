# SPDX-License-Identifier: EUPL-1.2
"""The same figures are protected alike, in whatever order they were written."""

import pytest

from gemensam.benefits.queries.months import newest
from gemensam.catalogue.models import Service
from gemensam.group.models import Unit
from gemensam.outcomes.actions.protect import _concerned
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.queries.versions import months_of

pytestmark = pytest.mark.usefixtures("lindby")


def test_cells_of_a_month_come_in_the_order_of_their_codes() -> None:
    actual = newest(ScenarioKind.ACTUAL)
    assert actual is not None
    services, units = Service.objects.in_bulk(), Unit.objects.in_bulk()
    told = [
        (
            services[one.service].code if one.service is not None else "",
            units[one.unit].code,
        )
        for one in _concerned(actual, months_of(actual)[-1])
    ]
    assert len(told) > 50
    assert told == sorted(told)
