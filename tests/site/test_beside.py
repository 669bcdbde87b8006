# SPDX-License-Identifier: EUPL-1.2
"""Capacity and Kolada through their pages."""

import io
import json
from collections.abc import Callable
from decimal import Decimal

from django.db.models import Sum
from django.test import Client

import pytest

from gemensam.calc.tdabc import NoTimeLeftError
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.imports import actions as imports
from gemensam.core.models import AuditEvent, Import
from gemensam.costing.actions.capacity import reckon_year
from gemensam.costing.models import (
    CapacityYear,
    KoladaPin,
    KoladaTitle,
    KoladaValue,
    PoolCost,
)
from gemensam.costing.queries import capacity as capacity_queries
from gemensam.costing.queries.capacity import USUAL, capacities, working_year
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.queries.versions import in_force, months_of

SignIn = Callable[..., Client]


def brought_in(told: object) -> Import:
    record = imports.receive(
        io.BytesIO(json.dumps(told).encode()),
        kind="kolada",
        name="kolada.json",
        by=CONSOLE,
        at=clock.now(),
    )
    record = imports.read(record, at=clock.now())
    return imports.commit(record, by=CONSOLE, at=clock.now())


def figure(value: float, year: int = 2024) -> dict[str, object]:
    values = [{"count": 1, "gender": "T", "status": "", "value": value}]
    return {"kpi": "N00945", "municipality": "1280", "period": year, "values": values}


def told(value: str, year: int = 2024) -> KoladaValue:
    """A figure as an import leaves it."""
    return KoladaValue.objects.create(
        kpi="N00945",
        municipality="1280",
        name="Malmö",
        year=year,
        gender="T",
        value=Decimal(value),
        fetched_on=clock.today(),
        from_import=Import.objects.order_by("pk")[0],
    )


def test_a_pinned_figure_carries_its_source_and_our_own_does_not(
    as_someone: SignIn,
) -> None:
    client = as_someone("CONTROLLER")
    page = "/ekonomi/kolada/"
    missing = client.post(
        page, {"step": "pin", "kpi": "N00945", "municipality": "1280"}
    )
    assert "Importera en fil från Kolada" in missing.text
    assert "Källa: Kolada" not in missing.text
    told("37.5")
    title = KoladaTitle(kpi="N00945", title="Antal chefer")
    title.from_import = told("30", 2023).from_import
    title.save(force_insert=True)
    pinned = client.post(page, {"step": "pin", "kpi": "n00945", "municipality": "1280"})
    assert pinned.status_code == 302
    shown = client.get(page, {"q": "chefer"}).text
    assert shown.count("Källa: Kolada") == 1
    for part in ("N00945 Antal chefer", "2024: 37,5", f"{clock.today()}", "+25,0"):
        assert part in shown
    row = shown[shown.index("Källa: Kolada") :]
    assert "egen beräkning" in row[: row.index("+25,0")]
    client.post(
        page, {"step": "inhabitants", "year": "2025", "count": "50000", "source": "SCB"}
    )
    assert "50\u00a0000 invånare 2025 (SCB)" in client.get(page).text
    client.post(page, {"step": "unpin", "pin": KoladaPin.objects.get().pk})
    assert "Källa: Kolada" not in client.get(page).text


def test_only_a_controller_pins(as_someone: SignIn) -> None:
    told("37.5")
    reader = as_someone("STEERING")
    reader.post(
        "/ekonomi/kolada/", {"step": "pin", "kpi": "N00945", "municipality": "1280"}
    )
    assert not KoladaPin.objects.exists()


@pytest.mark.usefixtures("own_empty")
def test_a_revised_figure_supersedes_and_is_kept() -> None:
    brought_in({"values": [figure(37.5)]})
    brought_in({"values": [{"id": "N00945", "title": "Antal chefer"}]})
    brought_in({"values": [figure(37.5), figure(1, 2020)]})
    brought_in({"values": [figure(38)]})
    rows = KoladaValue.objects.filter(year=2024).order_by("pk")
    assert [(one.value, one.superseded_at is None) for one in rows] == [
        (Decimal("37.5"), False),
        (Decimal(38), True),
    ]
    assert KoladaValue.objects.filter(year=2020).count() == 1
    assert KoladaTitle.objects.get().title == "Antal chefer"


@pytest.mark.usefixtures("lindby")
def test_capacity_is_what_people_and_overhead_cost() -> None:
    scenario = in_force(ScenarioKind.BASELINE)
    assert scenario is not None
    months = months_of(scenario)
    found = capacities(scenario.pk, months, working_year(None))
    assert found
    whole = PoolCost.objects.filter(
        run__scenario=scenario, run__superseded_at=None, pool__kind="support"
    ).exclude(treatment="direct")
    cost = sum(one.cost_ore for one in found.values() if one.provider.kind == "support")
    assert 0 < cost <= whole.aggregate(ore=Sum("amount_ore"))["ore"]
    for one in found.values():
        charged = sum(each.ore for each in one.used.services)
        assert charged + one.used.unused_ore == one.cost_ore
        # Twelve months of a post are 1 350 practical hours.
        assert float(one.used.practical) / 60 == pytest.approx(
            float(one.fte) * 1350, rel=1e-3
        )


def test_one_unit_opens_to_its_minutes_and_a_small_one_does_not(
    as_someone: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So small a municipality has no support unit of five people: the bound is moved."""
    client = as_someone("CONTROLLER")
    scenario = in_force(ScenarioKind.BASELINE)
    assert scenario is not None
    found = capacities(scenario.pk, months_of(scenario), working_year(None))
    one = max(found.values(), key=lambda each: len(each.work))
    page = f"/ekonomi/kapacitet/{one.provider.pk}/"
    assert one.is_small
    assert client.get(page).status_code == 404
    monkeypatch.setattr(capacity_queries, "FEWEST", 1)
    shown = client.get(page).text
    assert page in client.get("/ekonomi/kapacitet/").text
    assert one.work[0].name in shown
    assert "som räknat" in shown
    assert as_someone("STEERING").get(page).status_code == 404


def test_the_year_is_reckoned_in_versions(as_someone: SignIn) -> None:
    client = as_someone("CONTROLLER")
    values = {name: str(value) for name, value in USUAL.items()}
    page = "/ekonomi/kapacitet/ar/"
    answer = client.post(page, values | {"training": "200,5", "reason": "Färre möten"})
    assert answer.status_code == 302
    assert CapacityYear.objects.get(superseded_at=None).training == Decimal("200.5")
    client.post(page, values | {"training": "250", "reason": "Fler igen"})
    assert CapacityYear.objects.count() == 2
    assert CapacityYear.objects.get(superseded_at=None).number == 2
    trail = AuditEvent.objects.filter(action="capacity.reckoned").order_by("pk")[1]
    assert trail.payload is not None
    assert trail.payload["changes"]["training"]["old"] == {"decimal": "200.50"}
    too_much = client.post(page, values | {"absence": "2000", "reason": "Fel"})
    assert "ingen tid är kvar" in too_much.text
    assert CapacityYear.objects.count() == 2


@pytest.mark.usefixtures("lindby")
def test_a_year_without_time_is_refused() -> None:
    with pytest.raises(NoTimeLeftError):
        reckon_year(
            {**USUAL, "vacation": Decimal(3000)}, reason="", by=CONSOLE, at=clock.now()
        )
    assert not CapacityYear.objects.exists()
