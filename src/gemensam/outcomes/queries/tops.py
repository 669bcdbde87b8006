# SPDX-License-Identifier: EUPL-1.2
"""Current cells summed by administration, company or centre, under any tree.

Read from the sums kept beside the cells (`TopSum`). These were made with the tree of
their month: where some unit hung elsewhere then than in the tree that is asked for, both
its administrations are summed from the cells instead.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from gemensam.outcomes.models import SummedTree

NOWHERE = 0  # the top of units that hang under none
JOINED = """
FROM unnest(%(moved_months)s::date[], %(moved_sources)s::text[], %(moved_units)s::bigint[],
    %(moved_tops)s::bigint[]) d(month, source, unit, top)
JOIN outcomes_cell c ON c.scenario_id = %(scenario)s AND c.unit_id = d.unit
    AND c.month = d.month AND c.source = d.source AND c.superseded_at IS NULL
LEFT JOIN outcomes_protectedcell p ON p.scenario_id = c.scenario_id
    AND p.month = c.month AND p.service_id = c.service_id AND p.unit_id = c.unit_id
"""
KEPT = """
FROM outcomes_topsum k
WHERE k.scenario_id = %(scenario)s AND k.month = ANY(%(months)s) AND NOT EXISTS (
    SELECT 1 FROM unnest(%(left_months)s::date[], %(left_sources)s::text[],
        %(left_tops)s::bigint[]) l(month, source, top)
    WHERE l.month = k.month AND l.source = k.source AND l.top = coalesce(k.top_id, 0))
"""


def by_top(measures: Sequence[str]) -> str:
    """SQL for rows of `month, service_id, source, provider, level, top` and measures,
    several of the same key; to be given what `given_by_top` answers."""
    kept = ", ".join(f"k.{one}" for one in measures)
    cells = ", ".join(f"c.{one}" for one in measures)
    return (
        "SELECT k.month, k.service_id, k.source, k.provider, k.level, k.top_id AS top, "
        f"{kept} {KEPT} UNION ALL "
        "SELECT c.month, c.service_id, c.source, c.provider, p.level, "
        f"nullif(d.top, {NOWHERE}) AS top, {cells} {JOINED}"
    )


def given_by_top(
    scenario: int, months: Sequence[date], above: Mapping[int, int]
) -> dict[str, Any]:
    """What `by_top` reads for a version, its months and the tree asked for: each unit and
    the administration above it."""
    left: list[tuple[date, str, int]] = []
    moved: list[tuple[date, str, int, int]] = []
    trees = SummedTree.objects.filter(scenario=scenario, month__in=months)
    for month, source, units, tops in trees.values_list(
        "month", "source", "units", "tops"
    ):
        hung = {
            unit: (top or NOWHERE, above.get(unit, NOWHERE))
            for unit, top in zip(units, tops, strict=True)
        }
        apart = {top for pair in hung.values() if pair[0] != pair[1] for top in pair}
        left.extend((month, source, top) for top in sorted(apart))
        moved.extend(
            (month, source, unit, now)
            for unit, (then, now) in hung.items()
            if then in apart
        )
    return {
        "scenario": scenario,
        "months": list(months),
        **_columns(("left_months", "left_sources", "left_tops"), left),
        **_columns(
            ("moved_months", "moved_sources", "moved_units", "moved_tops"), moved
        ),
    }


def sums_by_top(
    scenario: int,
    months: Sequence[date],
    above: Mapping[int, int],
    *,
    source: str,
    measures: Sequence[str],
) -> list[tuple[Any, ...]]:
    """Rows of top, service (None: placed on none) and the sum of each of `measures`
    (None: not told), of all cells, also those that others see merged; in order."""
    sums = ", ".join(f"sum(k.{one})" for one in measures)
    given = given_by_top(scenario, months, above)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT k.top, k.service_id, {sums} FROM ({by_top(measures)}) k "
            "WHERE k.source = %(source)s GROUP BY 1, 2 ORDER BY 1, 2",
            {**given, "source": source},
        )
        return list(cursor.fetchall())


def _columns(
    names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        for name, value in zip(names, row, strict=True):
            found[name].append(value)
    return {name: found[name] for name in names}
