# SPDX-License-Identifier: EUPL-1.2
"""The rows of a file beside those of its ledger, and how each voucher stands.

The file is copied into a temporary table, and everything is compared there: memory stays
flat however large the file is, and rows are compared as they are, not by a digest.
Nothing here is seen by anybody else; the tables go with the transaction.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from gemensam.core.bulk import analyse, copy_rows

COLUMNS = (
    "line", "series", "number", "day", "account", "cost_centre", "activity", "project",
    "counterpart", "other", "ore", "text",
)  # fmt: skip
MAKE = """
DROP TABLE IF EXISTS incoming, standing, met, extra;
CREATE TEMP TABLE incoming (
    line int, series text, number text, day date, account text, cost_centre text,
    activity text, project text, counterpart text, other jsonb, ore bigint, text text
) ON COMMIT DROP
"""
# `standing` has a row for each voucher of the file: how many rows it has that the ledger
# has not (`more`), how many the ledger has that it has not (`less`), and what both weigh.
# `met` are the vouchers of the ledger that they are held against.
STAND = """
CREATE TEMP TABLE standing ON COMMIT DROP AS
SELECT series, number, day, count(*) AS n, sum(ore) AS ore, min(line) AS first,
    max(line) AS last, 0::bigint AS more, 0::bigint AS less, 0::bigint AS known_ore,
    'new' AS as_is
FROM incoming GROUP BY 1, 2, 3;
CREATE TEMP TABLE met ON COMMIT DROP AS
SELECT v.id, s.series, s.number, s.day FROM costing_voucher v
JOIN standing s ON (s.series, s.number, s.day) = (v.series, v.number, v.date)
WHERE v.ledger_id = %(ledger)s AND v.superseded_at IS NULL;
ANALYZE standing; ANALYZE met;
CREATE TEMP TABLE extra ON COMMIT DROP AS
WITH ours AS (
    SELECT series, number, day, account, cost_centre, activity, project, counterpart,
        other, ore
    FROM incoming WHERE (series, number, day) IN (SELECT series, number, day FROM met)
), theirs AS (
    SELECT m.series, m.number, m.day, r.account, r.cost_centre, r.activity, r.project,
        r.counterpart, r.other, r.amount_ore AS ore
    FROM met m JOIN costing_ledgerrow r ON r.voucher_id = m.id
)
SELECT 1 AS side, * FROM (SELECT * FROM ours EXCEPT ALL SELECT * FROM theirs) a
UNION ALL
SELECT 2, * FROM (SELECT * FROM theirs EXCEPT ALL SELECT * FROM ours) b;
UPDATE standing s SET more = m.more, less = m.less, known_ore = m.ore FROM (
    SELECT k.series, k.number, k.day, k.ore, coalesce(e.more, 0) AS more,
        coalesce(e.less, 0) AS less
    FROM (
        SELECT m.series, m.number, m.day, sum(r.amount_ore) AS ore
        FROM met m JOIN costing_ledgerrow r ON r.voucher_id = m.id GROUP BY 1, 2, 3
    ) k LEFT JOIN (
        SELECT series, number, day, count(*) FILTER (WHERE side = 1) AS more,
            count(*) FILTER (WHERE side = 2) AS less
        FROM extra GROUP BY 1, 2, 3
    ) e USING (series, number, day)
) m WHERE (s.series, s.number, s.day) = (m.series, m.number, m.day);
UPDATE standing s SET as_is = CASE
    WHEN more = 0 THEN 'same'
    WHEN less = 0 THEN 'grown'
    WHEN more = n AND ore <> 0 AND ore + known_ore = 0 THEN 'grown'
    ELSE 'other' END
