# SPDX-License-Identifier: EUPL-1.2
"""The bridge in pages and as a file: opened down to cells, redone in a spreadsheet."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.test import Client

import pytest
from tests.benefits import redone
from tests.benefits.redone import column, in_ore
from tests.site.people import someone

from gemensam.benefits.queries import summary
from gemensam.benefits.queries.bridge import HIDDEN, Made, bridge_over, periods
from gemensam.benefits.queries.bridge.done import Done, done
from gemensam.benefits.queries.bridge.sums import ON_NONE
from gemensam.calc.bridge import Part
from gemensam.catalogue.models import Service
from gemensam.catalogue.queries.lineage import Lineage
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.actions.adjust import Wanted, adjust
from gemensam.costing.enums import AdjustmentKind
from gemensam.costing.models import FrozenBaseline
from gemensam.ui.templatetags.figures import signed_percent

SignIn = Callable[..., Client]
PAGE = "/resultat/brygga/"


def made() -> Made:
    found = bridge_over(periods()["year"])
    assert found is not None
    return found


def lines_of(answer: Any) -> list[redone.Line]:
    return redone.lines_in(answer.content.decode("utf-8-sig"))


@pytest.fixture
def told_otherwise(monkeypatch: pytest.MonkeyPatch, lindby: str) -> None:
    """Adjustments of each kind that is shown, and a pilot whose cases stand in for those
    of an old system, so that quality was measured before."""
    del lindby
    for kind, ore, service in (
        (AdjustmentKind.SCOPE, 1_000_01, None),
        (AdjustmentKind.VOLUME, 300_07, Service.objects.get(code="H04")),
        (AdjustmentKind.INDEX, 250_03, None),
    ):
        wanted = Wanted(
            kind=kind,
            from_month=date(2026, 3, 1),
            ore=ore,
            service=service,
            reason="Arkivet kom med",
            decision="KS 2026-14",
            owner=someone("CONTROLLER"),
        )
        adjust(FrozenBaseline.objects.get(), wanted, by=CONSOLE, at=clock.now())

    def of_all(
        *asked: Any, along: Lineage, before_the_centre: bool = False
    ) -> Mapping[int, Done]:
        del before_the_centre
        return done(*asked, along=along)

    monkeypatch.setattr("gemensam.benefits.queries.bridge.made.FEWEST_CASES", 1)
    monkeypatch.setattr("gemensam.benefits.queries.bridge.made.done", of_all)


def redone_from(client: Client) -> set[Part]:
    """The file, held against what it is made of and against its own formulas; which
    parts it tells anything of, by service."""
    lines, whole = lines_of(client.get(f"{PAGE}fil/")), made().whole
    assert in_ore(column("Fryst nollmätning", lines)) == whole.frozen
    assert in_ore(column("Utfall", lines)) == whole.actual
    assert redone.told(lines) == whole.parts
    for part, name in redone.NAMES.items():
        assert in_ore(column(f"{name}, lika volym", lines)) == whole.equal[part]
    assert redone.price(lines) == whole.parts[Part.PRICE]
    assert redone.differing(lines) == []
    each = redone.parts_of(lines)
    assert len(each) > 100
    return {part for _line, parts in each for part in Part if parts[part]}


def test_a_spreadsheet_gives_the_same_ore(as_someone: SignIn) -> None:
    """By the formulas of the page, from the columns of the file alone."""
    client = as_someone("CONTROLLER")
    parts = redone_from(client)
    assert parts == {Part.PRICE, Part.VOLUME, Part.MIX, Part.EFFICIENCY}


@pytest.mark.usefixtures("told_otherwise")
def test_so_it_does_with_adjustments_and_quality(as_someone: SignIn) -> None:
    assert redone_from(as_someone("CONTROLLER")) == set(Part)


def test_the_file_keeps_to_what_is_chosen(as_someone: SignIn) -> None:
    client = as_someone("CONTROLLER")
    told = lines_of(client.get(f"{PAGE}fil/?period=2026-05&area=it"))
    assert {line["Månad"] for line in told} == {"2026-05"}
    codes = set(Service.objects.filter(area="it").values_list("code", flat=True))
    assert {line["Tjänst"] for line in told} <= codes
    answer = client.get(f"{PAGE}fil/?period=2026-05")
    closed = f"{made().period.closed:%Y-%m}"
    assert f"stangd-{closed}" in answer["Content-Disposition"]


def test_what_is_not_shown_by_service_is_one_line_a_month(as_someone: SignIn) -> None:
    told = lines_of(as_someone("CONTROLLER").get(f"{PAGE}fil/"))
    of = made()
    assert HIDDEN in of.nodes
    unplaced = int((of.keys.service == ON_NONE).sum())
    nameless = [line for line in told if not line["Tjänst"]]
    assert len(nameless) <= unplaced + len(of.period.months)
    assert all(not line["Volym då"] for line in nameless if "över" in line["Förvaltning eller bolag"])  # fmt: skip


@pytest.mark.parametrize(
    "asked",
    [
        "?period=nonsens&unit=x&area=y&known=z&organised=w",
        "?period=2026-05",
        "?period=rate&organised=then",
        "?unit=99999999",
        "?unit=²",
        "?known=9999-12-31",
        "?known=2999-01-01",
        "?area=hr&unit=0",
    ],
)
def test_any_address_is_answered(as_someone: SignIn, asked: str) -> None:
    client = as_someone("STEERING")
    assert client.get(PAGE + asked).status_code == 200
    assert client.get(f"{PAGE}fil/{asked}").status_code == 200


def test_before_anything_was_known_it_says_so(as_someone: SignIn) -> None:
    client = as_someone("STEERING")
    answer = client.get(f"{PAGE}?known=2001-01-01")
    assert "Då fanns inget att jämföra" in answer.content.decode()
    assert client.get(f"{PAGE}fil/?known=2001-01-01").status_code == 404
    assert client.get(f"{PAGE}tjanst/F02/?known=2001-01-01").status_code == 404


def test_the_page_says_its_dates_and_what_nobody_measured(as_someone: SignIn) -> None:
    text = as_someone("CONTROLLER").get(PAGE).content.decode()
    frozen = FrozenBaseline.objects.get().frozen_at
    assert f"{frozen:%Y-%m-%d}" in text
    assert "Redovisningen är stängd t.o.m." in text
    assert "Nollmätning av kvalitet saknas" in text


@pytest.mark.parametrize("page", ["/resultat/", PAGE])
def test_an_interval_begins_with_its_lower_end(as_someone: SignIn, page: str) -> None:
    saving = summary().saving
    assert saving is not None
    assert saving.low < saving.high
    low, high = signed_percent(-saving.high), signed_percent(-saving.low)
    text = as_someone("CONTROLLER").get(page).content.decode()
    assert f"mellan {low} och {high} i nio fall av tio" in text


def test_from_a_part_down_to_the_ledger_in_four_clicks(as_someone: SignIn) -> None:
    client = as_someone("CONTROLLER")
    page = client.get(PAGE).content.decode()
    services = re.findall(r'href="(/resultat/brygga/tjanst/[^"]+)"', page)
    for service in services:
        text = client.get(service.replace("&amp;", "&")).content.decode()
        cells = re.findall(r'href="(/ekonomi/tjanst/[^"]+version=actual[^"]*)"', text)
        rows = [
            row
            for cell in cells[:3]
            for row in re.findall(
                r'href="(/ekonomi/huvudbok/\d+/rader/[^"]+)"',
                client.get(cell.replace("&amp;", "&")).content.decode(),
            )
        ]
        if rows:
            ledger = client.get(rows[0].replace("&amp;", "&")).content.decode()
            assert "/ekonomi/verifikation/" in ledger
            return
    pytest.fail("no service led to a ledger")


def test_who_does_not_see_ledgers_gets_no_links_to_cells(as_someone: SignIn) -> None:
    text = as_someone("STEERING").get(f"{PAGE}tjanst/F02/").content.decode()
    held = {kind.name for kind in someone("STEERING").standing.roles}
    assert held.isdisjoint({"CONTROLLER", "CENTRE_MANAGER"})
    assert "/ekonomi/tjanst/F02/enhet/" not in text
