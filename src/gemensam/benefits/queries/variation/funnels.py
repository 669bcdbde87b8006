# SPDX-License-Identifier: EUPL-1.2
"""Costs and cases of a service as funnels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gemensam.benefits.enums import Measured, Per
from gemensam.benefits.queries.variation.cases import CaseFacts, case_facts
from gemensam.benefits.queries.variation.costs import costs_by_place
from gemensam.benefits.queries.variation.period import Period
from gemensam.calc.variation import (
    Costed,
    Funnel,
    above_middle,
    cost_funnel,
    share_funnel,
    time_funnel,
)
from gemensam.group.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A funnel of one measure; `above_ore` is what lies above the middle (cost only)."""

    measured: Measured
    funnel: Funnel
    above_ore: int | None = None
    is_working_time: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A service with the measures in which two places or more can be compared."""

    service: int
    compared: Mapping[Measured, Compared]

    @property
    def above_ore(self) -> int:
        cost = self.compared.get(Measured.COST)
        return cost.above_ore or 0 if cost else 0


def spreads(person: Person, period: Period, per: Per) -> list[Spread]:
    """Every service that can be compared, those with most kronor above the middle first."""
    costs, cases = costs_by_place(person, period, per), case_facts(period, per)
    found = [
        Spread(service=one, compared=_all(costs.get(one, []), cases.get(one, [])))
        for one in sorted(costs.keys() | cases.keys())
    ]
    return sorted(
        (one for one in found if one.compared), key=lambda one: -one.above_ore
    )


def compared(
    person: Person, period: Period, per: Per, service: int
) -> Mapping[Measured, Compared]:
    costs = costs_by_place(person, period, per, services=[service])
    cases = case_facts(period, per, services=[service])
    return _all(costs.get(service, []), cases.get(service, []))


def _all(
    costs: Sequence[Costed], cases: Sequence[CaseFacts]
) -> Mapping[Measured, Compared]:
    return {
        one.measured: one
        for one in (*_of_costs(costs), *_of_cases(cases))
        if len(one.funnel.places) > 1
    }


def _of_costs(costs: Sequence[Costed]) -> Iterator[Compared]:
    held = [one for one in costs if one.volume > 0]
    funnel = cost_funnel(held)
    known = {place.key for place in funnel.places}
    kept = [one for one in held if one.key in known]
    above = above_middle(
        [round(one.amount) for one in kept], [one.volume for one in kept]
    ) if kept else ()  # fmt: skip
    if any(one.amount for one in kept):
        yield Compared(measured=Measured.COST, funnel=funnel, above_ore=sum(above))


def _of_cases(cases: Sequence[CaseFacts]) -> Iterator[Compared]:
    if not cases:
        return
    yield Compared(
        measured=Measured.LEAD,
        funnel=time_funnel([one.timed for one in cases]),
        is_working_time=cases[0].is_working_time,
    )
    yield Compared(
        measured=Measured.ON_TIME, funnel=share_funnel([one.kept for one in cases])
    )
    if any(one.right < one.n for one in cases):  # else reopening may not be told at all
        yield Compared(
            measured=Measured.RIGHT,
            funnel=share_funnel([one.right_first for one in cases]),
        )
