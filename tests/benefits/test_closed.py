# SPDX-License-Identifier: EUPL-1.2
"""A closed month stands: at no road is it computed anew before it is opened again."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

from django.db import connection, transaction
from django.test import Client
from django.utils import translation

import pytest
from tests.rig.reopened import reopened

from gemensam.benefits import actions
from gemensam.benefits.actions import closing
from gemensam.benefits.enums import ComputationState
from gemensam.benefits.jobs import compute_months_asked
from gemensam.benefits.models import Computation, MonthClose
from gemensam.benefits.queries import closed_through
from gemensam.benefits.queries.months import month_before, newest
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.models import AuditEvent
from gemensam.costing.queries import reconciliation
from gemensam.outcomes import ports
from gemensam.outcomes.actions import rebuild
from gemensam.outcomes.enums import ScenarioKind

SignIn = Callable[..., Client]
WORDS = "Open it again first, with a reason"


def last() -> date:
    month = closed_through()
    assert month is not None
    return month


def is_closed(month: date) -> bool:
    return MonthClose.objects.filter(month=month, reopened_at=None).exists()


def rebuilt() -> int:
    return AuditEvent.objects.filter(action="scenario.rebuilt").count()


@pytest.mark.usefixtures("lindby")
def test_neither_asked_for_nor_built_nor_filled_is_a_closed_month_computed() -> None:
    month, scenario = last(), newest(ScenarioKind.ACTUAL)
    assert scenario is not None
    (open_,) = reopened([month_before(month)])
    filled: list[date] = []
    with pytest.raises(actions.MonthClosed, match=f"{month:%Y-%m}.*{WORDS}"):
        actions.ask_for_months([open_, month], by=CONSOLE, at=clock.now())
    with pytest.raises(actions.MonthClosed):
        actions.build_actual([open_, month], by=CONSOLE, at=clock.now())
    with pytest.raises(actions.MonthClosed):
        rebuild(
            scenario,
            [open_, month],
            by=CONSOLE,
            at=clock.now(),
            progress=lambda _source, month: filled.append(month),
        )
    assert not Computation.objects.filter(kind=ScenarioKind.ACTUAL).exists()
    assert filled == [], "nor is the open one with it"


def test_a_page_opened_before_the_close_is_told_what_to_do_first(
    as_someone: SignIn,
) -> None:
    client, month = as_someone("CONTROLLER"), last()
    page = f"/resultat/manad/?month={month:%Y-%m}"
    told = client.post(page, {"step": "compute"}, follow=True)
    assert f"{month:%Y-%m} är stängd" in told.text
    assert 'value="reopen"' in told.text, "the cure is on the page"
    assert not Computation.objects.filter(kind=ScenarioKind.ACTUAL).exists()
    client.post(page, {"step": "reopen", "reason": "Sen faktura"})
    client.post(page, {"step": "compute"})
    assert Computation.objects.get(kind=ScenarioKind.ACTUAL).months == [f"{month}"]


@pytest.mark.usefixtures("lindby")
def test_a_month_closed_since_it_was_asked_for_is_left_and_so_are_those_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    months = reopened([month_before(last()), last()])
    asked = actions.ask_for_months(months, by=CONSOLE, at=clock.now())
    monkeypatch.setattr(closing, "is_being_computed", lambda _month: False)
    actions.close_month(months[1], by=CONSOLE, at=clock.now())
    before = rebuilt()
    compute_months_asked(asked.pk)
    asked.refresh_from_db()
    assert asked.state == ComputationState.FAILED
    for language, words in (
        ("en", WORDS),
        ("sv", "Öppna månaden igen först, med en motivering"),
    ):
        with translation.override(language):
            assert words in asked.why
            assert f"{months[1]:%Y-%m}" in asked.why
    assert asked.progress["months"] == []
    assert rebuilt() == before


@pytest.mark.usefixtures("lindby")
def test_a_month_closed_while_it_is_filled_is_filled_no_further() -> None:
    (month,) = reopened([last()])
    steps: list[str] = []

    def close(source: str, _month: date) -> None:
        steps.append(source)
        actions.close_month(month, by=CONSOLE, at=clock.now())

    with pytest.raises(actions.MonthClosed):
        actions.build_actual([month], by=CONSOLE, at=clock.now(), progress=close)
    assert len(steps) == 1 < len(ports.sources())


# ------------------------------------------------------------------------ two at once


@pytest.fixture
def month(own_lindby: str) -> date:
    """The last month of Lindby, open again."""
    assert own_lindby
    (found,) = reopened([last()])
    return found


def at_the_same_time(one: Callable[[], str], other: Callable[[], str]) -> list[str]:
    def run(step: Callable[[], str]) -> str:
        try:
            return step()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, (one, other)))


class Race:
    """Someone closes, and halfway, after it was seen that nothing is being computed,
    another asks for the month to be computed."""

    def __init__(self, month: date, monkeypatch: pytest.MonkeyPatch) -> None:
        self.month, self.halfway, self.asks = month, Event(), Event()
        looked = reconciliation.differences

        def differences() -> Iterator[object]:
            self.halfway.set()
            self.asks.wait(timeout=1)  # in vain where the asking waits for the close
            return looked()

        monkeypatch.setattr(closing, "differences", differences)

    def close(self) -> str:
        try:
            actions.close_month(self.month, by=CONSOLE, at=clock.now())
        except actions.BeingComputed:
            return "not closed"
        return "closed"

    def ask(self) -> str:
        assert self.halfway.wait(timeout=10)
        try:
            actions.ask_for_months([self.month], by=CONSOLE, at=clock.now())
        except actions.MonthClosed:
            return "not computed"
        finally:
            self.asks.set()
        return "computed"


def test_of_who_closes_and_who_computes_only_one_does(
    month: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    race = Race(month, monkeypatch)
    assert at_the_same_time(race.close, race.ask) == ["closed", "not computed"]
    assert is_closed(month)
    assert not Computation.objects.filter(kind=ScenarioKind.ACTUAL).exists()


def test_twin_without_the_lock_a_closed_month_is_computed(
    month: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "alone_with", lambda _month: None)
    race = Race(month, monkeypatch)
    assert at_the_same_time(race.close, race.ask) == ["closed", "computed"]
    assert is_closed(month)


def test_while_a_step_is_filled_the_close_waits_and_the_next_step_is_refused(
    month: date,
) -> None:
    """Also where nobody asked for it to be computed, as a command need not."""
    filling, filled = Event(), Event()

    def build() -> str:
        with transaction.atomic():
            ports.ask_guards(ScenarioKind.ACTUAL, month)
            filling.set()
            closed_meanwhile = filled.wait(timeout=1)
        filled.wait(timeout=60)
        try:
            with transaction.atomic():
                ports.ask_guards(ScenarioKind.ACTUAL, month)
        except actions.MonthClosed:
            return "closed meanwhile" if closed_meanwhile else "refused afterwards"
        return "never refused"

    def close() -> str:
        assert filling.wait(timeout=10)
        actions.close_month(month, by=CONSOLE, at=clock.now())
        filled.set()
        return "closed"

    assert at_the_same_time(build, close) == ["refused afterwards", "closed"]
