# SPDX-License-Identifier: EUPL-1.2
"""A savings case from suggestion to locked version, and what cannot be."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import DatabaseError, transaction

import pytest

from gemensam.benefits.queries import saving_over
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.canonical import digest_of
from gemensam.core.models import AuditEvent
from gemensam.demo.months import plus
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.queries.versions import in_force
from gemensam.programme import actions
from gemensam.programme.actions import Draft, Estimate, Part, Spending, Terms
from gemensam.programme.actions.assume import NotInOrder, NotToBeForgotten
from gemensam.programme.actions.cases import NameTaken, NoBaseline
from gemensam.programme.actions.spending import CostNotInOrder
from gemensam.programme.enums import AssumptionKind, CostKind, Strategy, Stream
from gemensam.programme.invariants import versions_are_unchanged, waterfalls_add_up
from gemensam.programme.models import CaseVersion, SavingsCase
from gemensam.programme.queries import told
from gemensam.programme.queries.base import base_of
from gemensam.programme.queries.realised import realised
from gemensam.programme.queries.summary import savings_case
from gemensam.programme.suggested import suggested_totals

START = date(2027, 1, 1)
TERMS = Terms(first_month=START)


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enough to see that something changed; how sure it is, calc's own tests tell."""
    monkeypatch.setattr(told, "DRAWS", 4000)
    monkeypatch.setattr(told, "FEWER", 500)


def done(**more: Any) -> dict[str, Any]:
    return {"by": CONSOLE, "at": clock.now(), **more}


def made(name: str = "Prov", **more: Any) -> SavingsCase:
    return actions.make_case(Draft(name=name, terms=TERMS, **more), **done())


def estimate(kind: AssumptionKind, *three: str, **more: Any) -> Estimate:
    low, likely, high = map(Decimal, three)
    return Estimate(
        kind=kind, low=low, likely=likely, high=high, source="Egen räkning", **more
    )


def pace(case: SavingsCase) -> float:
    assert case.result is not None
    return float(case.result["plain"]["likely"]["pace"][0])


def test_the_demo_has_a_locked_case_that_report_tells(lindby: str) -> None:
    figures = savings_case()
    assert figures is not None
    assert 0 <= figures["p_20"] <= figures["p_15"] <= 1
    low, likely, high = (
        figures[f"saving_{end}_pct"] for end in ("low", "likely", "high")
    )
    assert low < likely < high
    assert figures["implementation_cost"] > 0
    version = CaseVersion.objects.get()
    assert version.content["name"] == "Enligt vågplanen"
    assert version.baseline_frozen == (version.case.baseline.frozen_at is not None)
    assert {wave["name"] for wave in version.content["waves"]} >= {"Pilot", "Våg 1"}
    assert list(versions_are_unchanged()) == []
    assert list(waterfalls_add_up()) == []


def test_nothing_is_told_where_there_is_none(empty: str) -> None:
    assert savings_case() is None
    with pytest.raises(NoBaseline, match="baseline"):
        made()


def test_a_case_stands_on_every_ore_of_the_baseline(lindby: str) -> None:
    case = made()
    assert case.result is not None
    base = base_of(case.baseline)
    held = in_force(ScenarioKind.BASELINE)
    assert held is not None
    from gemensam.outcomes.models import Cell

    cells = Cell.objects.filter(scenario=held, source="costing", superseded_at=None)
    assert base.ore == sum(ore or 0 for ore in cells.values_list("cost_ore", flat=True))
    walk = case.result["waterfall"]["1"]
    parts = [one["target"] for one in walk["parts"].values()]
    assert sum(parts) == walk["whole"]["target"]
    assert walk["whole"]["baseline"] == base.ore
    assert sum(one["base"] for one in case.result["tops"].values()) == base.ore
    costs = suggested_totals(ore=base.ore, labour=base.labour)
    likely = sum(case.costs.values_list("likely_ore", flat=True))
    assert likely == sum(three[1] for three in costs.values())


def test_a_changed_assumption_changes_the_result_and_is_on_the_trail(
    lindby: str,
) -> None:
    case = made()
    before = pace(case)
    new = estimate(AssumptionKind.SCALE, "0.15", "0.2", "0.25")
    actions.assume(case, new, **done())
    assert pace(case) > before
    event = AuditEvent.objects.filter(action="case.assumed").latest("seq", "at")
    assert event.payload is not None
    assert event.payload["changes"]["likely"]["new"] == {"decimal": "0.2"}
    stored = SavingsCase.objects.get(pk=case.pk)
    assert stored.result == case.result


def test_the_narrowest_lever_holds_and_never_two(lindby: str) -> None:
    case = made()
    before = pace(case)
    new = estimate(AssumptionKind.SCALE, "0", "0", "0", area="it")
    narrow = actions.assume(case, new, **done())
    assert pace(case) < before
    with pytest.raises(NotToBeForgotten):
        actions.forget(case.assumptions.get(kind="scale", area=None), **done())
    actions.forget(narrow, **done())
    assert pace(case) == before


