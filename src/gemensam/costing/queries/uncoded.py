# SPDX-License-Identifier: EUPL-1.2
"""Money on coding strings that no rule of the mapping knows, the heaviest first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gemensam.costing.models import Ledger, LedgerName
from gemensam.costing.queries.frame import Frame, frame_of
from gemensam.costing.queries.treatment import current_mapping, treatments
from gemensam.costing.queries.turnover import Turnover, turnover

ACCOUNT, COST_CENTRE = 0, 1


@dataclass(frozen=True, slots=True)
class Uncoded:
    """Öre on an account and cost centre of a ledger, and why nobody knows what it is."""

    ledger: Ledger
    account: str
    account_name: str
    cost_centre: str
    is_unbridged: bool
    ore: int


def uncoded(months: Sequence[date], *, most: int = 200) -> list[Uncoded]:
    """What lies without mapping in `months`; by account and cost centre."""
    treat = treatments(current_mapping())
    frames: dict[date, Frame] = {}
    found: Counter[tuple[int, str, str, bool]] = Counter()
    for row in turnover(months):
        if row.month not in frames:
            frames[row.month] = frame_of(row.month)
        reason = _reason(row, treat(row.coding).treatment, frames[row.month])
        if reason is not None:
            coding = row.coding
            found[row.ledger, coding.account, coding.cost_centre, reason] += row.ore
    ledgers = Ledger.objects.select_related("legal_entity").in_bulk()
    names = _names()
    return [
        Uncoded(
            ledgers[ledger], account, names.get((ledger, account), ""), centre, why, ore
        )
        for (ledger, account, centre, why), ore in sorted(
            found.items(), key=lambda item: -abs(item[1])
        )[:most]
    ]


def _reason(row: Turnover, treatment: str | None, frame: Frame) -> bool | None:
    """False: no rule. True: a rule, but the cost centre belongs to no unit."""
    if treatment is None:
        return False
    pooled = treatment in {"people", "direct", "overhead"}
    if pooled and frame.unit_of(row.coding.entity, row.coding.cost_centre) is None:
        return True
    return None


def _names() -> dict[tuple[int, str], str]:
    rows = LedgerName.objects.filter(dimension=ACCOUNT)
    return {
        (ledger, code): name
        for ledger, code, name in rows.values_list("ledger_id", "code", "name")
    }
