# SPDX-License-Identifier: EUPL-1.2
"""The rough baseline of Lindby, whose truth is known, and of who has nothing yet."""

import json
from dataclasses import replace

import pytest
from tests.rig.databases import Databases

from gemensam.calc.rough.evidence import Interval
from gemensam.core import clock
from gemensam.costing.models import StaffRow, SurveyRound
from gemensam.costing.queries.rough import fragmentation_pct, rough_baseline


def truth_ore(databases: Databases) -> tuple[int, float]:
    """The baseline year, and what its support truly cost."""
    told = json.loads((databases.var("lindby") / "demo" / "truth.json").read_text())
    year = str(told["timeline"]["baseline_year"])
    months = [at for at, month in enumerate(told["months"]) if month[:4] == year]
    return int(year), sum(told["cost"]["total"][at] for at in months)


@pytest.mark.usefixtures("lindby")
def test_the_true_cost_of_support_lies_in_the_rough_range(
    databases: Databases,
) -> None:
    """With the answers of the time survey, and before anybody was asked."""
    year, truth = truth_ore(databases)
    asked = rough_baseline(year)
    assert asked is not None
    assert asked.answered > 0
    assert asked.answer.total.low <= truth <= asked.answer.total.high
    SurveyRound.objects.update(superseded_at=clock.now())
    rough = rough_baseline(year)
    assert rough is not None
    assert rough.answered == 0
    assert rough.answer.total.low <= truth <= rough.answer.total.high
    # Nobody asked: wider, and the width is worth something all the same.
    assert asked.answer.total.width < rough.answer.total.width < 0.5 * truth
    assert rough.answer.narrowing[0].what == "level"


@pytest.mark.usefixtures("lindby")
def test_leftovers_are_told_by_kronor_but_not_of_fewer_than_five(
    databases: Databases,
) -> None:
    year, _truth = truth_ore(databases)
    before = rough_baseline(year)
    assert before is not None
    assert (before.only_roster, before.only_ledger) == ([], [])
    current = StaffRow.objects.filter(year=before.staff_year, superseded_at=None)
    model = current.filter(form="monthly", monthly_ore__gt=0).order_by("pk")[0]
    gone = current.exclude(cost_centre=model.cost_centre).order_by("pk")[0]
    current.filter(cost_centre=gone.cost_centre, legal_entity=gone.legal_entity).update(
        superseded_at=clock.now()
    )
    for centre, people in (("Z5", 5), ("Z4", 4)):
        for number in range(people):
            model.pk = None
            model.pseudonym, model.cost_centre = f"{centre}-{number}", centre
            model.save(force_insert=True)
    after = rough_baseline(year)
    assert after is not None
    assert [(one.code, one.persons) for one in after.only_roster] == [
        ("Z5", 5),
        ("Z4", 4),
    ]
    assert after.only_roster[0].ore
    assert after.only_roster[1].ore is None
    (left,) = after.only_ledger
    assert left.code == gone.cost_centre
    assert left.ore
    assert after.answer.unmatched_pay_ore > before.answer.unmatched_pay_ore


@pytest.mark.usefixtures("empty")
def test_there_is_no_answer_before_there_is_a_roster() -> None:
    assert rough_baseline() is None
    assert fragmentation_pct() is None


@pytest.mark.usefixtures("lindby")
def test_a_roster_without_support_work_says_nothing_of_how_it_is_spread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = rough_baseline()
    assert found is not None
    nothing = replace(found.answer, fte=Interval(0.0, 0.0, 0.0))
    seen = replace(found, answer=nothing)
    monkeypatch.setattr("gemensam.costing.queries.rough.rough_baseline", lambda: seen)
    assert fragmentation_pct() is None
