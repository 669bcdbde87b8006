# SPDX-License-Identifier: EUPL-1.2
"""To the steering group: what is gone and not moved, the year to come, what is suspected."""

from collections.abc import Callable
from datetime import date

from django.test import Client
from django.utils.html import strip_tags

import pytest
from tests.benefits.turned import turned
from tests.site.people import someone
from tests.site.sentences.said import said

from gemensam.benefits import ports
from gemensam.benefits.actions.budget import Decided, confirm_booking, register_move
from gemensam.benefits.actions.closing import reopen_month
from gemensam.benefits.models import BudgetMove
from gemensam.benefits.queries import in_brief, summary
from gemensam.benefits.queries.forecast import forecast_as_json, forecast_now
from gemensam.benefits.queries.in_brief import InBrief, YearForecast
from gemensam.benefits.queries.realised.made import realised, realised_as_json
from gemensam.benefits.queries.suspicions import made
from gemensam.calc.budget import Move, in_month
from gemensam.calc.forecast import Range
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.group.models import Authority
from gemensam.outcomes.enums import GoalMeasure
from gemensam.outcomes.models import Goal
from gemensam.ui.templatetags.figures import mnkr, signed_percent, tkr

STAGES, MOVES = "/resultat/hemtaget/#stages", "/resultat/ramvaxling/"


def unmoved() -> int:
    """Öre, of the report."""
    told: dict[str, float] | None = realised_as_json()
    assert told is not None
    return round(100 * (told["capacity_gone"] - told["budget_moved"]))


def booked(move: BudgetMove) -> None:
    day = clock.today()
    confirm_booking(move, voucher="A 1", booked_on=day, by=CONSOLE, at=clock.now())


def decided(authority: Authority, kronor: int) -> BudgetMove:
    told = Decided(
        authority=authority,
        ore=100 * kronor,
        from_month=date(2026, 1, 1),
        is_permanent=True,
        decision="KF § 50/2026",
        decided_on=date(2026, 1, 15),
    )
    return register_move(told, by=CONSOLE, at=clock.now())


@pytest.mark.usefixtures("lindby")
def test_what_is_gone_and_not_moved_waits_for_a_decision_or_for_its_booking() -> None:
    before = unmoved()
    (waits,) = BudgetMove.objects.filter(bookings=None)
    told = said("STEERING")
    assert told.leads(tkr(before)) == STAGES
    assert told.leads("39\u00a0tkr") == MOVES
    assert "är beslutat men inte bokfört, och för resten behövs beslut" in told.text
    booked(waits)
    after = unmoved()
    assert tkr(before - after) == "39\u00a0tkr"
    plain = Move(ore=waits.ore, from_month=waits.from_month, is_permanent=True)
    most = sum(in_month(plain, date(2026, month, 1)) for month in range(1, 11))
    assert 0 < before - after <= most
    told = said("STEERING")
    assert told.leads(tkr(after)) == STAGES
    assert told.leads("beslut behövs") == MOVES
    assert "bokfört" not in told.text


@pytest.mark.usefixtures("lindby")
def test_a_net_that_nothing_tells_is_not_nought() -> None:
    turned()
    assert summary().net_ore is None
    assert "netto efter engångskostnader –)" in said("STEERING").text


@pytest.mark.usefixtures("lindby")
def test_no_decision_is_asked_for_where_all_is_decided_or_booked() -> None:
    moves = [decided(one, 90_000_000) for one in Authority.objects.all()]
    told = said("STEERING")
    assert told.leads("det är beslutat men inte bokfört") == MOVES
    assert told.leads(tkr(unmoved())) == STAGES
    for one in moves:
        booked(one)
    gone = realised_as_json()
    assert gone is not None
    assert unmoved() == 0
    told = said("STEERING")
    assert told.leads(tkr(round(100 * gone["capacity_gone"]))) == STAGES
    assert "Allt som är inhämtat hittills i år" in told.text


@pytest.mark.usefixtures("lindby")
def test_without_a_locked_case_nothing_counts_as_realised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "Ingen kalkyl är låst" not in said("STEERING").text
    monkeypatch.setattr(ports, "_promises", [])
    told = said("STEERING")
    assert told.leads("ingenting räknas som hemtaget") == STAGES
    assert "inhämtat" not in told.text


@pytest.mark.usefixtures("lindby")
def test_where_nothing_is_gone_nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    brief = InBrief()
    held = brief.realised
    assert held is not None
    none = type(held)(
        has_promise=True,
        at=dict.fromkeys(held.at, 0),
        unbooked=0,
        unverified={},
    )
    monkeypatch.setattr(InBrief, "realised", none)
    told = said("STEERING")
    assert told.leads("0\u00a0tkr") == STAGES
    assert "Inget är inhämtat ännu" in told.text


@pytest.mark.usefixtures("lindby", "static_files")
def test_the_year_is_forecast_as_its_page_and_the_report_tell_it() -> None:
    held, told = forecast_as_json(), said("STEERING")
    assert held is not None
    share = signed_percent(-held["saving_pct"] / 100)
    low, high = held["saving_high_pct"] / 100, held["saving_low_pct"] / 100
    assert told.leads(mnkr(held["outcome_ore"])) == "/resultat/prognos/"
    assert told.leads(share) == "/resultat/prognos/"
    between = f"mellan {signed_percent(-low)} och {signed_percent(-high)}"
    assert f"Prognos för {held['year']}:" in told.text
    assert between in told.text
    assert "mot målet −15,0\u00a0%" in told.text.partition("Prognos")[2]
    client, account = Client(SERVER_NAME="localhost"), someone("STEERING").account
    assert account is not None
    client.force_login(account)
    page = strip_tags(client.get("/resultat/prognos/").content.decode())
    assert between in page
    assert mnkr(held["outcome_ore"]) in page


