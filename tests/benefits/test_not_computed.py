# SPDX-License-Identifier: EUPL-1.2
"""A month that was never computed is not free of cost: nothing counts its baseline as saved,
and it is named."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.benefits.months import no_longer_held
from tests.benefits.turned import actual, copied, turned

from gemensam.benefits.actions import reopen_month
from gemensam.benefits.models import KeptForecast
from gemensam.benefits.queries import saving_over, summary
from gemensam.benefits.queries.bridge import (
    Label,
    Made,
    View,
    bridge_over,
    periods,
    rows_by,
)
from gemensam.benefits.queries.bridge.report import known_then, report_of
from gemensam.benefits.queries.followed import followed
from gemensam.benefits.queries.forecast import Forecasted, forecast_now, scored
from gemensam.benefits.queries.months import (
    ClosedMonths,
    closed_months,
    compared,
    year_to,
    year_to_date,
)
from gemensam.benefits.queries.packs.evidence import evidence_of
from gemensam.benefits.queries.realised.made import Realised, realised
from gemensam.benefits.queries.routine.missing import month_at_hand
from gemensam.benefits.queries.suspicions.made import found_now
from gemensam.benefits.queries.trend import trend
from gemensam.calc.forecast import Forecast, Part, forecast
from gemensam.calc.realised import Stage, stages
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Delivery
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.group.models import Unit
from gemensam.outcomes.actions.sums import sum_month
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell
from gemensam.outcomes.queries.versions import held_of, in_force, months_of
from gemensam.programme.models import CaseVersion
from gemensam.programme.queries.realised import realised as realised_quarters

pytestmark = pytest.mark.usefixtures("lindby")
YEAR = [date(2026, number, 1) for number in range(1, 11)]
AUGUST = date(2026, 8, 1)


def never_computed(*months: date) -> datetime:
    """They are neither closed nor held by the outcome; the time from which it is so."""
    at = clock.now()
    actual = in_force(ScenarioKind.ACTUAL)
    assert actual is not None
    for month in months:
        reopen_month(month, reason="Inte räknad", by=CONSOLE, at=at)
        no_longer_held(actual, month, at=at)
    return at


def without(*gone: date) -> list[date]:
    return [month for month in YEAR if month not in gone]


def bridged(key: str = "year") -> Made:
    made = bridge_over(periods()[key])
    assert made is not None
    return made


def stages_now() -> Realised:
    made = realised()
    assert made is not None
    return made


def forecast_of(months: Sequence[date]) -> Forecasted:
    made = forecast_now()
    assert made is not None
    assert list(made.closed) == list(months)
    return made


def test_a_month_skipped_in_the_midst_is_in_no_figure_of_the_year() -> None:
    rest = without(AUGUST)
    saving, bridge, stood = saving_over(rest), bridged(), stages_now()
    by_month = {row.label: row for row in rows_by(bridge, Label.MONTH)}
    shown = trend(rest)
    never_computed(AUGUST)
    assert year_to_date() == year_to(YEAR[-1]) == rest

    now = summary()
    assert now.saving is not None
    assert saving is not None
    assert (now.saving.months, now.saving.ore) == (tuple(rest), saving.ore)
    assert now.as_json()["saving_pct"] == round(100 * saving.share, 2)
    assert trend(year_to_date()) == shown

    made = bridged()
    assert made.period.months == tuple(rest)
    assert made.whole.frozen == bridge.whole.frozen - by_month[AUGUST].frozen
    assert made.whole.actual == bridge.whole.actual - by_month[AUGUST].actual
    told = [(row.label, row.frozen, row.actual) for row in rows_by(made, Label.MONTH)]
    held = [by_month[month] for month in rest]
    assert told == [(row.label, row.frozen, row.actual) for row in held]
    assert f"{AUGUST:%Y-%m}" not in periods()
    assert report_of()["bridge_beside"]["frozen_ore"] == made.whole.frozen

    reached = stages_now()
    others = [one for (_who, month), one in stood.evidence.items() if month != AUGUST]
    delivered = sum(stages(one)[Stage.DELIVERED] for one in others)
    assert reached.total[Stage.DELIVERED] == delivered < stood.total[Stage.DELIVERED]
    assert {month for _who, month in reached.evidence} == set(rest)

    assert all(AUGUST not in one.ore for one in found_now())
    pack = evidence_of(YEAR[-1])
    assert pack.months == tuple(rest)
    assert pack.bridge is not None
    assert pack.bridge.whole == made.whole


def test_the_run_rate_is_of_the_last_months_that_are_held() -> None:
    saving = saving_over([date(2026, 7, 1), date(2026, 9, 1), date(2026, 10, 1)])
    never_computed(AUGUST)
    assert saving is not None
    assert summary().run_rate == pytest.approx(saving.share)
    rate = bridged("rate")
    assert rate.period.months == saving.months


def test_a_skipped_month_is_expected_as_those_to_come() -> None:
    before = forecast_of(YEAR).figures.whole
    never_computed(AUGUST)
    made = forecast_of(without(AUGUST))
    assert made.to_come == [AUGUST, date(2026, 11, 1), date(2026, 12, 1)]
    assert (made.first, made.last, made.has_skipped) == (YEAR[0], date(2026, 12, 1), True)  # fmt: skip
    whole = made.figures.whole
    assert whole.base == before.base
    expected = made.figures.months[len(made.closed)].alone
    assert expected.outcome.low < expected.outcome.figure < expected.outcome.high
    assert whole.saving.figure == pytest.approx(before.saving.figure, abs=0.02)
    # What was expected of August is not held against a year that lacks it.
    assert KeptForecast.objects.count() > 0
    assert {one.outcome for one in scored(made)} == {None}


def test_what_is_to_move_is_counted_in_its_own_month(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The skipped month stands after those that are held, with what had moved by then."""
    asked: list[Part] = []

    def kept(parts: Sequence[Part], **given: Any) -> Forecast:
        asked.extend(parts)
        return forecast(parts, **given)

    monkeypatch.setattr("gemensam.benefits.queries.forecast.made.forecast", kept)
    local = Delivery.objects.filter(provider=Provider.LOCAL, valid_to=None)
    centre = Delivery.objects.filter(provider=Provider.CENTRE)[0].provided_by
    for one in list(local):  # they move in the last month that is closed
        local.filter(pk=one.pk).update(valid_to=YEAR[-1])
        one.pk, one.provided_by, one.provider = None, centre, Provider.CENTRE
        one.valid_from = YEAR[-1]
        one.save(force_insert=True)
    moves = forecast_of(YEAR).moves
    stood = {part.key: part.moved.tolist() for part in asked}
    asked.clear()
    never_computed(AUGUST)
    made = forecast_of(without(AUGUST))
    assert {area: one.now for area, one in made.moves.items()} == {
        area: one.now for area, one in moves.items()
    }
    assert len(asked) == len(stood) > 0
    for part in asked:
        told = dict(zip(made.months, part.moved.tolist(), strict=True))
        assert [told[month] for month in sorted(told)] == stood[part.key]


