# SPDX-License-Identifier: EUPL-1.2
"""What runs does not start over with the year: the guard-rail, falls in quality, the
present pace, and what nobody signed in December."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.test import Client

import pytest
from tests.benefits.suspected import by_rule, cut
from tests.benefits.turned import (
    DECEMBER,
    FEBRUARY,
    JANUARY,
    NOVEMBER,
    TURN,
    actual,
    copied,
    kept,
    turned,
)
from tests.site.sentences.said import said

from gemensam.benefits.actions import verifying
from gemensam.benefits.actions.verifying import (
    NothingToVerify,
    QualityFell,
    verify_saving,
    withdraw_verified,
)
from gemensam.benefits.enums import Rule
from gemensam.benefits.models import MonthClose, SavingVerified
from gemensam.benefits.queries import summary
from gemensam.benefits.queries.bridge.made import bridge_over
from gemensam.benefits.queries.bridge.nodes import View, end_of
from gemensam.benefits.queries.bridge.periods import RATE, YEAR, periods
from gemensam.benefits.queries.bridge.report import known_then
from gemensam.benefits.queries.forecast.costs import year_costs
from gemensam.benefits.queries.months import closed_months, compared
from gemensam.benefits.queries.packs.evidence import evidence_of
from gemensam.benefits.queries.packs.ground import ground_of
from gemensam.benefits.queries.packs.steering import steering_page
from gemensam.benefits.queries.realised.made import Realised, realised
from gemensam.benefits.queries.realised.years import realised_in, years_to_sign
from gemensam.benefits.queries.saving import saving_over
from gemensam.benefits.queries.services import sums_as_now
from gemensam.calc.realised import Stage
from gemensam.catalogue.queries.lineage import lineage
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.models import PriceIndex
from gemensam.costing.queries.adjustments import effects
from gemensam.group.models import Authority
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell, MonthSum, ScenarioVersion
from gemensam.outcomes.queries.versions import in_force

SignIn = Callable[..., Client]
PAGE = "/resultat/hemtaget/"
Pairs = Sequence[tuple[date, date]]


@pytest.fixture
def new_year(lindby: str) -> None:
    del lindby
    turned()


def now() -> Realised:
    made = realised()
    assert made is not None
    return made


def baseline() -> ScenarioVersion:
    found = in_force(ScenarioKind.BASELINE)
    assert found is not None
    return found


# ---------------------------------------------------------------- quality


def used() -> tuple[Authority, int]:
    """An authority and a service that its units use."""
    cell = Cell.objects.filter(
        scenario=actual(), source="desk", month=FEBRUARY, judged__gt=0, service__gt=0
    ).order_by("pk")[0]
    assert cell.service_id is not None
    return cell.unit.authority, cell.service_id


@pytest.mark.usefixtures("new_year")
def test_a_fall_over_the_turn_of_the_year_breaks_the_guard_rail() -> None:
    authority, service = used()
    kept(authority.pk, service, dict(zip(TURN, (97, 92, 88, 81), strict=True)))
    assert list(now().months) == [JANUARY, FEBRUARY]
    assert now().fell(authority.pk) == [0.97, 0.92, 0.88, 0.81]
    kept(authority.pk, service, {NOVEMBER: 90})
    assert now().fell(authority.pk) == (), "it fell for two months"


@pytest.mark.usefixtures("lindby")
def test_a_month_that_was_computed_and_never_closed_counts_over_the_turn_too() -> None:
    turned(closed=TURN[1:])
    authority, service = used()
    kept(authority.pk, service, dict(zip(TURN, (97, 92, 88, 81), strict=True)))
    assert closed_months().open_again == (NOVEMBER,)
    assert now().fell(authority.pk) == [0.97, 0.92, 0.88, 0.81]


@pytest.mark.usefixtures("new_year")
def test_a_service_that_fell_over_the_turn_of_the_year_is_named() -> None:
    authority, service = used()
    kept(authority.pk, service, dict(zip(TURN, (97, 92, 86, 76), strict=True)))
    (one,) = by_rule(Rule.LATE)
    assert (one.authority, one.service) == (authority.pk, service)
    assert one.months == [DECEMBER, JANUARY, FEBRUARY]
    assert one.values["before"] == Decimal("97.0")
    assert [row.values["kept"] for row in one.rows] == [97, 92, 86, 76]


# ---------------------------------------------------------------- the present pace

Sums = dict[
    int | None, list[float]
]  # service → baseline, real cost, volume then and now


def factor(before: int, after: int) -> tuple[float, float]:
    wage = price = 1.0
    for year in range(before + 1, after + 1):
        one = PriceIndex.objects.get(year=year)
        wage *= 1 + float(one.wage_percent) / 100
        price *= 1 + float(one.price_percent) / 100
    return wage, price


def _month(scenario: ScenarioVersion, month: date) -> list[MonthSum]:
    rows = MonthSum.objects.filter(scenario=scenario, month=month, source="costing")
    return list(rows)


def share_by_hand(held: ScenarioVersion, pairs: Pairs) -> float:
    """The share saved: unit costs in the prices of each month's own in the baseline,
    at the baseline's volumes."""
    found: Mapping[int | None, Counter[str]] = _by_service(held, pairs)
    base = sum(one["base"] for one in found.values())
    at_equal = sum(
        one["real"] * one["then"] / one["now"]
        if one["then"] and one["now"]
        else one["real"]
        for one in found.values()
    )
    return 1 - at_equal / base


