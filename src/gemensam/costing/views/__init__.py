# SPDX-License-Identifier: EUPL-1.2
"""Baseline and cost: from the total to the service, its parts, the rows, the voucher."""

from gemensam.costing.views.baseline import baseline
from gemensam.costing.views.ledgers import ledger, ledgers, rows, unmapped, voucher
from gemensam.costing.views.services import parts, service

__all__ = [
    "baseline",
    "ledger",
    "ledgers",
    "parts",
    "rows",
    "service",
    "unmapped",
    "voucher",
]
