# SPDX-License-Identifier: EUPL-1.2
"""What cases tell of each place: how long, on time, right the first time.

Read from the cases themselves, since the grain holds no logarithms; what the grain shows
only merged is left out here too, and a service about persons needs five of them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from gemensam.benefits.enums import Per, Version
from gemensam.benefits.queries.months import months_between
from gemensam.benefits.queries.variation.period import Period
from gemensam.calc.protection import FEWEST
from gemensam.calc.variation import Counted, Timed
from gemensam.core import clock
from gemensam.desk.enums import CaseSystem
from gemensam.outcomes.enums import Shown

# What is added up of cases: numbers, and logarithms of minutes.
WHOLE = (
    "n", "judged", "on_time", "first_right", "reopened", "reopened2", "timed", "minutes",
    "rated", "rating", "rating2",
)  # fmt: skip
LOGARITHMS = ("working", "working2", "passed", "passed2")
# Cases done in the period, of the places asked for: the months are told by where they
# begin, as dates of each case would be reckoned a hundred thousand times.
DONE = """
WHERE c.status = 'resolved' AND c.resolved_at >= %(begins)s AND c.resolved_at < %(ends)s
    AND (%(system)s = '' OR c.system = %(system)s)
    AND (%(services)s::bigint[] = '{}' OR c.service_id = ANY(%(services)s))
    AND (%(is_centre)s::boolean IS NULL OR (c.provider = 'centre') = %(is_centre)s)
"""
MONTH = "width_bucket(c.resolved_at, %(starts)s::timestamptz[])"
PLACES = "unnest(%(units)s::bigint[], %(places)s::bigint[]) m(unit, place)"
# Whether nothing hides what `one` (service_id, unit_id, month) tells.
SHOWN = """NOT EXISTS (SELECT 1 FROM outcomes_protectedcell p
    WHERE p.service_id = one.service_id AND p.unit_id = one.unit_id
    AND p.level >= %(level)s AND p.month = (%(months)s::date[])[one.month])"""
# Summed by service, unit and month first, which are few, and only then held against what
# is hidden. Who asked is counted only where it decides: of services about persons.
FACTS = f"""
WITH one AS (
    SELECT c.service_id, c.unit_id, {MONTH} AS month, count(*) AS n,
        count(c.on_time) AS judged, count(*) FILTER (WHERE c.on_time) AS on_time,
        count(*) FILTER (WHERE c.reopened = 0) AS first_right,
        sum(c.reopened) AS reopened, sum(c.reopened::int * c.reopened) AS reopened2,
        count(c.lead_minutes) AS timed, coalesce(sum(c.lead_minutes), 0) AS minutes,
        coalesce(sum(w.ln), 0) AS working, coalesce(sum(w.ln * w.ln), 0) AS working2,
        sum(r.ln) AS passed, sum(r.ln * r.ln) AS passed2,
        count(c.rating) AS rated, coalesce(sum(c.rating), 0) AS rating,
        coalesce(sum(c.rating::int * c.rating), 0) AS rating2
    FROM desk_case c
    CROSS JOIN LATERAL (SELECT ln(greatest(c.lead_minutes, 1)::double precision)) w(ln)
    CROSS JOIN LATERAL (SELECT ln(greatest(1,
        date_part('epoch', c.resolved_at - c.opened_at) / 60))) r(ln)
    {DONE}
    GROUP BY 1, 2, 3
), told AS (
    SELECT one.*, m.place FROM one JOIN {PLACES} ON m.unit = one.unit_id WHERE {SHOWN}
), asked AS (
    SELECT DISTINCT c.service_id, c.unit_id, {MONTH} AS month,
        coalesce(c.requester_id::text, nullif(c.requester_label, ''), c.id::text) AS who
    FROM desk_case c {DONE}
        AND c.service_id IN (SELECT id FROM catalogue_service WHERE concerns_persons)
), enough AS (
    SELECT one.service_id, m.place
    FROM asked one JOIN {PLACES} ON m.unit = one.unit_id WHERE {SHOWN}
    GROUP BY 1, 2 HAVING count(DISTINCT one.who) >= %(fewest)s
)
SELECT t.service_id, t.place, {", ".join(f"sum({one})::bigint AS {one}" for one in WHOLE)},
    {", ".join(f"sum({one}) AS {one}" for one in LOGARITHMS)}
FROM told t JOIN catalogue_service s ON s.id = t.service_id
WHERE NOT s.concerns_persons
    OR (t.service_id, t.place) IN (SELECT service_id, place FROM enough)
GROUP BY 1, 2 ORDER BY 1, 2
"""
TIMES = f"""
SELECT m.place, one.minutes
FROM (SELECT c.service_id, c.unit_id, {MONTH} AS month, greatest(1,
        date_part('epoch', c.resolved_at - c.opened_at) / 60) AS minutes
    FROM desk_case c {DONE}) one
    JOIN {PLACES} ON m.unit = one.unit_id
WHERE m.place = ANY(%(only)s) AND {SHOWN} ORDER BY 1, 2
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
                right=row["first_right"],
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
    hidden = Shown.ADMINISTRATION if per == Per.UNIT else Shown.GROUP
    told = period.version == Version.LOGS
    return {
        **given_for(period, period.places(per), level=hidden),
        "system": CaseSystem.FOREIGN.value if told else "",
        "services": list(services),
    }


def given_for(
    period: Period,
    places: Mapping[int, int],
    *,
    level: Shown,
    is_centre: bool | None = None,
) -> dict[str, Any]:
    """For every case of the period: each unit's place, and from which level a cell is
    hidden; of the centre's cases, of others', or (None) of all."""
    months = months_between(period.months[0], period.months[-1])
    return {
        "units": list(places),
        "places": list(places.values()),
        "begins": period.begins,
        "ends": period.ends,
        "starts": [clock.start_of_day(month) for month in months],
        "months": months,
        "system": "",
        "services": [],
        "level": int(level),
        "is_centre": is_centre,
        "fewest": FEWEST,
    }


def rows_of(sql: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
