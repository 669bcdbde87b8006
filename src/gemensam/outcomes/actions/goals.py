# SPDX-License-Identifier: EUPL-1.2
"""Vision and goals are written as new versions; what held before is kept."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.formats.issues import mark
from gemensam.group.models import Person
from gemensam.outcomes.enums import GoalMeasure
from gemensam.outcomes.models import Goal, Vision
from gemensam.outcomes.queries.goals import at_baseline

LIMITS: dict[str, tuple[int, int]] = {
    GoalMeasure.COST: (-100, 0),
    GoalMeasure.EFFICIENCY: (-100, 0),
    GoalMeasure.ON_TIME: (0, 100),
    GoalMeasure.LEAD_TIME: (0, 10_000),
    GoalMeasure.FIRST_RIGHT: (0, 100),
    GoalMeasure.SATISFACTION: (1, 5),
}


class GoalOutside(ExpectedFailure):
    """A target no outcome could have, or a date that has passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is to be reached: `target` in the measure's unit, a fall of cost below zero."""

    measure: GoalMeasure
    target: Decimal
    due: date
    owner: Person
    area: str | None = None


def set_vision(text: str, *, by: By, at: datetime) -> Vision:
    """The vision from now on. The same words again change nothing."""
    text = text.strip()
    with transaction.atomic():
        chain.lock_aggregate("outcomes.vision")
        held = Vision.objects.filter(superseded_at=None).first()
        if held and held.text == text:
            return held
        Vision.objects.filter(superseded_at=None).update(superseded_at=at)
        made = Vision.objects.create(text=text, written_at=at, written_by_id=by.account)
        audit.record(
            "outcomes.vision",
            "vision.written",
            by=by,
            at=at,
            changes={"text": (held.text if held else None, text)},
        )
    return made


def set_goal(aim: Aim, *, by: By, at: datetime) -> Goal:
    """The goal of a measure from now on, with what the baseline said of it.

    Raises `GoalOutside`.
    """
    _check(aim, at)
    aggregate = f"outcomes.goal:{aim.measure}:{aim.area or ''}"
    with transaction.atomic():
        chain.lock_aggregate(aggregate)
        current = Goal.objects.filter(
            measure=aim.measure, area=aim.area, superseded_at=None
        )
        held = current.first()
        current.update(superseded_at=at)
        made = Goal.objects.create(
            measure=aim.measure,
            area_id=aim.area,
            baseline=at_baseline(aim.measure, aim.area),
            target=aim.target,
            due=aim.due,
            owner=aim.owner,
            set_at=at,
            set_by_id=by.account,
        )
        audit.record(
            aggregate,
            "goal.set",
            by=by,
            at=at,
            changes={
                "target": (held.target if held else None, aim.target),
                "due": (held.due if held else None, aim.due),
            },
            facts={"owner": aim.owner, "baseline": made.baseline},
        )
    return made


def _check(aim: Aim, at: datetime) -> None:
    low, high = LIMITS[aim.measure]
    if not low <= aim.target <= high:
        raise GoalOutside(
            mark(
                "The target {target} is outside {low} to {high}. Write a fall of cost "
                "with a minus, and shares in per cent."
            ),
            target=aim.target,
            low=low,
            high=high,
        )
    if aim.due <= at.date():
        raise GoalOutside(
            mark("The goal is due {due}, which has passed. Choose a later day."),
            due=aim.due,
        )
