# SPDX-License-Identifier: EUPL-1.2
"""What pages of results ask of closed months, read before anyone opens one."""

from gemensam.benefits.queries.in_brief import InBrief
from gemensam.benefits.queries.months import (
    compared,
    months_between,
    same_months,
    year_to_date,
)
from gemensam.outcomes.enums import Shown
from gemensam.outcomes.queries import sums_by_service
from gemensam.outcomes.queries.columns import columns_of
from gemensam.outcomes.queries.hidden import hidden
from gemensam.outcomes.queries.versions import months_of


def read_ahead() -> None:
    """The cells of the baseline and of the year that is compared, what is protected of
    them, and every month's sums of both sides; each is kept by the process that read it,
    with what start pages tell of them. Nothing while nothing is compared."""
    of, year = compared(), year_to_date()
    if of.baseline is None or of.actual is None or not (of.baseline_months and year):
        return
    # What most pages ask is read last: where not all has room, the first goes first.
    columns_of(of.baseline.pk, of.baseline_months)
    columns_of(of.baseline.pk, same_months(year, of.baseline_months))
    columns_of(of.actual.pk, year)
    for months in (of.baseline_months, year):
        hidden(months_between(months[0], months[-1]), (), level=Shown.GROUP)
    sums_by_service(of.baseline.pk, of.baseline_months)
    sums_by_service(of.actual.pk, months_of(of.actual))
    InBrief().read_all()
