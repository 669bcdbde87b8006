# SPDX-License-Identifier: EUPL-1.2
"""What a start page rests on: each asked for once, however many roles one has, and not at
all where no sentence needs it."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from gemensam.benefits.queries import Summary, summary
from gemensam.benefits.queries.in_brief import InBrief
from gemensam.benefits.queries.months import (
    ClosedMonths,
    Compared,
    closed_months,
    compared,
)
from gemensam.benefits.queries.routine.since import Since, since_computed
from gemensam.benefits.queries.suspicions.made import Judged, found_last
from gemensam.core import clock


class Known:
    """As it is when the page is asked for."""

    def __init__(self) -> None:
        self.today = clock.today()
        self.brief = InBrief()

    @cached_property
    def closed(self) -> ClosedMonths:
        return closed_months()

    @cached_property
    def closed_through(self) -> date | None:
        return self.closed.last

    @property
    def months(self) -> Sequence[date]:
        """The months of the closed year that are compared."""
        return self.closed.year

    @cached_property
    def of(self) -> Compared:
        return compared()

    @cached_property
    def summary(self) -> Summary:
        return summary(closed=self.closed, of=self.of)

    @cached_property
    def since(self) -> Since:
        """What keeps months from being reconciled, told apart."""
        return since_computed(self.summary.differences, self.of)

    @cached_property
    def suspected(self) -> Sequence[Judged]:
        """What nobody has judged, the heaviest first, whoever may see it."""
        return [one for one in found_last() if one.is_open]
