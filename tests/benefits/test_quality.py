# SPDX-License-Identifier: EUPL-1.2
"""Quality against the baseline: none is invented, and what was measured is compared."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.test import Client

import pytest

from gemensam.benefits.enums import QualityMeasure
from gemensam.benefits.queries.months import compared, year_to_date
from gemensam.benefits.queries.quality import Quality, quality_as_json, quality_now
from gemensam.calc.quality import Sample, Turned, of_shares
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Service, ServiceSuccession
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.desk.actions.categories import tie_category
from gemensam.desk.enums import CaseStatus, CaseSystem
from gemensam.desk.models import Case
from gemensam.outcomes.actions import Aim, set_goal
from gemensam.outcomes.enums import GoalMeasure, Shown
from gemensam.outcomes.models import Cell, ProtectedCell
from gemensam.outcomes.queries import goal
from gemensam.ui.templatetags.figures import number

SignIn = Callable[..., Client]
PAGE = "/resultat/kvalitet/"
LOGIN = "Inloggning"  # a category of the old system


def known() -> Quality:
    found = quality_now()
    assert found is not None
    return found


def tied(code: str = "I08") -> Service:
    service = Service.objects.get(code=code)
    tie_category(LOGIN, service, by=CONSOLE, at=clock.now())
    return service


def old_cases(service: Service) -> list[Case]:
    """Done in the baseline's months, tied to a service and a unit, and hidden nowhere."""
    before = known().before
    assert before is not None
    held = ProtectedCell.objects.filter(service=service, level__gte=Shown.AREA)
    hidden = set(held.values_list("unit", "month"))
    cases = list(
        Case.objects.filter(
            system=CaseSystem.FOREIGN, service=service, unit__isnull=False,
            status=CaseStatus.RESOLVED, resolved_at__gte=before.begins,
            resolved_at__lt=before.ends,
        )
    )  # fmt: skip

    return [
        one
        for one in cases
        if one.resolved_at
        and (one.unit_id, clock.local(one.resolved_at).date().replace(day=1))
        not in hidden
    ]


@pytest.mark.usefixtures("lindby")
def test_what_nobody_measured_has_no_baseline_and_no_rise() -> None:
    """The centre's own pilot in the baseline's year is none."""
    made = known()
    assert made.before is not None
    pilot = Case.objects.filter(
        provider=Provider.CENTRE, resolved_at__lt=made.now.begins
    )
    assert pilot.exists()
    for group in [made.whole, *made.areas, *made.services]:
        for line in group.lines.values():
            assert line.turned is Turned.NO_BASELINE
            assert line.before is None
            assert line.same is None
            assert line.difference is None
    told = quality_as_json()
    assert told is not None
    assert set(told) == {"on_time", "lead", "first_right", "satisfaction"}
    for one in told.values():
        assert one["actual"] is not None
        assert (
            one["baseline"] is one["difference_low"] is one["difference_high"] is None
        )


@pytest.mark.usefixtures("empty")
def test_nothing_is_told_of_nothing() -> None:
    assert quality_now() is None
    assert quality_as_json() is None


@pytest.mark.usefixtures("lindby")
def test_old_cases_that_are_tied_are_the_baseline_of_their_service() -> None:
    untied = known().untied
    assert untied is not None
    service = tied()
    old = old_cases(service)
    made = known()
    assert made.untied is not None
    assert made.untied.n <= untied.n - len(old)
    kept = [one.on_time for one in old if one.on_time is not None]
    (group,) = [one for one in made.services if one.service == service]
    line = group.lines[QualityMeasure.ON_TIME]
    assert line.before is not None
    assert line.now is not None
    assert line.before.n == len(kept)
    assert line.before.figure == pytest.approx(sum(kept) / len(kept))
    before = Sample(n=len(kept), mean=sum(kept) / len(kept))
    now = Sample(n=line.now.n, mean=line.now.figure)
    assert line.difference == of_shares(before, now)
    assert made.whole.compared == 1
    assert made.whole.lines[QualityMeasure.ON_TIME].same == line.now
    # Only created, due and closed: real time, and nothing is known of corrections.
    lead = group.lines[QualityMeasure.LEAD_TIME]
    assert not lead.working
    assert lead.difference is not None
    assert lead.difference.figure < 0
    assert lead.turned is Turned.BETTER
    for one in (QualityMeasure.FIRST_RIGHT, QualityMeasure.CORRECTIONS, QualityMeasure.SATISFACTION):  # fmt: skip
        assert group.lines[one].turned is Turned.NO_BASELINE
    told = quality_as_json()
    assert told is not None
    assert told["on_time"]["baseline"] == round(100 * line.before.figure, 2)
    assert told["on_time"]["difference_low"] < told["on_time"]["difference_high"]
    assert told["first_right"]["baseline"] is None


@pytest.mark.usefixtures("lindby")
def test_a_service_that_is_called_something_else_keeps_its_baseline() -> None:
    service = tied()
    was = {one.service: one.lines for one in known().services}
    made = Service.objects.exclude(pk__in=[one.pk for one in was if one]).latest("pk")
    succession = {"predecessor": service, "date": date(2026, 6, 1), "basis": "Beslut"}
    ServiceSuccession.objects.create(**succession, successor=made, share=1)
    now = {one.service: one.lines for one in known().services}
    assert service not in now
    assert now[made] == was[service]


