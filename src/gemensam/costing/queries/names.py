# SPDX-License-Identifier: EUPL-1.2
"""What ledgers call the codes of a coding string, whatever number their dimensions have."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from gemensam.core.models import SavedMapping
from gemensam.costing.models import Ledger, LedgerName

ACCOUNT, COST_CENTRE, PROJECT = 0, 1, 6  # numbers that SIE reserves
USUAL = {COST_CENTRE: "cost_centre", PROJECT: "project"}


@dataclass(frozen=True, slots=True)
class CodeNames:
    """(ledger, code part, code) → name."""

    known: Mapping[tuple[int, str, str], str]

    def of(self, ledger: int, part: str, code: str) -> str:
        return self.known.get((ledger, part, code), "") if code else ""


def code_names(ledgers: Collection[int]) -> CodeNames:
    """The names in some ledgers; a dimension that is no code part of ours is left out."""
    parts = _parts()
    found = Ledger.objects.filter(pk__in=ledgers).select_related("legal_entity")
    of_ledger: dict[int, dict[int, str]] = {}
    for ledger in found:
        entity = ledger.legal_entity
        own = parts.get(entity.orgnr or "") or parts.get(entity.name) or USUAL
        of_ledger[ledger.pk] = {ACCOUNT: "account", **own}
    rows = LedgerName.objects.filter(ledger__in=of_ledger)
    return CodeNames(
        {
            (ledger, of_ledger[ledger][dimension], code): name
            for ledger, dimension, code, name in rows.values_list(
                "ledger_id", "dimension", "code", "name"
            )
            if dimension in of_ledger[ledger]
        }
    )


def _parts() -> dict[str, dict[int, str]]:
    """By organisation number or name: dimension → code part, as imports remember it."""
    found: dict[str, dict[int, str]] = {}
    for saved in SavedMapping.objects.filter(kind="ledger", superseded_at=None):
        for key, roles in saved.mapping.get("dimensions", {}).items():
            found.setdefault(
                key,
                {int(number): part for number, part in roles.items() if part},
            )
    return found
