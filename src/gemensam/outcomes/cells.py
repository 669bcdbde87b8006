# SPDX-License-Identifier: EUPL-1.2
"""Cells of some months of a version as one source or several tell them: in SQL, for
whoever sums them. Each asks for `scenario`, `months` and `sources`."""

OF = "scenario_id = %(scenario)s AND month = ANY(%(months)s) AND source = ANY(%(sources)s)"
CURRENT = f"(SELECT * FROM outcomes_cell WHERE {OF} AND superseded_at IS NULL)"
# Those known `at` a time. Apart, since each half has an index of its own.
KNOWN = f"""(
    SELECT * FROM outcomes_cell
    WHERE {OF} AND superseded_at IS NULL AND recorded_at <= %(at)s
    UNION ALL SELECT * FROM outcomes_cell
    WHERE {OF} AND superseded_at > %(at)s AND recorded_at <= %(at)s)"""
PROTECTED = """LEFT JOIN outcomes_protectedcell p ON p.scenario_id = c.scenario_id
    AND p.month = c.month AND p.service_id = c.service_id AND p.unit_id = c.unit_id"""
# All that is protected of the months, by whatever source.
MERGED = """
SELECT month, service_id, unit_id, level, coalesce(shown_node_id, 0)
FROM outcomes_protectedcell
WHERE scenario_id = %(scenario)s AND month = ANY(%(months)s) AND service_id IS NOT NULL
ORDER BY 1, 2, 3
"""


def columns(cells: str) -> str:
    """A month, and what `outcomes.columns.ROW` has of it."""
    return f"""
SELECT c.month, coalesce(c.service_id, 0), c.unit_id, coalesce(p.level, 0),
    coalesce(p.shown_node_id, 0), sum(c.cost_ore)::bigint, sum(c.labour_ore)::bigint,
    (100 * sum(c.volume))::bigint
FROM {cells} c {PROTECTED}
WHERE coalesce(c.cost_ore, c.labour_ore, c.volume) IS NOT NULL
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3
"""
