# SPDX-License-Identifier: EUPL-1.2
"""What is practical of a full-time post's year, as the controller reckons it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from gemensam.calc.tdabc import WorkingYear
from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.costing.models import CapacityYear
from gemensam.costing.queries.capacity import NAMES, TERMS, current_year, values_of


def reckon_year(
    values: Mapping[str, Decimal], *, reason: str, by: By, at: datetime
) -> CapacityYear:
    """A new version with `values` of NAMES.

    Raises `calc.tdabc.NegativeTimeError` and `NoTimeLeftError`.
    """
    WorkingYear(
        weeks=values["weeks"],
        hours_a_week=values["hours_a_week"],
        deducted={name: values[name] for name in TERMS},
    ).practical()
    with transaction.atomic():
        chain.lock_aggregate("costing.capacity")
        before = values_of(current_year())
        CapacityYear.objects.filter(superseded_at=None).update(superseded_at=at)
        last = CapacityYear.objects.aggregate(last=Max("number"))["last"]
        made = CapacityYear.objects.create(
            number=(last or 0) + 1,
            reason=reason.strip(),
            made_at=at,
            made_by_id=by.account,
            **{name: values[name] for name in NAMES},
        )
        changes = {name: (before[name], values[name]) for name in NAMES}
        facts = {"version": made.number, "reason": made.reason}
        audit.record(
            made, "capacity.reckoned", by=by, at=at, changes=changes, facts=facts
        )
    return made
