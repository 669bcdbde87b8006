# SPDX-License-Identifier: EUPL-1.2
"""Freezing and adjusting through the pages, as a controller does it."""

from collections.abc import Callable
from datetime import date

from django.test import Client

import pytest
from tests.site.people import someone

from gemensam.benefits.actions import build_baseline
from gemensam.benefits.enums import ComputationState
from gemensam.benefits.models import Computation
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.models import BaselineAdjustment, FrozenBaseline
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import ScenarioVersion

SignIn = Callable[..., Client]
SIGNED = {
    "price_level": "2025",
    "method": "Som förra gången.",
    "on_behalf_of": "Kommunstyrelsen",
    "words": "Stämmer på öret.",
}
ADJUSTED = {
    "kind": "scope",
    "from_month": "2026-03",
    "last_month": "2026-04",
    "kronor": "1 250,50",
    "reason": "Arkivet kom med",
    "decision": "KS 2026-14",
}
LIST = "/ekonomi/fryst/1/justeringar/"


def test_a_controller_looks_it_over_and_freezes(as_someone: SignIn) -> None:
    client = as_someone("CONTROLLER")
    assert 'name="words"' not in client.get("/ekonomi/frysning/").text
    build_baseline([date(2025, 1, 1)], by=CONSOLE, at=clock.now())
    assert 'name="words"' in client.get("/ekonomi/frysning/").text
    looked_over = client.post("/ekonomi/frysning/", SIGNED)
    assert "Stämmer på öret." in looked_over.text
    assert FrozenBaseline.objects.count() == 1
    answer = client.post("/ekonomi/frysning/", SIGNED | {"step": "freeze"})
    assert answer.headers["Location"] == "/ekonomi/fryst/2/"
    shown = client.get("/ekonomi/fryst/2/").text
    held = FrozenBaseline.objects.get(scenario__number=2)
    assert held.signed_by == someone("CONTROLLER")
    for part in ("Stämmer på öret.", bytes(held.digest).hex()[:8], held.signed_by.name):
        assert part in shown
    beside = client.get("/ekonomi/versioner/").text
    assert "/ekonomi/fryst/1/" in beside
    assert "/ekonomi/fryst/2/" in beside


def test_what_is_computed_beside_is_not_taken_for_what_holds(
    as_someone: SignIn,
) -> None:
    client = as_someone("CONTROLLER")
    assert "?version=computed" not in client.get("/ekonomi/").text
    assert "version 1" in client.get("/ekonomi/?version=computed").text.lower()
    build_baseline([date(2025, 1, 1)], by=CONSOLE, at=clock.now())
    held = client.get("/ekonomi/").text
    assert "Det här är version 1, den frysta" in held
    assert "januari 2025 – december 2025" in held
    beside = client.get("/ekonomi/?version=computed").text
    assert "Det här är version 2, framräknad men inte fryst" in beside
    assert "januari 2025 – januari 2025" in beside
    done = {"state": ComputationState.DONE, "done_at": clock.now()}
    Computation.objects.create(years=[2025], asked_at=clock.now(), **done)
    told = client.get("/resultat/rakna/").text
    assert "/ekonomi/?version=computed" in told
    assert "Den är version 2 och inte fryst" in told


def test_what_stands_in_the_way_is_shown_and_nothing_is_signed(
    as_someone: SignIn,
) -> None:
    client = as_someone("CONTROLLER")
    ScenarioVersion.objects.create(
        kind=ScenarioKind.BASELINE, number=2, name="", created_at=clock.now()
    )
    shown = client.get("/ekonomi/frysning/").text
    assert "Ingen månad av nollmätningen är beräknad" in shown
    assert 'name="words"' not in shown
    client.post("/ekonomi/frysning/", SIGNED | {"step": "freeze"})
    assert FrozenBaseline.objects.count() == 1


def test_an_adjustment_is_made_shown_and_taken_back(as_someone: SignIn) -> None:
    client = as_someone("CONTROLLER")
    owner = someone("CONTROLLER")
    answer = client.post(LIST, ADJUSTED | {"owner": owner.pk})
    assert answer.status_code == 302, answer.text
    made = BaselineAdjustment.objects.get()
    assert (made.ore, made.from_month, made.to_month) == (
        1250_50,
        date(2026, 3, 1),
        date(2026, 5, 1),
    )
    assert made.made_by_id == owner.account_id
    result = client.get("/resultat/").text
    assert "Arkivet kom med" in result
    assert "2\u00a0501,00\u00a0kr" in result
    reader = as_someone("STEERING")
    assert "Arkivet kom med" in reader.get(LIST).text
    assert 'name="kronor"' not in reader.get(LIST).text
    reader.post(LIST, ADJUSTED | {"owner": owner.pk})
    back = f"{LIST}1/aterta/"
    assert reader.get(back).status_code == 404
    assert reader.post(back, {"reason": "Nej"}).status_code == 404
    assert client.get(back).status_code == 200
    assert client.post(back, {"reason": "Fel månad"}).status_code == 302
    assert BaselineAdjustment.objects.count() == 2
    assert BaselineAdjustment.objects.get(number=2).withdraws == made


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"percent": "2"}, "antingen kronor per månad eller procent"),
        ({"last_month": "2026-01"}, "ligger före den första"),
        ({"kind": "error"}, "nollmätningens egna månader"),
        ({"from_month": "mars"}, "from_month"),
    ],
)
def test_a_form_that_makes_no_sense_says_the_cure(
    as_someone: SignIn, changed: dict[str, str], said: str
) -> None:
    given = ADJUSTED | {"owner": str(someone("CONTROLLER").pk)} | changed
    answer = as_someone("CONTROLLER").post(LIST, given)
    assert answer.status_code == 200
    assert said in answer.text
    assert not BaselineAdjustment.objects.exists()
