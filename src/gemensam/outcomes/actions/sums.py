# SPDX-License-Identifier: EUPL-1.2
"""The sums of a month's cells over its units, made anew from the cells."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection, transaction

from gemensam.core import chain
from gemensam.group.models import tree_at
from gemensam.group.queries import administrations
from gemensam.outcomes.measures import MEASURES

OF = "scenario_id = %(scenario)s AND month = %(month)s AND source = ANY(%(sources)s)"
KEPT = ("outcomes_monthsum", "outcomes_topsum", "outcomes_summedtree")
NAMES = ", ".join(MEASURES)
SUMS = ", ".join(f"sum(c.{one})" for one in MEASURES)
CELLS = f"(SELECT * FROM outcomes_cell WHERE {OF} AND superseded_at IS NULL) c"
PROTECTED = """LEFT JOIN outcomes_protectedcell p ON p.scenario_id = c.scenario_id
    AND p.month = c.month AND p.service_id = c.service_id AND p.unit_id = c.unit_id"""
TOPS = "LEFT JOIN unnest(%(units)s::bigint[], %(tops)s::bigint[]) t(unit, top) ON t.unit = c.unit_id"
OVER_ALL = f"""
INSERT INTO outcomes_monthsum (scenario_id, month, source, service_id, provider,
    provided_by_id, level, {NAMES})
SELECT c.scenario_id, c.month, c.source, c.service_id, c.provider, c.provided_by_id,
    p.level, {SUMS}
FROM {CELLS} {PROTECTED}
GROUP BY c.scenario_id, c.month, c.source, c.service_id, c.provider, c.provided_by_id,
    p.level
"""
BY_TOP = f"""
INSERT INTO outcomes_topsum (scenario_id, month, source, service_id, provider,
    top_id, level, {NAMES})
SELECT c.scenario_id, c.month, c.source, c.service_id, c.provider, t.top, p.level, {SUMS}
FROM {CELLS} {PROTECTED} {TOPS}
GROUP BY c.scenario_id, c.month, c.source, c.service_id, c.provider, t.top, p.level
"""
TREE = f"""
INSERT INTO outcomes_summedtree (scenario_id, month, source, units, tops)
SELECT %(scenario)s, %(month)s, held.source, array_agg(held.unit), array_agg(held.top)
FROM (SELECT DISTINCT c.source, c.unit_id AS unit, t.top FROM {CELLS} {TOPS}) held
GROUP BY held.source
"""


def sum_month(scenario: int, month: date, told_by: Collection[str]) -> None:
    """Bring the sums of what some sources tell of a month up to date with its cells and
    their protection, by administration as the tree hung in that month.

    Whoever writes or supersedes cells, or protects some, calls this before the
    transaction ends. The lock comes first: whoever waits for it sums what was written
    meanwhile as well.
    """
    above = administrations(tree_at(month))
    given: dict[str, Any] = {
        "scenario": scenario,
        "month": month,
        "sources": list(told_by),
        "units": list(above),
        "tops": list(above.values()),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        chain.lock_aggregate(f"outcomes.sums:{scenario}:{month}")
        for table in KEPT:
            cursor.execute(f"DELETE FROM {table} WHERE {OF}", given)
        for made in (OVER_ALL, BY_TOP, TREE):
            cursor.execute(made, given)
