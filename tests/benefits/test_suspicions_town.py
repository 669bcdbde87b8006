# SPDX-License-Identifier: EUPL-1.2
"""How many are accused in a town where nobody planted anything but the demo's own story."""

import pytest
from tests.benefits.suspected import KEPT_EVERYBODY

from gemensam.benefits.enums import Rule
from gemensam.benefits.queries.suspicions.made import found_now
from gemensam.group.models import Unit


@pytest.mark.slow
@pytest.mark.usefixtures("town")
def test_few_are_accused_who_did_nothing() -> None:
    """Of nine authorities, 21 departments and some thousand codings: the one that kept
    everybody, and departments whose last posts could not be divided."""
    kept = Unit.objects.get(code=KEPT_EVERYBODY)
    found = found_now()
    assert [kept.pk] in [one.about for one in found]
    assert {one.rule for one in found} == {Rule.STAYED}
    assert len(found) <= 4
