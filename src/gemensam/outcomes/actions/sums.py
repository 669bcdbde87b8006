# SPDX-License-Identifier: EUPL-1.2
"""The sums of a month's cells over its units, and their columns, made anew from the cells."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection, transaction

from gemensam.core import chain
from gemensam.outcomes import cells
from gemensam.outcomes.columns import MERGED, packed
from gemensam.outcomes.measures import MEASURES
from gemensam.outcomes.models import MonthColumns

KEPT = ("outcomes_monthsum", "outcomes_monthcolumns")
SINCE = f"""
SELECT source, max(since) FROM (
    SELECT source, max(recorded_at) AS since FROM {cells.CURRENT} c GROUP BY 1
    UNION ALL SELECT source, max(superseded_at) FROM outcomes_cell
    WHERE {cells.OF} AND superseded_at IS NOT NULL GROUP BY 1) changed
GROUP BY 1
"""
SUM = f"""
INSERT INTO outcomes_monthsum (scenario_id, month, source, since, service_id, provider,
    provided_by_id, level, {", ".join(MEASURES)})
SELECT c.scenario_id, c.month, c.source, s.since, c.service_id, c.provider,
    c.provided_by_id, p.level, {", ".join(f"sum(c.{one})" for one in MEASURES)}
FROM {cells.CURRENT} c {cells.PROTECTED}
JOIN unnest(%(told)s::text[], %(since)s::timestamptz[]) s(source, since)
    ON s.source = c.source
GROUP BY c.scenario_id, c.month, c.source, s.since, c.service_id, c.provider,
    c.provided_by_id, p.level
"""
COLUMNS = cells.columns(cells.CURRENT)


def sum_month(scenario: int, month: date, told_by: Collection[str]) -> None:
    """Bring the sums of what some sources tell of a month up to date with its cells and
    their protection.

    Whoever writes or supersedes cells, or protects some, calls this before the
    transaction ends. The lock comes first: whoever waits for it sums what was written
    meanwhile as well.
    """
    given: dict[str, Any] = {
        "scenario": scenario,
        "months": [month],
        "sources": list(told_by),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        chain.lock_aggregate(f"outcomes.sums:{scenario}:{month}")
        for table in KEPT:
            cursor.execute(f"DELETE FROM {table} WHERE {cells.OF}", given)
        cursor.execute(SINCE, given)
        since = dict(cursor.fetchall())
        told = {"told": list(since), "since": list(since.values())}
        cursor.execute(SUM, given | told)
        cursor.execute(cells.MERGED, given)
        merged = packed([row for _month, *row in cursor.fetchall()], MERGED)
        for source in told_by:
            cursor.execute(COLUMNS, {**given, "sources": [source]})
            if rows := [row for _month, *row in cursor.fetchall()]:
                MonthColumns.objects.create(
                    scenario_id=scenario,
                    month=month,
                    source=source,
                    since=since[source],
                    cells=packed(rows),
                    merged=merged,
                )
