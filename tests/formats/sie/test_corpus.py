# SPDX-License-Identifier: EUPL-1.2
"""Files of our own, one for each kind of program we have met."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from tests.formats.sie.samples import by_lines, everything, load

from gemensam.formats.sie import (
    ChecksumState,
    CompanyName,
    FileKind,
    PeriodBalance,
    SieFile,
    looks_like_sie,
    period_totals,
)

FOLDER = Path(__file__).parent / "files"
NAMES = sorted(path.name for path in FOLDER.iterdir())


def found_in(name: str) -> SieFile:
    return load((FOLDER / name).read_bytes())


def remarks(found: SieFile) -> list[tuple[int | None, str]]:
    return [(issue.line, issue.code.removeprefix("sie.")) for issue in found.issues]


def counted(found: SieFile) -> dict[str, int]:
    return {key: count for key, count in found.counts.items() if count}


@pytest.mark.parametrize("name", NAMES)
def test_every_file_is_recognised_and_reads_the_same_both_ways(name: str):
    data = (FOLDER / name).read_bytes()
    assert looks_like_sie(data)
    assert everything(load(data)) == everything(by_lines(data))


def test_a_municipal_ledger():
    found = found_in("kommun_4e.se")
    assert remarks(found) == []
    assert found.facts.kind is FileKind.EXPORT
    assert found.facts.encoding.encoding == "cp437"
    assert found.facts.checksum is ChecksumState.MATCHES
    assert counted(found) == {
        "konto": 5,
        "ib": 4,
        "ub": 4,
        "res": 3,
        "psaldo": 3,
        "objekt": 12,
        "ver": 2,
        "trans": 4,
    }
    posting, wages = found.vouchers
    assert (posting.series, posting.number, posting.sign) == ("IS", "1", "SC")
    assert posting.registered == dt.date(2026, 2, 2)
    assert posting.rows[0].objects == (
        ("1", "43120"),
        ("20", "44000"),
        ("21", "4401"),
        ("22", "100"),
    )
    assert [row.amount for row in posting.rows] == [1854110, -1854110]
    assert posting.rows[0].text == "F02 310 st à 59,81"
    assert wages.text == "Lön {februari}"
    assert [row.quantity for row in wages.rows] == [None, Decimal("8.25")]
    assert [change.before for change in wages.changes] == [0, 1]


def test_a_payroll_file_for_import():
    found = found_in("loner_4i.si")
    assert found.facts.kind is FileKind.IMPORT
    assert found.of(CompanyName)[0].name == "Övningsås kommun"
    assert remarks(found) == [
        (None, "encoding-not-pc8"),
        (11, "account-undeclared-in-import"),
        (12, "account-undeclared-in-import"),
        (13, "account-undeclared-in-import"),
    ]
    (voucher,) = found.vouchers
    assert (voucher.series, voucher.number) == ("LÖN", "")
    assert [row.amount for row in voucher.rows] == [1320000, 414740, -1734740]
    assert voucher.rows[0].text == "Kjell Åström"


def test_balances_of_periods_and_objects():
    found = found_in("saldon_3.se")
    assert found.facts.kind is FileKind.OBJECT_BALANCES
    assert remarks(found) == [(None, "encoding-not-pc8"), (7, "organisation-number")]
    assert counted(found) == {"konto": 2, "ub": 1, "res": 1, "psaldo": 7, "objekt": 3}
    totals = period_totals(found.of(PeriodBalance))
    assert [
        (total.month.month, total.amount, total.dimensions) for total in totals
    ] == [
        (7, 30000, ()),
        (8, 20000, ("1",)),
    ]


def test_an_old_file_with_cr_alone_and_no_type():
    found = found_in("gammal_1.se")
    assert found.facts.kind is FileKind.YEAR_BALANCES
    assert found.facts.lines == 12
    assert remarks(found) == [(5, "unquoted-text")]
    assert found.of(CompanyName)[0].name == "Övningsbolaget i Norr AB"


def test_a_careless_file_gets_every_remark_with_its_line():
    found = found_in("slarvig_4e.se")
    assert remarks(found) == [
        (None, "control-balance"),
        (None, "control-balance"),
        (4, "date-unusual"),
        (6, "unquoted-text"),
        (8, "stray-quote"),
        (8, "surplus-fields"),
        (9, "account-not-numeric"),
        (10, "unknown-label"),
        (11, "amount-split"),
        (11, "control-balance"),
        (12, "brace-placement"),
        (13, "amount-unusual"),
        (14, "brace-placement"),
        (15, "date-invalid"),
        (17, "amount-broken"),
        (18, "odd-object-list"),
        (18, "account-undeclared"),
        (19, "object-list-missing"),
        (21, "date-outside-year"),
        (21, "unbalanced-voucher"),
        (26, "row-outside-voucher"),
        (27, "stray-line"),
        (28, "unbalanced-voucher"),
        (29, "unclosed-block"),
        (30, "no-last-newline"),
    ]
