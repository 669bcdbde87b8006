# SPDX-License-Identifier: EUPL-1.2
"""What each source holds of some months: rows, kronor, and a digest over every row, by
which anything that changed since is found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from gemensam.benefits.enums import SourceKind
from gemensam.benefits.queries.months import next_month
from gemensam.core import clock
from gemensam.costing.models import CostRun
from gemensam.costing.queries.people import HOURS_A_MONTH
from gemensam.costing.queries.turnover import OF_RESULT
from gemensam.outcomes.models import ScenarioVersion

OUTCOME = "outcome"  # what the months were computed to, beside their sources
INDICES = "indices"  # by which they are compared
# Each answers rows, öre without sign, öre net (or nothing for the two), where it is sealed
# a digest of every row in one order (people are not: they are known as of now), and what
# its rows add up to if that is not kronor.
LEDGERS = """
SELECT l.legal_entity_id::text, sum(t.rows)::bigint,
    sum(abs(t.amount_ore)) FILTER (WHERE t.account ~ %(result)s)::bigint,
    sum(t.amount_ore) FILTER (WHERE t.account ~ %(result)s)::bigint,
    CASE WHEN %(sealed)s THEN md5(string_agg(concat_ws('|', t.account, t.cost_centre,
        t.activity, t.project, t.counterpart, t.amount_ore, t.rows), E'\n'
        ORDER BY t.account, t.cost_centre, t.activity, t.project, t.counterpart)) END
FROM costing_ledgerturnover t JOIN costing_ledger l ON l.id = t.ledger_id
WHERE t.month = %(month)s AND l.year_from <= %(month)s AND l.year_to > %(month)s
GROUP BY 1
"""
STAFF = """
SELECT '', count(*), sum(pay)::bigint, sum(pay)::bigint,
    CASE WHEN %(sealed)s THEN md5(string_agg(concat_ws('|', pseudonym, title,
        cost_centre, unit_id, extent, pay), E'\n' ORDER BY pseudonym, title,
        cost_centre, extent, pay, id)) END
FROM (
    SELECT s.*, round(coalesce(s.extent, 1) * CASE WHEN s.form = 'hourly'
        THEN coalesce(s.hourly_ore, 0) * %(hours)s
        ELSE coalesce(s.monthly_ore, 0) END) AS pay
    FROM costing_staffrow s
    WHERE s.year = %(year)s AND s.superseded_at IS NULL AND s.employed_from < %(after)s
        AND (s.employed_to IS NULL OR s.employed_to > %(month)s)
) employed HAVING count(*) > 0
"""
# An authority is told of those only that have come to another: months were closed before
# it was kept by period, and of theirs nothing has changed.
UNITS = """
SELECT '', count(*), NULL::bigint, NULL::bigint,
    CASE WHEN %(sealed)s THEN md5(string_agg(concat_ws('|', u.code, p.parent_id,
        (SELECT nullif(p.authority_id, f.authority_id) FROM group_placement f
            WHERE f.unit_id = p.unit_id ORDER BY f.valid_from LIMIT 1)), E'\n'
        ORDER BY u.code)) END
FROM group_placement p JOIN group_unit u ON u.id = p.unit_id
WHERE p.valid_from < %(after)s AND (p.valid_to IS NULL OR p.valid_to >= %(after)s)
HAVING count(*) > 0
"""
PEOPLE = """
SELECT '', count(*), NULL::bigint, NULL::bigint, NULL FROM group_person WHERE active
HAVING count(*) > 0
"""
VOLUMES = """
SELECT '', count(*), NULL::bigint, NULL::bigint,
    CASE WHEN %(sealed)s THEN md5(string_agg(concat_ws('|', service_id, meter, unit_id,
        count, persons), E'\n' ORDER BY service_id, meter)) END
FROM costing_volumerow WHERE month = %(month)s HAVING count(*) > 0
"""
CASES = """
SELECT coalesce(nullif(i.source, ''), '-'), count(*), NULL::bigint, NULL::bigint,
    CASE WHEN %(sealed)s THEN md5(string_agg(concat_ws('|', c.number, c.service_id,
        c.unit_id, c.status, c.resolved_at AT TIME ZONE 'UTC', c.on_time), E'\n'
        ORDER BY c.number)) END
