# SPDX-License-Identifier: EUPL-1.2
"""A ledger held against what its newest file itself says of the year's result (#RES): an
outside truth, that finds what was removed in the finance system and stays here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Sum

from gemensam.core.models import Import
from gemensam.costing.enums import BalanceKind
from gemensam.costing.models import Ledger, LedgerBalance, LedgerTurnover, Voucher
from gemensam.costing.queries.turnover import result_accounts


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
    later = Voucher.objects.filter(
        ledger=ledger, superseded_at=None, first_import__gt=number
    )
    return Stated(
        file=file.original_name,
        at=file.committed_at,
        accounts=len(stated),
        differing=sorted(differing, key=lambda one: -abs(one.more)),
        is_older=later.exists(),
    )


def _by_account(
    rows: QuerySet[LedgerBalance] | QuerySet[LedgerTurnover],
) -> dict[str, int]:
    summed = rows.values_list("account").annotate(Sum("amount_ore")).order_by()
    return {account: int(ore) for account, ore in summed}
