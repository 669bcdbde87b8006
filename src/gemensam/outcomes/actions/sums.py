# SPDX-License-Identifier: EUPL-1.2
"""The sums of a month's cells over its units, and their columns, made anew from the cells."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection, transaction

from gemensam.core import chain
from gemensam.outcomes.columns import MERGED, packed
from gemensam.outcomes.measures import MEASURES
from gemensam.outcomes.models import MonthColumns

OF = "scenario_id = %(scenario)s AND month = %(month)s AND source = ANY(%(sources)s)"
KEPT = ("outcomes_monthsum", "outcomes_monthcolumns")
CELLS = f"(SELECT * FROM outcomes_cell WHERE {OF} AND superseded_at IS NULL) c"
PROTECTED = """LEFT JOIN outcomes_protectedcell p ON p.scenario_id = c.scenario_id
    AND p.month = c.month AND p.service_id = c.service_id AND p.unit_id = c.unit_id"""
SUM = f"""
INSERT INTO outcomes_monthsum (scenario_id, month, source, service_id, provider,
    provided_by_id, level, {", ".join(MEASURES)})
SELECT c.scenario_id, c.month, c.source, c.service_id, c.provider, c.provided_by_id,
    p.level, {", ".join(f"sum(c.{one})" for one in MEASURES)}
FROM {CELLS} {PROTECTED}
GROUP BY c.scenario_id, c.month, c.source, c.service_id, c.provider, c.provided_by_id,
    p.level
"""
COLUMNS = f"""
SELECT coalesce(c.service_id, 0), c.unit_id, coalesce(p.level, 0),
    coalesce(p.shown_node_id, 0), sum(c.cost_ore)::bigint, sum(c.labour_ore)::bigint,
    (100 * sum(c.volume))::bigint
FROM {CELLS} {PROTECTED}
WHERE coalesce(c.cost_ore, c.labour_ore, c.volume) IS NOT NULL
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2
"""
MERGED_THERE = """
SELECT service_id, unit_id, level, coalesce(shown_node_id, 0)
FROM outcomes_protectedcell
WHERE scenario_id = %(scenario)s AND month = %(month)s AND service_id IS NOT NULL
ORDER BY 1, 2
"""


def sum_month(scenario: int, month: date, told_by: Collection[str]) -> None:
    """Bring the sums of what some sources tell of a month up to date with its cells and
    their protection.

    Whoever writes or supersedes cells, or protects some, calls this before the
    transaction ends. The lock comes first: whoever waits for it sums what was written
    meanwhile as well.
    """
    given: dict[str, Any] = {
        "scenario": scenario,
        "month": month,
        "sources": list(told_by),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        chain.lock_aggregate(f"outcomes.sums:{scenario}:{month}")
        for table in KEPT:
            cursor.execute(f"DELETE FROM {table} WHERE {OF}", given)
        cursor.execute(SUM, given)
        cursor.execute(MERGED_THERE, given)
        merged = packed(cursor.fetchall(), MERGED)
        for source in told_by:
            cursor.execute(COLUMNS, {**given, "sources": [source]})
            if rows := cursor.fetchall():
                MonthColumns.objects.create(
                    scenario_id=scenario,
                    month=month,
                    source=source,
                    cells=packed(rows),
                    merged=merged,
                )