FROM desk_case c JOIN desk_caselog g ON g.from_import_id = c.log_id
JOIN core_import i ON i.id = g.from_import_id
WHERE g.system <> 'desk' AND c.opened_at >= %(begins)s AND c.opened_at < %(ends)s
GROUP BY 1
"""
TELEPHONY = """
SELECT '', count(*), NULL::bigint, NULL::bigint,
    CASE WHEN %(sealed)s THEN md5(string_agg(concat_ws('|', q.name, c.begins, c.ends,
        c.offered, c.answered, c.abandoned, c.within, c.wait_seconds, c.talk_seconds),
        E'\n' ORDER BY q.name, c.begins)) END, sum(c.offered)::bigint
FROM telephony_calls c JOIN telephony_queue q ON q.id = c.queue_id
WHERE c.superseded_at IS NULL AND c.begins >= %(month)s AND c.begins < %(after)s
HAVING count(*) > 0
"""
PRESENCE = """
SELECT '', count(*), NULL::bigint, NULL::bigint,
    CASE WHEN %(sealed)s THEN md5(string_agg(concat_ws('|', pseudonym, begins, ends,
        is_present, team_id, unit_id), E'\n' ORDER BY pseudonym, begins)) END,
    sum(least(ends, %(after)s) - greatest(begins, %(month)s))
        FILTER (WHERE is_present)::bigint
FROM group_presence WHERE superseded_at IS NULL AND begins < %(after)s AND ends > %(month)s
HAVING count(*) > 0
"""
# Of every year to the month's, none included, and without who says so: what a month is
# compared by is its figures.
PRICES = """
SELECT count(*), md5(coalesce(string_agg(concat_ws('|', year, wage_percent,
    price_percent), E'\n' ORDER BY year), ''))
FROM costing_priceindex WHERE superseded_at IS NULL AND year <= %(year)s
"""
BY_KIND = {
    SourceKind.LEDGER: LEDGERS,
    SourceKind.STAFF: STAFF,
    SourceKind.UNITS: UNITS,
    SourceKind.PEOPLE: PEOPLE,
    SourceKind.VOLUMES: VOLUMES,
    SourceKind.CASES: CASES,
    SourceKind.TELEPHONY: TELEPHONY,
    SourceKind.PRESENCE: PRESENCE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """`ore` without sign: what a change of ten per cent is measured in; `net_ore` is cost
    less income. None where the source has no kronor. `digest` is empty unless asked for.
    `counted`: what the rows add up to where it is not kronor, such as calls."""

    rows: int
    ore: int | None = None
    net_ore: int | None = None
    digest: str = ""
    counted: int | None = None


def held_in(month: date, *, sealed: bool = False) -> Mapping[str, Held]:
    """By source key; a source that holds nothing of the month is left out. Volumes are
    told sealed only: `counted.held_by_service` tells them service by service."""
    return dict(_held(month, sealed))


def _held(month: date, sealed: bool) -> Iterator[tuple[str, Held]]:
    given = _given(month, sealed)
    for kind, sql in BY_KIND.items():
        if kind is SourceKind.VOLUMES and not sealed:
            continue
        for of, rows, ore, net, digest, *counted in _asked(sql, given):
            key = f"{kind.value}:{of}" if of else kind.value
            yield (
                key,
                Held(
                    rows=rows,
                    ore=ore,
                    net_ore=net,
                    digest=digest or "",
                    counted=counted[0] if counted else None,
                ),
            )


def _given(month: date, sealed: bool) -> dict[str, Any]:
    after = next_month(month)
    return {
        "month": month,
        "after": after,
        "year": month.year,
        "begins": clock.start_of_day(month),
        "ends": clock.start_of_day(after),
        "result": OF_RESULT,
        "hours": HOURS_A_MONTH,
        "sealed": sealed,
    }


def outcome_of(scenario: ScenarioVersion | None, month: date) -> Held | None:
    """What the month was computed to; None where it was not."""
    run = CostRun.objects.filter(
        scenario=scenario, month=month, superseded_at=None
    ).first()
    if scenario is None or run is None:
        return None
    ore = run.grain_ore or 0
    digest = bytes(run.evidence_digest).hex()[:32]
    return Held(rows=1, ore=ore, net_ore=ore, digest=digest)


def indices_of(month: date) -> Held:
    """The price indices that the month is compared by, also where there is none."""
    ((rows, digest),) = _asked(PRICES, {"year": month.year})
    return Held(rows=rows, digest=digest)


def _asked(sql: str, given: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
    return rows
