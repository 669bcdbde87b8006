# SPDX-License-Identifier: EUPL-1.2
"""The sums of a ledger's coding strings, made anew from its rows."""

from collections.abc import Collection
from datetime import date

from django.db import connection, transaction

from gemensam.core import chain

FORGET = "DELETE FROM costing_ledgerturnover WHERE ledger_id = %s AND month = ANY(%s)"
SUM = """
INSERT INTO costing_ledgerturnover (ledger_id, month, account, cost_centre, activity,
    project, counterpart, amount_ore, rows)
SELECT r.ledger_id, r.month, r.account, r.cost_centre, r.activity, r.project,
    r.counterpart, sum(r.amount_ore), count(*)
FROM costing_ledgerrow r JOIN costing_voucher v ON v.id = r.voucher_id
WHERE v.superseded_at IS NULL AND r.ledger_id = %s AND r.month = ANY(%s)
GROUP BY r.ledger_id, r.month, r.account, r.cost_centre, r.activity, r.project,
    r.counterpart
"""


def sum_turnover(ledger: int, months: Collection[date]) -> None:
    """Bring the turnover of some months of a ledger up to date with its rows.

    Whoever writes rows or supersedes vouchers calls this before the transaction ends,
    with every month that was touched: those of the vouchers replaced as well.
    """
    given = (ledger, list(months))
    with transaction.atomic(), connection.cursor() as cursor:
        chain.lock_aggregate(f"costing.turnover:{ledger}")
        cursor.execute(FORGET, given)
        cursor.execute(SUM, given)