def a_year(*, first: int = 1, is_whole: bool) -> YearForecast:
    return YearForecast(
        first=date(2026, first, 1),
        last=date(2026, 12, 1),
        is_whole=is_whole,
        outcome=Range(figure=31e8, low=30e8, high=33e8),
        saving=Range(figure=0.16, low=0.14, high=0.19),
    )


@pytest.mark.usefixtures("lindby")
@pytest.mark.parametrize("has_goal", [True, False])
@pytest.mark.parametrize(
    ("known", "begins"),
    [
        (a_year(is_whole=False), "Prognos för 2026: stödet kostar"),
        (a_year(is_whole=True), "2026 kostade stödet"),
        (a_year(first=3, is_whole=False), "Prognos för mars 2026–december 2026: stödet"),
    ],
)  # fmt: skip
def test_a_year_is_told_whole_or_not_with_a_goal_or_without(
    monkeypatch: pytest.MonkeyPatch, known: YearForecast, begins: str, *, has_goal: bool
) -> None:
    monkeypatch.setattr(InBrief, "forecast", known)
    if not has_goal:
        goals = Goal.objects.filter(measure=GoalMeasure.COST, superseded_at=None)
        assert goals.update(superseded_at=clock.now()) == 1
    text = said("STEERING").text
    told = text[text.index(begins) :]
    assert mnkr(31 * 10**8) in told
    assert "−16,0\u00a0%" in told
    assert "(mellan −19,0\u00a0% och −14,0\u00a0% i nio fall av tio)" in told
    assert ("mot målet −15,0\u00a0%" in told) is has_goal


@pytest.mark.usefixtures("lindby")
def test_a_year_that_cannot_be_forecast_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(InBrief, "forecast", None)
    told = said("STEERING")
    assert told.leads("ingen prognos för året") == "/resultat/prognos/"


@pytest.mark.usefixtures("nothing_closed")
def test_with_nothing_closed_no_year_and_no_stage_is_told() -> None:
    told = said("STEERING")
    assert told.text.startswith("Ingen månad är stängd ännu")
    assert "Prognos" not in told.text
    assert "inhämtat" not in told.text


# --------------------------------------------------------------- what is suspected


@pytest.fixture
def looked(lindby: str) -> list[made.Judged]:
    del lindby
    made.look_now()
    found = made.suspicions()
    assert found
    return found


def of_many(each: list[made.Judged]) -> list[made.Judged]:
    """As if as many people as one tells of were concerned."""
    for one in each:
        object.__setattr__(one.suspicion, "persons", 20)
    return each


def test_who_sees_no_small_groups_is_told_nothing_of_them(
    looked: list[made.Judged],
) -> None:
    assert all(one.suspicion.is_small for one in looked)
    assert "misstank" not in said("STEERING").text


def test_what_nobody_has_judged_is_told_with_its_kronor(
    looked: list[made.Judged], monkeypatch: pytest.MonkeyPatch
) -> None:
    each = of_many(looked)
    monkeypatch.setattr("gemensam.site.sentences.known.found_last", lambda: each)
    told, held = said("STEERING"), made.suspicions_as_json()
    assert told.leads(tkr(held["suspected_ore"])) == "/resultat/misstankar/"
    assert f"{held['suspicions']} misstanke om" in told.text
    first = each[0].suspicion
    what = f"{first.suspect.label}, {first.name}"
    assert told.leads(what) == f"/resultat/misstankar/{first.key}/"
    each = [*each, *each]
    assert "2 misstankar om tillsammans" in said("STEERING").text


def test_nobody_waits_while_suspicions_are_looked_for(
    lindby: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    del lindby
    monkeypatch.setattr(
        made, "program", lambda: "0" * 64
    )  # which has found nothing yet
    monkeypatch.setattr(made, "_looked_for", lambda: pytest.fail("looked"))
    assert "misstank" not in said("CONTROLLER").text


# ------------------------------------------------------------- kept until it changes


@pytest.mark.usefixtures("lindby")
def test_what_is_kept_is_computed_again_only_when_something_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def counted(name: str, make: Callable[[], object]) -> Callable[[], object]:
        def made_now() -> object:
            asked.append(name)
            return make()

        return made_now

    for name, make in (("forecast_now", forecast_now), ("realised", realised)):
        monkeypatch.setattr(in_brief, name, counted(name, make))
    decided(Authority.objects.order_by("pk")[0], 12)
    said("STEERING")
    assert sorted(asked) == ["forecast_now", "realised"]
    said("STEERING")
    assert len(asked) == 2
    decided(Authority.objects.order_by("pk")[0], 12)
    said("STEERING")
    assert len(asked) == 4


@pytest.mark.usefixtures("lindby")
def test_a_month_that_is_opened_again_is_forecast_again() -> None:
    before = said("STEERING").text
    october = date(2026, 10, 1)
    reopen_month(october, reason="Rättas.", by=CONSOLE, at=clock.now())
    held, told = forecast_as_json(), said("STEERING").text
    assert held is not None
    assert held["closed_months"] == 9
    share = f", {signed_percent(-held['saving_pct'] / 100)} volym- och prisjusterat"
    assert share in told
    assert share not in before


@pytest.mark.usefixtures("empty")
def test_an_empty_installation_has_nothing_in_brief() -> None:
    brief = InBrief()
    assert (brief.forecast, brief.realised, brief.centre) == (None, None, None)
    coming = brief.coming(date(2026, 1, 1), today=date(2026, 2, 20))
    assert len(coming.lacking) == coming.count > 0