WHERE (series, number, day) IN (SELECT series, number, day FROM met)
"""
# The same number on another day, with the same rows, in a file that covers the month it
# stood in: the voucher was moved. In a file of other months it may be a number used
# again. Numbers of rows without one are days, so they cannot.
MOVED = """
WITH candidates AS (
    SELECT s.series, s.number, s.day, v.id FROM standing s
    JOIN costing_voucher v USING (series, number)
    WHERE s.as_is = 'new' AND v.ledger_id = %(ledger)s AND v.superseded_at IS NULL
        AND v.number <> v.date::text AND v.id NOT IN (SELECT id FROM met)
        AND date_trunc('month', v.date)::date IN (
            SELECT DISTINCT date_trunc('month', day)::date FROM incoming
        )
), ours AS (
    SELECT c.series, c.number, c.day, c.id, md5(string_agg(concat_ws('|', account,
        cost_centre, activity, project, counterpart, other, ore), '/'
        ORDER BY account, cost_centre, activity, project, counterpart, other, ore)) AS said
    FROM candidates c JOIN incoming i USING (series, number, day) GROUP BY 1, 2, 3, 4
), theirs AS (
    SELECT c.id, md5(string_agg(concat_ws('|', account, cost_centre, activity, project,
        counterpart, other, amount_ore), '/' ORDER BY account, cost_centre, activity,
        project, counterpart, other, amount_ore)) AS said
    FROM (SELECT DISTINCT id FROM candidates) c
    JOIN costing_ledgerrow r ON r.voucher_id = c.id GROUP BY 1
), moved AS (
    INSERT INTO met SELECT DISTINCT ON (o.id) o.id, o.series, o.number, o.day
    FROM ours o JOIN theirs t ON t.id = o.id AND t.said = o.said
    ORDER BY o.id, o.day RETURNING series, number, day
)
UPDATE standing s SET as_is = 'other' FROM moved m
WHERE (s.series, s.number, s.day) = (m.series, m.number, m.day)
"""
# Two files are parts of one export when they share at most one account, or at most one
# cost centre, though both have several: then a voucher goes on in the other file. So
# does the only known voucher, when it is the first or the last of the file (a cut).
PARTS = """
WITH known AS (
    SELECT DISTINCT account, cost_centre FROM costing_ledgerturnover
    WHERE ledger_id = %(ledger)s AND month IN (
        SELECT DISTINCT date_trunc('month', day)::date FROM incoming
    )
), ours AS (SELECT DISTINCT account, cost_centre FROM incoming
), shared AS (
    SELECT
        (SELECT count(*) FROM (
            SELECT account FROM ours INTERSECT SELECT account FROM known) a) AS accounts,
        (SELECT count(*) FROM (
            SELECT cost_centre FROM ours INTERSECT SELECT cost_centre FROM known) c
        ) AS centres
), apart AS (
    SELECT
        (accounts <= 1 AND (SELECT count(DISTINCT account) FROM ours) >= 3
            AND (SELECT count(DISTINCT account) FROM known) >= 3)
        OR (centres <= 1 AND (SELECT count(DISTINCT cost_centre) FROM ours) >= 3
            AND (SELECT count(DISTINCT cost_centre) FROM known) >= 3) AS yes
    FROM shared
), ends AS (SELECT min(first) AS first, max(last) AS last FROM standing
), times AS (SELECT count(DISTINCT (series, number, day)) AS met FROM met)
UPDATE standing s SET as_is = 'grown' FROM apart, ends, times
WHERE s.as_is = 'other' AND s.more = s.n AND (
    apart.yes OR (times.met = 1 AND (s.first = ends.first OR s.last = ends.last))
)
"""


def copied(postings: Iterable[Any]) -> None:
    """Copy the postings in. Within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(MAKE)
    copy_rows("incoming", COLUMNS, postings)
    analyse("incoming")


def compared(ledger: int | None) -> None:
    """Find out how each voucher stands to what the ledger has; None: it has nothing."""
    given = {"ledger": ledger or 0}
    with connection.cursor() as cursor:
        cursor.execute(STAND, given)
        cursor.execute(MOVED, given)
        cursor.execute(PARTS, given)


def one(sql: str, **given: Any) -> tuple[Any, ...]:
    """The first row of an answer."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given or None)
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def many(sql: str, **given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given or None)
        return list(cursor.fetchall())


def counts() -> Mapping[str, int]:
    """How many vouchers are new, the same, grown, other."""
    return dict(many("SELECT as_is, count(*) FROM standing GROUP BY 1"))
