# SPDX-License-Identifier: EUPL-1.2
"""Files of every kind: sound ones made of records, and texts that are nearly sound."""

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

from gemensam.formats.sie import (
    Account,
    AccountType,
    Address,
    Balance,
    BalanceKind,
    Change,
    ChangeKind,
    ChartType,
    CompanyId,
    CompanyName,
    CompanyType,
    Currency,
    Dimension,
    Extent,
    FiscalYear,
    Generated,
    IndustryCode,
    Object,
    OrganisationNumber,
    PeriodBalance,
    PeriodKind,
    Program,
    Prose,
    Record,
    Row,
    TaxCode,
    TaxYear,
    Unit,
    Voucher,
    as_written,
)

CP437 = "".join(chr(code) for code in range(0x20, 0x7F)) + bytes(
    range(128, 256)
).decode("cp437")
NASTY = [
    '"',
    "\\",
    '\\"',
    "{",
    "}",
    "#",
    " ",
    "{}",
    '""',
    "å",
    "Ö",
    "\\\\",
    "#TRANS",
    "x",
]
texts = st.one_of(
    st.text(alphabet=CP437, max_size=12),
    st.lists(st.sampled_from(NASTY), max_size=6).map("".join),
).map(as_written)
some_text = texts.filter(bool)
codes = st.text(alphabet="ABCdef123", min_size=1, max_size=4)
numbers = st.text(alphabet="0123456789", min_size=1, max_size=6)
accounts = st.sampled_from(["1910", "1930", "2440", "3010", "5011", "007"])
dates = st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31))
any_dates = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))
amounts = st.integers(min_value=-(10**15), max_value=10**15)
quantities = st.none() | st.decimals(
    min_value=-(10**9), max_value=10**9, places=3, allow_nan=False
).map(Decimal)
years = st.sampled_from([0, -1])
no_line = st.just(0)
months = dates.map(lambda date: date.replace(day=1))
object_lists = st.lists(
    st.tuples(st.sampled_from(["1", "6", "20"]), some_text), max_size=3
).map(tuple)

rows = st.builds(
    Row,
    accounts,
    object_lists,
    amounts,
    st.none() | dates,
    texts,
    quantities,
    texts,
    line=no_line,
)


@st.composite
def vouchers(draw: st.DrawFn) -> Voucher:
    """A balanced voucher, some with traces of changes."""
    made = draw(st.lists(rows, max_size=5))
    made.append(draw(rows)._replace(amount=-sum(row.amount for row in made)))
    added = sorted(draw(st.sets(st.integers(0, len(made) - 1), max_size=2)))
    removed = sorted(draw(st.sets(st.integers(0, len(made)), max_size=2)))
    changes = [Change(ChangeKind.REMOVED, at, draw(rows)) for at in removed]
    changes += [Change(ChangeKind.ADDED, at, _added(draw, made[at])) for at in added]
    changes.sort(key=lambda change: (change.before, change.kind is ChangeKind.ADDED))
    return Voucher(
        draw(st.sampled_from(["", "A", "LEV1", "å"])),
        "",
        draw(dates),
        draw(texts),
        draw(st.none() | any_dates),
        draw(texts),
        tuple(made),
        tuple(changes),
    )


def _added(draw: st.DrawFn, row: Row) -> Row:
    """The trace of an added row: the same money, perhaps another day and text."""
    account, objects, amount = row[:3]
    return draw(rows)._replace(account=account, objects=objects, amount=amount)


headings = st.one_of(
    st.builds(Prose, some_text),
    st.builds(CompanyType, codes),
    st.builds(CompanyId, some_text),
    st.builds(OrganisationNumber, st.just("212000-0001"), texts, texts),
    st.builds(Address, texts, texts, texts, texts),
    st.builds(TaxYear, st.integers(1990, 2050)),
    st.builds(ChartType, codes),
    st.builds(Currency, st.just("SEK")),
    st.builds(IndustryCode, codes),
    st.builds(Extent, dates),
)
charts = st.one_of(
    st.builds(Account, accounts, texts),
    st.builds(AccountType, accounts, st.sampled_from("TSKI")),
    st.builds(Unit, accounts, some_text),
    st.builds(TaxCode, accounts, codes),
    st.builds(Dimension, numbers, texts, st.just("") | numbers),
    st.builds(Object, st.sampled_from(["1", "6", "20"]), some_text, texts),
)
balances = st.one_of(
    st.builds(
        Balance,
        st.sampled_from([BalanceKind.OPENING, BalanceKind.CLOSING, BalanceKind.RESULT]),
        years,
        accounts,
        st.just(()),
        amounts,
        quantities,
        line=no_line,
    ),
    st.builds(
        Balance,
        st.sampled_from([BalanceKind.OBJECT_OPENING, BalanceKind.OBJECT_CLOSING]),
        years,
        accounts,
        object_lists,
        amounts,
        quantities,
        line=no_line,
    ),
    st.builds(
        PeriodBalance,
        st.sampled_from(PeriodKind),
        years,
        months,
        accounts,
        object_lists,
        amounts,
        quantities,
        line=no_line,
    ),
)
ONCE = (
    CompanyType,
    CompanyId,
    OrganisationNumber,
    Address,
    TaxYear,
    ChartType,
    Currency,
    IndustryCode,
    Extent,
)


