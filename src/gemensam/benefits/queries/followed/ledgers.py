# SPDX-License-Identifier: EUPL-1.2
"""What the ledgers say of the centre's cost centres: posted, and budgeted (#PBUDGET).

Both are accounts of cost alone (classes 4–8): what the centre charges is no saving on its
own budget. Personnel is class 5 in Kommun-Bas and class 7 in BAS. Of budgets the newest
file that holds one counts, by cost centre; rows of an account's total hold them already.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import Sum

from gemensam.benefits.queries.months import next_month
from gemensam.costing.models import LedgerTurnover
from gemensam.group.enums import Chart, Register, UnitKind
from gemensam.group.models import UnitAlias

OF_COST = "^[45678]"
PERSONNEL = {Chart.KOMMUN_BAS: "5", Chart.BAS: "7"}
BUDGETS = """
WITH told AS (
    SELECT b.ledger_id, b.from_import_id, b.period, b.account, b.amount_ore,
        b.objects_key->>'1' AS centre, l.legal_entity_id AS entity
    FROM costing_ledgerbalance b JOIN costing_ledger l ON l.id = b.ledger_id
    WHERE b.kind = 'PBUDGET' AND b.year = 0 AND b.period >= %(begins)s
        AND b.period < %(ends)s AND b.account ~ %(cost)s
        AND l.legal_entity_id = ANY(%(entities)s)
        AND b.objects_key->>'1' = ANY(%(codes)s)
        AND (SELECT count(*) FROM jsonb_object_keys(b.objects_key)) = 1),
newest AS (SELECT ledger_id, max(from_import_id) AS file FROM told GROUP BY 1)
SELECT entity, centre, period, left(account, 1), sum(amount_ore)::bigint
FROM told JOIN newest n ON n.ledger_id = told.ledger_id AND n.file = from_import_id
GROUP BY 1, 2, 3, 4
"""


class Kind(StrEnum):
    PERSONNEL = "personnel"
    OTHER = "other"


Place = tuple[int, Kind, date]  # unit of the centre, kind, month


@dataclass(frozen=True, slots=True)
class CostCentre:
    """One of the centre's in a ledger, and when it was its."""

    entity: int
    chart: str
    code: str
    unit: int
    valid_from: date
    valid_to: date | None

    def holds(self, month: date) -> bool:
        after = next_month(month)
        return self.valid_from < after and (self.valid_to is None or self.valid_to > month)  # fmt: skip


def cost_centres() -> list[CostCentre]:
    rows = UnitAlias.objects.filter(
        register=Register.LEDGER, unit__kind=UnitKind.CENTRE
    ).values_list(
        "legal_entity",
        "legal_entity__chart",
        "code",
        "unit",
        "valid_from",
        "valid_to",
    )
    return [CostCentre(*row) for row in rows.order_by("code", "valid_from")]


def posted(
    centres: Sequence[CostCentre], months: Sequence[date]
) -> Mapping[Place, int]:
    rows = (
        LedgerTurnover.objects.filter(
            ledger__legal_entity__in={one.entity for one in centres},
            cost_centre__in={one.code for one in centres},
            month__in=months,
            account__regex=OF_COST,
        )
        .values_list("ledger__legal_entity", "cost_centre", "month", "account")
        .annotate(ore=Sum("amount_ore"))
        .order_by()
    )
    return _placed(
        centres,
        ((entity, code, month, account[0], ore) for entity, code, month, account, ore in rows),
    )  # fmt: skip


def budgeted(
    centres: Sequence[CostCentre], months: Sequence[date]
) -> Mapping[Place, int]:
    given: dict[str, Any] = {
        "begins": months[0],
        "ends": next_month(months[-1]),
        "cost": OF_COST,
        "entities": sorted({one.entity for one in centres}),
        "codes": sorted({one.code for one in centres}),
    }
    with connection.cursor() as cursor:
        cursor.execute(BUDGETS, given)
        rows = cursor.fetchall()
    return _placed(centres, rows)


def _placed(
    centres: Sequence[CostCentre],
    rows: Iterable[tuple[int, str, date, str, int]],
) -> Mapping[Place, int]:
    by_code: dict[tuple[int, str], list[CostCentre]] = defaultdict(list)
    for one in centres:
        by_code[one.entity, one.code].append(one)
    found: dict[Place, int] = defaultdict(int)
    for entity, code, month, first, ore in rows:
        held = [one for one in by_code[entity, code] if one.holds(month)]
        for one in held[:1]:
            is_pay = PERSONNEL[Chart(one.chart)] == first
            kind = Kind.PERSONNEL if is_pay else Kind.OTHER
            found[one.unit, kind, month] += ore
    return dict(found)
