# SPDX-License-Identifier: EUPL-1.2
"""Which version of a scenario holds, and which months a version tells of."""

from datetime import date

from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell, ScenarioVersion


def in_force(kind: ScenarioKind) -> ScenarioVersion | None:
    """The newest frozen version; while none is frozen, the newest of all."""
    versions = ScenarioVersion.objects.filter(kind=kind).order_by("-number")
    return versions.exclude(frozen_at=None).first() or versions.first()


def months_of(scenario: ScenarioVersion) -> list[date]:
    """The months that a version holds cost of."""
    return list(
        Cell.objects.filter(scenario=scenario, source="costing", superseded_at=None)
        .order_by("month")
        .values_list("month", flat=True)
        .distinct()
    )
