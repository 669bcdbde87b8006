# SPDX-License-Identifier: EUPL-1.2
"""What a step-down driver may count is offered from the registers, and only offered."""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

from django.db.models import Sum
from django.test import Client

import pytest

from gemensam.benefits.actions import build_baseline
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.models import PoolShare, PoolStep, StepDownVersion
from gemensam.costing.queries.frame import frame_of
from gemensam.costing.queries.offered import (
    Period,
    counted,
    delivered,
    newest_year,
    sources,
    staffed,
)
from gemensam.costing.queries.people import employments
from gemensam.outcomes.models import Cell
from gemensam.ui.templatetags.figures import kr

SignIn = Callable[..., Client]
PAGE = "/ekonomi/nedfordelning/"


def newest() -> Period:
    found = newest_year()
    assert found is not None
    return found


def pools(period: Period) -> set[int]:
    rows = PoolShare.objects.filter(
        run__scenario=period.scenario, run__superseded_at=None
    )
    return set(rows.values_list("pool_id", flat=True))


def test_people_and_posts_are_those_paid_on_the_units_cost_centres(lindby: str) -> None:
    del lindby
    month = newest().last
    frame, known = frame_of(month), staffed(month)
    posts: dict[int, float] = defaultdict(float)
    for job in employments(month):
        unit = frame.unit_of(job.entity, job.cost_centre)
        if unit is not None:
            posts[unit] += job.fte
    assert known.keys() == posts.keys()
    for unit, one in known.items():
        assert float(one.posts) == pytest.approx(posts[unit], abs=0.006)
        assert one.people > 0


def test_what_units_delivered_is_all_that_their_provider_did(lindby: str) -> None:
    del lindby
    period = newest()
    frame, units = frame_of(period.last), pools(period)
    summed: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for code, counts in delivered(period, units).items():
        for pool, volume in counts.items():
            assert volume >= 0
            summed[frame.provider_of(pool), code] += volume
    assert len({code for _provider, code in summed}) > 10
    for (provider, code), volume in summed.items():
        whole = Cell.objects.filter(
            scenario=period.scenario, month__in=period.months, source="costing",
            superseded_at=None, provided_by=provider, service__code=code,
        ).aggregate(volume=Sum("volume"))["volume"]  # fmt: skip
        assert abs(volume - whole) <= Decimal("0.01") * len(units), (provider, code)


def test_only_what_is_known_is_offered(lindby: str) -> None:
    del lindby
    period = newest()
    units = pools(period)
    named = [key for key, _service in sources(period, units)]
    assert named[0] == "people"
    assert set(named[1:]) == delivered(period, units).keys()
    assert all(counted(key, period, units) for key in named)
    assert counted("metres", period, units) == {}
    assert sources(period, []) == [("people", None)]


def test_filling_in_saves_nothing_until_it_is_chosen(as_someone: SignIn) -> None:
    client = as_someone("CONTROLLER")
    period = newest()
    steps = PoolStep.objects.filter(
        run__scenario=period.scenario, run__month=period.last, run__superseded_at=None
    )
    giver, receiver = steps.order_by("pk").values_list("pool_id", "receiver_id")[0]
    people = staffed(period.last)[receiver].people
    page = client.get(PAGE, {"column": "users", "source": "people"}).text
    assert f'value="{people}"' in page.split(f'id="id_users_{receiver}"')[0][-200:]
    assert "Personer i personalregistret" in page.split('name="reason"')[1][:400]
    assert not StepDownVersion.objects.exists()
    given = {
        f"order_{giver}": 1, f"driver_{giver}": "users", f"users_{receiver}": people,
        "reason": "Personer",
    }  # fmt: skip
    assert client.post(PAGE, given).status_code == 302
    made = StepDownVersion.objects.get(superseded_at=None)
    assert made.readings.get().amount == people
    wrong = client.get(PAGE, {"column": "fte", "source": "x"})
    assert "Välj båda ur listorna" in wrong.text


def test_who_may_not_choose_is_offered_nothing(as_someone: SignIn) -> None:
    page = as_someone("CENTRE_MANAGER").get(PAGE).text
    assert 'name="source"' not in page
    assert 'name="source"' in as_someone("CONTROLLER").get(PAGE).text


def test_steps_are_of_one_version_though_another_holds_the_month(
    as_someone: SignIn,
) -> None:
    period = newest()
    steps = PoolStep.objects.filter(run__month=period.last, run__superseded_at=None)
    assert {one.run.scenario_id for one in steps} == {period.scenario}
    build_baseline([period.last], by=CONSOLE, at=clock.now())
    assert newest().scenario != period.scenario
    assert len({one.run.scenario_id for one in steps.all()}) == 2
    one = steps.filter(run__scenario=newest().scenario).order_by("-amount_ore")[0]
    page = as_someone("CONTROLLER").get(PAGE).text
    assert kr(one.amount_ore) in page
    assert kr(2 * one.amount_ore) not in page
