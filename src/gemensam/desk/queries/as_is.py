# SPDX-License-Identifier: EUPL-1.2
"""How each service is done in each unit, as a log tells it: how many, how long, in time,
how often it changes hands and is done again. Nothing of it is by persons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from gemensam.calc.protection import FEWEST
from gemensam.desk.models import CaseLog

# Cases that may be told of by service and unit: not in a month in which the grain shows
# the two only together with others.
TOLD = """NOT EXISTS (SELECT 1 FROM outcomes_protectedcell p
    WHERE p.service_id = c.service_id AND p.unit_id = c.unit_id AND p.month =
        date_trunc('month', coalesce(c.resolved_at, c.opened_at) AT TIME ZONE %(zone)s)::date)"""
ROWS = f"""
WITH told AS (
    SELECT c.* FROM desk_case c WHERE c.log_id = %(log)s AND {TOLD}
), steps AS (
    SELECT e.case_id, e.kind,
        concat_ws('/', e.payload->>'activity', e.payload->>'lifecycle') AS what,
        coalesce(e.payload->>'group', nullif(e.who, ''), e.actor_id::text) AS hands,
        lag(coalesce(e.payload->>'group', nullif(e.who, ''), e.actor_id::text))
            OVER (PARTITION BY e.case_id ORDER BY e.seq) AS before
    FROM desk_caseevent e JOIN told c ON c.id = e.case_id
), trails AS (
    SELECT case_id, count(*) FILTER (WHERE hands <> before) AS handovers,
        bool_or(kind = 'reopened') OR count(what) > count(DISTINCT what) AS again
    FROM steps GROUP BY case_id
)
SELECT c.service_id AS service, c.unit_id AS unit, count(*) AS cases,
    count(*) FILTER (WHERE c.status = 'resolved') AS done,
    count(c.on_time) AS judged, count(*) FILTER (WHERE c.on_time) AS on_time,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM c.resolved_at - c.opened_at))
        FILTER (WHERE c.status = 'resolved') AS half,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM c.resolved_at - c.opened_at))
        FILTER (WHERE c.status = 'resolved') AS nine_tenths,
    avg(t.handovers) AS handovers, avg(t.again::int) AS again
FROM told c JOIN trails t ON t.case_id = c.id
LEFT JOIN catalogue_service s ON s.id = c.service_id
GROUP BY 1, 2 HAVING count(*) >= %(fewest)s AND (
    NOT coalesce(bool_or(s.concerns_persons), false) OR count(DISTINCT
        coalesce(c.requester_id::text, nullif(c.requester_label, ''), c.id::text))
        >= %(fewest)s)
ORDER BY 3 DESC, 1, 2 LIMIT 200
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsIs:
    """A service (None: the log does not say) in a unit (None: likewise). Times in seconds
    from opened to done; `handovers` a case on average; `again` the share of cases in
    which something was done a second time, or that were opened again."""

    service: int | None
    unit: int | None
    facts: Mapping[str, Any]

    @property
    def on_time(self) -> float | None:
        judged = self.facts["judged"]
        return self.facts["on_time"] / judged if judged else None


def as_is(log: CaseLog) -> Sequence[AsIs]:
    """Those with most cases first; what concerns too few is left out."""
    given = {"log": log.pk, "zone": settings.LOCAL_TIME_ZONE, "fewest": FEWEST}
    with connection.cursor() as cursor:
        cursor.execute(ROWS, given)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [
        AsIs(service=row.pop("service"), unit=row.pop("unit"), facts=row)
        for row in rows
    ]
