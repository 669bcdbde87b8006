# SPDX-License-Identifier: EUPL-1.2
"""Baseline and cost: from the total to the service, its parts, the rows, the voucher;
and the mapping that decides what is support."""

from gemensam.costing.views.baseline import baseline
from gemensam.costing.views.capacity import capacity, capacity_year, one_capacity
from gemensam.costing.views.cell import cell
from gemensam.costing.views.confirmations import confirmations, my_part, my_parts
from gemensam.costing.views.disposal import disposal
from gemensam.costing.views.freezing import freezing
from gemensam.costing.views.frozen import adjustments, frozen, versions, withdrawing
from gemensam.costing.views.kolada import kolada
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
from gemensam.costing.views.stepdown import step_down
from gemensam.costing.views.times import service_time, times

__all__ = [
    "accept",
    "adjustments",
    "ask",
    "baseline",
    "capacity",
    "capacity_year",
    "cell",
    "change_standards",
    "confirmations",
    "disposal",
    "do_rule",
    "freezing",
    "frozen",
    "kolada",
    "ledger",
    "ledgers",
    "mapping",
    "mapping_changes",
    "mapping_rules",
    "my_part",
    "my_parts",
    "my_people",
    "my_units",
    "new_rule",
    "one_capacity",
    "one_rule",
    "parts",
    "rough",
    "rows",
    "service",
    "service_time",
    "settle",
    "silence",
    "standard",
    "standards",
    "standards_file",
    "step_down",
    "tie",
    "times",
    "unmapped",
    "versions",
    "voucher",
    "who_does_what",
    "withdrawing",
]