def _by_service(held: ScenarioVersion, pairs: Pairs) -> dict[int | None, Counter[str]]:
    found: dict[int | None, Counter[str]] = {}
    for was, month in pairs:
        wage, price = factor(was.year, month.year)
        for one in _month(held, was):
            sums = found.setdefault(one.service_id, Counter())
            sums.update(base=one.cost_ore or 0, then=float(one.volume or 0))  # type: ignore[call-overload]
        for one in _month(actual(), month):
            labour, cost = one.labour_ore or 0, one.cost_ore or 0
            real = labour / wage + (cost - labour) / price
            sums = found.setdefault(one.service_id, Counter())
            sums.update(real=real, now=float(one.volume or 0))  # type: ignore[call-overload]
    for effect in effects(held, pairs):
        for service, ore in effect.by_service.items():
            found[service].update(base=ore)
    return found


@pytest.mark.usefixtures("new_year")
def test_in_february_the_pace_is_that_of_december_too_each_month_at_its_own_prices() -> (
    None
):
    pairs = [
        (date(2025, 12, 1), DECEMBER),
        (date(2025, 1, 1), JANUARY),
        (date(2025, 2, 1), FEBRUARY),
    ]
    rate = share_by_hand(baseline(), pairs)
    assert rate != pytest.approx(share_by_hand(baseline(), pairs[1:]), abs=1e-3)
    assert summary().run_rate == pytest.approx(rate, abs=1e-9)
    assert summary().as_json()["run_rate_saving_pct"] == round(100 * rate, 2)
    assert periods()[RATE].months == (DECEMBER, JANUARY, FEBRUARY)
    assert periods()[YEAR].months == (JANUARY, FEBRUARY)
    told = known_then(View(known_at=end_of(clock.local(clock.now()).date())))
    assert told["run_rate_saving_pct"] == round(100 * rate, 2)
    ground = ground_of(FEBRUARY, at=clock.now())
    assert ground is not None
    page = steering_page(ground, evidence_of(FEBRUARY))
    facts = {one.key: one.value for one in page.facts}
    assert facts["rate"] == f"{rate:.6f}"


@pytest.mark.usefixtures("new_year")
def test_the_pace_is_told_of_the_months_that_make_it(as_someone: SignIn) -> None:
    controller = as_someone("CONTROLLER")
    told = controller.get(f"/resultat/brygga/?period={RATE}").text
    assert "december 2026" in told
    assert "februari 2027" in told


