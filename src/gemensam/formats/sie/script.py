# SPDX-License-Identifier: EUPL-1.2
"""Records as lines of text, in letters of CP437 and with fields quoted as need be."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from gemensam.formats.sie.amounts import (
    MAX_DIGITS,
    QUANTITY,
    written_amount,
    written_quantity,
)
from gemensam.formats.sie.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    written_date,
    written_month,
)
from gemensam.formats.sie.layouts import LAYOUTS
from gemensam.formats.sie.records import (
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
    ObjectList,
    OrganisationNumber,
    PeriodBalance,
    Program,
    Prose,
    Record,
    Row,
    TaxCode,
    TaxYear,
    Unit,
    Voucher,
)
from gemensam.formats.sie.wording import as_written, is_representable

EMPTY = '""'
BARE = re.compile(r"[0-9A-Za-z]+", re.ASCII)
LIMIT = 10**MAX_DIGITS * 100
OBJECT_BALANCES = frozenset({BalanceKind.OBJECT_OPENING, BalanceKind.OBJECT_CLOSING})


class UnableToWrite(ValueError):
    """A record cannot be written so that it reads back as itself, or breaks the standard."""


# ------------------------------------------------------------------------------- fields


def _text(text: str) -> str:
    text = as_written(text)
    return (
        f'"{text.replace(chr(34), chr(92) + chr(34))}"' if '"' in text else f'"{text}"'
    )


@lru_cache(maxsize=1 << 16)
def _identifier(text: str) -> str:
    """A number that names something, which may not be changed in writing."""
    if not is_representable(text):
        raise UnableToWrite(f"“{text}” has letters that CP437 lacks")
    return _text(text)


@lru_cache(maxsize=1 << 14)
def _key(text: str) -> str:
    """An account or a dimension: bare when it is plain."""
    if not text or text != text.strip():
        raise UnableToWrite(f"“{text}” is no number of an account or a dimension")
    return text if BARE.fullmatch(text) else _identifier(text)


@lru_cache(maxsize=1 << 16)
def _objects(objects: ObjectList) -> str:
    return (
        "{"
        + " ".join([f"{_key(one)} {_identifier(other)}" for one, other in objects])
        + "}"
    )


def _amount(ore: int) -> str:
    if not -LIMIT < ore < LIMIT:
        raise UnableToWrite(f"an amount of {ore} öre has more than {MAX_DIGITS} digits")
    return written_amount(ore)


def _quantity(quantity: Decimal | None) -> str:
    if quantity is None:
        return EMPTY
    text = written_quantity(quantity)
    if not QUANTITY.fullmatch(text):
        raise UnableToWrite(f"the quantity {quantity} has too many digits")
    return text


def _date(date: dt.date | None) -> str:
    if date is None:
        return EMPTY
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise UnableToWrite(f"{date} is outside {FIRST_YEAR}–{LAST_YEAR}")
    return written_date(date)


def _trimmed(fields: list[str]) -> str:
    """The fields without the empty ones at the end, which may be left out (§5.7)."""
    while len(fields) > 1 and fields[-1] == EMPTY:
        fields.pop()
    return " ".join(fields)


# ------------------------------------------------------------------------------ records


def _balance(record: Balance) -> tuple[str, ...]:
    objects = (_objects(record.objects),) if record.kind in OBJECT_BALANCES else ()
    if record.objects and not objects:
        raise UnableToWrite(f"#{record.kind.value} has no object list")
    return (
        str(record.year),
        _key(record.account),
        *objects,
        _amount(record.amount),
        _quantity(record.quantity),
    )


FIELDS: dict[type, tuple[str, Callable[[Any], tuple[str, ...]]]] = {
    Program: ("PROGRAM", lambda r: (_text(r.name), _text(r.version))),
    Generated: ("GEN", lambda r: (_date(r.date), _text(r.sign))),
    Prose: ("PROSA", lambda r: (_text(r.text),)),
    CompanyType: ("FTYP", lambda r: (_text(r.code),)),
    CompanyId: ("FNR", lambda r: (_text(r.identity),)),
    OrganisationNumber: (
        "ORGNR",
        lambda r: (_identifier(r.number), _text(r.acquisition), _text(r.activity)),
    ),
    IndustryCode: ("BKOD", lambda r: (_text(r.code),)),
    Address: (
        "ADRESS",
        lambda r: tuple(map(_text, (r.contact, r.street, r.postal, r.phone))),
    ),
    CompanyName: ("FNAMN", lambda r: (_text(r.name),)),
    FiscalYear: ("RAR", lambda r: (str(r.number), _date(r.start), _date(r.end))),
    TaxYear: ("TAXAR", lambda r: (str(r.year),)),
    Extent: ("OMFATTN", lambda r: (_date(r.date),)),
    ChartType: ("KPTYP", lambda r: (_text(r.name),)),
    Currency: ("VALUTA", lambda r: (_text(r.code),)),
    Account: ("KONTO", lambda r: (_key(r.number), _text(r.name))),
    AccountType: ("KTYP", lambda r: (_key(r.account), _text(r.type))),
    Unit: ("ENHET", lambda r: (_key(r.account), _text(r.name))),
    TaxCode: ("SRU", lambda r: (_key(r.account), _text(r.code))),
    Dimension: ("DIM", lambda r: (_key(r.number), _text(r.name))),
    Object: (
        "OBJEKT",
        lambda r: (_key(r.dimension), _identifier(r.number), _text(r.name)),
    ),
    Balance: ("", _balance),
    PeriodBalance: (
        "",
        lambda r: (
            str(r.year),
            written_month(r.month),
            _key(r.account),
            _objects(r.objects),
            _amount(r.amount),
            _quantity(r.quantity),
        ),
    ),
}
NUMBERED = (Account, AccountType, Unit, TaxCode, Balance, PeriodBalance)


def line_of(record: Record, *, strict: bool) -> tuple[str, str]:
    """Label and line of any record but a voucher; raises UnableToWrite."""
    label, fields_of = FIELDS[type(record)]
    fields = list(fields_of(record))
    if isinstance(record, (Balance, PeriodBalance)):
        label = record.kind.value
    elif isinstance(record, Dimension) and record.parent:
        label = "UNDERDIM"
        fields.append(_key(record.parent))
    for column, field in zip(LAYOUTS[label].columns, fields, strict=True):
        if column.required and field == EMPTY:
            raise UnableToWrite(f"#{label} lacks its {column.name}")
    if strict and isinstance(record, NUMBERED):
        account = record.number if isinstance(record, Account) else record.account
        _check_account(account)
    return label, f"#{label} {_trimmed(fields)}\r\n"


def _check_account(account: str) -> None:
    if not (account.isascii() and account.isdigit()):
        raise UnableToWrite(f"the account “{account}” is not a number")


def voucher_lines(voucher: Voucher, *, strict: bool) -> Iterator[str]:
    """A voucher with its rows and the traces of changes; raises UnableToWrite."""
    head = [
        "#VER",
        _identifier(voucher.series),
        _identifier(voucher.number),
        _date(voucher.date),
        _text(voucher.text),
        _date(voucher.registered),
        _text(voucher.sign),
    ]
    if voucher.date is None:
        raise UnableToWrite(f"voucher {voucher.series} {voucher.number} has no date")
    yield f"{_trimmed(head)}\r\n{{\r\n"
    if voucher.changes:
        yield from _with_changes(voucher, strict=strict)
    else:
        for row in voucher.rows:
            yield _row("#TRANS", row, strict=strict)
    yield "}\r\n"


def _row(label: str, row: Row, *, strict: bool) -> str:
    account, objects, amount, date, text, quantity, sign, _ = row
    if strict:
        _check_account(account)
    line = f"{label} {_key(account)} {_objects(objects)} {_amount(amount)}"
    if quantity is None and not sign:
        if text:
            return f"{line} {_date(date)} {_text(text)}\r\n"
        return f"{line} {_date(date)}\r\n" if date else f"{line}\r\n"
    fields = [line, _date(date), _text(text), _quantity(quantity), _text(sign)]
    return f"{_trimmed(fields)}\r\n"


def _with_changes(voucher: Voucher, *, strict: bool) -> Iterator[str]:
    """Each trace stands where it stood: after as many rows as its `before` says."""
    left = list(voucher.changes)
    if [change.before for change in left] != sorted(change.before for change in left):
        raise UnableToWrite(
            f"the changes of {voucher.series} {voucher.number} are unordered"
        )
    for at, row in enumerate((*voucher.rows, None)):
        while left and left[0].before == at:
            change = left.pop(0)
            if strict and change.kind is ChangeKind.ADDED:
                _check_added(
                    change, voucher, followed=not (left and left[0].before == at)
                )
            yield _row(f"#{change.kind.value}", change.row, strict=strict)
        if row is not None:
            yield _row("#TRANS", row, strict=strict)
    if left:
        raise UnableToWrite(
            f"a change of {voucher.series} {voucher.number} is out of place"
        )


def _check_added(change: Change, voucher: Voucher, *, followed: bool) -> None:
    """An added row is followed by the same row as #TRANS (§11 #RTRANS 4)."""
    rows = voucher.rows[change.before : change.before + 1]
    if not (followed and rows and rows[0][:3] == change.row[:3]):
        raise UnableToWrite(
            f"an added row of {voucher.series} {voucher.number} is not among its rows"
        )
