# SPDX-License-Identifier: EUPL-1.2
"""What a file declares – company, years, accounts, dimensions, objects – and whether what
it uses was declared. Memory grows with what is declared, never with the vouchers, and only
up to a bound: past it, what is used counts as declared."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from gemensam.formats.sie.columns import shown
from gemensam.formats.sie.kinds import content, file
from gemensam.formats.sie.notices import MAX_NOTICES
from gemensam.formats.sie.page import Page
from gemensam.formats.sie.records import (
    Account,
    AccountType,
    Balance,
    ChartType,
    CompanyName,
    Currency,
    Dimension,
    Extent,
    FiscalYear,
    Generated,
    Object,
    ObjectList,
    OrganisationNumber,
    PeriodBalance,
    Program,
    Record,
)

RESERVED = frozenset({"1", "2", "6", "7", "8", "9", "10"})
"""Dimensions that need no declaration (§8.4, §8.17)."""
LONGEST_YEAR = 550
"""Days: 18 months, the longest fiscal year the law allows."""
MAX_DECLARED = 300_000
"""Accounts and objects that are remembered, together."""
NO_DIMENSION_YET: frozenset[str] = frozenset()


class Register:
    """Takes each record that declares something."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._facts = page.facts
        self.accounts: dict[str, str] = {}
        self.dimensions: set[str] = set()
        self.objects: dict[str, set[str]] = {}
        self.known: dict[tuple[str, str], None] = {}
        self.is_full = False
        self._declared = 0
        self.changed: Callable[[], None] = _nobody
        self._takers: dict[type, Callable[[Any], None]] = {
            CompanyName: self._company,
            OrganisationNumber: self._organisation,
            FiscalYear: self._year,
            Currency: self._currency,
            Account: self._account,
            AccountType: self._account_type,
            Dimension: self._dimension,
            Object: self._object,
            Balance: self._balance_year,
            PeriodBalance: self._period,
            Program: self._fact("program"),
            Generated: self._fact("generated"),
            Extent: self._fact("extent"),
            ChartType: self._fact("chart"),
        }

    def take(self, record: Record) -> None:
        taker = self._takers.get(type(record))
        if taker is not None:
            taker(record)

    def _fact(self, name: str) -> Callable[[Any], None]:
        def keep_the_first(record: Any) -> None:
            if getattr(self._facts, name) is None:
                setattr(self._facts, name, record)

        return keep_the_first

    # ------------------------------------------------------------- identification

    def _company(self, record: CompanyName) -> None:
        first = self._facts.company
        if first is not None:
            self._page.issue(
                file.SEVERAL_COMPANIES,
                label="#FNAMN",
                found=shown(record.name),
                first=shown(first.name),
            )
        else:
            self._facts.company = record

    def _organisation(self, record: OrganisationNumber) -> None:
        first = self._facts.organisation
        if first is None:
            self._facts.organisation = record
        elif first.number != record.number:
            self._page.issue(
                file.SEVERAL_COMPANIES,
                label="#ORGNR",
                found=shown(record.number),
                first=shown(first.number),
            )

    def _year(self, record: FiscalYear) -> None:
        span = {"number": record.number, "start": record.start, "end": record.end}
        first = self._facts.years.get(record.number)
        if record.start > record.end:
            self._page.issue(content.YEAR_INVALID, **span)
        elif first is not None:
            if (first.start, first.end) != (record.start, record.end):
                self._page.issue(content.YEAR_CONFLICT, number=record.number)
        else:
            if (record.end - record.start).days > LONGEST_YEAR:
                self._page.issue(content.YEAR_LONG, **span)
            self._facts.years[record.number] = record
            self.changed()

    def _currency(self, record: Currency) -> None:
        if self._facts.currency is None:
            self._facts.currency = record
        if record.code.strip().upper() != "SEK":
            self._page.issue(content.CURRENCY, found=shown(record.code))

    # ---------------------------------------------------------- accounts, objects

    def _account(self, record: Account) -> None:
        if self._is_full():
            return
        first = self.accounts.setdefault(record.number, record.name)
        if first != record.name:
            self._page.issue(
                content.ACCOUNT_RENAMED,
                account=shown(record.number),
                first=shown(first),
                found=shown(record.name),
            )

    def _account_type(self, record: AccountType) -> None:
        if record.type not in {"T", "S", "K", "I"}:
            self._page.issue(
                content.ACCOUNT_TYPE,
                account=shown(record.account),
                found=shown(record.type),
            )

    def _dimension(self, record: Dimension) -> None:
        self.dimensions.add(record.number)
        self.changed()

    def _object(self, record: Object) -> None:
        if self._is_full():
            return
        self.objects.setdefault(record.dimension, set()).add(record.number)
        self.changed()

    def _is_full(self) -> bool:
        self._declared += 1
        if self._declared > MAX_DECLARED and not self.is_full:
            self.is_full = True
            self._page.issue(file.TOO_MANY_DECLARED, limit=MAX_DECLARED)
            self.changed()
        return self.is_full

    def uses(self, objects: ObjectList) -> None:
        """Note each pair of which the file has not said what it is."""
        for pair in objects:
            if not self.is_known(pair):
                self._unknown(*pair)

    def is_known(self, pair: tuple[str, str]) -> bool:
        """Declared, needing no declaration, or already remarked on."""
        dimension, number = pair
        if self.is_full or pair in self.known or len(self.known) >= MAX_NOTICES:
            return True
        if dimension not in self.dimensions and dimension not in RESERVED:
            return False
        declared = self.objects.get(dimension)
        return declared is None or number in declared

    def _unknown(self, dimension: str, number: str) -> None:
        if dimension not in self.dimensions and dimension not in RESERVED:
            self._page.note(content.DIMENSION_UNKNOWN, dimension=shown(dimension))
        else:
            self._page.note(
                content.OBJECT_UNDECLARED, dimension=dimension, object=shown(number)
            )
        self.known[dimension, number] = None

    # --------------------------------------------------------------------- years

    def year_of(self, date: dt.date) -> int | None:
        """The number of the fiscal year a date lies in, None when in none of them."""
        for year in self._facts.years.values():
            if year.start <= date <= year.end:
                return year.number
        return None

    def _balance_year(self, record: Balance | PeriodBalance) -> None:
        if self._facts.years and record.year not in self._facts.years:
            self._page.note(
                content.YEAR_UNKNOWN,
                label=f"#{record.kind.value}",
                year=str(record.year),
            )

    def _period(self, record: PeriodBalance) -> None:
        self._balance_year(record)
        year = self._facts.years.get(record.year)
        if year is not None and not (
            year.start.replace(day=1) <= record.month <= year.end
        ):
            self._page.note(
                content.PERIOD_OUTSIDE,
                label=f"#{record.kind.value}",
                year=str(record.year),
            )

    def finish(self) -> None:
        """Take back remarks that a later declaration has answered."""
        for dimension, number in self.known:
            if dimension in self.dimensions:
                self._page.notices.drop(
                    content.DIMENSION_UNKNOWN, {"dimension": shown(dimension)}
                )
            if number in self.objects.get(dimension, NO_DIMENSION_YET):
                self._page.notices.drop(
                    content.OBJECT_UNDECLARED,
                    {"dimension": dimension, "object": shown(number)},
                )


def _nobody() -> None:
    """Nobody waits to hear of a change."""
