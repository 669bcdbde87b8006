# SPDX-License-Identifier: EUPL-1.2
"""A ledger held against what its newest file itself says of the year's result (#RES), or
of a month's change (#PSALDO): an outside truth, that finds what was removed in the finance
system and stays here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum

from gemensam.core.models import Import
from gemensam.costing.enums import BalanceKind
from gemensam.costing.models import Ledger, LedgerBalance, LedgerTurnover, Voucher
from gemensam.costing.queries.turnover import AFTER, FIRST, result_accounts

# Ledgers that add up to something else than their newest file with such
# balances states: accounts that differ, öre without sign, and öre more here.
DISAGREEING = """
WITH newest AS (
    SELECT b.ledger_id, max(b.from_import_id) AS file
    FROM costing_ledgerbalance b WHERE b.ledger_id = ANY(%(ledgers)s) AND {stated}
    GROUP BY 1
), stated AS (
    SELECT b.ledger_id, b.account, sum(b.amount_ore) AS ore
    FROM costing_ledgerbalance b JOIN newest n ON n.ledger_id = b.ledger_id
    WHERE b.from_import_id = n.file AND {stated} GROUP BY 1, 2
), held AS (
    SELECT t.ledger_id, t.account, sum(t.amount_ore) AS ore
    FROM costing_ledgerturnover t
    WHERE t.ledger_id = ANY(ARRAY(SELECT ledger_id FROM newest))
        AND t.account >= %(first)s AND t.account < %(after)s AND {held} GROUP BY 1, 2
)
SELECT n.ledger_id, n.file, count(*), sum(abs(coalesce(h.ore, 0) - coalesce(s.ore, 0))),
    sum(coalesce(h.ore, 0) - coalesce(s.ore, 0))
FROM stated s FULL JOIN held h USING (ledger_id, account)
JOIN newest n USING (ledger_id)
WHERE coalesce(h.ore, 0) <> coalesce(s.ore, 0) GROUP BY 1, 2 ORDER BY 4 DESC, 1
"""
LAST_WRITTEN = """
(SELECT id, xmin::text FROM costing_ledgerturnover ORDER BY id DESC LIMIT 1) UNION ALL
(SELECT id, xmin::text FROM costing_ledgerbalance ORDER BY id DESC LIMIT 1) UNION ALL
(SELECT count(*), '' FROM core_import WHERE state = 'committed')
"""
STATED_BY = {
    BalanceKind.RESULT: {"stated": "b.kind = 'RES' AND b.year = 0", "held": "true"},
    BalanceKind.PERIOD: {
        "stated": "b.kind = 'PSALDO' AND b.year = 0 AND b.period = %(month)s"
        " AND b.objects_key IS NULL AND b.account >= %(first)s"
        " AND b.account < %(after)s",
        "held": "t.month = %(month)s",
    },
}


@dataclass(frozen=True, slots=True)
class Differing:
    """Öre of an account: as the file states it, and as the vouchers here add up."""

    account: str
    stated: int
    held: int

    @property
    def more(self) -> int:
        return self.held - self.stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """`is_older`: vouchers came in after the file, so that it may well differ."""

    file: str
    at: datetime | None
    accounts: int
    differing: Sequence[Differing]
    is_older: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A ledger and its own file. `accounts` differ by `ore` without sign; the vouchers
    here hold `more` than the file states. `is_older`: as in `Stated`."""

    ledger: Ledger
    file: Import
    by: BalanceKind
    accounts: int
    ore: int
    more: int
    is_older: bool


def disagreements(month: date) -> list[Disagreement]:
    """Of the ledgers whose year holds the month, the heaviest first: of the year as far as
    the file goes, and of the month itself."""
    held = Ledger.objects.filter(year_from__lte=month, year_to__gt=month)
    ledgers = held.select_related("legal_entity").in_bulk()
    seal = _seal()
    found = [
        (kind, *row)
        for kind, of in ((BalanceKind.RESULT, None), (BalanceKind.PERIOD, month))
        for row in _differing(kind, tuple(ledgers), of, seal)
    ]
    files = Import.objects.in_bulk([one[2] for one in found])
    return [
        Disagreement(
            ledger=ledgers[ledger],
            file=files[file],
            by=kind,
            accounts=accounts,
            ore=int(ore),
            more=int(more),
            is_older=_since(ledgers[ledger], file),
        )
        for kind, ledger, file, accounts, ore, more in found
    ]


def _seal() -> tuple[Any, ...]:
    """What is another one as soon as turnover or balances are: their last rows, which
    transactions wrote them, and how many files came, as of two at a time the one that
    began first may be through last."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_WRITTEN)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return tuple(rows)


# A year of a large ledger takes a tenth of a second to add up, and seldom changes.
@lru_cache(maxsize=64)
def _differing(
    kind: BalanceKind,
    ledgers: tuple[int, ...],
    month: date | None,
    seal: tuple[Any, ...],
) -> list[tuple[int, int, int, int, int]]:
    del seal
    given = {"ledgers": list(ledgers), "month": month, "first": FIRST, "after": AFTER}
    with connection.cursor() as cursor:
        cursor.execute(DISAGREEING.format(**STATED_BY[kind]), given)
        rows: list[tuple[int, int, int, int, int]] = cursor.fetchall()
    return rows


def _since(ledger: Ledger, file: int) -> bool:
    later = Voucher.objects.filter(
        ledger=ledger, superseded_at=None, first_import__gt=file
    )
    return later.exists()


def stated_of(ledger: Ledger) -> Stated | None:
    """What the newest file with balances says; None where no file told any."""
    balances = LedgerBalance.objects.filter(
        ledger=ledger, kind=BalanceKind.RESULT, year=0
    )
    newest = balances.order_by("-from_import").values_list("from_import", flat=True)
    number = newest.first()
    if number is None:
        return None
    file = Import.objects.get(pk=number)
    stated = _by_account(balances.filter(from_import=file))
    turnover = LedgerTurnover.objects.filter(result_accounts(), ledger=ledger)
    held = _by_account(turnover)
    differing = [
        Differing(account, stated.get(account, 0), held.get(account, 0))
        for account in sorted({*stated, *held})
        if stated.get(account, 0) != held.get(account, 0)
    ]
    return Stated(
        file=file.original_name,
        at=file.committed_at,
        accounts=len(stated),
        differing=sorted(differing, key=lambda one: -abs(one.more)),
        is_older=_since(ledger, number),
    )


def _by_account(
    rows: QuerySet[LedgerBalance] | QuerySet[LedgerTurnover],
) -> dict[str, int]:
    summed = rows.values_list("account").annotate(Sum("amount_ore")).order_by()
    return {account: int(ore) for account, ore in summed}
