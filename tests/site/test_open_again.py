# SPDX-License-Identifier: EUPL-1.2
"""A month that is opened again in the midst of closed ones, or that was never computed:
every page of results says so."""

from collections.abc import Callable
from datetime import date, datetime

from django.test import Client

import pytest
from tests.benefits.months import no_longer_held
from tests.site.sentences.said import said

from gemensam.benefits.actions import close_month, reopen_month
from gemensam.benefits.queries import closed_through, summary
from gemensam.benefits.queries.months import closed_months, month_before
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.queries.versions import in_force
from gemensam.ui.templatetags.figures import month as long_month

pytestmark = pytest.mark.usefixtures("lindby")

PAGES = (
    "/resultat/",
    "/resultat/brygga/",
    "/resultat/brygga/tjanst/H04/",
    "/resultat/effektivitet/",
    "/resultat/budget/",
    "/resultat/prognos/",
    "/resultat/kvalitet/",
    "/resultat/variation/",
    "/resultat/variation/I06/",
    "/resultat/hemtaget/",
    "/resultat/misstankar/",
)


def open_again(known_at: datetime | None = None) -> list[date]:
    return list(closed_months(known_at).open_again)


def reopened(month: date) -> date:
    reopen_month(month, reason="Hyran var fel", by=CONSOLE, at=clock.now())
    return month


def last() -> date:
    month = closed_through()
    assert month is not None
    return month


def test_a_month_between_closed_ones_is_told_until_it_is_closed() -> None:
    assert open_again() == []
    through, before = last(), clock.now()
    middle = reopened(month_before(month_before(through)))
    assert (closed_through(), open_again()) == (through, [middle])
    assert summary().as_json()["open_again"] == [f"{middle:%Y-%m}"]
    between = clock.now()
    close_month(middle, by=CONSOLE, at=clock.now())
    assert open_again() == []
    assert open_again(between) == [middle]
    assert open_again(before) == []


def test_the_last_month_opened_again_is_no_longer_counted() -> None:
    through = reopened(last())
    assert (closed_through(), open_again()) == (month_before(through), [])


def test_the_first_month_opened_again_is_missed_too() -> None:
    first = reopened(date(last().year, 1, 1))
    assert open_again() == [first]


def test_start_pages_say_it_to_those_who_answer_for_it() -> None:
    middle = reopened(month_before(last()))
    for role in ("STEERING", "CONTROLLER"):
        told = said(role)
        name = long_month(middle)
        name = name[0].upper() + name[1:]
        assert f"{name} är öppnad igen" in told.text
        page = f"/resultat/manad/?month={middle:%Y-%m}"
        # The steering group does not see the month's routine.
        assert ((page, name) in told.links) is (role == "CONTROLLER")


def test_every_page_of_results_says_which_month_is_open(
    as_someone: Callable[..., Client],
) -> None:
    client = as_someone("CONTROLLER")
    assert 'id="open-again"' not in client.get(PAGES[0]).content.decode()
    middle = reopened(month_before(last()))
    for path in PAGES:
        said = client.get(path).content.decode()
        assert 'id="open-again"' in said, path
        assert f"?month={middle:%Y-%m}" in said
    steering = as_someone("STEERING").get(PAGES[0]).content.decode()
    assert 'id="open-again"' in steering
    assert "?month=" not in steering.split('id="open-again"')[1].split("</div>")[0]


def skipped(month: date) -> date:
    actual = in_force(ScenarioKind.ACTUAL)
    assert actual is not None
    no_longer_held(actual, reopened(month), at=clock.now())
    return month


def test_start_pages_say_which_month_is_not_computed() -> None:
    first = skipped(date(last().year, 1, 1))
    second = skipped(date(last().year, 2, 1))
    name = f"{long_month(first).capitalize()}–{long_month(second)}"
    page = f"/resultat/manad/?month={first:%Y-%m}"
    for role in ("STEERING", "CONTROLLER"):
        told = said(role)
        assert f"{name} är inte beräknade och räknas inte med." in told.text
        assert ((page, name) in told.links) is (role == "CONTROLLER")


def test_every_page_of_results_says_which_month_is_not_computed(
    as_someone: Callable[..., Client],
) -> None:
    client = as_someone("CONTROLLER")
    assert 'id="not-computed"' not in client.get(PAGES[0]).content.decode()
    middle = skipped(month_before(last()))
    name = long_month(middle).capitalize()
    for path in PAGES:
        page = client.get(path).content.decode()
        assert 'id="open-again"' not in page, path
        notice = page.split('id="not-computed"')[1].split("</p>")[0]
        assert f"?month={middle:%Y-%m}" in notice
        assert f"{name}</a> är inte beräknad" in " ".join(notice.split())
        # What the ledgers hold is told whether or not it is computed.
        of_ledgers = "som huvudboken visar den" in notice
        assert of_ledgers is (path == "/resultat/budget/"), path
    assert client.get("/resultat/manad/").context["month"] == middle
    steering = as_someone("STEERING").get(PAGES[0]).content.decode()
    notice = steering.split('id="not-computed"')[1].split("</p>")[0]
    assert name in notice
    assert "?month=" not in notice
