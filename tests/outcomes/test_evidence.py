# SPDX-License-Identifier: EUPL-1.2
"""The contract of whoever tells the grain: each figure lists what it is made of."""

from decimal import Decimal

from django.db.models import Sum
from django.utils import translation

import pytest
from tests.site.people import someone

from gemensam.benefits.queries import year_to_date
from gemensam.benefits.queries.months import newest
from gemensam.desk.evidence import _partial
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell
from gemensam.outcomes.ports import Figure, evidence_of, evidence_sources, sources

pytestmark = pytest.mark.usefixtures("lindby")
MEASURES = {
    "costing": ("cost_ore", "labour_ore", "volume"),
    "desk": ("resolved", "on_time", "judged", "rated", "rating", "lead_minutes"),
    "agreements": ("charge_ore",),
}


def figure(measure: str, *, services: tuple[int, ...] = ()) -> Figure:
    scenario = newest(ScenarioKind.ACTUAL)
    assert scenario is not None
    return Figure(
        scenario=scenario.pk,
        measure=measure,
        months=tuple(year_to_date()),
        services=services,
    )


def told_by_the_grain(one: Figure, source: str) -> Decimal:
    cells = Cell.objects.filter(
        scenario=one.scenario, month__in=one.months, source=source, superseded_at=None
    )
    if one.services:
        cells = cells.filter(service__in=one.services)
    return Decimal(cells.aggregate(all=Sum(one.measure))["all"] or 0)


def test_every_source_gives_evidence() -> None:
    assert sources().keys() == evidence_sources().keys() == MEASURES.keys()


@pytest.mark.parametrize(
    ("source", "measure"), [(s, m) for s, all_of in MEASURES.items() for m in all_of]
)
def test_the_pieces_are_the_figure(source: str, measure: str) -> None:
    controller = someone("CONTROLLER")
    one = figure(measure)
    found = evidence_of(source).evidence(one, controller)
    assert Decimal(str(found.total or 0)) == told_by_the_grain(one, source) > 0
    assert found.formula
    if found.partial:
        assert source == "desk"  # cases are not a controller's to read
    else:
        pieces = [Decimal(str(piece.amount or 0)) for piece in found.pieces]
        assert sum(pieces, Decimal(0)) == found.total


def test_cost_names_the_files_it_came_from() -> None:
    found = evidence_of("costing").evidence(figure("cost_ore"), someone("CONTROLLER"))
    assert found.sources
    assert all(name.endswith(".se") for name in found.sources)
    assert all(piece.url for piece in found.pieces if "–" in piece.text and piece.url)
    # Who may not open vouchers gets the sums without the way to them.
    without = evidence_of("costing").evidence(figure("cost_ore"), someone("UNION_REP"))
    assert without.total == found.total
    assert not any(piece.url for piece in without.pieces)


def test_cases_are_listed_for_those_who_handle_them() -> None:
    agent = someone("AGENT")
    from gemensam.desk.models import Case

    case = Case.objects.filter(
        team__in=agent.standing.teams, status="resolved", service__isnull=False
    ).latest("resolved_at")
    controller = evidence_of("desk").evidence(
        figure("resolved", services=(case.service_id or 0,)), someone("CONTROLLER")
    )
    assert case.number not in str(controller.pieces)
    own = evidence_of("desk").evidence(
        figure("resolved", services=(case.service_id or 0,)), agent
    )
    assert all(piece.amount == 1 for piece in own.pieces)
    assert len(own.pieces) > 0


def test_a_stranger_is_told_nothing() -> None:
    for source, measures in MEASURES.items():
        found = evidence_of(source).evidence(figure(measures[0]), someone("customer"))
        assert not found.total
        assert not [piece for piece in found.pieces if source != "desk"]


def test_how_many_more_is_written_as_numbers_are() -> None:
    with translation.override("sv"):
        assert _partial(2331, there_are_more=True).startswith("2\N{NO-BREAK SPACE}331 ")
