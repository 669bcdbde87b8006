# SPDX-License-Identifier: EUPL-1.2
"""How it stands with the cases of another system: volumes, in time, oldest – for each
administration, or for each branch where no unit is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from gemensam.core import clock
from gemensam.group.models import Unit, tree_at
from gemensam.group.queries import administrations

FEWEST = (
    5  # cases, and persons who asked where they are known, of a part shown by itself
)
MONTHS = 12
OLDEST = 3
CATEGORIES = 5

# Cases of other systems with the part they belong to: the administration above their
# unit, else the branch as it is written; parts too small are one together.
PLACED = """
WITH placed AS (
    SELECT c.*, coalesce(m.top::text, 'b:' || c.branch) AS whose,
        coalesce(c.resolved_at, %(ends)s) - c.opened_at AS took
    FROM desk_case c
    LEFT JOIN unnest(%(units)s::bigint[], %(tops)s::bigint[]) m(unit, top) ON m.unit = c.unit_id
    WHERE c.system = 'foreign' AND c.branch <> '' AND c.opened_at <= %(ends)s
        AND (c.resolved_at IS NULL OR c.resolved_at >= %(begins)s OR c.opened_at >= %(begins)s)
), small AS (
    SELECT whose FROM placed GROUP BY whose HAVING count(*) < %(fewest)s OR
        (bool_and(requester_label <> '') AND count(DISTINCT requester_label) < %(fewest)s)
), part AS (
    SELECT p.*, CASE WHEN s.whose IS NULL THEN p.whose ELSE '' END AS part
    FROM placed p LEFT JOIN small s USING (whose)
)
"""
FACTS = """
    count(*) FILTER (WHERE opened_at >= %(begins)s) AS opened,
    count(*) FILTER (WHERE resolved_at >= %(begins)s) AS done,
    count(*) FILTER (WHERE resolved_at >= %(begins)s AND on_time IS NOT NULL) AS judged,
    count(*) FILTER (WHERE resolved_at >= %(begins)s AND on_time) AS on_time,
    count(*) FILTER (WHERE resolved_at IS NULL) AS open,
    count(*) FILTER (WHERE resolved_at IS NULL AND due_at < %(ends)s) AS overdue,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM took))
        FILTER (WHERE resolved_at >= %(begins)s) AS half,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM took))
        FILTER (WHERE resolved_at >= %(begins)s) AS nine_tenths
"""
PARTS = PLACED + f"SELECT part, {FACTS} FROM part GROUP BY part"
ALL = PLACED + f"SELECT {FACTS} FROM part"
BY_MONTH = (
    PLACED
    + """
SELECT part, month, sum(opened) AS opened, sum(done) AS done, sum(judged) AS judged,
    sum(on_time) AS on_time FROM (
    SELECT part, date_trunc('month', opened_at AT TIME ZONE %(zone)s)::date AS month,
        1 AS opened, 0 AS done, 0 AS judged, 0 AS on_time
    FROM part WHERE opened_at >= %(begins)s
    UNION ALL
    SELECT part, date_trunc('month', resolved_at AT TIME ZONE %(zone)s)::date,
        0, 1, (on_time IS NOT NULL)::int, coalesce(on_time, false)::int
    FROM part WHERE resolved_at >= %(begins)s
) x GROUP BY 1, 2 ORDER BY 1, 2
"""
)
KINDS = (
    PLACED
    + """
SELECT part, category, n, judged, on_time FROM (
    SELECT part, category, count(*) AS n, count(on_time) AS judged,
        count(*) FILTER (WHERE on_time) AS on_time,
        row_number() OVER (PARTITION BY part ORDER BY count(*) DESC, category) AS place
    FROM part WHERE opened_at >= %(begins)s AND category <> '' GROUP BY 1, 2
    HAVING count(*) >= %(fewest)s
) x WHERE place <= %(categories)s ORDER BY part, place
"""
)
WAITING = (
    PLACED
    + """
