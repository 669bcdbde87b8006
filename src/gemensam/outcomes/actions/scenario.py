# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.queries.versions import months_of


def scenario_for(
    kind: ScenarioKind,
    *,
    name: str,
    by: By,
    at: datetime,
    price_level: int | None = None,
    months: Sequence[date] | None = None,
) -> ScenarioVersion:
    """The newest version of a kind that can be written, made if there is none.

    With `months`, one that tells of other months too is left as it is and a new one made.
    """
    with transaction.atomic():
        chain.lock_aggregate(f"outcomes.scenario.{kind}")
        newest = ScenarioVersion.objects.filter(kind=kind).order_by("-number").first()
        if newest and newest.frozen_at is None and _suits(newest, months):
            return newest
        made = ScenarioVersion.objects.create(
            kind=kind,
            number=newest.number + 1 if newest else 1,
            name=name,
            price_level=price_level,
            created_at=at,
        )
        audit.record(made, "scenario.made", by=by, at=at, facts={"name": name})
        return made


def _suits(version: ScenarioVersion, months: Sequence[date] | None) -> bool:
    return months is None or set(months_of(version)) <= set(months)
