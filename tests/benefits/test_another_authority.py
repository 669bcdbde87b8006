# SPDX-License-Identifier: EUPL-1.2
"""A unit goes over to another nämnd: what is closed stays, and nobody is accused of it."""

from collections.abc import Mapping
from datetime import date

import pytest
from tests.benefits.suspected import by_rule, cut, months
from tests.rig.imported import in_a_test, rows_in, said

from gemensam.benefits.enums import Rule
from gemensam.benefits.models import BudgetMove
from gemensam.benefits.queries.realised.made import Realised, realised
from gemensam.calc.realised import Evidence, Stage
from gemensam.group.models import Authority, Placement, Unit
from gemensam.group.queries import whose
from gemensam.outcomes.models import MonthSum

pytestmark = pytest.mark.usefixtures("lindby")

HEAD = "Enhetskod;Namn;Typ;Överordnad;Organisationsnummer;Myndighet;Giltig från;Giltig till"
ORE = 1  # of rounding, for each place


def now() -> Realised:
    made = realised()
    assert made is not None
    return made


def leaving() -> tuple[Unit, Authority]:
    """A department of the nämnd that has most of them, and another nämnd."""
    committees = Authority.objects.filter(kind="committee")
    held = whose().main(months()[-1])
    costs = now().total_by_authority() if hasattr(Realised, "total_by_authority") else {}
    del costs
    counted = {
        one.pk: sum(1 for authority in held.values() if authority == one.pk)
        for one in committees
    }
    first, second = sorted(counted, key=lambda one: -counted[one])[:2]
    units = Unit.objects.filter(
        pk__in=[unit for unit, authority in held.items() if authority == first],
        kind="department",
        valid_to=None,
    )
    return units.order_by("pk")[0], Authority.objects.get(pk=second)
