# SPDX-License-Identifier: EUPL-1.2
"""The records of a SIE file as typed values.

Amounts are whole öre (`int`), debit positive and credit negative; quantities are
`Decimal`; account, dimension and object numbers are texts, for leading zeros mean
something. `line` is where the record stands, from 1 (0: made by us).

Records that come by the thousand are named tuples because those are several times
faster to make; each carries what tells it from the others, so equality is safe.
"""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeVar

ObjectList = tuple[tuple[str, str], ...]
"""(dimension, object) pairs in the order of the file."""


class FileKind(StrEnum):
    """The types of SIE file; 4E and 4I both call themselves 4 and differ in contents."""

    YEAR_BALANCES = "1"
    PERIOD_BALANCES = "2"
    OBJECT_BALANCES = "3"
    EXPORT = "4E"
    IMPORT = "4I"


class BalanceKind(StrEnum):
    """Which balance of a year: of an account (IB, UB, RES) or of an object (OIB, OUB)."""

    OPENING = "IB"
    CLOSING = "UB"
    RESULT = "RES"
    OBJECT_OPENING = "OIB"
    OBJECT_CLOSING = "OUB"


class PeriodKind(StrEnum):
    """Whether a month's change is what happened or what was budgeted."""

    ACTUAL = "PSALDO"
    BUDGET = "PBUDGET"


class ChangeKind(StrEnum):
    """What was done to a voucher after it was made."""

    ADDED = "RTRANS"
    REMOVED = "BTRANS"


class Row(NamedTuple):
    """One row of a voucher. An empty `date` means the voucher's own date."""

    account: str
    objects: ObjectList
    amount: int
    date: dt.date | None = None
    text: str = ""
    quantity: Decimal | None = None
    sign: str = ""
    line: int = 0


class Change(NamedTuple):
    """The trace of a change. It never counts: an added row is also among the rows.

    `before` is how many rows of the voucher stand above the trace.
    """

    kind: ChangeKind
    before: int
    row: Row


class Voucher(NamedTuple):
    """A voucher with the rows that count. Series and number may be empty in type 4I."""

    series: str
    number: str
    date: dt.date | None
    text: str = ""
    registered: dt.date | None = None
    sign: str = ""
    rows: tuple[Row, ...] = ()
    changes: tuple[Change, ...] = ()
    line: int = 0


class Balance(NamedTuple):
    """A balance at the start or end of a year; `year` is 0 for this one, −1 for the last."""

    kind: BalanceKind
    year: int
    account: str
    objects: ObjectList
    amount: int
    quantity: Decimal | None = None
    line: int = 0


class PeriodBalance(NamedTuple):
    """The change of a month (not a running total); `month` is the first day of it.

    Without objects it is the account's total; with objects it is a part of that total.
    """

    kind: PeriodKind
    year: int
    month: dt.date
    account: str
    objects: ObjectList
    amount: int
    quantity: Decimal | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Program:
    name: str
    version: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Generated:
    """When and by whom the file was made."""

    date: dt.date
    sign: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Prose:
    text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class CompanyType:
    """A legal form by its code (AB, E, HB …)."""

    code: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class CompanyId:
    """The exporting program's own key of the company (#FNR)."""

    identity: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class OrganisationNumber:
    """`number` is nnnnnn-nnnn also when the file left out the hyphen."""

    number: str
    acquisition: str = ""
    activity: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class IndustryCode:
    """The SNI code (#BKOD)."""

    code: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Address:
    contact: str
    street: str = ""
    postal: str = ""
    phone: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class CompanyName:
    name: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """Both days belong to the year; `number` is 0 for this year, −1 for the last."""

    number: int
    start: dt.date
    end: dt.date
    line: int = 0


@dataclass(frozen=True, slots=True)
class TaxYear:
    year: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class Extent:
    """The day up to which the balances of the file reach (#OMFATTN)."""

    date: dt.date
    line: int = 0


@dataclass(frozen=True, slots=True)
class ChartType:
    name: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Currency:
    code: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    number: str
    name: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class AccountType:
    """T asset, S liability, K cost, I income."""

    account: str
    type: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit in which quantities on an account are counted."""

    account: str
    name: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class TaxCode:
    """An account's line in the tax return (#SRU); an account may have several."""

    account: str
    code: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a kind of object means; a sub-dimension names its `parent`."""

    number: str
    name: str = ""
    parent: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Object:
    dimension: str
    number: str
    name: str = ""
    line: int = 0


Heading = (
    Program
    | Generated
    | Prose
    | CompanyType
    | CompanyId
    | OrganisationNumber
    | IndustryCode
    | Address
    | CompanyName
    | FiscalYear
    | TaxYear
    | Extent
    | ChartType
    | Currency
    | Account
    | AccountType
    | Unit
    | TaxCode
    | Dimension
    | Object
)
Record = Heading | Balance | PeriodBalance | Voucher
AnyRecord = TypeVar("AnyRecord", bound=Record)


def unnumbered(record: AnyRecord) -> AnyRecord:
    """The record without its place in the file, to compare contents."""
    if isinstance(record, Voucher):
        return record._replace(
            rows=tuple(row._replace(line=0) for row in record.rows),
            changes=tuple(
                change._replace(row=change.row._replace(line=0))
                for change in record.changes
            ),
            line=0,
        )
    if isinstance(record, Balance):
        return record._replace(line=0)
    if isinstance(record, PeriodBalance):
        return record._replace(line=0)
    return replace(record, line=0)
