# SPDX-License-Identifier: EUPL-1.2
"""Which version of a scenario holds, and which months a version tells of."""

from collections.abc import Sequence
from datetime import date, datetime

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


# By the columns, which are made anew with the cells; as it was known by a cell, where they
# have changed since. Of each a single row at most: never all the cells of a month.
HELD = """
WITH version AS (SELECT id FROM outcomes_scenarioversion WHERE kind = %(kind)s
    ORDER BY frozen_at IS NULL, number DESC LIMIT 1)
SELECT asked.month FROM version, unnest(%(months)s::date[]) asked(month)
WHERE coalesce({}) ORDER BY 1
"""
NOW = """(SELECT true FROM outcomes_monthcolumns WHERE scenario_id = version.id
    AND month = asked.month AND source = 'costing' AND since <= %(at)s::timestamptz)"""
THEN = """(SELECT true FROM outcomes_cell WHERE scenario_id = version.id
    AND month = asked.month AND source = 'costing'
    AND recorded_at <= %(at)s::timestamptz AND superseded_at {} LIMIT 1)"""
KNOWN = (NOW, THEN.format("> %(at)s::timestamptz"), THEN.format("IS NULL"))
ANY_TIME = "infinity"


def held_of(
    kind: ScenarioKind, months: Sequence[date], known_at: datetime | None = None
) -> list[date]:
    """Those of `months` that the version `in_force` holds cost of, or held as it was known."""
    asked = HELD.format(", ".join(KNOWN) if known_at else NOW)
    given = {"kind": kind.value, "months": list(months), "at": known_at or ANY_TIME}
    with connection.cursor() as cursor:
        cursor.execute(asked, given)
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
