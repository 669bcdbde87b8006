# SPDX-License-Identifier: EUPL-1.2
"""Controls of a file's sums. Memory grows with accounts and years, not with rows, and
only up to a bound: past it nothing is controlled, which is an error.

For each account and year with vouchers: opening balance + vouchers = closing balance,
and for accounts of the result: vouchers = result. For each year: results + change of the
balances = 0, whether or not the year's result has been closed to equity, within one öre.
What differs is a warning that finance may accept with a reason.
"""

from collections import defaultdict
from collections.abc import Iterable

from gemensam.formats.issues import IssueLog
from gemensam.formats.sie.amounts import written_amount
from gemensam.formats.sie.columns import shown
from gemensam.formats.sie.kinds import content, control, file
from gemensam.formats.sie.page import Page
from gemensam.formats.sie.records import Balance, BalanceKind, Row

MAX_SUMS = 500_000
"""Accounts times years, of vouchers and of balances."""
TOLERANCE = 1
"""Öre by which a year's results and balances may differ."""

Stated = dict[str, tuple[int, int]]
"""Account → (öre, line)."""


class Controls:
    """Sums by account of the vouchers and of the balances the file states."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.moved: defaultdict[int, defaultdict[str, int]] = defaultdict(
            lambda: defaultdict(int)
        )
        self.first_use: dict[str, int] = {}
        self._stated: dict[tuple[BalanceKind, int], Stated] = {}
        self._size = 0
        self._overflow = False

    # ------------------------------------------------------------------ gathering

    def take(self, record: Balance) -> None:
        """A balance; those of objects are parts of the accounts' and not controlled."""
        if record.kind in {BalanceKind.OBJECT_OPENING, BalanceKind.OBJECT_CLOSING}:
            return
        if self._overflow:
            return
        stated = self._stated.setdefault((record.kind, record.year), {})
        if record.account in stated:
            self._page.issue(
                content.BALANCE_REPEATED,
                label=f"#{record.kind.value}",
                year=record.year,
                account=shown(record.account),
            )
        else:
            stated[record.account] = (record.amount, record.line)
            self.first_use.setdefault(record.account, record.line)
            self._grow(1)

    def add(self, year: int, rows: Iterable[Row]) -> int:
        """Add the rows of a voucher; returns their sum, which should be zero öre."""
        if self._overflow:
            return sum([row.amount for row in rows])
        moved = self.moved[year]
        before = len(moved)
        total = 0
        for row in rows:
            amount = row[2]
            total += amount
            moved[row[0]] += amount
        if len(moved) != before:
            for row in rows:
                self.first_use.setdefault(row.account, row.line)
            self._grow(len(moved) - before)
        return total

    def _grow(self, sums: int) -> None:
        self._size += sums
        if self._size > MAX_SUMS:
            self._overflow = True
            self.moved.clear()
            self._stated.clear()
            self._page.issue(file.TOO_MANY_ACCOUNTS, limit=MAX_SUMS)

    # ---------------------------------------------------------------- controlling

    def report(self, log: IssueLog) -> None:
        years = sorted({year for _, year in self._stated}, reverse=True)
        for year in years:
            moved = self.moved.get(year)
            if moved:
                self._by_account(year, moved, log)
            self._by_year(year, log)

    def _opening(self, year: int) -> Stated:
        """#IB of the year, or #UB of the year before when there is no #IB (§5.16)."""
        opening = self._stated.get((BalanceKind.OPENING, year))
        return opening or self._stated.get((BalanceKind.CLOSING, year - 1), {})

    def _by_account(self, year: int, moved: dict[str, int], log: IssueLog) -> None:
        opening = self._opening(year)
        closing = self._stated.get((BalanceKind.CLOSING, year), {})
        result = self._stated.get((BalanceKind.RESULT, year), {})
        for account in sorted({*moved, *opening, *closing, *result}):
            of_result = account in result
            before = 0 if of_result else opening.get(account, (0, 0))[0]
            stated, line = (result if of_result else closing).get(account, (0, None))
            computed = before + moved.get(account, 0)
            if computed != stated:
                log.add(
                    control.CONTROL_BALANCE,
                    line,
                    account=shown(account),
                    year=year,
                    opening=written_amount(before),
                    moved=written_amount(moved.get(account, 0)),
                    computed=written_amount(computed),
                    label="#RES" if of_result else "#UB",
                    stated=written_amount(stated),
                )

    def _by_year(self, year: int, log: IssueLog) -> None:
        closing = self._stated.get((BalanceKind.CLOSING, year))
        result = self._stated.get((BalanceKind.RESULT, year))
        if closing is None or result is None:
            return
        results = _total(result)
        change = _total(closing) - _total(self._opening(year))
        if abs(results + change) > TOLERANCE:
            log.add(
                control.CONTROL_RESULT,
                year=year,
                results=written_amount(results),
                change=written_amount(change),
                difference=written_amount(results + change),
            )


def _total(stated: Stated) -> int:
    return sum(amount for amount, _ in stated.values())
