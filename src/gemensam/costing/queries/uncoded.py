# SPDX-License-Identifier: EUPL-1.2
"""Money on coding strings that no rule of the mapping knows, the heaviest first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gemensam.costing.models import Ledger, LedgerName
from gemensam.costing.queries.mapped import Gap, mapped_of
from gemensam.costing.queries.strings import Posted

ACCOUNT = 0  # the dimension under which a ledger names its accounts
EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class Uncoded:
    """Öre, without sign, on an account and cost centre of a ledger, and why nobody knows
    what it is."""

    ledger: Ledger
    account: str
    account_name: str
    cost_centre: str
    is_unbridged: bool
    ore: int


def uncoded(
    months: Sequence[date], *, rows: Sequence[Posted] | None = None, most: int = 200
) -> list[Uncoded]:
    """What lies without mapping in `months`; by account and cost centre. `rows`: what was
    posted in them, where that is at hand."""
    found: Counter[tuple[int, str, str, Gap]] = Counter()
    for left in mapped_of(months, rows=rows, most=EVERYTHING).heaviest:
        found[left.ledger, left.coding.account, left.coding.cost_centre, left.gap] += (
            left.ore
        )
    heaviest = found.most_common(most)
    ledgers = Ledger.objects.select_related("legal_entity").in_bulk()
    names = _names({account for (_ledger, account, _centre, _gap), _ore in heaviest})
    return [
        Uncoded(
            ledgers[ledger],
            account,
            names.get((ledger, account), ""),
            centre,
            gap is Gap.NO_UNIT,
            ore,
        )
        for (ledger, account, centre, gap), ore in heaviest
    ]


def _names(accounts: set[str]) -> dict[tuple[int, str], str]:
    rows = LedgerName.objects.filter(dimension=ACCOUNT, code__in=accounts)
    return {
        (ledger, code): name
        for ledger, code, name in rows.values_list("ledger_id", "code", "name")
    }
