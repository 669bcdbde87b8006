# SPDX-License-Identifier: EUPL-1.2
"""Baseline and cost: from the total to the service, its parts, the rows, the voucher."""

from gemensam.costing.views.baseline import baseline
from gemensam.costing.views.ledgers import ledger, ledgers, rows, unmapped, voucher
from gemensam.costing.views.rough import rough
from gemensam.costing.views.services import parts, service
from gemensam.costing.views.standards import (
    change_standards,
    standard,
    standards,
    standards_file,
)

__all__ = [
    "baseline",
    "change_standards",
    "ledger",
    "ledgers",
    "parts",
    "rough",
    "rows",
    "service",
    "standard",
    "standards",
    "standards_file",
    "unmapped",
    "voucher",
]
