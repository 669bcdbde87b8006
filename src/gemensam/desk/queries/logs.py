# SPDX-License-Identifier: EUPL-1.2
"""What a log of cases holds: per month, how long, by whom; never by single persons."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from gemensam.desk.models import CaseLog
from gemensam.desk.queries.as_is import TOLD, AsIs

FEWEST = 5  # cases of a group that is shown by itself

# One service in one unit of the log, or all of it.
ONLY = f"""(NOT %(only)s OR (c.service_id IS NOT DISTINCT FROM %(service)s
    AND c.unit_id IS NOT DISTINCT FROM %(unit)s AND {TOLD}))"""
MONTHS = f"""
SELECT date_trunc('month', c.opened_at AT TIME ZONE %(zone)s)::date AS month,
    count(*) AS opened,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM c.touched_at - c.opened_at))
        AS half,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM c.touched_at - c.opened_at))
        AS nine_tenths
FROM desk_case c WHERE c.log_id = %(log)s AND {ONLY} GROUP BY 1 ORDER BY 1
"""
LINES = f"""
SELECT e.payload->>'group' AS line, count(DISTINCT e.case_id) AS cases, count(*) AS events,
    count(*) OVER () AS many
FROM desk_caseevent e JOIN desk_case c ON c.id = e.case_id
WHERE c.log_id = %(log)s AND {ONLY} AND e.payload ? 'group'
GROUP BY 1 HAVING count(DISTINCT e.case_id) >= %(fewest)s ORDER BY 2 DESC, 1 LIMIT %(most)s
"""
ACTIVITIES = f"""
SELECT concat_ws(' / ', e.payload->>'activity', e.payload->>'lifecycle') AS activity,
    count(DISTINCT e.case_id) AS cases, count(*) AS events, count(*) OVER () AS many
FROM desk_caseevent e JOIN desk_case c ON c.id = e.case_id
WHERE c.log_id = %(log)s AND {ONLY} GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT %(most)s
"""
MOST = 40
WHOLE = f"""
SELECT count(*) AS cases, count(*) FILTER (WHERE c.service_id IS NULL) AS untied,
    count(*) FILTER (WHERE c.status = 'resolved') AS resolved,
    count(*) FILTER (WHERE c.status = 'forgotten') AS forgotten,
    min(c.opened_at) AS first, max(c.touched_at) AS last,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM c.touched_at - c.opened_at))
        AS half,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM c.touched_at - c.opened_at))
        AS nine_tenths
FROM desk_case c WHERE c.log_id = %(log)s AND {ONLY}
"""


@dataclass(frozen=True, slots=True)
class LogPicture:
    """Lead times are from the first to the last event, in seconds of real time. Of lines
    and activities the `MOST` largest are told, each with how `many` there are."""

    whole: dict[str, Any]
    months: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    activities: list[dict[str, Any]]

    @property
    def first_month(self) -> date | None:
        return self.months[0]["month"] if self.months else None


def log_picture(log: CaseLog, *, zone: str, only: AsIs | None = None) -> LogPicture:
    """Of the whole log, or `only` of one service in one unit of those it may tell."""
    given = {
        "log": log.pk,
        "zone": zone,
        "fewest": FEWEST,
        "most": MOST,
        "only": only is not None,
        "service": only.service if only else None,
        "unit": only.unit if only else None,
    }
    return LogPicture(
        whole=_rows(WHOLE, given)[0],
        months=_rows(MONTHS, given),
        lines=_rows(LINES, given),
        activities=_rows(ACTIVITIES, given),
    )


def _rows(sql: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