@pytest.mark.usefixtures("lindby")
def test_cases_of_joined_services_are_counted_together_and_of_a_split_one_stay() -> (
    None
):
    service = tied()
    was = {one.service: one.lines[QualityMeasure.ON_TIME] for one in known().services}
    other = next(one for one in was if one and one != service)
    june = date(2026, 6, 1)
    ServiceSuccession.objects.create(
        predecessor=service, successor=other, date=june, share=1, basis="Beslut"
    )
    now = {one.service: one.lines[QualityMeasure.ON_TIME] for one in known().services}
    assert service not in now
    told = [one.now for one in (was[service], was[other], now[other])]
    first, second, both = (side for side in told if side is not None)
    assert both.n == first.n + second.n
    mean = (first.n * first.figure + second.n * second.figure) / both.n
    assert both.figure == pytest.approx(mean)
    split = next(one for one in was if one not in (None, service, other))
    for successor in (service, other):
        ServiceSuccession.objects.create(
            predecessor=split,
            successor=successor,
            date=june,
            share=Decimal("0.5"),
            basis="Beslut",
        )
    held = {one.service: one.lines[QualityMeasure.ON_TIME] for one in known().services}
    assert held[split] == was[split]


@pytest.mark.usefixtures("lindby")
def test_a_log_that_knows_corrections_is_a_baseline_of_them() -> None:
    service = tied()
    old = old_cases(service)
    again = [one.pk for one in old][:40]
    Case.objects.filter(pk__in=again).update(reopened=1)
    (group,) = [one for one in known().services if one.service == service]
    right = group.lines[QualityMeasure.FIRST_RIGHT]
    assert right.before is not None
    assert right.before.n == len(old)
    assert right.before.figure == pytest.approx(1 - len(again) / len(old))
    wrong = group.lines[QualityMeasure.CORRECTIONS]
    assert wrong.before is not None
    assert wrong.before.figure == pytest.approx(len(again) / len(old))
    assert (right.turned is Turned.BETTER) == (wrong.turned is Turned.BETTER)


@pytest.mark.usefixtures("lindby")
def test_a_planted_drop_is_told_as_worse() -> None:
    service = tied()
    cases = Case.objects.filter(service=service, provider=Provider.CENTRE)
    late = [one.pk for one in cases.order_by("pk")][::2]
    Case.objects.filter(pk__in=late).update(on_time=False)
    made = known()
    assert made.whole.lines[QualityMeasure.ON_TIME].turned is Turned.WORSE


@pytest.mark.usefixtures("lindby")
def test_too_few_old_cases_are_not_compared() -> None:
    few = [one.pk for one in old_cases(tied())][9:]
    Case.objects.filter(pk__in=few).update(service=None)
    line = known().whole.lines[QualityMeasure.ON_TIME]
    assert line.turned is Turned.FEW
    assert line.before is None
    assert line.difference is None


@pytest.mark.usefixtures("lindby")
def test_the_programme_s_goals_decide() -> None:
    line = known().whole.lines[QualityMeasure.ON_TIME]
    held = goal(GoalMeasure.ON_TIME)
    assert held is not None
    assert line.goal == held
    assert line.now is not None
    assert line.reached == (100 * line.now.figure >= held.target)
    above = round(held.target * 0 + 100, 2)
    aim = Aim(
        measure=GoalMeasure.ON_TIME, target=above, due=held.due + timedelta(days=1),
        owner=held.owner,
    )  # fmt: skip
    set_goal(aim, by=CONSOLE, at=clock.now())
    assert known().whole.lines[QualityMeasure.ON_TIME].reached is False
    assert known().whole.lines[QualityMeasure.CORRECTIONS].goal is None


def test_a_goal_of_time_stands_beside_the_mean_it_is_held_against(
    as_someone: SignIn,
) -> None:
    """The mean working time of the cases themselves, not the geometric one."""
    scenario, months = compared().actual, year_to_date()
    cells = Cell.objects.filter(
        scenario=scenario, month__in=months, source="desk", superseded_at=None
    ).filter(provider=Provider.CENTRE)
    minutes, done = (
        cells.aggregate(whole=Sum(name))["whole"]
        for name in ("lead_minutes", "resolved")
    )
    line = known().whole.lines[QualityMeasure.LEAD_TIME]
    assert line.as_aimed == pytest.approx(
        Decimal(minutes) / 60 / done, rel=Decimal("0.02")
    )
    assert line.now is not None
    assert line.goal is not None
    assert line.reached == (line.as_aimed <= line.goal.target)
    said = f"medel {number(line.goal.target, 1)} h, nu {number(line.as_aimed, 1)} h"
    assert said in as_someone("STEERING").get(PAGE).text


def test_the_page_says_that_a_baseline_is_missing(as_someone: SignIn) -> None:
    text = as_someone("STEERING").get(PAGE).content.decode()
    assert "Nollmätning saknas: i tid, ledtid, rätt från början" in text
    assert text.count("nollmätning saknas") > 5
    assert "Bättre än nollmätningen" not in text
    assert "Knyt kategorier" not in text  # who may not
    assert "Knyt kategorier" in as_someone("CONTROLLER").get(PAGE).content.decode()


def test_the_page_tells_each_measure_by_service(as_someone: SignIn) -> None:
    tied()
    client = as_someone("STEERING")
    for one in QualityMeasure:
        answer = client.get(PAGE, {"measure": one.value})
        assert answer.status_code == 200
        assert f"Per tjänst: {one.label}" in answer.content.decode()
    text = client.get(PAGE, {"measure": "nonsense"}).content.decode()
    assert f"Per tjänst: {QualityMeasure.ON_TIME.label}" in text
    assert "1 av " in text


def test_ones_own_page_is_of_ones_own(as_someone: SignIn) -> None:
    text = as_someone("UNIT_MANAGER").get(PAGE).content.decode()
    assert "Mot målet" not in text
    assert "nollmätning saknas" in text
