# SPDX-License-Identifier: EUPL-1.2
"""What each service cost the whole group, month by month, and how much of it there was:
whoever is shown it must follow the group."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import connection

from gemensam.outcomes.queries.kept import Kept

Sums = tuple[int, int, int]  # öre, of it personnel, volume in hundredths
ByService = Mapping[int | None, Sums]  # None: what is placed on no service

ROWS = """
SELECT d.oid::bigint, m.id, m.month FROM outcomes_monthcolumns m, pg_database d
WHERE d.datname = current_database() AND m.scenario_id = %(scenario)s
    AND m.source = 'costing' AND m.month = ANY(%(months)s)
"""
SUMS = """
SELECT month, service_id, coalesce(sum(cost_ore), 0)::bigint,
    coalesce(sum(labour_ore), 0)::bigint, (100 * coalesce(sum(volume), 0))::bigint
FROM outcomes_monthsum
WHERE scenario_id = %(scenario)s AND source = 'costing' AND month = ANY(%(months)s)
GROUP BY 1, 2
"""
MOST = 50_000  # services in months
_kept: Kept[ByService] = Kept(most=MOST, size=lambda held: 1 + len(held))


def sums_by_service(scenario: int, months: Sequence[date]) -> Mapping[date, ByService]:
    """Of each of `months` that was costed, by service. The sums of a month are written
    with its columns, whose row they are known by."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, {"scenario": scenario, "months": list(months)})
        rows = {month: (database, row) for database, row, month in cursor.fetchall()}
        known = {month: _kept.get(row) for month, row in rows.items()}
        found = {month: held for month, held in known.items() if held is not None}
        unread = [month for month in rows if month not in found]
        if unread:
            cursor.execute(SUMS, {"scenario": scenario, "months": unread})
            read: dict[date, dict[int | None, Sums]] = defaultdict(dict)
            for month, service, *sums in cursor.fetchall():
                read[month][service] = (sums[0], sums[1], sums[2])
            for month, held in read.items():
                _kept.keep(rows[month], held)
                found[month] = held
    return found
