# SPDX-License-Identifier: EUPL-1.2
"""Bytes that are written, and what is refused."""

import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from zlib import crc32

import pytest
from hypothesis import given, strategies as st
from tests.formats.sie.samples import codes, load

from gemensam.formats.sie import (
    Account,
    Address,
    Balance,
    BalanceKind,
    Change,
    ChangeKind,
    CompanyName,
    Dimension,
    Extent,
    FileKind,
    FiscalYear,
    Generated,
    IndustryCode,
    Object,
    PeriodBalance,
    PeriodKind,
    Program,
    Prose,
    Record,
    Row,
    UnableToWrite,
    Unit,
    Voucher,
    Writer,
    arranged,
    as_written,
    is_representable,
)

DAY = dt.date(2026, 1, 31)
HEAD: tuple[Record, ...] = (
    Program("Gemensam", "1.0"),
    Generated(dt.date(2026, 2, 1)),
    CompanyName("Övningskommunen"),
)
YEAR = FiscalYear(0, dt.date(2026, 1, 1), dt.date(2026, 12, 31))
ROWS = (
    Row("7110", (("1", "43120"), ("20", "44000")), 1854110, None, "SC-2026-01"),
    Row("3910", (("1", "91000"),), -1854110, DAY, "", Decimal("3.5"), "AN"),
)
POSTING = Voucher("IS", "", DAY, "Servicecenter januari 2026", rows=ROWS)


SUMMED = (
    "#FORMATPC8#SIETYP4#PROGRAMGemensam1.0#GEN20260201#FNAMNÖvningskommunen"
    "#VERIS20260131Servicecenter januari 2026"
    "#TRANS7110143120204400018541.10SC-2026-01#TRANS3910191000-18541.10202601313.5AN"
)
"""What the checksum of the posting covers, put together by hand."""


def written(*records: Record, kind: FileKind = FileKind.IMPORT, **how: bool) -> str:
    target = io.BytesIO()
    with Writer(target, kind=kind, **how) as writer:
        writer.write_all(records)
    return target.getvalue().decode("cp437")


def loose(record: Record) -> str:
    """Written without a head and without holding it to the standard."""
    return written(record, strict=False).split("#SIETYP 4\r\n")[1]


def refused(
    *records: Record, kind: FileKind = FileKind.IMPORT, strict: bool = True
) -> str:
    with pytest.raises(UnableToWrite) as caught:
        written(*records, kind=kind, strict=strict)
    return str(caught.value)


def test_an_internal_posting():
    """The example of an internal posting, with its checksum."""
    assert written(*HEAD, POSTING, checksum=True) == (
        "#FLAGGA 0\r\n"
        "#KSUMMA\r\n"
        "#FORMAT PC8\r\n"
        "#SIETYP 4\r\n"
        '#PROGRAM "Gemensam" "1.0"\r\n'
        "#GEN 20260201\r\n"
        '#FNAMN "Övningskommunen"\r\n'
        '#VER "IS" "" 20260131 "Servicecenter januari 2026"\r\n'
        "{\r\n"
        '#TRANS 7110 {1 "43120" 20 "44000"} 18541.10 "" "SC-2026-01"\r\n'
        '#TRANS 3910 {1 "91000"} -18541.10 20260131 "" 3.5 "AN"\r\n'
        "}\r\n"
        f"#KSUMMA {crc32(SUMMED.encode('cp437'))}\r\n"
    )


