# SPDX-License-Identifier: EUPL-1.2
from gemensam.benefits.queries.months import (
    centre_start,
    closed_through,
    months_between,
    year_to_date,
)
from gemensam.benefits.queries.saving import Saving, saving_over
from gemensam.benefits.queries.summary import Summary, summary

__all__ = [
    "Saving",
    "Summary",
    "centre_start",
    "closed_through",
    "months_between",
    "saving_over",
    "summary",
    "year_to_date",
]
