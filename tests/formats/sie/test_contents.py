# SPDX-License-Identifier: EUPL-1.2
"""A file at once: its records by type, its facts, and its counts."""

import datetime as dt
import io

import pytest
from tests.formats.sie.samples import HEAD, VOUCHER, codes, export, load, transfer

from gemensam.formats.issues import IssueLog
from gemensam.formats.sie import (
    Account,
    CompanyName,
    FileKind,
    FiscalYear,
    Generated,
    OrganisationNumber,
    Program,
    Reader,
    Voucher,
    read,
    read_all,
    unnumbered,
)

FULL_HEAD = HEAD.replace(
    "#RAR 0",
    "#ORGNR 2120000001\n#KPTYP BAS2026\n#VALUTA SEK\n#OMFATTN 20260131\n#RAR 0",
)


def test_the_facts_of_a_file():
    facts = load(export(head=FULL_HEAD)).facts
    assert facts.kind is FileKind.EXPORT
    assert facts.declared_type == 4
    assert (facts.flag, facts.format) == ("0", "PC8")
    assert facts.program == Program("Provsystem", "1.0", 4)
    assert facts.generated == Generated(dt.date(2026, 2, 1), "", 5)
    assert facts.company == CompanyName("Övningskommunen", 6)
    assert facts.organisation == OrganisationNumber("212000-0001", line=7)
    assert facts.years == {
        0: FiscalYear(0, dt.date(2026, 1, 1), dt.date(2026, 12, 31), 11),
        -1: FiscalYear(-1, dt.date(2025, 1, 1), dt.date(2025, 12, 31), 12),
    }
    assert facts.extent is not None
    assert facts.extent.date == dt.date(2026, 1, 31)
    assert facts.currency is not None
    assert facts.currency.code == "SEK"
    assert facts.lines == export(head=FULL_HEAD).count(b"\n")


@pytest.mark.parametrize(
    ("line", "family"),
    [
        ("", "BAS95"),
        ("#KPTYP BAS96\n", "BAS96"),
        ("#KPTYP BAS2026\n", "EUBAS97"),
        ("#KPTYP eubas97\n", "EUBAS97"),
    ],
)
def test_the_family_of_the_chart(line: str, family: str):
    found = load(transfer(head=HEAD.replace("#RAR 0", f"{line}#RAR 0")))
    assert found.facts.chart_family == family


def test_the_counts_are_of_lines_sound_or_not():
    body = (
        "#IB 0 1910 1\n#IB 0 3010 x\n#UB 0 1910 1\n#RES 0 3010 1\n"
        "#PSALDO 0 202601 1910 {} 1\n#PBUDGET 0 202601 1910 {} 1\n"
        '#DIM 20 "x"\n#UNDERDIM 21 "y" 20\n#OBJEKT 20 "1" "z"\n'
        '#OIB 0 1910 {20 "1"} 1\n#OUB 0 1910 {20 "1"} 1\n'
        + VOUCHER
        + VOUCHER.replace("100.00", "fel", 1)
    )
    assert load(transfer(body)).counts == {
        "konto": 3,
        "ib": 2,
        "ub": 1,
        "res": 1,
        "psaldo": 2,
        "objekt": 5,
        "ver": 2,
        "trans": 4,
        "unbalanced_ver": 1,
    }


def test_records_by_type_in_the_order_of_the_file():
    found = load(export())
    assert [account.number for account in found.of(Account)] == ["1910", "3010", "5011"]
    assert found.vouchers == found.of(Voucher)
    assert len(found.records) == len(set(map(id, found.records))) == 11
    assert codes(found) == []


def test_records_stream_one_by_one():
    reader = read(io.BytesIO(export()), log=IssueLog())
    assert next(reader) == Program("Provsystem", "1.0", 4)
    before = reader.facts.company
    assert isinstance(list(reader)[-1], Voucher)
    assert (before, reader.facts.company) == (None, CompanyName("Övningskommunen", 6))
    assert list(reader) == []


def test_the_reader_may_be_used_by_itself():
    reader = Reader(io.BytesIO(transfer()), log=IssueLog(), needed=(FileKind.IMPORT,))
    assert sum(1 for _ in reader) == 9


def test_records_without_their_places_are_equal():
    moved = read_all(io.BytesIO(b"\n\n" + export()))
    plain = load(export())
    assert moved.records != plain.records
    assert list(map(unnumbered, moved.records)) == list(map(unnumbered, plain.records))
    assert unnumbered(plain.vouchers[0]).line == 0
    traced = "#BTRANS 1910 {} 5\n#TRANS 1910 {} 0\n"
    body = f'#VER "A" "1" 20260131\n{{\n{traced}}}\n'
    (first,), (second,) = (
        load(transfer(body)).vouchers,
        load(transfer("\n" + body)).vouchers,
    )
    assert first != second
    assert unnumbered(first) == unnumbered(second)
