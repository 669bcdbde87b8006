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
from gemensam.outcomes.queries.hidden import IS_HIDDEN, hidden

HIDDEN = IS_HIDDEN.format(
    month="greatest(width_bucket(c.resolved_at, %(starts)s::timestamptz[]), 1) - 1",
    unit="t.nth - 1",
)
PERSONAL = """ARRAY(SELECT coalesce(s.concerns_persons, true)
    FROM generate_series(1, (SELECT max(id) FROM catalogue_service)) k(id)
    LEFT JOIN catalogue_service s ON s.id = k.id ORDER BY k.id)"""
# Cases done in the period, where nothing hides them. What belongs to a case's unit, service
# or month is looked up in arrays: a year of a large group is a hundred thousand cases, and
# to join each with its unit and its service would take longer than all the rest. Arrays
# without gaps: only there is a place found at once.
DONE = f"""
FROM desk_case c
CROSS JOIN LATERAL (SELECT
    nullif((%(nth)s::int[])[c.unit_id], 0) AS nth,
    (%(places)s::bigint[])[(%(nth)s::int[])[c.unit_id]] AS place,
    coalesce(({PERSONAL})[c.service_id], true) AS personal,
    ln(greatest(c.lead_minutes, 1)::double precision) AS working,
    ln(greatest(1, date_part('epoch', c.resolved_at - c.opened_at) / 60)) AS passed,
    coalesce(c.requester_id::text, nullif(c.requester_label, ''), c.id::text) AS who) t
WHERE c.status = 'resolved' AND c.resolved_at >= %(begins)s AND c.resolved_at < %(ends)s
    AND c.service_id IS NOT NULL AND t.nth IS NOT NULL
    AND (%(system)s = '' OR c.system = %(system)s)
    AND (%(services)s::bigint[] = '{{}}' OR c.service_id = ANY(%(services)s))
    AND (%(is_centre)s::boolean IS NULL OR (c.provider = 'centre') = %(is_centre)s)
    AND NOT ({HIDDEN})
"""
# `askers`: at least so many asked, of services about persons. Each sets one bit of 64;
# two may set the same one, so that where the bits are few the persons are counted.
FACTS = f"""
SELECT c.service_id, t.place, count(*) AS n,
    count(c.on_time) AS judged, count(*) FILTER (WHERE c.on_time) AS on_time,
    count(*) FILTER (WHERE c.reopened = 0) AS first_right,
    sum(c.reopened) AS reopened, sum(c.reopened::int * c.reopened) AS reopened2,
    count(c.lead_minutes) AS timed, coalesce(sum(c.lead_minutes), 0) AS minutes,
    avg(t.working) AS working, count(*) * var_pop(t.working) AS working_squares,
    avg(t.passed) AS passed, count(*) * var_pop(t.passed) AS passed_squares,
    count(c.rating) AS rated, coalesce(sum(c.rating), 0) AS rating,
    coalesce(sum(c.rating::int * c.rating), 0) AS rating2,
    bool_or(t.personal) AS concerns_persons,
    bit_count(coalesce(bit_or(1::bigint << (hashtext(t.who) & 63))
        FILTER (WHERE t.personal), 0)::bit(64)) AS askers
{DONE}
GROUP BY 1, 2 ORDER BY 1, 2
"""
COUNTED = f"""
SELECT c.service_id, t.place {DONE} AND (c.service_id, t.place) IN
    (SELECT * FROM unnest(%(few_services)s::bigint[], %(few_places)s::bigint[]))
GROUP BY 1, 2 HAVING count(DISTINCT t.who) >= %(fewest)s
"""
TIMES = f"""
SELECT t.place, greatest(1, date_part('epoch', c.resolved_at - c.opened_at) / 60) AS minutes
{DONE} AND t.place = ANY(%(only)s) ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """A place's done cases of a service; times as logarithms of minutes, their mean and
    centred sum of squares, in working time where every case has one, else in real time."""

    place: int
    n: int
    judged: int
    on_time: int
    right: int
    is_working_time: bool
    log_mean: float
    log_squares: float

    @property
    def timed(self) -> Timed:
        return Timed(
            key=self.place,
            n=self.n,
            log_mean=self.log_mean,
            log_squares=self.log_squares,
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
    rows = sums_of(given_of(period, per, services))
    mixed = {row["service_id"] for row in rows if row["timed"] != row["n"]}
    found: dict[int, list[CaseFacts]] = defaultdict(list)
    for row in rows:
        service = row["service_id"]
        used = "passed" if service in mixed else "working"
        found[service].append(
            CaseFacts(
                place=row["place"],
                n=row["n"],
                judged=row["judged"],
                on_time=row["on_time"],
                right=row["first_right"],
                is_working_time=service not in mixed,
                log_mean=row[used],
                log_squares=row[used + "_squares"],
            )
        )
    return found


def sums_of(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """By service and place, what its cases add up to; of a service about persons only
    where enough of them asked."""
    rows = rows_of(FACTS, given)
    sure = [row for row in rows if _is_told(row)]
    few = [row for row in rows if not _is_told(row) and row["n"] >= FEWEST]
    if not few:
        return sure
    asked = {
        **given,
        "few_services": [row["service_id"] for row in few],
        "few_places": [row["place"] for row in few],
    }
    enough = {_key(row) for row in rows_of(COUNTED, asked)}
    return [row for row in rows if _is_told(row) or _key(row) in enough]


def _is_told(row: Mapping[str, Any]) -> bool:
    return not row["concerns_persons"] or row["askers"] >= FEWEST


def _key(row: Mapping[str, Any]) -> tuple[int, int]:
    return row["service_id"], row["place"]


def lead_times(
    period: Period, per: Per, service: int, *, places: Sequence[int]
) -> Mapping[int, list[float]]:
    """The lead times (days of real time) of each of `places`, sorted."""
    given = {**given_of(period, per, [service]), "only": list(places)}
    found: dict[int, list[float]] = defaultdict(list)
    for row in rows_of(TIMES, given):
        found[row["place"]].append(row["minutes"] / 1440)
    return found


def given_of(period: Period, per: Per, services: Sequence[int]) -> dict[str, Any]:
    level = Shown.ADMINISTRATION if per == Per.UNIT else Shown.GROUP
    told = period.version == Version.LOGS
    return {
        **given_for(period, period.places(per), level=level),
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
    nth = {unit: at for at, unit in enumerate(places, start=1)}
    return {
        "nth": [nth.get(unit, 0) for unit in range(1, max(nth, default=0) + 1)],
        "places": list(places.values()),
        "begins": period.begins,
        "ends": period.ends,
        "starts": [clock.start_of_day(month) for month in months],
        "system": "",
        "services": [],
        **hidden(months, list(places), level=level),
        "is_centre": is_centre,
        "fewest": FEWEST,
    }


def rows_of(sql: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
