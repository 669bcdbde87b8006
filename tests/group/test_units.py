# SPDX-License-Identifier: EUPL-1.2
"""The organisation as a file: what it changes is told, and what was recorded stays."""

from datetime import date

import pytest
from tests.rig.imported import in_a_test, rows_in, said

from gemensam.core.models import Import
from gemensam.group.models import LegalEntity, Placement, Unit

HEAD = "Enhetskod;Namn;Typ;Överordnad;Organisationsnummer;Myndighet;Giltig från;Giltig till"
ROOT = "K;Koncernen;koncern;;2120009879;Nämnden;2020-01-01;"
ONE = "A;Förvaltningen A;förvaltning;K;2120009879;Nämnden;2020-01-01;"
TWO = "B;Förvaltningen B;förvaltning;K;2120009879;Nämnden;2020-01-01;"
UNIT = "E;Enheten;enhet;A;2120009879;Nämnden;2020-01-01;"
JULY = date(2026, 7, 1)


def taken_in(*rows: str) -> Import:
    return rows_in("units", HEAD, rows)


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
    record = taken_in(ROOT, ONE, TWO, UNIT)
    assert (record.state, record.report["counts"]["new"]) == ("committed", 4)


def counts(record: Import) -> dict[str, int]:
    assert record.state == "committed", said(record)
    told: dict[str, int] = record.report["counts"]
    return {name: told[name] for name in ("new", "changed", "same") if name in told}


def test_what_a_file_changes_is_counted() -> None:
    moved = "E;Enheten;enhet;B;2120009879;Nämnden;2026-07-01;"
    record = taken_in(ROOT, ONE, TWO, f"{UNIT}2026-07-01", moved)
    assert counts(record) == {"changed": 1, "same": 3}
    again = taken_in(TWO, f"{UNIT}2026-07-01", moved, ROOT, ONE, "")
    assert counts(again) == {"same": 4}
    renamed = TWO.replace("Förvaltningen B", "Kulturförvaltningen")
    record = taken_in(ROOT, ONE, renamed, f"{UNIT}2026-07-01", moved)
    assert counts(record) == {"changed": 1, "same": 3}
    assert Unit.objects.get(code="B").name == "Kulturförvaltningen"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (UNIT.replace(";A;", ";B;"), "group.placed-already"),
        (UNIT.replace(";A;", ";B;").replace("2020-01-01", "2026-07-01"), "group.overlap"),
        (f"{UNIT}2020-01-01", "group.period-backwards"),
        (UNIT.replace("Nämnden", "Kulturnämnden"), "group.authority-recorded"),
    ],
)  # fmt: skip
def test_what_was_recorded_is_not_silently_made_otherwise(row: str, code: str) -> None:
    before = list(Placement.objects.order_by("pk").values())
    record = taken_in(ROOT, ONE, TWO, row)
    assert (record.state, said(record)) == ("refused", [code])
    assert list(Placement.objects.order_by("pk").values()) == before


def test_a_file_without_history_loses_none() -> None:
    moved = UNIT.replace(";A;", ";B;").replace("2020-01-01", "2026-07-01")
    taken_in(ROOT, ONE, TWO, f"{UNIT}2026-07-01", moved)
    record = taken_in(ROOT, ONE, TWO, moved)
    assert counts(record) == {"same": 4}
    unit = Unit.objects.get(code="E")
    assert (unit.valid_from, unit.valid_to) == (date(2020, 1, 1), None)
    assert [one.valid_to for one in unit.placements.order_by("valid_from")] == [
        JULY,
        None,
    ]


def test_whose_a_unit_was_in_a_period_that_has_ended_is_kept() -> None:
    moved = "E;Enheten;enhet;B;2120009879;Nämnden;2026-07-01;"
    taken_in(ROOT, ONE, TWO, f"{UNIT}2026-07-01", moved)
    other = UNIT.replace("Nämnden", "Kulturnämnden")
    record = taken_in(ROOT, ONE, TWO, f"{other}2026-07-01", moved)
    assert counts(record) == {"same": 4}
    assert said(record) == ["group.authority-then"]
    unit = Unit.objects.get(code="E")
    told = unit.placements.order_by("valid_from").values_list(
        "authority__name", flat=True
    )
    assert list(told) == ["Nämnden", "Nämnden"]
