# SPDX-License-Identifier: EUPL-1.2
"""What pages of results ask of closed months, read before anyone opens one."""

from gemensam.benefits.queries.in_brief import InBrief
from gemensam.benefits.queries.months import (
    closed_through,
    compared,
    same_months,
    year_to,
)
from gemensam.outcomes.queries import sums_by_service
from gemensam.outcomes.queries.columns import columns_of
from gemensam.outcomes.queries.versions import months_of


def read_ahead() -> None:
    """The cells of the year that is compared, and every month's sums of both sides; each
    is kept by the process that read it, with what start pages tell of them. Nothing while
    nothing is compared."""
    of, months = compared(), year_to(closed_through())
    for scenario, year in (
        (of.baseline, same_months(months, of.baseline_months)),
        (of.actual, months),
    ):
        if scenario is not None and year:
            columns_of(scenario.pk, year)
            sums_by_service(scenario.pk, months_of(scenario))
    if months:
        InBrief().read_all()
