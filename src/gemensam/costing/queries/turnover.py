# SPDX-License-Identifier: EUPL-1.2
"""What the ledgers say of a period, summed by coding string."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from gemensam.calc.costing.mapping import Coding
from gemensam.costing.models import LedgerRow

RESULT_CLASSES = "345678"


@dataclass(frozen=True, slots=True)
class Turnover:
    """Öre of one coding string in one ledger and month; cost positive."""

    ledger: int
    month: date
    coding: Coding
    ore: int


def result_accounts() -> Q:
    """Accounts of income and cost: classes 3–8 in Kommun-Bas and in BAS alike."""
    return Q(account__regex=f"^[{RESULT_CLASSES}]")


def turnover(months: Sequence[date]) -> Iterator[Turnover]:
    """Every coding string with income or cost in `months`; superseded vouchers apart."""
    rows = (
        LedgerRow.objects.filter(
            result_accounts(), month__in=months, voucher__superseded_at=None
        )
        .values_list(
            "ledger_id",
            "ledger__legal_entity_id",
            "month",
            "account",
            "cost_centre",
            "activity",
            "project",
        )
        .annotate(ore=Sum("amount_ore"))
        .order_by()
    )
    for ledger, entity, month, account, centre, activity, project, ore in rows.iterator(
        20_000
    ):
        yield Turnover(
            ledger, month, Coding(entity, account, centre, activity, project), int(ore)
        )