@pytest.mark.usefixtures("lindby")
def test_of_a_baseline_over_two_years_the_saving_is_the_bridge_at_equal_volume() -> (
    None
):
    held = two_years()
    months = periods()[YEAR].months
    pairs = [
        (date(2026 if month.month <= 6 else 2025, month.month, 1), month)
        for month in months
    ]
    saving, made = saving_over(months), bridge_over(periods()[YEAR])
    assert saving is not None
    assert made is not None
    assert saving.compared_with == made.compared_with == tuple(a for a, _b in pairs)
    assert saving.version == made.version == held
    assert saving.share == pytest.approx(share_by_hand(held, pairs), abs=1e-9)
    assert saving.low < saving.share < saving.high
    assert int(saving.at_baseline) == pytest.approx(made.whole.at_equal, abs=2)
    told = known_then(View(known_at=end_of(clock.local(clock.now()).date())))
    assert told["saving_pct"] == summary().as_json()["saving_pct"]
    wage, price = factor(2025, 2026)
    assert 1 < saving.change.wage < wage
    assert 1 < saving.change.price < price


def two_years() -> ScenarioVersion:
    """July 2025 – June 2026, frozen; each as the same month of 2025 was."""
    was = baseline()
    made = ScenarioVersion.objects.create(
        kind=ScenarioKind.BASELINE,
        number=was.number + 1,
        name="Juli–juni",
        created_at=clock.now(),
    )
    for month in compared().baseline_months:
        to = month.replace(year=2026) if month.month <= 6 else month
        copied(month, to, of=was, into=made)
    made.frozen_at = clock.now()
    made.save(update_fields=["frozen_at"])
    return made


# ---------------------------------------------------------------- signatures


def moved() -> tuple[Authority, dict[date, int]]:
    """An authority whose frame is cut by more than was saved, since October; and what
    then is moved out of it in each month of 2026."""
    made = realised_in(2026)
    assert made is not None
    for one in sorted(made.authorities):
        gone = {month: at[Stage.CAPACITY_GONE] for month, at in made.by_month(one)}
        since = {month: ore for month, ore in gone.items() if month >= NOVEMBER}
        if min(since.values()) > 0 and not made.of([one])[Stage.BUDGET_MOVED]:
            authority = Authority.objects.get(pk=one)
            cut(authority, 10**11, "KF § 1", begins=NOVEMBER)
            return authority, since
    pytest.fail("no authority has capacity gone in November and December")


@pytest.mark.usefixtures("new_year")
def test_what_nobody_signed_in_december_can_be_signed_in_february() -> None:
    authority, since = moved()
    assert years_to_sign() == [2027, 2026]
    signed = verify_saving(
        authority, words="Sett", by=CONSOLE, at=clock.now(), year=2026
    )
    assert {one.month: one.ore for one in signed} == since
    with pytest.raises(NothingToVerify):
        verify_saving(authority, words="Igen", by=CONSOLE, at=clock.now(), year=2026)
    told = realised_in(2026)
    assert told is not None
    assert told.of([authority.pk])[Stage.VERIFIED] == sum(since.values())
    assert now().of([authority.pk])[Stage.VERIFIED] == 0
    this_year = verify_saving(authority, words="Sett", by=CONSOLE, at=clock.now())
    assert [one.month for one in this_year] == [JANUARY, FEBRUARY]
    withdraw_verified(authority, by=CONSOLE, at=clock.now(), year=2026)
    standing = SavingVerified.objects.filter(
        authority=authority, withdraws=None, withdrawn_by=None
    )
    assert sorted(one.month for one in standing) == [JANUARY, FEBRUARY]


