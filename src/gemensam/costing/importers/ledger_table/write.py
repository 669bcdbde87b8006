# SPDX-License-Identifier: EUPL-1.2
"""Staged rows become vouchers and rows of their ledger, set by set."""

from datetime import date
from typing import Any

from django.db import connection

from gemensam.core import audit
from gemensam.core.bulk import analyse
from gemensam.core.by import By
from gemensam.core.imports.importer import Reading
from gemensam.costing.actions.turnover import sum_turnover
from gemensam.costing.importers.ledger_table.place import Place
from gemensam.costing.models import Ledger, LedgerName, Voucher

SUPERSEDE = """
UPDATE costing_voucher v SET superseded_at = %(at)s
FROM met m JOIN standing s USING (series, number, day)
WHERE s.as_is = 'other' AND v.id = m.id AND v.superseded_at IS NULL
RETURNING date_trunc('month', v.date)::date
"""
# A voucher that has grown brings only what is new of it: of rows alike, the last ones.
FRESH = """
CREATE TEMP TABLE fresh ON COMMIT DROP AS
SELECT i.* FROM incoming i JOIN standing USING (series, number, day)
WHERE as_is IN ('new', 'other')
UNION ALL
SELECT line, series, number, day, account, cost_centre, activity, project, counterpart,
    other, ore, text
FROM (
    SELECT i.*, row_number() OVER (PARTITION BY i.series, i.number, i.day, i.account,
        i.cost_centre, i.activity, i.project, i.counterpart, i.other, i.ore
        ORDER BY i.line DESC) AS nth, e.times
    FROM incoming i JOIN standing s USING (series, number, day)
    JOIN (
        SELECT series, number, day, account, cost_centre, activity, project, counterpart,
            other, ore, count(*) AS times FROM extra WHERE side = 1
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ) e ON (e.series, e.number, e.day, e.account, e.cost_centre, e.activity, e.project,
        e.counterpart, e.ore) = (i.series, i.number, i.day, i.account, i.cost_centre,
        i.activity, i.project, i.counterpart, i.ore)
        AND e.other IS NOT DISTINCT FROM i.other
    WHERE s.as_is = 'grown'
) ranked WHERE nth <= times
"""
VOUCHERS = """
INSERT INTO costing_voucher (ledger_id, series, number, occurrence, date, text, digest,
    first_import_id)
SELECT %(ledger)s, f.series, f.number,
    coalesce(max(k.occurrence), 0)
        + row_number() OVER (PARTITION BY f.series, f.number ORDER BY f.day),
    f.day, min(f.text),
    decode(md5(string_agg(concat_ws('|', f.account, f.cost_centre, f.activity, f.project,
        f.counterpart, f.other, f.ore), '/' ORDER BY f.account, f.cost_centre, f.activity,
        f.project, f.counterpart, f.other, f.ore)), 'hex'),
    %(record)s
FROM fresh f LEFT JOIN (
    SELECT series, number, max(occurrence) AS occurrence FROM costing_voucher
    WHERE ledger_id = %(ledger)s AND superseded_at IS NULL GROUP BY 1, 2
) k USING (series, number)
GROUP BY f.series, f.number, f.day
"""
ROWS = """
INSERT INTO costing_ledgerrow (voucher_id, ledger_id, month, account, cost_centre,
    activity, project, counterpart, other, amount_ore, text)
SELECT v.id, v.ledger_id, date_trunc('month', f.day)::date, f.account, f.cost_centre,
    f.activity, f.project, f.counterpart, f.other, f.ore, f.text
FROM fresh f JOIN costing_voucher v ON (v.series, v.number, v.date) = (f.series,
    f.number, f.day)
WHERE v.ledger_id = %(ledger)s AND v.first_import_id = %(record)s
ORDER BY f.line
"""
MONTHS = "SELECT DISTINCT date_trunc('month', day)::date FROM fresh"


def write(
    place: Place, reading: Reading, names: dict[tuple[int, str], str], *, by: By
) -> None:
    """Write what is new and what differs of the staged rows, and the sums of the months
    that were touched."""
    ledger = place.ledger or _opened(place, reading, by)
    given: dict[str, Any] = {
        "ledger": ledger.pk,
        "record": reading.record.pk,
        "at": reading.at,
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS fresh")
        cursor.execute(SUPERSEDE, given)
        months = {month for (month,) in cursor.fetchall()}
        cursor.execute(FRESH)
        cursor.execute("ANALYZE fresh")
        cursor.execute(VOUCHERS, given)
        cursor.execute(ROWS, given)
        cursor.execute(MONTHS)
        months |= {month for (month,) in cursor.fetchall()}
    analyse("costing_ledgerrow", "costing_voucher")
    _name(ledger, reading, names)
    sum_turnover(ledger.pk, months)
    analyse("costing_ledgerturnover")
    _through(ledger)


def _opened(place: Place, reading: Reading, by: By) -> Ledger:
    assert place.entity is not None
    assert place.year_from is not None
    ledger = Ledger.objects.create(
        legal_entity=place.entity, year_from=place.year_from, year_to=place.year_to
    )
    audit.record(
        ledger,
        "ledger.opened",
        by=by,
        at=reading.at,
        facts={"entity": place.entity.name, "from": place.year_from},
    )
    return ledger


def _name(ledger: Ledger, reading: Reading, names: dict[tuple[int, str], str]) -> None:
    """What the file calls its codes."""
    LedgerName.objects.bulk_create(
        [
            LedgerName(
                ledger=ledger,
                dimension=dimension,
                code=code,
                name=name,
                first_import=reading.record,
            )
            for (dimension, code), name in names.items()
            if name
        ],
        update_conflicts=True,
        unique_fields=["ledger", "dimension", "code"],
        update_fields=["name"],
        batch_size=5000,
    )


def _through(ledger: Ledger) -> None:
    """The last day with a voucher that holds."""
    last: date | None = (
        Voucher.objects.filter(ledger=ledger, superseded_at=None)
        .order_by("-date")
        .values_list("date", flat=True)
        .first()
    )
    if last != ledger.through:
        ledger.through = last
        ledger.save(update_fields=["through"])
