# SPDX-License-Identifier: EUPL-1.2
"""What the grain measures. Only what can be added up is stored; the rest is computed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class MonthRule(StrEnum):
    """To which month something belongs."""

    ORDERED = "ordered"
    DELIVERED = "delivered"
    POSTED = "posted"


class Kind(StrEnum):
    FLOW = "flow"  # adds up over months
    STOCK = "stock"  # a state at the end of the month: months are averaged, never added


@dataclass(frozen=True, slots=True)
class Measure:
    """One additive measure: its column, its unit, its month, what it says in words."""

    key: str
    unit: str
    month: MonthRule
    kind: Kind
    source: str  # which room tells it
    says: Any


MEASURES = {
    measure.key: measure
    for measure in (
        Measure(
            "volume",
            "units",
            MonthRule.DELIVERED,
            Kind.FLOW,
            "costing",
            _("Delivered units"),
        ),
        Measure(
            "in_use",
            "units",
            MonthRule.DELIVERED,
            Kind.STOCK,
            "costing",
            _("Units in use"),
        ),
        Measure(
            "cost_ore",
            "öre",
            MonthRule.POSTED,
            Kind.FLOW,
            "costing",
            _("Cost in the ledgers"),
        ),
        Measure(
            "labour_ore",
            "öre",
            MonthRule.POSTED,
            Kind.FLOW,
            "costing",
            _("Of which personnel"),
        ),
        Measure(
            "charge_ore",
            "öre",
            MonthRule.DELIVERED,
            Kind.FLOW,
            "desk",
            _("Price × volume"),
        ),
        Measure(
            "opened", "cases", MonthRule.ORDERED, Kind.FLOW, "desk", _("Cases opened")
        ),
        Measure(
            "resolved", "cases", MonthRule.DELIVERED, Kind.FLOW, "desk", _("Cases done")
        ),
        Measure(
            "judged",
            "cases",
            MonthRule.DELIVERED,
            Kind.FLOW,
            "desk",
            _("Cases done that had a promised time"),
        ),
        Measure(
            "on_time",
            "cases",
            MonthRule.DELIVERED,
            Kind.FLOW,
            "desk",
            _("Done on time"),
        ),
        Measure(
            "reopened", "cases", MonthRule.DELIVERED, Kind.FLOW, "desk", _("Reopened")
        ),
        Measure(
            "first_right",
            "cases",
            MonthRule.DELIVERED,
            Kind.FLOW,
            "desk",
            _("Right the first time"),
        ),
        Measure(
            "lead_minutes",
            "minutes",
            MonthRule.DELIVERED,
            Kind.FLOW,
            "desk",
            _("Working minutes from opened to done, waiting for the customer apart"),
        ),
        Measure(
            "lead_squared",
            "minutes²",
            MonthRule.DELIVERED,
            Kind.FLOW,
            "desk",
            _("Sum of squared lead times"),
        ),
        Measure(
            "rated", "cases", MonthRule.DELIVERED, Kind.FLOW, "desk", _("Cases rated")
        ),
        Measure(
            "rating",
            "points",
            MonthRule.DELIVERED,
            Kind.FLOW,
            "desk",
            _("Sum of ratings"),
        ),
        Measure(
            "rating_squared",
            "points²",
            MonthRule.DELIVERED,
            Kind.FLOW,
            "desk",
            _("Sum of squared ratings"),
        ),
        Measure(
            "backlog", "cases", MonthRule.ORDERED, Kind.STOCK, "desk", _("Open cases")
        ),
    )
}

# Upper edges of the lead-time histogram, in working minutes; the last bin is open.
LEAD_BINS = (30, 60, 120, 240, 480, 960, 1440, 2400, 4800, 9600, 19200)
