# SPDX-License-Identifier: EUPL-1.2
"""What cases tell of each place: how long, on time, right the first time.

Read from the cases themselves, since the grain holds no logarithms; what the grain shows
only merged is left out here too, and a service about persons needs five of them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from gemensam.benefits.enums import Per, Version
from gemensam.benefits.queries.variation.period import Period
from gemensam.calc.protection import FEWEST
from gemensam.calc.variation import Counted, Timed
from gemensam.desk.enums import CaseSystem
from gemensam.outcomes.enums import Shown

# Which cases may be told of: done in the period, in places where nothing hides them.
TOLD = """
FROM desk_case c JOIN catalogue_service s ON s.id = c.service_id
JOIN unnest(%(units)s::bigint[], %(places)s::bigint[]) m(unit, place) ON m.unit = c.unit_id
CROSS JOIN LATERAL (SELECT greatest(1, extract(epoch FROM c.resolved_at - c.opened_at) / 60)
    ::double precision AS minutes) r
WHERE c.status = 'resolved' AND c.resolved_at >= %(begins)s AND c.resolved_at < %(ends)s
    AND (%(system)s = '' OR c.system = %(system)s)
    AND (%(services)s::bigint[] = '{}' OR c.service_id = ANY(%(services)s))
    AND NOT EXISTS (SELECT 1 FROM outcomes_protectedcell p
        WHERE p.service_id = c.service_id AND p.unit_id = c.unit_id AND p.level >= %(level)s
        AND p.month = date_trunc('month', c.resolved_at AT TIME ZONE %(zone)s)::date)
"""
FACTS = f"""
SELECT c.service_id, m.place, count(*) AS n, count(c.on_time) AS judged,
    count(*) FILTER (WHERE c.on_time) AS on_time,
    count(*) FILTER (WHERE c.reopened = 0) AS right_first,
    count(c.lead_minutes) AS timed,
    coalesce(sum(ln(greatest(c.lead_minutes, 1)::double precision)), 0) AS working,
    coalesce(sum(ln(greatest(c.lead_minutes, 1)::double precision) ^ 2), 0) AS working2,
    sum(ln(r.minutes)) AS passed, sum(ln(r.minutes) ^ 2) AS passed2
{TOLD}
GROUP BY 1, 2 HAVING NOT bool_or(s.concerns_persons) OR
    count(DISTINCT coalesce(c.requester_id::text, nullif(c.requester_label, ''), c.id::text))
    >= %(fewest)s
"""
TIMES = f"""
SELECT m.place, r.minutes {TOLD} AND m.place = ANY(%(only)s) ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """A place's done cases of a service; times as sums of logarithms of minutes, in
    working time where every case has one, else in real time."""

    place: int
    n: int
    judged: int
    on_time: int
    right: int
    is_working_time: bool
    logs: float
    logs_squared: float

    @property
    def timed(self) -> Timed:
        return Timed(
            key=self.place,
            n=self.n,
            log_mean=self.logs / self.n,
            log_squares=max(0.0, self.logs_squared - self.logs**2 / self.n),
        )

    @property
    def kept(self) -> Counted:
        return Counted(key=self.place, count=self.on_time, of=self.judged)

    @property
    def right_first(self) -> Counted:
        return Counted(key=self.place, count=self.right, of=self.n)


def case_facts(
    period: Period, per: Per, *, services: Sequence[int] = ()
) -> Mapping[int, list[CaseFacts]]:
    """Per service, what the cases of each place tell; for those who follow the group."""
    rows = rows_of(FACTS, given_of(period, per, services))
    working = {
        service: all(row["timed"] == row["n"] for row in rows if _of(row, service))
        for service in {row["service_id"] for row in rows}
    }
    found: dict[int, list[CaseFacts]] = defaultdict(list)
    for row in rows:
        service = row["service_id"]
        used = "working" if working[service] else "passed"
        found[service].append(
            CaseFacts(
                place=row["place"],
                n=row["n"],
                judged=row["judged"],
                on_time=row["on_time"],
                right=row["right_first"],
                is_working_time=working[service],
                logs=row[used],
                logs_squared=row[used + "2"],
            )
        )
    return found


def lead_times(
    period: Period, per: Per, service: int, *, places: Sequence[int]
) -> Mapping[int, list[float]]:
    """The lead times (days of real time) of each of `places`, sorted."""
    given = {**given_of(period, per, [service]), "only": list(places)}
    found: dict[int, list[float]] = defaultdict(list)
    for row in rows_of(TIMES, given):
        found[row["place"]].append(row["minutes"] / 1440)
    return found


def _of(row: Mapping[str, Any], service: int) -> bool:
    return bool(row["service_id"] == service)


def given_of(period: Period, per: Per, services: Sequence[int]) -> dict[str, Any]:
    places = period.places(per)
    hidden = Shown.ADMINISTRATION if per == Per.UNIT else Shown.GROUP
    return {
        "units": list(places),
        "places": list(places.values()),
        "begins": period.begins,
        "ends": period.ends,
        "system": CaseSystem.FOREIGN.value if period.version == Version.LOGS else "",
        "services": list(services),
        "level": int(hidden),
        "zone": settings.LOCAL_TIME_ZONE,
        "fewest": FEWEST,
    }


def rows_of(sql: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