def test_what_cannot_be_changes_nothing(lindby: str) -> None:
    case = made()
    before = case.result
    scale = AssumptionKind.SCALE
    for three in (("0.2", "0.1", "0.3"), ("0.1", "0.2", "1.5"), ("-0.1", "0", "0.1")):
        with pytest.raises(NotInOrder):
            actions.assume(case, estimate(scale, *three), **done())
    with pytest.raises(NotInOrder, match="source"):
        actions.assume(
            case, replace(estimate(scale, "0", "0", "0"), source=" "), **done()
        )
    spending = Spending(
        stream=Stream.IT, kind=CostKind.IT, quarter=START, ore=(5, 4, 9), source="x"
    )
    with pytest.raises(CostNotInOrder):
        actions.spend(case, spending, **done())
    with pytest.raises(NameTaken, match="Prov"):
        made()
    assert SavingsCase.objects.get(pk=case.pk).result == before


def test_correlations_that_contradict_are_refused_with_the_cure(lindby: str) -> None:
    case = made()
    one, other, third = (
        case.assumptions.get(kind=kind, area=None)
        for kind in ("span", "sourcing", "premises")
    )
    actions.tie(one, other, Decimal("0.6"), **done())
    actions.tie(one, third, Decimal("0.6"), **done())
    ties = case.ties.count()
    with pytest.raises(
        actions.NotPossible, match="contradict each other, most of all between"
    ):
        actions.tie(other, third, Decimal("-0.9"), **done())
    assert case.ties.count() == ties


def test_waves_of_more_than_all_are_refused(lindby: str) -> None:
    case = made()
    whole = Part(name="Allt", month=START, share=Decimal(1))
    with pytest.raises(actions.NotPossible, match="100"):
        actions.plan_waves(
            case, [whole, replace(whole, share=Decimal("0.1"))], **done()
        )
    assert case.waves.count() == 1
    half = replace(whole, share=Decimal("0.5"))
    before = pace(case)
    actions.plan_waves(case, [half], **done())
    assert case.result is not None
    assert 0 < pace(case) < before
    assert case.result["stays"] == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("strategy", [Strategy.AREAS, Strategy.UNITS])
def test_the_waves_of_a_strategy_come_to_what_the_comparison_said(
    lindby: str, strategy: Strategy
) -> None:
    case = made()
    assert case.result is not None
    compared = {one["strategy"]: one for one in case.result["strategies"]}
    actions.plan_waves(case, actions.waves_by(case, strategy), **done())
    assert case.result["last_move"] == compared[strategy]["last_move"]
    assert case.result["stays"] < 0.05


def test_a_locked_version_is_never_changed(lindby: str) -> None:
    case = made()
    first = actions.lock_case(case, **done())
    assert actions.lock_case(case, **done()) == first
    actions.set_terms(case, replace(TERMS, interest=Decimal("0.05")), **done())
    second = actions.lock_case(case, **done())
    assert second.number == first.number + 1
    first.refresh_from_db()
    assert digest_of(first.content) == first.digest != second.digest
    assert first.content["result"]["forecast"]["npv"] > second.content["result"]["forecast"]["npv"]  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseVersion.objects.filter(pk=first.pk).update(number=99)
    with pytest.raises(DatabaseError), transaction.atomic():
        first.delete()


def test_the_same_inputs_come_to_the_same_under_another_name(lindby: str) -> None:
    case = made()
    copy = actions.copy_case(case, "Kopia", **done())
    assert case.result is not None
    assert copy.result is not None
    assert copy.result["forecast"] == case.result["forecast"]
    assert copy.result["inputs"] != case.result["inputs"]  # the name is one of them
    assert copy.ties.count() == case.ties.count() > 0


def test_written_off_with_interest_costs_more_and_later(lindby: str) -> None:
    case = made()
    assert case.result is not None
    before = case.result["plain"]["likely"]["outlay"]
    actions.set_terms(case, replace(TERMS, written_off=3), **done())
    after = case.result["plain"]["likely"]["outlay"]
    assert sum(after) > sum(before)
    assert after[0] < before[0]
    with pytest.raises(actions.NotPossible, match="horizon"):
        actions.set_terms(case, replace(TERMS, written_off=9), **done())


def test_a_case_is_renewed_on_the_baseline_in_force(lindby: str) -> None:
    case = made()
    base = case.baseline
    later = ScenarioVersion.objects.create(
        kind=ScenarioKind.BASELINE,
        number=base.number + 1,
        name="Ny",
        price_level=base.price_level,
        created_at=clock.now(),
        frozen_at=clock.now(),
    )
    with pytest.raises(actions.NotPossible, match="no cost"):
        actions.renew(case, **done())
    case.refresh_from_db()
    assert case.baseline == base != later


def test_the_outcome_is_laid_over_the_forecast_and_scored(lindby: str) -> None:
    case = SavingsCase.objects.get(name="Enligt vågplanen")
    assert case.result is not None
    found = realised(case.result, case.first_month)
    assert len(found) == 3  # ten closed months
    first = found[0]
    saving = saving_over([plus(case.first_month, step) for step in range(3)])
    assert saving is not None
    assert (first.share, first.low, first.high) == (
        saving.share,
        saving.low,
        saving.high,
    )
    low, middle, high = first.forecast
    assert low < middle < high
    assert first.score.inside == (low <= first.share <= high)
    assert 0 < first.score.crps <= abs(first.share - middle) + (high - low)
    assert realised(case.result, plus(case.first_month, 24)) == []
