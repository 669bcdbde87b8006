# SPDX-License-Identifier: EUPL-1.2
"""Standard times with what adds to them: noted from a day, used by all that computes."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.test import Client

import pytest

from gemensam.benefits.actions import build_baseline
from gemensam.catalogue.actions.times import (
    Term,
    TermTwice,
    Timed,
    TooEarly,
    set_time,
)
from gemensam.catalogue.models import Service, StandardTime, TimeTerm
from gemensam.catalogue.queries.times import standard_minutes
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.models import AuditEvent
from gemensam.costing.models import CostRun
from gemensam.costing.queries.capacity import capacities, working_year
from gemensam.costing.queries.obstacles import NEWER_TIMES, obstacles
from gemensam.costing.queries.services import costed_services
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell, ScenarioVersion

SignIn = Callable[..., Client]
ABROAD = Term("utländsk leverantör", Decimal(3), Decimal("0.12"))
PAPER = Term("på papper", Decimal("2.5"), Decimal("0.3"))
PAGE = "/ekonomi/kapacitet/tider/F02/"


def invoice() -> Service:
    return Service.objects.get(code="F02")


def timed(*terms: Term, base: str = "8", days: int = 0) -> Timed:
    return Timed(
        base=Decimal(base),
        terms=terms,
        basis="Mätning i mars",
        valid_from=clock.today() + timedelta(days=days),
    )


def noted(*terms: Term, base: str = "8", days: int = 0) -> StandardTime:
    wanted = timed(*terms, base=base, days=days)
    return set_time(invoice(), wanted, by=CONSOLE, at=clock.now())


def test_the_average_is_the_base_and_each_addition_by_its_share() -> None:
    """8 + 3 × 12 % + 2.5 × 30 % = 9.11 minutes."""
    from datetime import date

    one = Timed(
        base=Decimal(8), terms=(ABROAD, PAPER), basis="", valid_from=date(2026, 1, 1)
    )
    assert one.minutes == Decimal("9.110")


def test_it_takes_the_place_of_the_one_before_and_everything_uses_it(
    lindby: str,
) -> None:
    del lindby
    before = StandardTime.objects.get(service=invoice())
    made = noted(ABROAD, PAPER)
    before.refresh_from_db()
    assert before.valid_to == made.valid_from == clock.today()
    assert standard_minutes(clock.today())[invoice().pk] == Decimal("9.110")
    catalogue = costed_services()
    place = catalogue.services.index(invoice().pk)
    assert catalogue.minutes[place] == pytest.approx(9.11)
    provider = Cell.objects.filter(
        service=invoice(), source="costing", volume__gt=0, superseded_at=None,
        provided_by__isnull=False, scenario__kind=ScenarioKind.BASELINE,
    ).order_by("pk")[0]  # fmt: skip
    months = sorted(
        CostRun.objects.filter(
            scenario=provider.scenario, superseded_at=None
        ).values_list("month", flat=True)
    )
    bought = capacities(provider.scenario_id, months, working_year(None))
    minutes = {
        work.minutes
        for one in bought.values()
        for work in one.work
        if work.name == "F02"
    }
    assert minutes == {Decimal("9.110")}
    trail = AuditEvent.objects.get(action="service.timed").payload
    assert trail is not None
    assert trail["facts"]["terms"] == [
        "utländsk leverantör: 3 × 0.12", "på papper: 2.5 × 0.3",
    ]  # fmt: skip


def test_one_for_a_later_day_waits(lindby: str) -> None:
    del lindby
    now = standard_minutes(clock.today())[invoice().pk]
    noted(base="20", days=5)
    assert standard_minutes(clock.today())[invoice().pk] == now
    later = standard_minutes(clock.today() + timedelta(days=5))
    assert later[invoice().pk] == 20


def test_what_cannot_be_is_refused_and_nothing_kept(lindby: str) -> None:
    del lindby
    with pytest.raises(TermTwice):
        noted(ABROAD, ABROAD)
    noted(base="9")
    with pytest.raises(TooEarly):
        noted(base="10")
    assert not TimeTerm.objects.exists()
    assert StandardTime.objects.filter(service=invoice()).count() == 2
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        StandardTime.objects.filter(service=invoice()).update(minutes=1)


def test_a_baseline_computed_before_is_to_be_computed_again(lindby: str) -> None:
    del lindby
    month = CostRun.objects.order_by("month").values_list("month", flat=True)[0]
    build_baseline([month], by=CONSOLE, at=clock.now())
    made = ScenarioVersion.objects.get(kind=ScenarioKind.BASELINE, number=2)
    assert obstacles(made) == []
    noted(ABROAD)
    assert [one.text for one in obstacles(made)] == [NEWER_TIMES]
    build_baseline([month], by=CONSOLE, at=clock.now())
    assert obstacles(made) == []


def test_the_page_takes_it_apart_and_keeps_what_was_written(as_someone: SignIn) -> None:
    client = as_someone("CONTROLLER")
    given = {
        "base": "8", "valid_from": clock.today().isoformat(), "basis": "Mätning",
        "name_0": "utländsk leverantör", "minutes_0": "3,0", "share_0": "12",
        "name_1": "på papper", "minutes_1": "2,5", "share_1": "",
    }  # fmt: skip
    refused = client.post(PAGE, given)
    assert "Fyll i alla tre, eller ingen" in refused.text
    assert "utländsk leverantör" in refused.text
    assert not TimeTerm.objects.exists()
    assert client.post(PAGE, given | {"share_1": "30"}).status_code == 302
    shown = client.get(PAGE).text
    for part in ("8,00", "+0,36", "+0,75", "9,11", "på papper"):
        assert part in shown, part
    listed = client.get("/ekonomi/kapacitet/tider/").text
    assert "9,1" in listed
    assert "uppskattning" in listed
    assert ">estimate" not in listed
    reader = as_someone("CENTRE_MANAGER")
    assert 'name="base"' not in reader.get(PAGE).text
    reader.post(PAGE, given | {"share_1": "40"})
    assert TimeTerm.objects.count() == 2