SELECT part, number, branch, category, opened_at, due_at FROM (
    SELECT part, number, branch, category, opened_at, due_at,
        row_number() OVER (PARTITION BY part ORDER BY opened_at, number) AS place
    FROM part WHERE resolved_at IS NULL AND part <> ''
) x WHERE place <= %(oldest)s ORDER BY part, place
"""
)
BRANCHES = PLACED + f"SELECT branch AS name, {FACTS} FROM part WHERE part = %(only)s GROUP BY 1 HAVING count(*) >= %(fewest)s ORDER BY 2 DESC, 1"  # fmt: skip
NEWEST = """
SELECT max(greatest(c.touched_at, c.resolved_at)) FROM desk_case c
WHERE c.system = 'foreign' AND c.branch <> ''
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The months that are told; the last one is that of the newest export."""

    months: tuple[date, ...]
    ends: datetime  # the newest thing any export tells of

    @property
    def begins(self) -> datetime:
        return clock.start_of_day(self.months[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An administration (`unit`), a branch, or all that are too small (neither).

    `facts` are counts, and times in seconds of real time from created to closed."""

    key: str
    name: str
    unit: int | None
    facts: Mapping[str, Any]
    months: Sequence[Mapping[str, Any]] = ()
    kinds: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    waiting: Sequence[Mapping[str, Any]] = field(default_factory=tuple)

    @property
    def on_time(self) -> float | None:
        judged = self.facts["judged"]
        return self.facts["on_time"] / judged if judged else None


def window() -> Window | None:
    """The twelve months up to the newest export; None before any came."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        (ends,) = cursor.fetchone()
    if ends is None:
        return None
    last = clock.local(ends).date().replace(day=1)
    number = last.year * 12 + last.month - 1
    months = (number - back for back in range(MONTHS - 1, -1, -1))
    return Window(months=tuple(date(n // 12, n % 12 + 1, 1) for n in months), ends=ends)


def whole(told: Window) -> Part:
    """All of them together."""
    (facts,) = _rows(ALL, _given(told))
    return Part(key="", name="", unit=None, facts=facts)


def parts(told: Window) -> list[Part]:
    """Each by itself, those with most cases first; what is too small comes last."""
    given = _given(told)
    names = dict(Unit.objects.values_list("pk", "name"))
    facts = {row.pop("part"): row for row in _rows(PARTS, given)}
    months, kinds, waiting = (
        _grouped(sql, given) for sql in (BY_MONTH, KINDS, WAITING)
    )
    found = [
        Part(
            key=key,
            name=names.get(int(key), key) if key.isdigit() else key.removeprefix("b:"),
            unit=int(key) if key.isdigit() else None,
            facts=row,
            months=_filled(months.get(key, []), told.months),
            kinds=kinds.get(key, ()),
            waiting=waiting.get(key, ()),
        )
        for key, row in facts.items()
    ]
    return sorted(
        found, key=lambda one: (one.key == "", -one.facts["opened"], one.name)
    )


def branches_of(told: Window, key: str) -> list[dict[str, Any]]:
    """The branches of a part, those large enough to be shown."""
    return _rows(BRANCHES, {**_given(told), "only": key})


def _filled(
    rows: Sequence[Mapping[str, Any]], months: Sequence[date]
) -> list[Mapping[str, Any]]:
    """A row for every month, also those in which nothing happened."""
    known = {row["month"]: row for row in rows}
    nothing = {"opened": 0, "done": 0, "judged": 0, "on_time": 0}
    return [known.get(month, {"month": month, **nothing}) for month in months]


def _grouped(sql: str, given: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(sql, given):
        found.setdefault(row.pop("part"), []).append(row)
    return found


def _given(told: Window) -> dict[str, Any]:
    above = administrations(tree_at(clock.today()))
    places = {
        unit: above.get(unit, unit)
        for unit in Unit.objects.values_list("pk", flat=True)
    }
    return {
        "begins": told.begins,
        "ends": told.ends,
        "units": list(places),
        "tops": list(places.values()),
        "fewest": FEWEST,
        "oldest": OLDEST,
        "categories": CATEGORIES,
        "zone": settings.LOCAL_TIME_ZONE,
    }


def _rows(sql: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
