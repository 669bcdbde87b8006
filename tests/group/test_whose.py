# SPDX-License-Identifier: EUPL-1.2
"""Under which nämnd a unit stands in a month, and as it was known."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.rig.imported import in_a_test, rows_in, said

from gemensam.core import clock
from gemensam.core.models import Import
from gemensam.group.invariants import units_stay_with_their_authority
from gemensam.group.models import (
    Authority,
    LegalEntity,
    Placement,
    Unit,
    UnitSuccession,
    tree_at,
)
from gemensam.group.queries import whose

HEAD = "Enhetskod;Namn;Typ;Överordnad;Organisationsnummer;Myndighet;Giltig från;Giltig till"
ROOT = "K;Koncernen;koncern;;2120009879;Styrelsen;2020-01-01;"
ROWS = (
    "A;Skolorna;förvaltning;K;2120009879;Skolnämnden;2020-01-01;",
    "B;Kulturen;förvaltning;K;2120009879;Kulturnämnden;2020-01-01;",
    "E;Musikskolan;enhet;A;2120009879;Skolnämnden;2020-01-01;",
    "F;Köket;enhet;A;2120009879;Skolnämnden;2020-01-01;",
)
MUSIC = "E;Musikskolan;enhet;{};2120009879;{};{};{}"
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)


def taken_in(*rows: str) -> Import:
    record = rows_in("units", HEAD, [ROOT, *rows])
    assert record.state == "committed", said(record)
    return record


@pytest.fixture(autouse=True)
def organised(empty: str) -> None:
    assert empty
    in_a_test()
    LegalEntity.objects.create(
        name="Lindhaga kommun",
        orgnr="2120009879",
        kind="municipality",
        chart="kommun-bas",
    )
    taken_in(*ROWS)


def unit(code: str) -> int:
    return Unit.objects.get(code=code).pk


def named(code: str, month: date) -> dict[str, Decimal]:
    """The names of the authorities that a unit is in a month, by share."""
    names = dict(Authority.objects.values_list("pk", "name"))
    return {
        names[one]: share for one, share in whose().shares(month)[unit(code)].items()
    }


def moved(day: date) -> Import:
    return taken_in(
        MUSIC.format("A", "Skolnämnden", "2020-01-01", day),
        MUSIC.format("B", "Kulturnämnden", day, ""),
    )


@pytest.mark.parametrize("day", [JULY, date(2026, 7, 13), date(2026, 7, 31)])
def test_a_move_to_another_authority_holds_from_its_month_on(day: date) -> None:
    moved(day)
    assert named("E", JUNE) == {"Skolnämnden": 1}
    assert named("E", JULY) == {"Kulturnämnden": 1}
    assert named("F", JULY) == {"Skolnämnden": 1}


def test_what_is_dated_ahead_has_not_happened() -> None:
    moved(date(2027, 1, 1))
    assert named("E", date(2026, 12, 1)) == {"Skolnämnden": 1}
    assert whose().moved([JUNE, date(2026, 12, 1)]) == {}
    ids = dict(Authority.objects.values_list("name", "pk"))
    pair = frozenset((ids["Skolnämnden"], ids["Kulturnämnden"]))
    assert whose().moved([JUNE, date(2027, 1, 1)]) == {pair: date(2027, 1, 1)}


def test_months_without_a_reorganisation_are_told_once() -> None:
    moved(JULY)
    told = whose()
    assert told.shares(date(2026, 1, 1)) is told.shares(JUNE)
    assert told.shares(JUNE) is not told.shares(JULY)


def test_a_unit_that_is_gone_is_whose_its_successors_are() -> None:
    kitchen = "F;Köket;enhet;A;2120009879;Skolnämnden;2020-01-01;2026-07-01"
    taken_in(
        kitchen, "G;Nya köket;enhet;B;2120009879;Kulturnämnden;2026-07-01;", ROWS[2]
    )
    assert named("F", JULY) == {"Skolnämnden": 1}, (
        "nobody succeeds it: where it last was"
    )
    for code, share in (("G", "0.25"), ("E", "0.75")):
        UnitSuccession.objects.create(
            predecessor_id=unit("F"),
            successor_id=unit(code),
            date=JULY,
            share=Decimal(share),
            basis="Portioner",
        )
    assert named("F", JUNE) == {"Skolnämnden": 1}
    assert named("F", JULY) == {
        "Kulturnämnden": Decimal("0.25"),
        "Skolnämnden": Decimal("0.75"),
    }
    names = dict(Authority.objects.values_list("pk", "name"))
    assert names[whose().main(JULY)[unit("F")]] == "Skolnämnden"
    assert named("G", JUNE) == {"Kulturnämnden": 1}, (
        "what is to come is whose it will be"
    )


def test_the_tree_as_known_lacks_what_was_recorded_later() -> None:
    then = clock.now() + timedelta(hours=1)
    later = then + timedelta(hours=1)
    with clock.fixed(later):
        moved(JULY)
    assert tree_at(JULY).parents[unit("E")] == unit("B")
    assert tree_at(JULY, then).parents[unit("E")] == unit("A")
    assert tree_at(JULY, later).parents == tree_at(JULY).parents


def test_what_was_recorded_first_of_a_unit_is_known_whenever_one_asks() -> None:
    long_ago = clock.now() - timedelta(days=4000)
    assert tree_at(JULY, long_ago).parents == tree_at(JULY).parents


def test_an_authority_of_another_legal_entity_is_found() -> None:
    assert list(units_stay_with_their_authority()) == []
    other = LegalEntity.objects.create(
        name="Bolaget", orgnr="5566000015", kind="company", chart="bas"
    )
    board = Authority.objects.create(name="Styrelsen AB", legal_entity=other)
    placed = Placement.objects.get(unit=unit("F"))
    placed.valid_to = JULY
    placed.save(update_fields=["valid_to"])
    Placement.objects.create(
        unit=placed.unit, parent=placed.parent, authority=board, valid_from=JULY
    )
    (found,) = units_stay_with_their_authority()
    assert found.where == "F 2026-07-01"
