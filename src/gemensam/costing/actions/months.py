# SPDX-License-Identifier: EUPL-1.2
"""Costing tells the grain what services cost in units, month by month, from evidence."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from gemensam.calc.costing.mapping import Coding
from gemensam.costing.actions.cells import MonthCost, cost_of
from gemensam.costing.actions.pools import Pools, pools_of
from gemensam.costing.actions.store import store
from gemensam.costing.actions.whodoeswhat import Known, known_of
from gemensam.costing.models import MappingVersion, SurveyRound
from gemensam.costing.queries.frame import frame_of
from gemensam.costing.queries.people import employments, round_for, rounds
from gemensam.costing.queries.treatment import Treated, current_mapping, treatments
from gemensam.costing.queries.turnover import Turnover, turnover
from gemensam.outcomes.ports import MonthFacts

Treat = Callable[[Coding], Treated]


class CostingSource:
    """Registered with the grain: cost, its personnel part, volume and units in use."""

    key = "costing"
    order = 10

    def months(
        self, scenario: int, months: Sequence[date]
    ) -> Iterator[tuple[date, MonthFacts]]:
        mapping = current_mapping()
        treat = treatments(mapping)
        known_rounds = rounds()
        knowns: dict[int, Known] = {}
        rows = _by_month(months)
        for month in months:
            one = round_for(month, known_rounds)
            known = _known(one, knowns)
            cost = month_cost(month, rows[month], treat=treat, known=known)
            yield month, _facts(scenario, month, cost, mapping=mapping, asked=one)


def _known(one: SurveyRound | None, knowns: dict[int, Known]) -> Known | None:
    if one is None:
        return None
    if one.pk not in knowns:
        knowns[one.pk] = known_of(one)
    return knowns[one.pk]


def _by_month(months: Sequence[date]) -> dict[date, list[Turnover]]:
    rows: dict[date, list[Turnover]] = defaultdict(list)
    for row in turnover(months):
        rows[row.month].append(row)
    return rows


def month_cost(
    month: date, rows: Sequence[Turnover], *, treat: Treat, known: Known | None
) -> MonthCost:
    """Everything of one month, computed and not stored."""
    frame = frame_of(month)
    pools: Pools = pools_of(
        rows,
        treat=treat,
        frame=frame,
        employed=employments(month),
        asked=known.people if known else {},
    )
    return cost_of(month, pools, frame=frame, known=known)


def _facts(
    scenario: int,
    month: date,
    cost: MonthCost,
    *,
    mapping: MappingVersion | None,
    asked: SurveyRound | None,
) -> MonthFacts:
    return MonthFacts(
        cells=cost.cells,
        draws=cost.draws,
        keep=partial(store, scenario, month, cost, mapping=mapping, asked=asked),
    )
