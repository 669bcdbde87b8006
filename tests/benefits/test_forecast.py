# SPDX-License-Identifier: EUPL-1.2
"""The year's forecast: from the months of Lindby, kept when they were closed, and scored."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import pytest
from tests.benefits.months import morning

from gemensam.benefits.actions import close_month, reopen_month
from gemensam.benefits.models import KeptForecast, MonthClose
from gemensam.benefits.queries.forecast import (
    Forecasted,
    forecast_as_json,
    forecast_now,
    scored,
)
from gemensam.benefits.queries.forecast.moving import DOUBT, UNTOLD
from gemensam.benefits.queries.months import closed_through, compared, year_to_date
from gemensam.benefits.queries.saving import saving_over
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Delivery
from gemensam.core.by import CONSOLE
from gemensam.core.models import AuditEvent
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import MonthColumns, MonthSum
from gemensam.programme.models import CaseVersion

SignIn = Callable[..., Client]
PAGE = "/resultat/prognos/"


def known() -> Forecasted:
    found = forecast_now()
    assert found is not None
    return found


@pytest.mark.usefixtures("lindby")
def test_what_is_closed_is_the_result_so_far() -> None:
    made, saving = known(), saving_over(year_to_date())
    assert saving is not None
    so_far = made.figures.months[len(made.closed) - 1].so_far
    assert made.closed == year_to_date()
    assert made.months[-1] == date(made.year, 12, 1)
    assert so_far.base == saving.baseline
    assert so_far.outcome.figure == saving.actual
    assert so_far.at_base.figure == saving.at_baseline
    assert so_far.saving.figure == pytest.approx(saving.share)
    assert so_far.saving.low == pytest.approx(saving.low, abs=0.01)
    assert so_far.saving.high == pytest.approx(saving.high, abs=0.01)
    assert made.figures.whole.outcome.figure > so_far.outcome.figure


@pytest.mark.usefixtures("lindby")
def test_report_tells_it() -> None:
    made, told = known(), forecast_as_json()
    assert told is not None
    whole = made.figures.whole
    assert told["year"] == made.year
    assert told["closed_months"] == len(made.closed)
    assert told["outcome_ore"] == whole.outcome.figure
    assert told["low_ore"] < told["outcome_ore"] < told["high_ore"]
    assert told["outcome_equal_volume_ore"] == whole.at_base.figure
    assert told["saving_pct"] == round(100 * whole.saving.figure, 2)
    assert told["saving_low_pct"] < told["saving_pct"] < told["saving_high_pct"]
    assert 0 <= told["p_20"] <= told["p_15"] <= 1
    assert set(made.figures.chances) >= {0.15, 0.20}


@pytest.mark.usefixtures("empty")
def test_nothing_is_forecast_of_nothing() -> None:
    assert forecast_now() is None
    assert forecast_as_json() is None


def test_with_no_month_closed_it_says_so_without_a_figure(as_someone: SignIn) -> None:
    for closed in MonthClose.objects.filter(reopened_at=None):
        at = morning(closed.month + timedelta(days=50))
        reopen_month(closed.month, reason="Prov", by=CONSOLE, at=at)
    assert forecast_now() is None
    text = as_someone("CONTROLLER").get(PAGE).content.decode()
    assert "Ingen prognos ännu" in text
    assert "mnkr" not in text
    rows = as_someone("CONTROLLER").get(f"{PAGE}fil/").content.decode().splitlines()
    assert len(rows) == 1


@pytest.mark.usefixtures("lindby")
def test_most_forecasts_held_what_came() -> None:
    """Kept when each month was closed: those from the sixth month on are of a centre whose
    moves have begun to tell."""
    made = known()
    told = scored(made)
    assert [one.kept.closed_through for one in told] == list(made.closed)
    assert told[-1].outcome is told[-1].saving is None
    later = [one for one in told if one.kept.closed_through.month >= 6][:-1]
    for name in ("outcome", "saving"):
        held = [getattr(one, name) for one in later]
        assert sum(one.is_inside for one in held) >= len(held) - 1
        came = {one.came for one in held}
        assert len(came) == 1
    widths = [one.kept.high_ore - one.kept.low_ore for one in told]
    assert widths[-1] < widths[0]


@pytest.mark.usefixtures("lindby")
def test_a_forecast_is_kept_with_the_closing_and_stays() -> None:
    last = closed_through()
    assert last is not None
    before = KeptForecast.objects.get(closed_through=last)
    at = morning(last + timedelta(days=45))
    reopen_month(last, reason="En faktura till", by=CONSOLE, at=at)
    assert before not in [one.kept for one in scored(known())]
    trail = AuditEvent.objects.filter(action="forecast.kept").count()
    closed = close_month(last, by=CONSOLE, at=at + timedelta(hours=1))
    kept = KeptForecast.objects.get(close=closed)
    assert (
        kept.outcome_ore == before.outcome_ore == known().figures.whole.outcome.figure
    )
    assert kept.path == before.path
    assert AuditEvent.objects.filter(action="forecast.kept").count() == trail + 1
    assert [one.kept for one in scored(known())][-1] == kept
    # The same closing once more keeps no second one.
    close_month(last, by=CONSOLE, at=at + timedelta(hours=2))
    assert KeptForecast.objects.filter(closed_through=last).count() == 2


@pytest.mark.usefixtures("lindby")
def test_a_month_that_came_far_outside_is_told() -> None:
    made = known()
    last = made.closed[-1]
    said = {"month": last, "source": "costing"}
    rows = MonthSum.objects.filter(**said, scenario__kind=ScenarioKind.ACTUAL)
    columns = MonthColumns.objects.filter(**said, scenario__kind=ScenarioKind.ACTUAL)
    copies, beside = list(rows), list(columns)
    rows.delete()
    columns.delete()
    for one in copies:
        one.pk, one.cost_ore = None, 6 * (one.cost_ore or 0)
        one.labour_ore = 6 * (one.labour_ore or 0)
    for held in beside:
        held.pk = None
    MonthSum.objects.bulk_create(copies)
    MonthColumns.objects.bulk_create(
        beside
    )  # written together: what is kept is known so
    kept = [one for one in scored(known()) if one.kept.closed_through.month == 9]
    (told,) = [one.outcome for one in kept]
    assert told is not None
    assert not told.is_inside
    assert told.off > 0


@pytest.mark.usefixtures("lindby")
def test_moves_registered_ahead_and_moves_of_the_plan_are_counted() -> None:
    """Units that still have their local support move in December: of each area more will
    have moved, and the forecast is lower."""
    made = known()
    day = date(made.year, 11, 1)
    local = Delivery.objects.filter(provider=Provider.LOCAL, valid_to=None)
    centre = Delivery.objects.filter(provider=Provider.CENTRE)[0].provided_by
    assert local.count() > 0
    for one in list(local):
        local.filter(pk=one.pk).update(valid_to=day)
        Delivery.objects.create(
            service=one.service, unit=one.unit, provider=Provider.CENTRE,
            provided_by=centre, valid_from=day,
        )  # fmt: skip
    now = known()
    for area, told in now.moves.items():
        assert told.registered == pytest.approx(1.0)
        assert told.then == pytest.approx(1.0)
        assert told.now == pytest.approx(made.moves[area].now)
        assert made.moves[area].then < 1


@pytest.mark.usefixtures("lindby")
def test_what_moves_are_worth_is_the_locked_case_s_word() -> None:
    version = CaseVersion.objects.order_by("-number")[0]
    made = known()
    assert made.plan is not None
    assert made.plan.number == version.number
    parts = version.content["result"]["forecast"]["parts"]
    for area, told in made.moves.items():
        assert made.plan.saved[area] == tuple(
            parts[area]["share"][i] for i in (0, 2, 4)
        )
        assert sum(made.plan.moving[area].values()) == pytest.approx(1.0, abs=1e-6)
        # All of it, later: more than at the end of the first year.
        assert told.worth.share > made.plan.saved[area][1] > 0
        assert told.worth.spread >= DOUBT * told.worth.share


@pytest.mark.usefixtures("lindby")
def test_without_a_locked_case_the_months_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gemensam.benefits.queries.forecast.made.planned", lambda: None)
    made = known()
    assert made.plan is None
    assert {one.worth for one in made.moves.values()} == {UNTOLD}
    assert made.figures.whole.saving.low < made.figures.whole.saving.high


@pytest.mark.usefixtures("lindby")
def test_without_a_baseline_of_the_months_there_is_none() -> None:
    of = compared()
    assert forecast_now(of=of) is not None
    short = replace(of, baseline_months=of.baseline_months[:11])
    assert forecast_now(of=short) is None
    assert forecast_now(of=replace(of, baseline=None)) is None


def test_the_page_says_it_plainly_and_opens(as_someone: SignIn) -> None:
    made = known()
    text = as_someone("STEERING").get(PAGE).content.decode()
    assert f"Prognos för {made.year}" in text
    assert "<details><summary>Chansen att nå målet</summary>" in text
    assert "tidigare prognoser hade utfallet t.o.m." in text
    assert 'href="/resultat/prognos/fil/"' in text


def test_the_file_adds_up_to_the_page(as_someone: SignIn) -> None:
    made = known()
    text = as_someone("STEERING").get(f"{PAGE}fil/").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [one["Månad"] for one in rows] == [f"{month:%Y-%m}" for month in made.months]
    assert [one["Läge"] for one in rows].count("stängd") == len(made.closed)
    cost = sum(Decimal(one["Kostnad"].replace(",", ".")) for one in rows)
    assert cost == Decimal(int(made.figures.whole.outcome.figure)) / 100
    assert Decimal(rows[-1]["Året hittills"].replace(",", ".")) == cost


def test_the_page_reads_sums_and_never_cells(as_someone: SignIn) -> None:
    client = as_someone("CONTROLLER")
    client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(PAGE).status_code == 200
    assert len(asked) <= 40
    cells = [one["sql"] for one in asked if "FROM outcomes_cell" in one["sql"]]
    # Which months the baseline has is walked along an index, month by month.
    assert all("RECURSIVE" in sql for sql in cells)
    assert not any('FROM "outcomes_cell"' in one["sql"] for one in asked)
