# SPDX-License-Identifier: EUPL-1.2
"""A second survey in which the units' own people still do what the centre delivers."""

from decimal import Decimal

from django.db.models import Q

import pytest
from tests.benefits.suspected import by_rule, months

from gemensam.benefits.enums import Rule
from gemensam.benefits.queries.realised.posts import cost_of_a_post, posts_in
from gemensam.benefits.queries.suspicions.made import found_now
from gemensam.catalogue.models import Delivery, Service
from gemensam.core import clock
from gemensam.costing.enums import Activity
from gemensam.costing.models import PriceIndex, StaffRow, SurveyAnswer, SurveyRound
from gemensam.group.models import Unit
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.queries.versions import in_force

pytestmark = pytest.mark.usefixtures("lindby")
HALF = Decimal("0.5")


def later() -> SurveyRound:
    """Lindby's last, of July to November."""
    return SurveyRound.objects.filter(superseded_at=None).order_by("-month")[0]


def taken_over(*, lately: bool = False) -> tuple[Unit, Service]:
    """A unit of many people, and what the centre had delivered to it for three months
    when the time that people were asked about began, or for less."""
    since = later().about_from
    assert since is not None
    grace = since.replace(month=since.month - 3)
    begun = Q(valid_from__gt=grace) if lately else Q(valid_from__lte=grace)
    for one in Delivery.objects.filter(
        begun, provider="centre", valid_to=None, unit__kind="unit"
    ).order_by("pk"):
        if one.unit.authority_id not in told_already() and len(stayers(one.unit)) >= 7:
            return one.unit, one.service
    pytest.fail("the centre delivers to no large unit")


def told_already() -> set[int]:
    """Authorities of those who answered that they work with any service at all."""
    told = SurveyAnswer.objects.filter(round=later(), share__gt=0)
    people = told.exclude(activity__in=Activity.values).values("pseudonym")
    rows = StaffRow.objects.filter(
        superseded_at=None, pseudonym__in=people, unit__kind="unit"
    )
    return set(rows.values_list("unit__authority", flat=True))


def stayers(unit: Unit) -> dict[str, Decimal]:
    """People who work full time in a unit in both years, with nothing said of the unit."""
    year = months()[0].year
    rows = StaffRow.objects.filter(superseded_at=None, unit=unit, employed_to=None)
    was = set(rows.filter(year=year - 1).values_list("pseudonym", flat=True))
    now = rows.filter(year=year, pseudonym__in=was).exclude(extent=None)
    held = now.order_by("pseudonym").values_list("pseudonym", "extent")
    return {person: extent or Decimal(1) for person, extent in held}


def say(people: list[str], service: Service, share: Decimal) -> None:
    """The survey comes anew: as it was, but for what some answered."""
    last = later()
    answers = SurveyAnswer.objects.filter(round=last).exclude(pseudonym__in=people)
    held = list(answers.values("pseudonym", "activity", "share"))
    SurveyRound.objects.filter(pk=last.pk).update(superseded_at=clock.now())
    last.pk = None
    last.save(force_insert=True)
    told = [
        {"pseudonym": one, "activity": service.code, "share": share} for one in people
    ]
    SurveyAnswer.objects.bulk_create(
        [SurveyAnswer(round=last, **one) for one in [*held, *told]]
    )


def extent(people: list[str], unit: Unit) -> int:
    held, year = stayers(unit), months()[0].year
    before = StaffRow.objects.filter(superseded_at=None, year=year - 1)
    was = dict(before.filter(pseudonym__in=people).values_list("pseudonym", "extent"))
    return sum(
        round(round(1000 * min(held[one], was[one] or 1)) * HALF) for one in people
    )


def test_time_that_stayed_is_named_with_what_such_posts_cost() -> None:
    unit, service = taken_over()
    people = list(stayers(unit))[:7]
    say(people, service, HALF)
    (one,) = by_rule(Rule.HOURS)
    since = later().about_from
    assert since is not None
    assert (one.authority, one.name) == (unit.authority_id, str(unit.authority))
    assert one.values["people"] == len(people)
    assert one.months == [month for month in months() if month >= since]
    baseline = in_force(ScenarioKind.BASELINE)
    assert baseline is not None
    wage = 1 + PriceIndex.objects.get(year=since.year).wage_percent / 100
    for month in one.months:
        before = month.replace(year=month.year - 1)
        post = cost_of_a_post(baseline, before, posts_in(before))
        wanted = Decimal(extent(people, unit)) / 1000 * post * wage
        assert one.ore[month] == pytest.approx(wanted, abs=2)
    assert one.total > 0


def test_four_who_still_do_it_are_told_with_others() -> None:
    unit, service = taken_over()
    say(list(stayers(unit))[:4], service, Decimal("0.9"))
    (one,) = by_rule(Rule.HOURS)
    assert one.authority == 0, "of no one authority"
    assert unit.authority_id in one.about
    assert len(one.about) > 1
    assert one.persons is not None
    assert one.persons >= 5


def test_what_began_less_than_three_months_before_may_still_be_there() -> None:
    unit, service = taken_over(lately=True)
    say(list(stayers(unit))[:7], service, HALF)
    assert by_rule(Rule.HOURS) == []


def test_who_came_since_is_told_of_by_title_alone() -> None:
    """No krona is counted as a new post and as time that stayed."""
    unit, service = taken_over()
    people = list(stayers(unit))[:7]
    say(people, service, HALF)
    StaffRow.objects.filter(year=months()[0].year - 1, pseudonym__in=people).update(
        superseded_at=clock.now()
    )
    assert by_rule(Rule.HOURS) == []


def test_a_survey_that_comes_is_something_to_look_at_again() -> None:
    assert {one.rule for one in found_now()} == {Rule.STAYED}
    unit, service = taken_over()
    say(list(stayers(unit))[:7], service, HALF)
    assert len(by_rule(Rule.HOURS)) == 1
