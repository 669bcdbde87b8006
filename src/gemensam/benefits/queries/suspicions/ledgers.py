# SPDX-License-Identifier: EUPL-1.2
"""Where what speaks for a suspicion is posted."""

from collections.abc import Mapping, Sequence
from datetime import date

from gemensam.costing.models import Ledger


def ledgers_of(months: Sequence[date]) -> Mapping[date, Mapping[int, int]]:
    """Of each of `months`, in order, legal entity → its ledger of that month."""
    rows = Ledger.objects.filter(
        year_from__lte=months[-1], year_to__gt=months[0]
    ).values_list("legal_entity", "pk", "year_from", "year_to")
    return {
        month: {
            entity: number
            for entity, number, begins, ends in rows
            if begins <= month < ends
        }
        for month in months
    }
