# SPDX-License-Identifier: EUPL-1.2
"""Who follows whom: whole, recorded once, and told of while nothing of it moves."""

from datetime import date

from django.utils.translation import gettext

import pytest
from tests.rig.imported import in_a_test, rows_in

from gemensam.core.imports import report
from gemensam.core.models import Import
from gemensam.group.models import (
    Authority,
    LegalEntity,
    Placement,
    Unit,
    UnitSuccession,
)

HEAD = "Från enhet;Till enhet;Datum;Andel;Grund"


@pytest.fixture
def units(empty: str) -> dict[str, Unit]:
    """A, that ends in March, and B and C, that stay."""
    assert empty
    in_a_test()
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
            unit=found[code],
            authority=authority,
            valid_from=date(2020, 1, 1),
            valid_to=end,
        )
    return found


def taken_in(*rows: str, basis: str = "Beslut") -> Import:
    return rows_in("successions", HEAD, [f"{row};{basis}" for row in rows])


def said(record: Import) -> list[dict[str, str]]:
    return [
        {
            "kind": one.code.removeprefix("group."),
            "en": one.message(),
            "sv": one.message(gettext),
        }
        for one in report.issues_of(record.report)
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
    assert told["kind"] == "succession-shares"
    assert "adds up to 60 %," in told["en"]
    (told,) = said(taken_in("A;B;2026-03-01;33,5 %"))
    assert "adds up to 33.5 %," in told["en"]
    assert "33,5\u00a0%" in told["sv"]


@pytest.mark.usefixtures("units")
def test_what_was_recorded_counts_with_what_comes() -> None:
    taken_in("A;B;2026-03-01;100 %")
    again = taken_in("A;B;2026-03-01;100 %", basis="Beslut 2026-7")
    assert (again.state, said(again)) == ("committed", [])
    (told,) = said(taken_in("A;C;2026-03-01;100 %"))
    assert told["kind"] == "succession-shares"
    assert "adds up to 200 %," in told["en"]
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
