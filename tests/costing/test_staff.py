# SPDX-License-Identifier: EUPL-1.2
"""Which year a staff register is of, when nobody says it."""

from django.db import connection

import pytest
from tests.rig.imported import imported

from gemensam.core.imports import report
from gemensam.core.imports.actions import NotAYear
from gemensam.core.models import Import
from gemensam.costing.importers import kinds
from gemensam.costing.models import StaffRow
from gemensam.group.models import LegalEntity

HEADS = (
    "Personnummer;Anställningsform;Månadslön;Ansvar;Organisationsnummer;"
    "Anställd från;Anställd till"
)
NOBODY = ("19121212-1212", "19101010-1010", "19111111-1116")


@pytest.fixture(autouse=True)
def no_commit(lindby: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All is undone after the test, so commits are no commits, as in Django's TestCase."""
    for block in connection.atomic_blocks:
        monkeypatch.setattr(block, "_from_testcase", True)


def register(*employments: tuple[str, str], **options: str) -> Import:
    """What is reported of employments from a day to a day (or to none)."""
    orgnr = LegalEntity.objects.order_by("pk")[0].orgnr
    lines = [
        f"{person};Månadsavlönad;30000;1;{orgnr};{begun};{ended}"
        for person, (begun, ended) in zip(NOBODY, employments, strict=False)
    ]
    return imported("staff", "\r\n".join([HEADS, *lines]).encode(), **options)


def year_and_remarks(record: Import) -> tuple[int, bool]:
    codes = {one.code for one in report.issues_of(record.report)}
    return record.report["counts"]["year"], kinds.OTHER_YEAR.code in codes


def test_it_is_the_year_in_which_all_its_employments_were_held() -> None:
    """A temporary post that ends next year makes it no register of next year."""
    made = register(("2019-02-01", ""), ("2025-03-01", "2025-06-30"), ("2024-01-01", "2026-05-31"))  # fmt: skip
    assert year_and_remarks(made) == (2025, False)


def test_where_several_would_do_it_is_the_newest_with_a_ledger() -> None:
    assert year_and_remarks(register(("2019-02-01", ""), ("2020-01-01", ""))) == (
        2026,
        False,
    )
    ended = register(("2019-02-01", ""), ("2020-01-01", "2025-12-31"))
    assert year_and_remarks(ended) == (2025, False)


def test_what_is_said_holds_and_a_year_without_ledgers_is_remarked_on() -> None:
    said = register(("2019-02-01", ""), year="2025")
    assert year_and_remarks(said) == (2025, False)
    assert year_and_remarks(register(("2019-02-01", "2020-05-01"))) == (2019, True)


def test_another_employers_register_leaves_the_first_ones_in_force() -> None:
    """A group with an HR system for each company: one file a year from each of them."""
    first, other = LegalEntity.objects.order_by("pk")[:2]
    now = StaffRow.objects.filter(year=2025, superseded_at=None)
    before = now.filter(legal_entity=first).count()
    assert before > 2
    line = f"{NOBODY[0]};Månadsavlönad;30000;1;{other.orgnr};2025-02-01;"
    made = imported("staff", f"{HEADS}\r\n{line}".encode(), year="2025")
    assert now.filter(legal_entity=first).count() == before
    assert now.filter(legal_entity=other).count() == 1
    held = StaffRow.objects.filter(year=2025, legal_entity=other)
    gone = held.exclude(superseded_at=None).values("pseudonym").distinct().count()
    assert made.report["counts"]["people_gone"] == gone


@pytest.mark.parametrize("year", ["0", "25", "99999", "i år", "²"])
def test_what_is_no_year_is_refused_before_anything_is_kept(year: str) -> None:
    before = Import.objects.count()
    with pytest.raises(NotAYear, match="is no year"):
        register(("2019-02-01", ""), year=year)
    assert Import.objects.count() == before