@pytest.mark.usefixtures("new_year")
def test_while_quality_falls_now_no_month_of_the_year_before_is_signed() -> None:
    authority, _since = moved()
    service = used()[1]
    kept(authority.pk, service, dict(zip(TURN, (97, 92, 88, 81), strict=True)))
    with pytest.raises(QualityFell):
        verify_saving(authority, words="Sett", by=CONSOLE, at=clock.now(), year=2026)
    assert not SavingVerified.objects.filter(authority=authority).exists()


@pytest.mark.usefixtures("new_year")
def test_an_older_year_is_not_signed_any_more() -> None:
    authority, _since = moved()
    rows = MonthClose.objects.filter(month__year=2027)
    rows.update(reopened_at=clock.now(), reason="Prov")
    MonthClose.objects.create(month=date(2028, 1, 1), closed_at=clock.now())
    assert years_to_sign() == [2028, 2027]
    with pytest.raises(NothingToVerify):
        verify_saving(authority, words="Sett", by=CONSOLE, at=clock.now(), year=2026)


def test_the_page_signs_the_year_that_it_shows(
    new_year: None, as_someone: SignIn
) -> None:
    del new_year
    authority, since = moved()
    controller, page = as_someone("CONTROLLER"), f"{PAGE}?year=2026"
    assert "januari 2027 – februari 2027" in controller.get(PAGE).text
    told = controller.get(page).text
    assert "januari 2026 – december 2026" in told
    assert "tjanster/fil/?year=2026" in told
    said = {"authority": str(authority.pk), "words": "Sett", "step": "verify"}
    assert controller.post(page, said).headers["Location"] == page
    rows = SavingVerified.objects.filter(authority=authority)
    assert sorted(one.month for one in rows) == sorted(since)
    listed = controller.get(f"{PAGE}tjanster/fil/?year=2026")
    assert "2026-12" in listed.headers["Content-Disposition"]


@pytest.mark.usefixtures("new_year", "nothing_in_brief")
def test_the_start_page_tells_of_what_the_year_before_waits_for() -> None:
    moved()
    before = realised_in(2026)
    assert before is not None
    waiting = Authority.objects.filter(pk__in=before.unverified)
    told = said("CONTROLLER")
    assert (f"{PAGE}?year=2026#verify", f"{len(waiting)}") in told.links
    assert "nämnders effekter för 2026 väntar på din verifiering" in told.text
    for one in waiting:
        verify_saving(one, words="Sett", by=CONSOLE, at=clock.now(), year=2026)
    assert "för 2026" not in said("CONTROLLER").text


@pytest.mark.usefixtures("new_year")
def test_where_the_new_year_is_compared_with_nothing_the_one_before_is_signed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    authority, since = moved()
    monkeypatch.setattr(verifying, "realised", lambda: None)
    signed = verify_saving(
        authority, words="Sett", by=CONSOLE, at=clock.now(), year=2026
    )
    assert {one.month: one.ore for one in signed} == since


@pytest.mark.usefixtures("new_year")
def test_each_closed_month_is_forecast_from_at_its_own_change_of_prices() -> None:
    of, months = compared(), [NOVEMBER, DECEMBER, JANUARY, FEBRUARY]
    assert of.actual is not None
    told = year_costs(months, closed=len(months), of=of)
    assert told is not None
    levels = [factor(2025, month.year) for month in months]
    assert levels[0][0] < told.change.wage < levels[-1][0]
    held = sums_as_now(of.actual.pk, months, lineage(months[-1]))
    real = [
        sum(
            labour / wage + (cost - labour) / price
            for cost, labour, _volume in held[month].values()
        )
        for month, (wage, price) in zip(months, levels, strict=True)
    ]
    by_month = sum(
        one.real.reshape(len(months), -1).sum(1) for one in told.costs.values()
    )
    assert by_month == pytest.approx(real)


def test_where_there_is_one_year_none_is_chosen(as_someone: SignIn) -> None:
    controller = as_someone("CONTROLLER")
    assert "r-year" not in controller.get(PAGE).text
