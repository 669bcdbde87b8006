# SPDX-License-Identifier: EUPL-1.2
"""Baseline and cost: from the total to the service, its parts, the rows, the voucher;
and the mapping that decides what is support."""

from gemensam.costing.views.baseline import baseline
from gemensam.costing.views.ledgers import ledger, ledgers, rows, unmapped, voucher
from gemensam.costing.views.mapping import accept, mapping, settle
from gemensam.costing.views.mapping_beside import mapping_changes, tie
from gemensam.costing.views.mapping_rules import (
    do_rule,
    mapping_rules,
    new_rule,
    one_rule,
)
from gemensam.costing.views.people import (
    ask,
    my_people,
    my_units,
    silence,
    who_does_what,
)
from gemensam.costing.views.rough import rough
from gemensam.costing.views.services import parts, service
from gemensam.costing.views.standards import (
    change_standards,
    standard,
    standards,
    standards_file,
)

__all__ = [
    "accept",
    "ask",
    "baseline",
    "change_standards",
    "do_rule",
    "ledger",
    "ledgers",
    "mapping",
    "mapping_changes",
    "mapping_rules",
    "my_people",
    "my_units",
    "new_rule",
    "one_rule",
    "parts",
    "rough",
    "rows",
    "service",
    "settle",
    "silence",
    "standard",
    "standards",
    "standards_file",
    "tie",
    "unmapped",
    "voucher",
    "who_does_what",
]