def test_our_own_import_file_has_no_issues():
    text = written(
        *HEAD, Account("7110", "x"), Account("3910", "y"), Dimension("20", "z"), POSTING
    )
    assert codes(load(text.encode("cp437"))) == []


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (Prose('han sa "hej"'), r'#PROSA "han sa \"hej\""'),
        (Address("a", "", "", ""), '#ADRESS "a"'),
        (Address("", "", "", "0"), '#ADRESS "" "" "" "0"'),
        (Account("1910"), "#KONTO 1910"),
        (Account("19-10", "x"), '#KONTO "19-10" "x"'),
        (Unit("4010", "Kg"), '#ENHET 4010 "Kg"'),
        (Dimension("20", "Verksamhet"), '#DIM 20 "Verksamhet"'),
        (Dimension("21", "Del", "20"), '#UNDERDIM 21 "Del" 20'),
        (Dimension("21", "", "20"), '#UNDERDIM 21 "" 20'),
        (Object("1", "007", "Skola"), '#OBJEKT 1 "007" "Skola"'),
        (Balance(BalanceKind.OPENING, -1, "1910", (), -5), "#IB -1 1910 -0.05"),
        (
            Balance(
                BalanceKind.OBJECT_CLOSING,
                0,
                "1910",
                (("1", "a"),),
                500,
                Decimal("1.50"),
            ),
            '#OUB 0 1910 {1 "a"} 5.00 1.50',
        ),
        (
            PeriodBalance(PeriodKind.BUDGET, 0, DAY.replace(day=1), "5011", (), 100),
            "#PBUDGET 0 202601 5011 {} 1.00",
        ),
        (Voucher("A", "1", DAY), '#VER "A" "1" 20260131\r\n{\r\n}'),
        (
            Voucher("A", "1", DAY, "", DAY, "AN"),
            '#VER "A" "1" 20260131 "" 20260131 "AN"\r\n{\r\n}',
        ),
        (
            Voucher("A", "1", DAY, rows=(Row("1910", (), 0, DAY), Row("1910", (), 0))),
            (
                '#VER "A" "1" 20260131\r\n{\r\n#TRANS 1910 {} 0.00 20260131\r\n'
                "#TRANS 1910 {} 0.00\r\n}"
            ),
        ),
    ],
)
def test_each_record_is_one_line_without_empty_fields_at_its_end(
    record: Record, line: str
):
    assert loose(record) == f"{line}\r\n"


def test_traces_of_changes_stand_where_they_stood():
    row, other = Row("1910", (), 5), Row("3010", (), -5)
    changes = (
        Change(ChangeKind.REMOVED, 0, Row("5011", (), 900)),
        Change(ChangeKind.ADDED, 0, row),
        Change(ChangeKind.REMOVED, 2, Row("5011", (), -900)),
    )
    assert loose(Voucher("A", "1", DAY, rows=(row, other), changes=changes)) == (
        '#VER "A" "1" 20260131\r\n{\r\n'
        "#BTRANS 5011 {} 9.00\r\n"
        "#RTRANS 1910 {} 0.05\r\n"
        "#TRANS 1910 {} 0.05\r\n"
        "#TRANS 3010 {} -0.05\r\n"
        "#BTRANS 5011 {} -9.00\r\n"
        "}\r\n"
    )


WRONG_CHANGES: list[tuple[Iterable[tuple[ChangeKind, int, Row]], str]] = [
    ([(ChangeKind.REMOVED, 2, ROWS[0]), (ChangeKind.REMOVED, 0, ROWS[0])], "unordered"),
    ([(ChangeKind.REMOVED, 3, ROWS[0])], "out of place"),
    ([(ChangeKind.ADDED, 1, ROWS[0])], "not among its rows"),
    ([(ChangeKind.ADDED, 2, ROWS[0])], "not among its rows"),
    (
        [(ChangeKind.ADDED, 0, ROWS[0]), (ChangeKind.REMOVED, 0, ROWS[0])],
        "not among its rows",
    ),
]


@pytest.mark.parametrize(("changes", "reason"), WRONG_CHANGES)
def test_changes_that_would_not_read_back(
    changes: Iterable[tuple[ChangeKind, int, Row]], reason: str
):
    traces = tuple(Change(*change) for change in changes)
    assert reason in refused(*HEAD, POSTING._replace(changes=traces))


