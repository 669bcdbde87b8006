# SPDX-License-Identifier: EUPL-1.2
"""Which version of a scenario holds, and which months a version tells of."""

from datetime import date

from django.db import connection
from django.db.models import Q

from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import ScenarioVersion


def in_force(kind: ScenarioKind) -> ScenarioVersion | None:
    """The newest frozen version; while none is frozen, the newest of all."""
    versions = ScenarioVersion.objects.filter(kind=kind).alias(open=Q(frozen_at=None))
    return versions.order_by("open", "-number").first()


MONTHS = """
WITH RECURSIVE told(month) AS (
    (SELECT month FROM outcomes_cell WHERE scenario_id = %(scenario)s
        AND source = 'costing' AND superseded_at IS NULL ORDER BY month LIMIT 1)
    UNION ALL
    SELECT (SELECT c.month FROM outcomes_cell c WHERE c.scenario_id = %(scenario)s
        AND c.source = 'costing' AND c.superseded_at IS NULL AND c.month > told.month
        ORDER BY c.month LIMIT 1)
    FROM told WHERE told.month IS NOT NULL
)
SELECT month FROM told WHERE month IS NOT NULL
"""


def months_of(scenario: ScenarioVersion) -> list[date]:
    """The months that a version holds cost of; from month to month along the index, since
    the cells of each are many."""
    with connection.cursor() as cursor:
        cursor.execute(MONTHS, {"scenario": scenario.pk})
        return [month for (month,) in cursor.fetchall()]


def computed_beside() -> ScenarioVersion | None:
    """The baseline computed after the one that is frozen and in force, if there is one."""
    newest = (
        ScenarioVersion.objects.filter(kind=ScenarioKind.BASELINE)
        .order_by("-number")
        .first()
    )
    if newest is None or newest.frozen_at or newest == in_force(ScenarioKind.BASELINE):
        return None
    return newest if months_of(newest) else None
