# SPDX-License-Identifier: EUPL-1.2
"""A baseline is asked for, computed by a job that may run twice, and says what it lacked."""

from collections.abc import Callable

from django.test import Client

import pytest

from gemensam.benefits.actions import (
    NoSuchYear,
    ask_for_baseline,
    compute_baseline,
)
from gemensam.benefits.enums import ComputationState
from gemensam.benefits.jobs import compute_asked
from gemensam.benefits.models import Computation
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.models import LedgerTurnover, StaffRow
from gemensam.costing.queries.reconciliation import is_reconciled
from gemensam.costing.queries.sources import State, status_of
from gemensam.costing.queries.turnover import months_known
from gemensam.outcomes.models import Cell, ScenarioVersion

SignIn = Callable[..., Client]
pytestmark = pytest.mark.usefixtures("lindby")


def first_year() -> int:
    return months_known()[0].year


def ask() -> Computation:
    return ask_for_baseline([first_year()], by=CONSOLE, at=clock.now())


@pytest.mark.slow
def test_the_job_computes_what_was_asked_for_and_says_how_far_it_is() -> None:
    asked = ask()
    assert ask() == asked, "what waits is not asked for twice"
    compute_asked(asked.pk)
    asked.refresh_from_db()
    assert asked.state == ComputationState.DONE
    assert asked.progress["done"] == asked.progress["of"] > 0
    assert is_reconciled()
    made = Cell.objects.count()
    asked.state = ComputationState.RUNNING
    asked.save(update_fields=["state"])
    compute_asked(asked.pk)
    assert Cell.objects.count() == made, "a job that runs twice changes nothing"
    assert Computation.objects.get() == asked


def test_a_year_without_ledgers_is_named_with_those_there_are() -> None:
    with pytest.raises(NoSuchYear) as refused:
        ask_for_baseline([1999], by=CONSOLE, at=clock.now())
    assert str(first_year()) in str(refused.value)
    assert "1999" in str(refused.value)
    assert not Computation.objects.exists()


def test_what_is_missing_is_named_with_its_consequence() -> None:
    months = [month for month in months_known() if month.year == first_year()]
    states = {(one.name, one.whose): one.state for one in status_of(months)}
    assert set(states.values()) <= {State.THERE, State.PARTLY}
    StaffRow.objects.filter(year=first_year()).update(superseded_at=clock.now())
    gone = LedgerTurnover.objects.order_by("-ledger_id")[0].ledger
    LedgerTurnover.objects.filter(ledger__legal_entity=gone.legal_entity).exclude(
        month__year__gt=first_year()
    ).delete()
    lacking = [one.lacking() for one in status_of(months) if one.lack]
    assert any(gone.legal_entity.name in text for text in lacking)
    assert any("staff register" in text for text in lacking)
    assert not any("{" in text for text in lacking)


@pytest.mark.slow
def test_another_year_is_another_version() -> None:
    before = ScenarioVersion.objects.filter(kind="baseline").count()
    asked = ask_for_baseline([first_year() + 1], by=CONSOLE, at=clock.now())
    compute_baseline(asked, by=CONSOLE, now=clock.now)
    versions = ScenarioVersion.objects.filter(kind="baseline").order_by("-number")
    assert versions.count() == before + 1
    assert versions[0].price_level == first_year() + 1


def test_the_page_asks_and_tells(as_someone: SignIn) -> None:
    client = as_someone("CONTROLLER")
    said = client.get(f"/resultat/rakna/?year={first_year()}")
    assert said.status_code == 200
    assert [row["status"].name for row in said.context["sources"]][-1] == "Mapping"
    answer = client.post("/resultat/rakna/", {"year": [first_year()]})
    assert answer.status_code == 302
    assert Computation.objects.get().state == ComputationState.WAITING
    assert client.get(answer["Location"]).context["waits"]
    client.post("/resultat/rakna/", {"year": ["1999"]})
    assert Computation.objects.count() == 1
    client.post("/resultat/rakna/", {})
    assert Computation.objects.count() == 1