def test_an_unbalanced_voucher_is_refused_even_without_strictness():
    lopsided = POSTING._replace(number="7", rows=ROWS[:1])
    for strict in (True, False):
        assert refused(*HEAD, lopsided, strict=strict) == (
            "voucher IS 7 does not balance: 18541.10"
        )


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (Account("", "x"), "“” is no number of an account or a dimension"),
        (Account(" 1910", "x"), "“ 1910” is no number of an account or a dimension"),
        (Object("1", "😀", "x"), "“😀” has letters that CP437 lacks"),
        (Object("1", "a\\", "x"), "“a\\” has letters that CP437 lacks"),
        (Object("1", "", "x"), "#OBJEKT lacks its number"),
        (Prose("\\"), "#PROSA lacks its text"),
        (POSTING._replace(series="–"), "“–” has letters that CP437 lacks"),
        (POSTING._replace(date=None), "voucher IS  has no date"),
        (
            POSTING._replace(registered=dt.date(1066, 10, 14)),
            "1066-10-14 is outside 1900–2199",
        ),
        (
            Balance(BalanceKind.OPENING, 0, "1910", (("1", "a"),), 5),
            "#IB has no object list",
        ),
        (
            Balance(BalanceKind.OPENING, 0, "1910", (), 10**17),
            f"an amount of {10**17} öre has more than 15 digits",
        ),
        (
            Balance(BalanceKind.OPENING, 0, "1910", (), 0, Decimal("NaN")),
            "the quantity NaN has too many digits",
        ),
        (
            Balance(BalanceKind.OPENING, 0, "1910", (), 0, Decimal("1E-11")),
            "the quantity 1E-11 has too many digits",
        ),
    ],
)
def test_what_could_not_be_read_back_is_refused(record: Record, reason: str):
    assert refused(record, strict=False) == reason


@pytest.mark.parametrize(
    ("records", "reason"),
    [
        ((Account("19A", "x"),), "the account “19A” is not a number"),
        (
            (POSTING._replace(rows=(Row("1A", (), 0),)),),
            "the account “1A” is not a number",
        ),
        ((HEAD[0],), "#PROGRAM can be given once only"),
        ((HEAD[2],), "#FNAMN can be given once only"),
        ((YEAR, YEAR), "#RAR 0 is given twice or reversed"),
        (
            (replace(YEAR, start=YEAR.end, end=YEAR.start),),
            "#RAR 0 is given twice or reversed",
        ),
        ((Account("1"), Prose("x")), "#PROSA must come before the CHART part"),
        ((POSTING, Account("1")), "#KONTO must come before the CONTENTS part"),
        ((IndustryCode("84111"),), "#BKOD may not be in SIE type 4I"),
        ((Extent(DAY),), "#OMFATTN may not be in SIE type 4I"),
        (
            (Balance(BalanceKind.OPENING, 0, "1910", (), 5),),
            "#IB may not be in SIE type 4I",
        ),
        (
            (YEAR, POSTING._replace(date=dt.date(2027, 1, 1))),
            "voucher IS  is dated outside the fiscal years",
        ),
        (
            (POSTING._replace(number="9"), POSTING._replace(number="8")),
            "voucher IS 8 comes after 9",
        ),
        (
            (POSTING._replace(number="9"), POSTING._replace(number="9")),
            "voucher IS 9 comes after 9",
        ),
    ],
)
def test_what_the_standard_forbids_is_refused(records: tuple[Record, ...], reason: str):
    assert refused(*HEAD, *records) == reason
    written(*HEAD, *records, strict=False)