def once(records: list[Record]) -> list[Record]:
    """Only the first of the records that may come once; balances once for each account."""
    seen: set[object] = set()
    kept: list[Record] = []
    for record in records:
        key: object = record if not isinstance(record, ONCE) else type(record)
        if isinstance(record, Balance):
            key = record[:3] if not record.objects else (record, len(kept))
        if key not in seen or isinstance(record, Prose):
            kept.append(record)
        seen.add(key)
    return kept


@st.composite
def exports(draw: st.DrawFn) -> list[Record]:
    """The records of a 4E file in the standard's order."""
    head: list[Record] = [
        Program(draw(some_text), draw(texts)),
        Generated(draw(any_dates), draw(texts)),
        CompanyName(draw(some_text)),
        FiscalYear(0, dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
        FiscalYear(-1, dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
    ]
    head += draw(st.lists(headings, max_size=4))
    chart: list[Record] = [
        Account("1910", "Kassa"),
        *draw(st.lists(charts, max_size=5)),
    ]
    contents: list[Record] = [Balance(BalanceKind.RESULT, 0, "8999", (), 0)]
    contents += draw(st.lists(balances | vouchers(), max_size=6))
    return once([*head, *chart, *contents])


# ---------------------------------------------------------------------- nearly sound text

LINES = [
    "#FLAGGA 0",
    "#SIETYP 4",
    '#FNAMN "Kommun"',
    "#RAR 0 20260101 20261231",
    "#KONTO 1910 Kassa",
    '#DIM 20 "Verksamhet"',
    '#OBJEKT 1 "100" "Skola"',
    "#KSUMMA",
    "#KSUMMA 17",
    "{",
    "}",
    "\t}",
    "",
    '#VER "A" "1" 20260131 "text" 20260131 "sign"',
    "#VER A 2 20260131",
    '#VER "A" "2" 20270131 "utanför"',
    '#VER "" "" 20250229',
    '#VER A 3 "20260131" x {',
    '#TRANS 1910 {1 "100"} 100.00 20260131 "text"',
    '#TRANS 1910 {1 "200" 20 "x"} -100.00 20260131 "te\\"xt"',
    '#TRANS 1910 {33 "x"} 0.00 20260131 "okänd"',
    '#TRANS 3010 {} -100.00 "" ""',
    "#TRANS 3010 {} -100.00",
    "  #TRANS 3010 {} 0.5 20260131",
    '#TRANS\t3010\t{}\t1\t20260131\t"x"\t5\t"AN"',
    '#TRANS 3010 {} 1,50 20260131 "komma"',
    '#TRANS 3010 {} 1.00  "text"',
    '#TRANS 3010 {} 1.00 20260131" "text"',
    '#TRANS 3010 {1 "a"x20 "b"} 1.00 20260131 "text"',
    '#TRANS 3010 {} 1.00 20301231 "text"',
    '#TRANS 3010 {} 1.00 20260131 "hårt\u00a0mellanrum"',
    '#TRANS 3010 {1\u00a0"a"} 1.00 20260131 "x"',
    "#RTRANS 3010 {} 1.00",
    "#BTRANS 3010 {} 1.00",
    "#IB 0 1910 5.00",
    "#XYZ 1",
    "skräp",
]
near_files = st.lists(
    st.sampled_from(LINES)
    | st.just("\n".join([*LINES[13:14], "{", *LINES[18:19], *LINES[21:22], "}"])),
    max_size=30,
).map("\n".join)
