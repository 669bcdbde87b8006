# SPDX-License-Identifier: EUPL-1.2
"""The bridge in pages and as a file: opened down to cells, redone in a spreadsheet."""

import csv
import io
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.test import Client

import pytest
from tests.site.people import someone

from gemensam.benefits.queries.bridge import HIDDEN, Made, bridge_over, periods
from gemensam.benefits.queries.bridge.sums import ON_NONE
from gemensam.calc.bridge import Part
from gemensam.catalogue.models import Service
from gemensam.costing.models import FrozenBaseline

SignIn = Callable[..., Client]
PAGE = "/resultat/brygga/"
Line = dict[str, str]


def made() -> Made:
    found = bridge_over(periods()["year"])
    assert found is not None
    return found


def amount(text: str) -> Decimal:
    return Decimal(text.replace(",", ".") or "0")


def lines_of(answer: Any) -> list[Line]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def in_ore(kronor: Decimal) -> int:
    return int((kronor * 100).quantize(Decimal(1), ROUND_HALF_UP))


def test_a_spreadsheet_gives_the_same_ore(as_someone: SignIn) -> None:
    """By the formulas of the page, from the columns of the file alone."""
    told = lines_of(as_someone("CONTROLLER").get(f"{PAGE}fil/"))
    whole = made().whole

    def column(name: str, lines: list[Line] = told) -> Decimal:
        return sum((amount(line[name]) for line in lines), Decimal(0))

    assert in_ore(column("Fryst nollmätning")) == whole.frozen
    assert in_ore(column("Utfall")) == whole.actual
    names = {
        Part.PRICE: "Löner och priser",
        Part.VOLUME: "Volym",
        Part.MIX: "Mix",
        Part.SCOPE: "Omfattning",
        Part.EFFICIENCY: "Effektivitet",
        Part.QUALITY: "Kvalitet",
    }
    for part, name in names.items():
        assert in_ore(column(name)) == whole.parts[part]
        assert in_ore(column(f"{name}, lika volym")) == whole.equal[part]
    price = sum(
        amount(line["Utfall"])
        - amount(line["Varav personal"]) / amount(line["Löneindex"])
        - (amount(line["Utfall"]) - amount(line["Varav personal"]))
        / amount(line["Prisindex"])
        for line in told
    )
    assert in_ore(Decimal(price)) == whole.parts[Part.PRICE]
    for name, formula in {
        "Volym": lambda line: amount(line["Tjänstens kronor per styck"]),
        "Mix": lambda line: (
            amount(line["Egna kronor per styck"])
            - amount(line["Tjänstens kronor per styck"])
        ),
    }.items():
        listed = [line for line in told if line["Tjänst"]]
        redone = sum(
            formula(line) * (amount(line["Volym nu"]) - amount(line["Volym då"]))
            for line in listed
            if amount(line["Tjänstens kronor per styck"])
        )
        # Each line is handed whole öre: nowhere more than one from its own formula.
        assert abs(in_ore(Decimal(redone)) - in_ore(column(name, listed))) <= len(listed)  # fmt: skip
        for line in listed:
            if amount(line["Tjänstens kronor per styck"]):
                change = amount(line["Volym nu"]) - amount(line["Volym då"])
                off = formula(line) * change - amount(line[name])
                assert abs(off) < Decimal("0.011")


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
