# SPDX-License-Identifier: EUPL-1.2
"""Vision and goals: written as versions, read by every page that says “the goal”."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.db import DatabaseError, transaction
from django.utils.html import strip_tags

import pytest
from tests.site.people import someone

from gemensam.catalogue.enums import Provider
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.models import AuditEvent
from gemensam.outcomes.actions import Aim, GoalOutside, set_goal, set_vision
from gemensam.outcomes.enums import GoalMeasure, ScenarioKind
from gemensam.outcomes.models import (
    Cell,
    Goal,
    MonthSum,
    ScenarioVersion,
    Vision,
)
from gemensam.outcomes.queries import at_baseline, goal, goals, vision
from gemensam.outcomes.queries.versions import in_force
from gemensam.programme.queries.steering import steering
from gemensam.site.sentences import sentences_for


def aim(measure: GoalMeasure, target: str) -> Aim:
    return Aim(
        measure=measure,
        target=Decimal(target),
        due=clock.today() + timedelta(days=300),
        owner=someone("CENTRE_MANAGER"),
    )


def said(role: str) -> str:
    person = someone(role)
    told = sentences_for(person)
    return " ".join(strip_tags(one) for part in told for one in part.said)


def test_a_new_goal_replaces_the_old_which_is_kept(lindby: str) -> None:
    before = goal(GoalMeasure.ON_TIME)
    assert before is not None
    made = set_goal(aim(GoalMeasure.ON_TIME, "93"), by=CONSOLE, at=clock.now())
    assert goal(GoalMeasure.ON_TIME) == made
    before.refresh_from_db()
    assert before.superseded_at is not None
    assert goals().filter(measure=GoalMeasure.ON_TIME).count() == 1
    event = AuditEvent.objects.filter(action="goal.set").latest("at", "seq")
    assert event.payload is not None
    assert event.payload["changes"]["target"]["old"] == {"decimal": "90.00"}
    with pytest.raises(DatabaseError), transaction.atomic():
        Goal.objects.filter(pk=made.pk).update(target=1)


def test_the_start_page_reads_the_goal_that_holds(lindby: str) -> None:
    assert "90" in said("CENTRE_MANAGER")
    set_goal(aim(GoalMeasure.ON_TIME, "87"), by=CONSOLE, at=clock.now())
    set_goal(aim(GoalMeasure.COST, "-17"), by=CONSOLE, at=clock.now())
    assert "87" in said("CENTRE_MANAGER")
    assert "17" in said("STEERING")


@pytest.mark.parametrize(
    ("measure", "target"),
    [
        (GoalMeasure.COST, "15"),
        (GoalMeasure.ON_TIME, "101"),
        (GoalMeasure.SATISFACTION, "0.5"),
    ],
)
def test_a_goal_nobody_could_have_is_refused_with_the_cure(
    lindby: str, measure: GoalMeasure, target: str
) -> None:
    with pytest.raises(GoalOutside, match="outside"):
        set_goal(aim(measure, target), by=CONSOLE, at=clock.now())
    passed = replace(aim(GoalMeasure.ON_TIME, "90"), due=date(2020, 1, 1))
    with pytest.raises(GoalOutside, match="passed"):
        set_goal(passed, by=CONSOLE, at=clock.now())


def test_the_same_vision_again_is_no_new_version(lindby: str) -> None:
    held, count = vision(), Vision.objects.count()
    assert held is not None
    assert set_vision(f" {held.text}\n", by=CONSOLE, at=clock.now()) == held
    set_vision("Alla får samma goda stöd.", by=CONSOLE, at=clock.now())
    now = vision()
    assert now is not None
    assert now.text == "Alla får samma goda stöd."
    assert Vision.objects.count() == count + 1


@pytest.mark.parametrize("measure", GoalMeasure)
def test_what_nobody_measured_has_no_baseline(empty: str, measure: GoalMeasure) -> None:
    assert at_baseline(measure) is None


def test_what_others_did_before_the_centre_is_the_baseline(empty: str) -> None:
    baseline = ScenarioVersion.objects.create(
        kind=ScenarioKind.BASELINE, number=1, name="", created_at=clock.now()
    )
    for provider, on_time, judged in (
        ("local", 7, 10),
        ("other", 1, 2),
        ("centre", 9, 9),
    ):
        MonthSum.objects.create(
            scenario=baseline,
            month=date(2025, 11, 1),
            source="desk",
            since=clock.now(),
            provider=provider,
            judged=judged,
            on_time=on_time,
        )
    assert at_baseline(GoalMeasure.ON_TIME) == Decimal("66.67")
    assert at_baseline(GoalMeasure.LEAD_TIME) is None


def test_what_the_centre_did_in_a_pilot_is_no_baseline(lindby: str) -> None:
    told = {one.measure: one.baseline for one in goals()}
    assert told[GoalMeasure.COST] == 0
    cells = Cell.objects.filter(
        scenario=in_force(ScenarioKind.BASELINE), source="desk", superseded_at=None
    )
    assert {one.provider for one in cells if one.judged} == {Provider.CENTRE}
    assert told[GoalMeasure.ON_TIME] is None


def test_the_steering_report_has_all_its_parts(lindby: str) -> None:
    told = steering(someone("STEERING"), at=clock.now())
    assert told.vision
    assert {one.measure for one in told.goals} == set(GoalMeasure)
    assert told.as_is is not None
    assert sum(one.ore for one in told.as_is.areas) == told.as_is.ore
    assert told.potential is not None
    assert told.potential.steps[0].ends == told.as_is.ore
    assert len(told.potential.lines) == 5
    assert told.varies
    assert all(one.low <= one.high for one in told.varies)
    assert len(told.decisions) >= 2


def test_without_anything_the_report_says_what_is_lacking(empty: str) -> None:
    from gemensam.group.models import Person

    told = steering(Person(), at=clock.now())
    assert (told.vision, told.as_is, told.potential) == (None, None, None)
    assert len(told.decisions) == 1
