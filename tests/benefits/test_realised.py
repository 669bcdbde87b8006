# SPDX-License-Identifier: EUPL-1.2
"""A promise on its way to a budget that was cut and a controller's signature."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db.models import QuerySet, Sum
from django.test import Client

import pytest
from tests.benefits.suspected import handled

from gemensam.benefits.actions.budget import (
    Decided,
    confirm_booking,
    register_move,
    reverse_move,
)
from gemensam.benefits.actions.verifying import (
    NothingToVerify,
    NothingVerified,
    QualityFell,
    verify_saving,
    withdraw_verified,
)
from gemensam.benefits.models import BudgetMove, SavingVerified
from gemensam.benefits.queries.months import newest
from gemensam.benefits.queries.realised import made as module
from gemensam.benefits.queries.realised.delivered import costs
from gemensam.benefits.queries.realised.made import (
    FEWEST,
    Realised,
    realised,
    realised_as_json,
    rows_of,
)
from gemensam.benefits.queries.realised.posts import position_list, position_lists
from gemensam.calc.realised import Light, Reason, Stage
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.models import StaffRow
from gemensam.group.models import Authority
from gemensam.group.queries import whose
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell
from gemensam.outcomes.queries.versions import in_force

SignIn = Callable[..., Client]


def now() -> Realised:
    made = realised()
    assert made is not None
    return made


def with_capacity(made: Realised) -> Authority:
    """An authority with capacity gone in the last three closed months, whose budget is
    not moved."""
    moved = set(BudgetMove.objects.values_list("authority", flat=True))
    for authority in sorted(made.authorities - moved):
        told = dict(made.by_month(authority))
        last = [told[month][Stage.CAPACITY_GONE] for month in made.months[-3:]]
        if min(last) > 0:
            return Authority.objects.get(pk=authority)
    pytest.fail("no authority has capacity gone and its budget unmoved")


def cut(authority: Authority, month: date, *, booked: bool) -> BudgetMove:
    """A frame cut by far more than was ever saved."""
    decided = Decided(
        authority=authority,
        ore=10**11,
        from_month=month,
        is_permanent=True,
        decision="KF § 1",
        decided_on=month,
    )
    move = register_move(decided, by=CONSOLE, at=clock.now())
    if booked:
        book(move)
    return move


def book(move: BudgetMove) -> None:
    confirm_booking(
        move, voucher="B 1", booked_on=move.from_month, by=CONSOLE, at=clock.now()
    )


@pytest.mark.usefixtures("empty")
def test_nothing_is_realised_before_there_is_anything_to_compare() -> None:
    assert realised() is None
    assert realised_as_json() is None


@pytest.mark.usefixtures("lindby")
def test_every_stage_is_at_most_the_one_before_by_authority_and_month() -> None:
    made = now()
    for authority in made.authorities:
        for _month, at in made.by_month(authority):
            kept = [at[stage] for stage in Stage]
            assert kept == sorted(kept, reverse=True)
    told = realised_as_json()
    assert told is not None
    assert list(told) == [stage.value for stage in Stage]
    assert told["promised"] >= told["delivered"] >= told["capacity_gone"] > 0


@pytest.mark.usefixtures("lindby")
def test_delivered_and_not_moved_stays_inhamtad_until_booked_from_that_month_only() -> (
    None
):
    before = now()
    authority, month = with_capacity(before), before.months[-2]
    was = dict(before.by_month(authority.pk))
    assert all(not at[Stage.BUDGET_MOVED] for at in was.values())
    move = cut(authority, month, booked=False)
    assert dict(now().by_month(authority.pk)) == was, "decided is not booked"
    book(move)
    then = dict(now().by_month(authority.pk))
    for one, at in then.items():
        if one < month:
            assert at == was[one]
        else:
            assert at[Stage.BUDGET_MOVED] == was[one][Stage.CAPACITY_GONE] > 0
    back = reverse_move(
        move,
        from_month=before.months[-1],
        decision="KF § 2",
        decided_on=before.months[-1],
        by=CONSOLE,
        at=clock.now(),
    )
    book(back)
    told = dict(now().by_month(authority.pk))
    assert told[before.months[-1]] == was[before.months[-1]]
    assert told[month] == then[month], "what it was before stays"


@pytest.mark.usefixtures("lindby")
def test_a_controller_signs_what_is_moved_and_may_take_it_back() -> None:
    authority = with_capacity(now())
    with pytest.raises(NothingToVerify):
        verify_saving(authority, words="x", by=CONSOLE, at=clock.now())
    with pytest.raises(NothingVerified):
        withdraw_verified(authority, by=CONSOLE, at=clock.now())
    cut(authority, now().months[-2], booked=True)
    signed = verify_saving(authority, words="Sett", by=CONSOLE, at=clock.now())
    assert [one.month for one in signed] == list(now().months[-2:])
    at = now().of([authority.pk])
    assert at[Stage.VERIFIED] == at[Stage.BUDGET_MOVED] > 0
    with pytest.raises(NothingToVerify):
        verify_saving(authority, words="Igen", by=CONSOLE, at=clock.now())
    withdraw_verified(authority, by=CONSOLE, at=clock.now())
    assert now().of([authority.pk])[Stage.VERIFIED] == 0
    rows = SavingVerified.objects.filter(authority=authority)
    assert sum(one.ore for one in rows) == 0


def wholly_moved() -> Authority:
    """An authority told alone, whose saving is moved out of its budget in every month."""
    made = now()
    for row in rows_of(made):
        (first, *others) = row.authorities
        if not others and row.at[Stage.CAPACITY_GONE] == row.at[Stage.PROMISED] > 0:
            cut(first, made.months[0], booked=True)
            return first
    pytest.fail("no authority has delivered all that was promised of it")


def light_of(authority: Authority) -> tuple[Light, Reason]:
    (row,) = [one for one in rows_of(now()) if authority in one.authorities]
    return row.light, row.reason


def cases_of(authority: Authority) -> QuerySet[Cell]:
    return Cell.objects.filter(source="desk", unit__authority=authority)


def on_time_alone(
    authority: Authority,
    kept: Sequence[int],
    *,
    judged: int = 100,
    months_ago: int = 0,
) -> None:
    """So many of a hundred, whatever the service, in each of the last months."""
    used = cases_of(authority).filter(judged__gt=0)
    service = used.exclude(service=None).order_by("pk")[0].service_id
    last = now().months[-1 - months_ago]
    assert service is not None
    handled(authority.pk, service, kept, judged=judged, last=last, alone=True)


@pytest.mark.usefixtures("lindby")
def test_while_quality_falls_no_light_is_green_and_nothing_is_verified() -> None:
    authority = wholly_moved()
    assert light_of(authority) == (Light.GREEN, Reason.MOVED)
    assert now().unverified[authority.pk] > 0
    on_time_alone(authority, [96, 93, 89, 84])
    assert light_of(authority) == (Light.YELLOW, Reason.QUALITY)
    assert authority.pk not in now().unverified, (
        "nobody is asked to sign what is refused"
    )
    with pytest.raises(QualityFell) as refused:
        verify_saving(authority, words="Sett", by=CONSOLE, at=clock.now())
    told = refused.value.message(str)
    assert authority.name in told
    assert "96.0 → 93.0 → 89.0 → 84.0 %" in told
    assert not SavingVerified.objects.filter(authority=authority).exists()
    on_time_alone(authority, [96, 93, 89, 89])
    assert light_of(authority) == (Light.GREEN, Reason.MOVED), "it fell for two months"
    verify_saving(authority, words="Sett", by=CONSOLE, at=clock.now())
    at = now().of([authority.pk])
    assert at[Stage.VERIFIED] == at[Stage.BUDGET_MOVED] == at[Stage.PROMISED]


@pytest.mark.usefixtures("lindby")
def test_a_fall_among_few_cases_or_before_a_month_without_any_stops_nobody() -> None:
    authority = wholly_moved()
    on_time_alone(authority, [4, 3, 2, 1], judged=4)
    assert light_of(authority) == (Light.GREEN, Reason.MOVED)
    on_time_alone(authority, [5, 5, 4, 3, 2], judged=5)
    assert light_of(authority) == (Light.YELLOW, Reason.QUALITY)
    assert list(now().fell(authority.pk)) == [1.0, 0.8, 0.6, 0.4]
    on_time_alone(authority, [2], judged=4, months_ago=1)  # 50 %, and still falling
    assert light_of(authority) == (Light.GREEN, Reason.MOVED), "no months in a row"
    on_time_alone(authority, [98, 96, 93, 89, 84])
    assert light_of(authority) == (Light.YELLOW, Reason.QUALITY)
    last = cases_of(authority).filter(month=now().months[-1], superseded_at=None)
    last.update(superseded_at=clock.now())
    assert light_of(authority) == (Light.GREEN, Reason.MOVED), "an old fall"
    assert verify_saving(authority, words="Sett", by=CONSOLE, at=clock.now())


@pytest.mark.usefixtures("lindby")
def test_a_signature_given_before_quality_fell_stands_and_may_be_taken_back() -> None:
    authority = wholly_moved()
    verify_saving(authority, words="Sett", by=CONSOLE, at=clock.now())
    before = now().of([authority.pk])[Stage.VERIFIED]
    on_time_alone(authority, [96, 93, 89, 84])
    assert now().of([authority.pk])[Stage.VERIFIED] == before > 0
    with pytest.raises(NothingToVerify):
        verify_saving(authority, words="Igen", by=CONSOLE, at=clock.now())
    withdraw_verified(authority, by=CONSOLE, at=clock.now())
    assert now().of([authority.pk])[Stage.VERIFIED] == 0
    with pytest.raises(QualityFell):
        verify_saving(authority, words="Igen", by=CONSOLE, at=clock.now())


def test_the_page_says_why_a_saving_cannot_be_verified(as_someone: SignIn) -> None:
    authority, controller = wholly_moved(), as_someone("CONTROLLER")
    on_time_alone(authority, [96, 93, 89, 84])
    said = {"authority": str(authority.pk), "words": "Sett", "step": "verify"}
    refused = controller.post("/resultat/hemtaget/", said)
    assert "96.0 → 93.0 → 89.0 → 84.0 %" in refused.text
    assert not SavingVerified.objects.filter(authority=authority).exists()


@pytest.mark.usefixtures("lindby")
def test_without_a_locked_case_no_krona_is_realised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "promised_shares", lambda *_, **__: None)
    made = now()
    assert not made.has_promise
    assert set(made.total.values()) == {0}


@pytest.mark.usefixtures("lindby")
def test_who_is_in_no_such_post_any_more_has_ended_and_who_is_new_fills() -> None:
    """An oracle of its own: people, not posts."""
    made, baseline = now(), in_force(ScenarioKind.BASELINE)
    assert baseline is not None
    month = made.months[-1]
    before = month.replace(year=month.year - 1)
    listed = position_list(baseline, before, month)
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)

    def people(on: date) -> set[str]:
        rows = StaffRow.objects.filter(
            year=on.year, superseded_at=None, unit__kind__in=("support", "centre")
        )
        return {
            one.pseudonym
            for one in rows
            if one.employed_from < on and not (one.employed_to and one.employed_to < on)
        }

    was, held = people(after.replace(year=after.year - 1)), people(after)
    concerned = sum(one.people for one in listed.by_authority.values())
    assert concerned >= len(was - held)
    assert listed.cost > 0
    net = sum(one.net for one in listed.by_authority.values())
    ended = sum(one.ended for one in listed.by_authority.values())
    filled = sum(one.filled for one in listed.by_authority.values())
    assert net == max(0, ended - filled - listed.shared)


@pytest.mark.usefixtures("lindby")
def test_months_read_together_are_as_each_read_alone() -> None:
    made, baseline = now(), in_force(ScenarioKind.BASELINE)
    assert baseline is not None
    against = {month: month.replace(year=month.year - 1) for month in made.months}
    together = position_lists(baseline, against)
    assert any(one.by_authority for one in together.values())
    assert together == {
        month: position_list(baseline, before, month)
        for month, before in against.items()
    }


@pytest.mark.usefixtures("lindby")
def test_costs_by_authority_are_those_of_the_cells() -> None:
    scenario = newest(ScenarioKind.ACTUAL)
    assert scenario is not None
    months = now().months
    cells = (
        Cell.objects.filter(
            scenario=scenario, month__in=months, source="costing", superseded_at=None
        )
        .values_list("unit__authority", "month", "service")
        .annotate(Sum("cost_ore"), Sum("labour_ore"), Sum("volume"))
        .order_by()
    )
    wanted = {
        tuple(row[:3]): tuple(float(one or 0) for one in row[3:]) for row in cells
    }
    told = {
        (authority, month, service): sums
        for (authority, month), rows in costs(
            scenario, {month: whose().shares(month) for month in months}
        ).items()
        for service, sums in rows.items()
    }
    assert len(told) > 100
    assert told == wanted


@pytest.mark.usefixtures("lindby")
def test_authorities_with_few_persons_behind_are_told_together() -> None:
    made = now()
    rows = rows_of(made)
    assert {one.pk for row in rows for one in row.authorities} == made.authorities
    for stage in Stage:
        assert sum(row.at[stage] for row in rows) == made.total[stage]
    baseline = in_force(ScenarioKind.BASELINE)
    assert baseline is not None
    alone = {row.authorities[0].pk for row in rows if len(row.authorities) == 1}
    for month in made.months:
        before = month.replace(year=month.year - 1)
        listed = position_list(baseline, before, month).by_authority
        few = {one for one, held in listed.items() if 0 < held.people < FEWEST}
        assert not few & alone


def test_the_page_tells_and_a_controller_signs(as_someone: SignIn) -> None:
    page, controller = "/resultat/hemtaget/", as_someone("CONTROLLER")
    assert controller.get(page).status_code == 200
    authority = with_capacity(now())
    cut(authority, now().months[-1], booked=True)
    before = SavingVerified.objects.count()
    said = {
        "authority": str(authority.pk),
        "words": "Verifikation B 1",
        "step": "verify",
    }
    as_someone("STEERING").post(page, said)
    assert SavingVerified.objects.count() == before
    controller.post(page, said)
    assert SavingVerified.objects.count() == before + 1
    refused = controller.post(page, said)
    assert authority.name in refused.text
    controller.post(page, {**said, "step": "withdraw"})
    assert now().of([authority.pk])[Stage.VERIFIED] == 0
    assert as_someone("AGENT").get(page).status_code == 404
