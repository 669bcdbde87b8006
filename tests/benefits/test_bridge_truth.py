# SPDX-License-Identifier: EUPL-1.2
"""The bridge against what was built into Lindby."""

import json

import pytest
from tests.rig.databases import Databases

from gemensam.benefits.queries import saving_over
from gemensam.benefits.queries.bridge import bridge_over, periods
from gemensam.calc.bridge import Part
from gemensam.catalogue.models import Service

pytestmark = pytest.mark.slow


def test_efficiency_lies_in_its_interval_of_the_truth(
    town: str, databases: Databases
) -> None:
    """What Lindby truly saved, at its true volumes and prices, lies between the stated
    bounds of the bridge's own figure; so does what the bridge calls efficiency as paid."""
    del town
    path = databases.var("town") / "demo" / "truth.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    true = told["saving"]["calendar_year_to_date"]
    made = bridge_over(periods()["year"])
    assert made is not None
    saving = saving_over(made.period.months)
    assert saving is not None
    whole, standard = made.whole, made.bridge.standard
    low, high = (share * float(saving.baseline) for share in (saving.low, saving.high))
    own = (Part.MIX, Part.QUALITY, Part.EFFICIENCY)
    assert low <= -sum(whole.equal[part] for part in own) <= high
    assert low <= true["saving"] <= high
    # As paid, each service's saving is its true one at the volumes it truly had.
    codes = dict(Service.objects.values_list("pk", "code"))
    paid = 0.0
    for place, service in enumerate(made.services):
        if service is not None:
            of = true["by_service"][codes[service]]
            paid += of["saving"] / float(standard.to_equal[place])
    grown = -sum(whole.parts[part] for part in own)
    assert low * 0.95 <= paid <= high * 1.15
    assert abs(grown - paid) <= high - low
