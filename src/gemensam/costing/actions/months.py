# SPDX-License-Identifier: EUPL-1.2
"""Costing tells the grain what services cost in units, month by month, from evidence."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from gemensam.calc.costing.evidence import (
    Around,
    Catalogue,
    MonthEvidence,
    StepDriver,
)
from gemensam.calc.costing.known import DRAWS
from gemensam.calc.costing.mapping import Coding
from gemensam.calc.costing.month import month_cost
from gemensam.calc.costing.usual import usual_of
from gemensam.catalogue.queries.became import became as became_in
from gemensam.catalogue.queries.lineage import Lineage, lineage
from gemensam.costing.actions.assumed import Evidence
from gemensam.costing.actions.cells import asked_in, cells_of, draws_of, persons_in
from gemensam.costing.actions.store import Kept, store
from gemensam.costing.actions.whodoeswhat import uses_of
from gemensam.costing.models import MappingVersion, StepDownVersion, SurveyRound
from gemensam.costing.queries.drivers import current_step_down, step_drivers
from gemensam.costing.queries.frame import frame_of
from gemensam.costing.queries.people import employments, round_for, rounds
from gemensam.costing.queries.services import costed_services
from gemensam.costing.queries.treatment import Treated, current_mapping, treatments
from gemensam.costing.queries.turnover import Turnover, turnover
from gemensam.costing.queries.use import deliveries, used
from gemensam.outcomes.ports import MonthFacts


class CostingSource:
    """Registered with the grain: cost, its personnel part, volume and units in use."""

    key = "costing"
    order = 10

    def months(
        self, scenario: int, months: Sequence[date]
    ) -> Iterator[tuple[date, MonthFacts]]:
        mapping = current_mapping()
        services, step_down = costed_services(), current_step_down()
        along = lineage(date.max)
        treat, rows = treatments(mapping), _by_month(_years_of(months))
        work = _Work(
            services,
            mapping,
            treat,
            usual_of((row for held in rows.values() for row in held), treat),
            Evidence(services, along),
            along,
            step_down,
            step_drivers(step_down),
        )
        known_rounds = rounds()
        for month in months:
            asked = round_for(month, known_rounds)
            yield month, work.facts(scenario, month, rows[month], asked)


def _years_of(months: Sequence[date]) -> list[date]:
    """Every month of their years: those around a month tell what was usual in it."""
    years = sorted({month.year for month in months})
    return [date(year, number, 1) for year in years for number in range(1, 13)]


def _by_month(months: Sequence[date]) -> dict[date, list[Turnover]]:
    rows: dict[date, list[Turnover]] = defaultdict(list)
    for row in turnover(months):
        rows[row.month].append(row)
    return rows


@dataclass(slots=True)
class _Work:
    """What the months have in common."""

    catalogue: Catalogue
    mapping: MappingVersion | None
    treat: Callable[[Coding], Treated]
    around: Mapping[date, Around]
    evidence: Evidence
    along: Lineage
    step_down: StepDownVersion | None
    drivers: Mapping[int, StepDriver]

    def facts(
        self,
        scenario: int,
        month: date,
        rows: Sequence[Turnover],
        asked: SurveyRound | None,
    ) -> MonthFacts:
        """Everything of one month, computed and not yet stored."""
        known, frame = self.evidence.known(month, asked), frame_of(month)
        became = became_in(self.along, month)
        use = list(used(month, deliveries(month), became))
        evidence = MonthEvidence(
            month=month,
            rows=rows,
            employed=employments(month),
            frame=frame,
            uses=uses_of(use, self.catalogue),
            drivers=self.drivers,
            around=self.around.get(month, {}),
            became=became,
        )
        cost = month_cost(
            evidence,
            treat=self.treat,
            known=known,
            catalogue=self.catalogue,
            draws=DRAWS,
        )
        persons = persons_in(
            cost, known, frame, services=self.catalogue.services, became=became
        )
        cells = cells_of(
            cost, use=use, frame=frame, persons=persons, catalogue=self.catalogue
        )
        kept = Kept(
            cost=cost,
            cells=cells,
            services=self.catalogue.services,
            people=asked_in(cost, known),
            mapping=self.mapping,
            asked=asked,
            step_down=self.step_down,
            drivers=self.drivers,
        )
        return MonthFacts(
            cells=cells,
            draws=draws_of(cost, self.catalogue),
            keep=partial(store, scenario, month, kept),
        )
