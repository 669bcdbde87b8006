# SPDX-License-Identifier: EUPL-1.2
"""Who follows whom: whole, recorded once, and told of while nothing of it moves."""

import io
from datetime import date
from typing import Any

from django.db import connection

import pytest

from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.imports import actions
from gemensam.core.models import Import
from gemensam.group.models import (
    Authority,
    LegalEntity,
    Placement,
    Unit,
    UnitSuccession,
)

HEAD = "Från enhet;Till enhet;Datum;Andel;Grund\r\n"


@pytest.fixture
def units(empty: str) -> dict[str, Unit]:
    """A, that ends in March, and B and C, that stay."""
    assert empty
    blocks: Any = connection.atomic_blocks
    blocks[-1]._from_testcase = True
    entity = LegalEntity.objects.create(
        name="Lindhaga kommun", kind="municipality", chart="kommun-bas"
    )
    authority = Authority.objects.create(legal_entity=entity, name="Nämnden")
    found = {}
    for code, end in (("A", date(2026, 3, 1)), ("B", None), ("C", None)):
        found[code] = Unit.objects.create(
            code=code,
            name=code,
            kind="unit",
            legal_entity=entity,
            authority=authority,
            valid_from=date(2020, 1, 1),
            valid_to=end,
        )
        Placement.objects.create(
            unit=found[code], valid_from=date(2020, 1, 1), valid_to=end
        )
    return found


def taken_in(*rows: str, basis: str = "Beslut") -> Import:
    """As far as the file comes: refused, or all the way in."""
    content = io.BytesIO(
        (HEAD + "".join(f"{row};{basis}\r\n" for row in rows)).encode()
    )
    at, by = clock.now(), CONSOLE
    record = actions.receive(
        content, kind="successions", name="file", by=by, at=at, options={}
    )
    if record.state == "received":
        record = actions.read(record, at=at)
    return actions.commit(record, by=by, at=at) if record.state == "read" else record


def said(record: Import) -> list[dict[str, Any]]:
    return [
        {"kind": one["code"].removeprefix("group."), **one["values"]}
        for one in record.report["issues"]
    ]


@pytest.mark.usefixtures("units")
def test_a_split_of_one_that_ends_is_taken_in_and_nothing_said() -> None:
    record = taken_in("A;B;2026-03-01;33,5 %", "A;C;2026-03-01;66,5 %")
    assert (record.state, said(record)) == ("committed", [])
    assert UnitSuccession.objects.count() == 2


@pytest.mark.usefixtures("units")
def test_shares_that_are_no_whole_are_told_in_plain_figures() -> None:
    record = taken_in("A;B;2026-03-01;60 %")
    assert record.state == "refused"
    (told,) = said(record)
    assert (told["kind"], told["sum"]) == ("succession-shares", "60")
    (told,) = said(taken_in("A;B;2026-03-01;33,5 %"))
    assert told["sum"] == "33.5"


@pytest.mark.usefixtures("units")
def test_what_was_recorded_counts_with_what_comes() -> None:
    taken_in("A;B;2026-03-01;100 %")
    again = taken_in("A;B;2026-03-01;100 %", basis="Beslut 2026-7")
    assert (again.state, said(again)) == ("committed", [])
    (told,) = said(taken_in("A;C;2026-03-01;100 %"))
    assert (told["kind"], told["sum"]) == ("succession-shares", "200")
    record = taken_in("A;B;2026-03-01;40 %", "A;C;2026-03-01;60 %")
    assert record.state == "refused"
    assert {one["kind"] for one in said(record)} == {
        "succession-recorded", "succession-shares",
    }  # fmt: skip
    assert UnitSuccession.objects.get().share == 1


@pytest.mark.usefixtures("units")
@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("B;C;2026-03-01;100 %", True),
        ("A;C;2026-02-01;100 %", True),  # inside a month that A is still there
        ("A;C;2026-03-01;100 %", False),
        ("A;C;2026-05-01;100 %", False),
    ],
)
def test_one_that_is_still_there_is_told_of(row: str, told: bool) -> None:
    record = taken_in(row)
    assert record.state == "committed"
    kinds = [one["kind"] for one in said(record)]
    assert kinds == (["succeeded-still-there"] if told else [])


@pytest.mark.usefixtures("units")
def test_one_that_gives_some_of_itself_away_stays() -> None:
    record = taken_in("B;B;2026-03-01;70 %", "B;C;2026-03-01;30 %")
    assert (record.state, said(record)) == ("committed", [])
