# SPDX-License-Identifier: EUPL-1.2
"""What the ledgers say of a period, summed by coding string."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from gemensam.calc.costing.mapping import Coding
from gemensam.costing.models import LedgerTurnover

OF_RESULT = "^[345678]"  # classes of income and cost
FIRST, AFTER = "3", "9"  # what they sort between


# From month to month along the index, since the rows of each are many.
POSTED = """
WITH RECURSIVE told(ledger, month) AS (
    SELECT l.id, (SELECT min(t.month) FROM costing_ledgerturnover t
        WHERE t.ledger_id = l.id)
    FROM costing_ledger l
    UNION ALL
    SELECT told.ledger, (SELECT min(t.month) FROM costing_ledgerturnover t
        WHERE t.ledger_id = told.ledger AND t.month > told.month)
    FROM told WHERE told.month IS NOT NULL
)
SELECT l.legal_entity_id, told.month
FROM told JOIN costing_ledger l ON l.id = told.ledger WHERE told.month IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Turnover:
    """Öre of one coding string in one ledger and month, and of how many rows; cost
    positive."""

    ledger: int
    month: date
    coding: Coding
    ore: int
    rows: int


def result_accounts() -> Q:
    """Accounts of income and cost: classes 3–8 in Kommun-Bas and in BAS alike."""
    return Q(account__gte=FIRST, account__lt=AFTER)


def months_posted() -> Mapping[int, set[date]]:
    """Each legal entity, and the months in which any ledger of it has rows."""
    found: dict[int, set[date]] = {}
    with connection.cursor() as cursor:
        cursor.execute(POSTED)
        for entity, month in cursor.fetchall():
            found.setdefault(entity, set()).add(month)
    return found


def months_known() -> list[date]:
    """Months in which any ledger has rows, in order."""
    return sorted(set().union(*months_posted().values()))


def turnover(months: Sequence[date]) -> Iterator[Turnover]:
    """Every coding string with income or cost in `months`; superseded vouchers apart."""
    rows = LedgerTurnover.objects.filter(
        result_accounts(), month__in=months
    ).values_list(
        "ledger_id",
        "ledger__legal_entity_id",
        "ledger__legal_entity__chart",
        "month",
        "account",
        "cost_centre",
        "activity",
        "project",
        "counterpart",
        "amount_ore",
        "rows",
    )
    for ledger, entity, chart, month, account, *parts, ore, many in rows.iterator(
        20_000
    ):
        centre, activity, project, counterpart = parts
        coding = Coding(entity, account, centre, activity, project, counterpart, chart)
        yield Turnover(ledger, month, coding, ore, many)