def test_numbers_start_over_in_each_year_and_series():
    last = FiscalYear(-1, dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    old = POSTING._replace(number="9", date=dt.date(2025, 5, 5))
    new = POSTING._replace(number="1")
    text = written(*HEAD, YEAR, last, old, new, new._replace(series="X"))
    assert text.count("#VER") == 3


def test_vouchers_are_not_for_types_of_balances():
    assert refused(*HEAD, POSTING, kind=FileKind.YEAR_BALANCES) == (
        "#VER may not be in SIE type 1"
    )


@pytest.mark.parametrize(
    ("kind", "given", "reason"),
    [
        (FileKind.IMPORT, (), "SIE type 4I needs #PROGRAM, #GEN, #FNAMN"),
        (FileKind.EXPORT, HEAD, "SIE type 4E needs #RAR, #KONTO"),
        (
            FileKind.EXPORT,
            (*HEAD, replace(YEAR, number=-1), Account("1910")),
            "SIE type 4E needs #RAR 0",
        ),
        (
            FileKind.OBJECT_BALANCES,
            (*HEAD, YEAR, Account("1910")),
            "SIE type 3 needs #OMFATTN",
        ),
    ],
)
def test_obligatory_records(kind: FileKind, given: tuple[Record, ...], reason: str):
    assert refused(*given, kind=kind) == reason


@pytest.mark.parametrize("kind", FileKind)
def test_every_type_of_file_can_be_written_and_reads_as_itself(kind: FileKind):
    records: list[Record] = [*HEAD, YEAR]
    if kind in {FileKind.PERIOD_BALANCES, FileKind.OBJECT_BALANCES}:
        records.append(Extent(DAY))
    records.append(Account("1910", "Kassa"))
    if kind is FileKind.IMPORT:
        records.append(POSTING)
    else:
        records.append(Balance(BalanceKind.OPENING, 0, "1910", (), 0))
    found = load(written(*records, kind=kind).encode("cp437"))
    assert found.facts.kind is kind
    assert not found.log.has_errors()


def fail_while_writing(target: io.BytesIO) -> None:
    with Writer(target, kind=FileKind.IMPORT) as writer:
        writer.write_all(HEAD)
        raise ZeroDivisionError


def test_nothing_is_added_after_a_failure():
    target = io.BytesIO()
    with pytest.raises(ZeroDivisionError):
        fail_while_writing(target)
    assert target.getvalue() == b""


def test_much_is_written_in_pieces():
    target = io.BytesIO()
    writer = Writer(target, kind=FileKind.IMPORT, checksum=True)
    writer.write_all(HEAD)
    for number in range(1, 1001):
        writer.write(POSTING._replace(number=str(number)))
    assert target.tell() > 100_000
    writer.close()
    found = load(target.getvalue())
    assert len(found.vouchers) == 1000
    assert found.facts.checksum.value == "matches"


def test_vouchers_are_arranged_by_series_and_number():
    def voucher(series: str, number: str) -> Voucher:
        return POSTING._replace(series=series, number=number)

    records: list[Record] = [
        voucher("B", "1"),
        voucher("A", "10"),
        Account("1910"),
        voucher("A", "9"),
        voucher("A", ""),
        YEAR,
        Balance(BalanceKind.OPENING, 0, "1910", (), 0),
    ]
    assert arranged(records) == [
        YEAR,
        Account("1910"),
        Balance(BalanceKind.OPENING, 0, "1910", (), 0),
        voucher("A", ""),
        voucher("A", "9"),
        voucher("A", "10"),
        voucher("B", "1"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kostnad – år 2026", "Kostnad - år 2026"),
        ("5 € för ”mat”…", '5 EUR för "mat"...'),
        ("rad 1\r\nrad 2\tslut\x00", "rad 1 rad 2 slut "),
        ("C:\\", "C:"),
        ("a\\\\", "a"),
        ("Škoda, Łódź, Ærø", "Skoda, Lódz, Ærö"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("ﬁn", "fin"),
        ("😀 中", "? ?"),
        ("", ""),
    ],
)
def test_texts_in_the_letters_of_cp437(text: str, expected: str):
    assert as_written(text) == expected


@given(st.text())
def test_a_text_that_was_written_is_written_the_same_again(text: str):
    once = as_written(text)
    assert as_written(once) == once
    assert is_representable(once)
    assert once.encode("cp437").decode("cp437") == once
    assert is_representable(text) is (once == text)