def test_the_budget_is_followed_in_the_ledgers_whether_or_not_it_is_computed() -> None:
    stood = followed()
    never_computed(AUGUST)
    assert stood is not None
    made = followed()
    assert made is not None
    assert list(made.closed) == YEAR
    assert made.whole == stood.whole


def test_a_skipped_month_is_named_and_offered_until_it_is_computed() -> None:
    assert closed_months() == ClosedMonths(last=YEAR[-1], year=tuple(YEAR))
    assert summary().as_json()["not_computed"] == []
    assert month_at_hand(clock.today()) == YEAR[-1]
    at = never_computed(AUGUST)
    known = closed_months()
    assert (known.open_again, known.not_computed) == ((), (AUGUST,))
    told = summary().as_json()
    assert (told["open_again"], told["not_computed"]) == ([], ["2026-08"])
    assert month_at_hand(clock.today()) == AUGUST
    reopen_month(YEAR[5], reason="Sen faktura", by=CONSOLE, at=clock.now())
    assert month_at_hand(clock.today()) == YEAR[5], "open again, and the first"
    later = View(known_at=at + timedelta(hours=1))
    assert known_then(later)["not_computed"] == ["2026-08"]


def test_the_first_months_never_computed_are_named_too() -> None:
    rest = without(*YEAR[:2])
    saving = saving_over(rest)
    never_computed(*YEAR[:2])
    known = closed_months()
    assert known.not_computed == tuple(YEAR[:2])
    assert known.spans == [(YEAR[0], YEAR[1])]
    assert (known.year, known.open_again) == (tuple(rest), ())
    assert month_at_hand(clock.today()) == YEAR[0]
    now = summary().saving
    assert now is not None
    assert saving is not None
    assert now.ore == saving.ore
    assert forecast_of(rest).first == YEAR[0]
    assert stages_now().months[0] == rest[0]


