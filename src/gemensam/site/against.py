# SPDX-License-Identifier: EUPL-1.2
"""Figures held against the goals that were set: none is known here."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gemensam.outcomes.enums import GoalMeasure
from gemensam.outcomes.queries import goal
from gemensam.programme.queries.summary import newest
from gemensam.site.saying import Link, Sentences
from gemensam.ui.templatetags.figures import percent, signed_percent


def say_run_rate(told: Sentences, share: float, where: str) -> None:
    """The pace of the last three closed months, against the goal where there is one."""
    rate = Link(signed_percent(-share), where)
    held = goal(GoalMeasure.COST)
    if held is None:
        told.say(_("The last three closed months run at {rate}."), rate=rate)
        return
    told.say(
        _("The last three closed months run at {rate} against the goal {goal}."),
        rate=rate,
        goal=Link(signed_percent(held.target / 100), reverse("programme:goals")),
    )


def say_on_time(told: Sentences, share: float, month: str) -> None:
    """Done on time in a month, against the goal where there is one."""
    shown = Link(percent(share), reverse("benefits:quality"))
    held = goal(GoalMeasure.ON_TIME)
    if held is None:
        told.say(_("{share} on time in {month}."), share=shown, month=month)
        return
    told.say(
        _("{share} on time in {month} (goal {goal})."),
        share=shown,
        month=month,
        goal=percent(held.target / 100),
    )


def say_case(told: Sentences) -> None:
    """What the savings case foresees, and the chance of the goal."""
    found, held = newest(), goal(GoalMeasure.COST)
    if found is None:
        return
    forecast = found.result["forecast"]
    first = forecast["pace"][3]
    told.say(
        _("The savings case foresees {share} at the end of the centre’s first year (between {low} and {high} in nine cases of ten)."),
        share=Link(
            signed_percent(-first[2]), reverse("programme:case", args=[found.case.pk])
        ),
        low=signed_percent(-first[0]),
        high=signed_percent(-first[4]),
    )  # fmt: skip
    chance = forecast["chances"].get(f"{-held.target:g}") if held else None
    if held and chance is not None:
        told.say(
            _("The chance to reach the goal {goal} by then is {chance}."),
            goal=Link(signed_percent(held.target / 100), reverse("programme:goals")),
            chance=percent(chance, 0),
        )
