# SPDX-License-Identifier: EUPL-1.2
"""The fields of every record but the voucher's, and where in the file it belongs.

Reader and writer share this table, so what one writes the other reads. Which records a
type of file must and must not have follows the table of §6.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from typing import Any

from gemensam.formats.issues import mark
from gemensam.formats.sie import columns
from gemensam.formats.sie.columns import Column
from gemensam.formats.sie.records import (
    Account,
    AccountType,
    Address,
    Balance,
    BalanceKind,
    ChartType,
    CompanyId,
    CompanyName,
    CompanyType,
    Currency,
    Dimension,
    Extent,
    FileKind,
    FiscalYear,
    Generated,
    IndustryCode,
    Object,
    OrganisationNumber,
    PeriodBalance,
    PeriodKind,
    Program,
    Prose,
    TaxCode,
    TaxYear,
    Unit,
)


class Group(IntEnum):
    """The parts of a file in their order (§5.12)."""

    FLAG = 1
    IDENTIFICATION = 2
    CHART = 3
    CONTENTS = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """A record's type, its fields after `prefix`, and how strictly they are taken.

    Without its required fields a `vital` record is an error and another is skipped.
    A record whose last text may be unquoted joins the surplus fields to it (`joins`).
    """

    label: str
    group: Group
    record: Callable[..., Any]
    columns: tuple[Column, ...]
    prefix: tuple[object, ...] = ()
    vital: bool = False
    joins: bool = False
    once: bool = False


def _text(name: str, *, required: bool = False) -> Column:
    return Column(name, columns.text, required)


ACCOUNT = Column(mark("account"), columns.account, required=True)
YEAR = Column(mark("year"), columns.integer, required=True)
DATE = Column("date", columns.date, required=True)
MONTH = Column(mark("month"), columns.month, required=True)
AMOUNT = Column(mark("amount"), columns.amount, required=True)
QUANTITY = Column("quantity", columns.quantity)
OBJECTS = Column("objects", columns.text)
"""Marks where the object list stands; it is read as a list, not as a text."""
NAME = _text("name")

_ID, _CHART, _CONTENTS = Group.IDENTIFICATION, Group.CHART, Group.CONTENTS


def _of_account(
    kind: BalanceKind,
    year: int,
    account: str,
    amount: int,
    quantity: Decimal | None,
    *,
    line: int,
) -> Balance:
    return Balance(kind, year, account, (), amount, quantity, line)


def _balance(kind: BalanceKind) -> Layout:
    record: Callable[..., Any] = _of_account
    fields: tuple[Column, ...] = (YEAR, ACCOUNT, AMOUNT, QUANTITY)
    if kind in {BalanceKind.OBJECT_OPENING, BalanceKind.OBJECT_CLOSING}:
        record, fields = Balance, (YEAR, ACCOUNT, OBJECTS, AMOUNT, QUANTITY)
    return Layout(kind.value, _CONTENTS, record, fields, prefix=(kind,), vital=True)


def _period(kind: PeriodKind) -> Layout:
    fields = (YEAR, MONTH, ACCOUNT, OBJECTS, AMOUNT, QUANTITY)
    return Layout(
        kind.value, _CONTENTS, PeriodBalance, fields, prefix=(kind,), vital=True
    )


def _single(label: str, record: Callable[..., Any], *fields: Column) -> Layout:
    return Layout(label, _ID, record, fields, once=True)


def _code(name: str) -> Column:
    return _text(name, required=True)


def _dimension(name: str) -> Column:
    return Column(name, columns.key, required=True)


LAYOUTS: dict[str, Layout] = {
    layout.label: layout
    for layout in (
        _single("PROGRAM", Program, _code("name"), _text("version")),
        _single("GEN", Generated, DATE, _text("sign")),
        Layout("PROSA", _ID, Prose, (_code("text"),), joins=True),
        _single("FTYP", CompanyType, _code("type")),
        _single("FNR", CompanyId, _code("identity")),
        _single(
            "ORGNR",
            OrganisationNumber,
            Column("number", columns.organisation, required=True),
            _text("acquisition"),
            _text("activity"),
        ),
        _single("BKOD", IndustryCode, _code("code")),
        _single(
            "ADRESS",
            Address,
            _text("contact"),
            _text("street"),
            _text("postal"),
            _text("phone"),
        ),
        Layout("FNAMN", _ID, CompanyName, (_code("name"),), joins=True),
        Layout("RAR", _ID, FiscalYear, (YEAR, DATE, DATE)),
        _single("TAXAR", TaxYear, YEAR),
        _single("OMFATTN", Extent, DATE),
        _single("KPTYP", ChartType, _code("type")),
        _single("VALUTA", Currency, _code("code")),
        Layout("KONTO", _CHART, Account, (ACCOUNT, NAME), joins=True),
        Layout("KTYP", _CHART, AccountType, (ACCOUNT, _code("type"))),
        Layout("ENHET", _CHART, Unit, (ACCOUNT, _code("unit"))),
        Layout("SRU", _CHART, TaxCode, (ACCOUNT, _code("code"))),
        Layout("DIM", _CHART, Dimension, (_dimension("number"), NAME)),
        Layout(
            "UNDERDIM", _CHART, Dimension, (_dimension("number"), NAME, _text("parent"))
        ),
        Layout(
            "OBJEKT", _CHART, Object, (_dimension("dimension"), _code("number"), NAME)
        ),
        *map(_balance, BalanceKind),
        *map(_period, PeriodKind),
    )
}

ALIASES = {"OBJECT": "OBJEKT", "KPTYPER": "KPTYP"}
"""Labels seen in the wild for what the standard calls otherwise."""

_ALL = tuple(FileKind)
_BALANCES = (
    FileKind.YEAR_BALANCES,
    FileKind.PERIOD_BALANCES,
    FileKind.OBJECT_BALANCES,
)
_EXPORTS = (*_BALANCES, FileKind.EXPORT)

OBLIGATORY: dict[str, tuple[FileKind, ...]] = {
    "FLAGGA": _ALL,
    "PROGRAM": _ALL,
    "FORMAT": _ALL,
    "GEN": _ALL,
    "SIETYP": _ALL[1:],
    "FNAMN": _ALL,
    "RAR": _EXPORTS,
    "OMFATTN": _BALANCES[1:],
    "KONTO": _EXPORTS,
}
"""Which types must have a record. Balances of zero may be left out, so none are here; and
#SRU, obligatory in types 1 and 2, belongs to tax returns, which a municipality has not."""

DECISIVE = frozenset({"FNAMN", "RAR"})
"""Obligatory records without which nobody can say whose or which year's books these are."""

FORBIDDEN: dict[str, tuple[FileKind, ...]] = {
    "BKOD": (FileKind.IMPORT,),
    "OMFATTN": (FileKind.YEAR_BALANCES, FileKind.IMPORT),
    "DIM": _BALANCES[:2],
    "UNDERDIM": _BALANCES[:2],
    "OBJEKT": _BALANCES[:2],
    "OIB": (*_BALANCES[:2], FileKind.IMPORT),
    "OUB": (*_BALANCES[:2], FileKind.IMPORT),
    "IB": (FileKind.IMPORT,),
    "UB": (FileKind.IMPORT,),
    "RES": (FileKind.IMPORT,),
    "PSALDO": (FileKind.YEAR_BALANCES, FileKind.IMPORT),
    "PBUDGET": (FileKind.YEAR_BALANCES, FileKind.IMPORT),
    "VER": _BALANCES,
}
"""Which types must not have a record."""
