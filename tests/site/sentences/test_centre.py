# SPDX-License-Identifier: EUPL-1.2
"""To the centre manager: the year against the budget, and what is awaited."""

from dataclasses import replace
from datetime import date

from django.db.models import Sum

import pytest
from tests.site.people import someone
from tests.site.sentences.said import as_of, said

from gemensam.benefits.actions.closing import decide_duty
from gemensam.benefits.actions.commenting import comment_row
from gemensam.benefits.queries.followed import CENTRE, followed
from gemensam.benefits.queries.in_brief import CentreYear, InBrief
from gemensam.benefits.queries.routine.checklist import checklist
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.models import LedgerBalance, LedgerTurnover
from gemensam.group.enums import Register
from gemensam.group.models import UnitAlias
from gemensam.ui.templatetags.figures import mnkr, tkr

BUDGET, ROW = "/resultat/budget/", "/resultat/budget/centre/"
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def codes() -> list[str]:
    rows = UnitAlias.objects.filter(register=Register.LEDGER, unit__kind="centre")
    return list(rows.values_list("code", flat=True).distinct())


def budget() -> int:
    """Straight from the ledgers' rows of budget."""
    rows = LedgerBalance.objects.filter(
        kind="PBUDGET", year=0, period__year=2026, account__regex="^[45678]"
    )
    known = set(codes())
    return sum(
        one.amount_ore
        for one in rows
        if (objects := one.objects_key or {}).keys() == {"1"} and objects["1"] in known
    )


def spent() -> int:
    rows = LedgerTurnover.objects.filter(
        cost_centre__in=codes(),
        month__range=(date(2026, 1, 1), OCTOBER),
        account__regex="^[45678]",
    )
    return int(rows.aggregate(ore=Sum("amount_ore"))["ore"])


@pytest.mark.usefixtures("lindby")
def test_the_year_is_held_against_the_budget_as_on_its_page() -> None:
    made, told = followed(), said("CENTRE_MANAGER")
    assert made is not None
    expected = int(made.whole.forecast.figure)
    assert made.whole.outcome == spent()
    assert spent() * 1.15 < expected < spent() * 1.25, "two months of twelve are left"
    assert told.leads(mnkr(expected)) == BUDGET
    off = expected - budget()
    assert off > 0
    assert told.leads(f"{tkr(off)} över budget") == ROW
    low, high = made.whole.forecast.low, made.whole.forecast.high
    assert f"mellan {mnkr(round(low))} och {mnkr(round(high))}" in told.text


@pytest.mark.usefixtures("lindby")
def test_a_comment_is_awaited_until_it_is_made() -> None:
    assert said("CENTRE_MANAGER").leads("din kommentar till oktober 2026") == ROW
    words = "Två vikariat under hösten."
    comment_row(CENTRE, OCTOBER, text=words, by=CONSOLE, at=clock.now())
    assert "Väntar på dig" not in said("CENTRE_MANAGER").text


@pytest.mark.usefixtures("lindby")
@pytest.mark.parametrize(
    ("deviation", "words"),
    [
        (130_000_000, "1,3\u00a0mnkr under budget"),
        (-40_000_000, "400\u00a0tkr över budget"),
        (0, "som budgeterat"),
        (None, "men ingen budget är inläst att jämföra med"),
    ],
)
@pytest.mark.parametrize("is_whole", [False, True])
def test_what_is_said_of_a_deviation(
    monkeypatch: pytest.MonkeyPatch,
    deviation: int | None,
    words: str,
    *,
    is_whole: bool,
) -> None:
    held = InBrief().centre
    assert held is not None
    known: CentreYear = replace(
        held, deviation=deviation, is_whole=is_whole, budget=None
    )
    monkeypatch.setattr(InBrief, "centre", known)
    told = said("CENTRE_MANAGER")
    assert told.leads(words) == ROW
    begins = (
        "Utfall för 2026: servicecentret kostade" if is_whole else "Prognos för 2026"
    )
    assert begins in told.text
    assert ("i nio fall av tio" in told.text) is not is_whole
    assert ("din kommentar" in told.text) is bool(deviation)


@pytest.mark.usefixtures("lindby")
def test_a_centre_without_a_cost_centre_has_no_budget_to_follow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(InBrief, "centre", None)
    assert said("CENTRE_MANAGER").leads("Ingen budget kan följas") == BUDGET


@pytest.mark.usefixtures("lindby")
def test_files_that_one_sees_to_are_awaited_when_the_month_is_over() -> None:
    manager = someone("CENTRE_MANAGER")
    (calls,) = (
        one.source
        for one in checklist(NOVEMBER, today=clock.today())
        if one.source.kind == "telephony"
    )
    later = date(2026, 12, 3)
    assert "Filer" not in said("CENTRE_MANAGER", known=as_of(later)).text
    decide_duty(
        calls.key, due_day=8, owner=manager, ends=None, by=CONSOLE, at=clock.now()
    )
    told = said("CENTRE_MANAGER", known=as_of(later))
    assert "En fil för november 2026 som du ansvarar för har inte kommit" in told.text
    assert told.leads(calls.title) == "/resultat/manad/?month=2026-11"
    assert calls.title not in said("CENTRE_MANAGER").text, "the month is not over"


@pytest.mark.usefixtures("nothing_closed")
def test_with_nothing_closed_no_year_is_told() -> None:
    told = said("CENTRE_MANAGER")
    assert "Ingen månad är stängd ännu" in told.text
    assert "Prognos" not in told.text