def test_what_was_never_computed_is_named_as_long_as_figures_reach_back_to_it() -> None:
    """Lindby's centre was there in November 2025, and its outcome begins in January."""
    assert closed_months().not_computed == ()
    copied(YEAR[-1], date(2025, 12, 1), of=actual(), into=actual())
    assert closed_months().not_computed == (date(2025, 11, 1),)
    turned()
    assert closed_months().not_computed == ()


def test_months_are_named_run_by_run() -> None:
    months = (date(2025, 12, 1), date(2026, 1, 1), date(2026, 3, 1))
    assert ClosedMonths(not_computed=months).spans == [(months[0], months[1]), (months[2], months[2])]  # fmt: skip
    assert ClosedMonths().spans == []


def test_a_month_counts_as_known_then_if_it_was_computed_by_then() -> None:
    stood = bridged().whole
    at = never_computed(AUGUST)
    then = View(known_at=at - timedelta(seconds=1))
    assert periods(then.known_at)["year"].months == tuple(YEAR)
    assert closed_months(then.known_at).not_computed == ()
    made = bridge_over(periods(then.known_at)["year"], view=then)
    was = realised(known_at=then.known_at)
    assert made is not None
    assert was is not None
    assert (made.whole, len(was.months)) == (stood, len(YEAR))
    later = View(known_at=at)
    assert periods(at)["year"].months == tuple(without(AUGUST))
    past = bridge_over(periods(at)["year"], view=later)
    assert past is not None
    assert past.whole == bridged().whole
    held = realised(known_at=at)
    assert held is not None
    assert held.total == stages_now().total


def test_no_quarter_of_the_case_is_scored_on_a_month_that_is_not_held() -> None:
    version = CaseVersion.objects.order_by("-number")[0]
    result, first = version.content["result"], version.case.first_month
    before = realised_quarters(result, first)
    assert len(before) > 1
    never_computed(AUGUST)
    after = realised_quarters(result, first)
    assert 0 < len(after) < len(before)
    assert {one.label: one.share for one in after}.items() <= {one.label: one.share for one in before}.items()  # fmt: skip


def test_what_the_outcome_holds_is_what_its_cells_say() -> None:
    actual = in_force(ScenarioKind.ACTUAL)
    assert actual is not None
    asked = [date(2025, 12, 1), *YEAR, date(2026, 11, 1)]
    held = [month for month in months_of(actual) if month in asked]
    now = clock.now() + timedelta(days=1)
    assert held_of(ScenarioKind.ACTUAL, asked) == held == YEAR
    assert held_of(ScenarioKind.ACTUAL, asked, now) == held
    baseline = compared().baseline_months
    assert held_of(ScenarioKind.BASELINE, baseline) == list(baseline)
    with_none = held_of(ScenarioKind.ACTUAL, asked, now - timedelta(days=3000))
    assert with_none == []
    # What is found of a month later does not undo that it was computed.
    cell = Cell.objects.filter(
        scenario=actual, month=AUGUST, source="costing", superseded_at=None
    )[0]
    free = Unit.objects.exclude(
        pk__in=Cell.objects.filter(scenario=actual, month=AUGUST).values("unit")
    )[0]
    cell.pk, cell.unit, cell.recorded_at = None, free, now + timedelta(days=1)
    cell.save(force_insert=True)
    sum_month(actual.pk, AUGUST, ["costing"])
    assert held_of(ScenarioKind.ACTUAL, asked, now) == held
