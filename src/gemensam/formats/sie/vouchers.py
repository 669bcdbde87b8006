# SPDX-License-Identifier: EUPL-1.2
"""Vouchers: gathered line by line, and the checks every finished voucher passes.

Only #TRANS counts. #RTRANS (a row added later) is followed by the same row as #TRANS and
#BTRANS (a row struck out) is in no sum (§11, and edition 4C: a row added and then struck
out is given as #BTRANS alone), so both are kept beside the rows as `changes`.
"""

import datetime as dt
import re

from gemensam.formats.issues import mark
from gemensam.formats.sie import columns
from gemensam.formats.sie.amounts import written_amount
from gemensam.formats.sie.balances import Controls
from gemensam.formats.sie.columns import shown
from gemensam.formats.sie.fields import Fields
from gemensam.formats.sie.irregular import Field
from gemensam.formats.sie.kinds import content, file, form
from gemensam.formats.sie.page import Page, Skip
from gemensam.formats.sie.records import Change, ChangeKind, Row, Voucher
from gemensam.formats.sie.register import Register

MAX_ROWS = 200_000
MAX_SERIES = 10_000
ROW_LABELS = frozenset({"TRANS", "RTRANS", "BTRANS"})
GROUP_START = re.compile(r"[+\-\u2212]?[0-9]{1,3}", re.ASCII)
GROUP = re.compile(r"[0-9]{3}", re.ASCII)
GROUP_END = re.compile(r"[0-9]{3}(?:[.,][0-9]{1,2})?", re.ASCII)
MAX_NUMBERS = 40
"""Digits of two voucher numbers that are compared as numbers."""


class Ledger:
    """Checks and sums finished vouchers, whoever gathered them."""

    def __init__(self, page: Page, register: Register, controls: Controls) -> None:
        self._page = page
        self._register = register
        self._controls = controls
        self._last: dict[tuple[int, str], str] = {}
        self._counts = page.facts.counts

    def check_dates(self, voucher: Voucher) -> None:
        """The dates of a voucher and its rows against the fiscal years of the file."""
        if not self._page.facts.years:
            return
        year_of = self._register.year_of
        if voucher.date is not None and year_of(voucher.date) is None:
            self._page.log.add(
                content.DATE_OUTSIDE_YEAR,
                voucher.line,
                date=voucher.date.isoformat(),
                **_name(voucher),
            )
        for row in voucher.rows:
            if row.date is not None and year_of(row.date) is None:
                self._page.log.add(
                    content.ROW_DATE_OUTSIDE_YEAR, row.line, date=row.date.isoformat()
                )

    def year_of(self, date: dt.date | None) -> int:
        """The year a voucher is summed in: this year when its date says nothing."""
        year = self._register.year_of(date) if date else None
        return year or 0

    def book(self, voucher: Voucher, year: int) -> None:
        """Balance, order and sums of a voucher."""
        rows = voucher[6]
        self._counts["ver"] += 1
        difference = self._controls.add(year, rows)
        if difference:
            self._counts["unbalanced_ver"] += 1
            self._page.log.add(
                content.UNBALANCED,
                voucher.line,
                date=voucher.date.isoformat() if voucher.date else "–",
                difference=written_amount(difference),
                **_name(voucher),
            )
        self._order(voucher, year)
        if not rows:
            self._page.facts.empty_vouchers += 1
            self._page.log.add(content.EMPTY_VOUCHER, voucher.line, **_name(voucher))

    def _order(self, voucher: Voucher, year: int) -> None:
        """Numbers rise within a series (§11 #VER 7), which also shows repetition."""
        number = voucher[1]
        if not number:
            return
        key = (year, voucher[0])
        last = self._last.get(key)
        if last is not None or len(self._last) < MAX_SERIES:
            self._last[key] = number
        if last is None or _follows(last, number):
            return
        if last == number:
            self._page.log.add(content.VOUCHER_REPEATED, voucher.line, **_name(voucher))
        else:
            self._page.notices.add(
                content.VOUCHER_ORDER, voucher.line, series=shown(voucher.series)
            )


def _follows(last: str, number: str) -> bool:
    """Whether a number comes after another; only numbers of digits can be out of order."""
    if last.isdecimal() and number.isdecimal() and len(last + number) < MAX_NUMBERS:
        return int(last) < int(number)
    return last != number


def _name(voucher: Voucher) -> dict[str, str]:
    return {"series": shown(voucher.series), "number": shown(voucher.number)}


class Desk:
    """Gathers one voucher, line by line."""

    def __init__(self, page: Page, register: Register, ledger: Ledger) -> None:
        self._page = page
        self._register = register
        self._ledger = ledger
        self._head: Voucher | None = None
        self._opened = 0
        self._rows: list[Row] = []
        self._changes: list[Change] = []
        self._awaits: Row | None = None

    @property
    def is_idle(self) -> bool:
        """No voucher has begun."""
        return self._head is None

    def begin(self, fields: list[Field]) -> None:
        """A #VER line. The voucher before it has ended."""
        page = self._page
        source = Fields(fields, page)
        series, number = source.text(), source.text()
        day = source.text()
        if not day:
            page.issue(content.DATE_MISSING, label="#VER")
        date = columns.date_if_any(day, page)
        text = source.text()
        registered = columns.date_if_any(source.text(), page)
        sign = source.text()
        if source.rest():
            page.note(form.SURPLUS_FIELDS, label="#VER")
        self._head = Voucher(
            series, number, date, text, registered, sign, line=page.line
        )
        self._opened = 0
        self._rows, self._changes, self._awaits = [], [], None

    def open(self) -> None:
        """A “{”."""
        if self._head is None or self._opened:
            self._page.issue(form.STRAY_BRACE)
        else:
            self._opened = self._page.line

    def close(self) -> Voucher | None:
        """A “}”: the finished voucher, if one was open."""
        if self._head is None or not self._opened:
            self._page.issue(form.STRAY_BRACE)
            return None
        return self._finish(self._head)

    def abandon(self) -> Voucher | None:
        """Something else begins or the file ends: a voucher still open is an error."""
        head = self._head
        if head is None:
            return None
        kind = form.UNCLOSED_BLOCK if self._opened else form.MISSING_BLOCK
        self._page.log.add(kind, self._opened or head.line, **_name(head))
        return self._finish(head)

    def row(self, label: str, fields: list[Field]) -> None:
        """A #TRANS, #RTRANS or #BTRANS line."""
        page = self._page
        if label == "TRANS":
            page.facts.counts["trans"] += 1
        else:
            page.facts.changed_rows += 1
        try:
            row = self._read(fields)
        except Skip:
            return
        if self._head is None:
            page.issue(form.ROW_OUTSIDE, label=f"#{label}", account=shown(row.account))
        elif len(self._rows) + len(self._changes) >= MAX_ROWS:
            self._too_large(self._head)
        elif label == "TRANS":
            if self._awaits is not None:
                self._pair(row)
            self._rows.append(row)
            self._register.uses(row.objects)
        else:
            self._change(ChangeKind(label), row)

    def _too_large(self, head: Voucher) -> None:
        """Once a voucher is too large, each further row is refused; one issue says so."""
        notices = self._page.notices
        notices.add(
            file.VOUCHER_TOO_LARGE,
            head.line,
            limit=str(MAX_ROWS),
            series=shown(head.series),
            number=shown(head.number),
            begins=str(head.line),
        )

    def _change(self, kind: ChangeKind, row: Row) -> None:
        if self._awaits is not None:
            self._alone(self._awaits)
        self._awaits = row if kind is ChangeKind.ADDED else None
        self._changes.append(Change(kind, len(self._rows), row))

    def _pair(self, row: Row) -> None:
        """Programs give the two rows different dates and signs; the money is the same."""
        added, self._awaits = self._awaits, None
        if added is not None and added[:3] != row[:3]:
            self._alone(added)

    def _alone(self, added: Row) -> None:
        self._page.log.add(
            content.ADDED_ROW_ALONE, added.line, account=shown(added.account)
        )

    def _read(self, fields: list[Field]) -> Row:
        page = self._page
        source = Fields(fields, page)
        value = source.text()
        page.account = shown(value.strip())
        account = columns.account(value, page)
        objects = columns.pairs(source.objects(), page)
        value = source.text()
        if not value:
            page.issue(form.FIELD_MISSING, label=f"#{page.label}", field=mark("amount"))
            raise Skip
        amount = columns.amount(_joined(value, source), page)
        date = columns.date_if_any(source.text(), page)
        text = source.text()
        quantity = columns.quantity(source.text(), page)
        sign = source.text()
        if source.rest():
            page.note(form.SURPLUS_FIELDS, label=f"#{page.label}")
        return Row(account, objects, amount, date, text, quantity, sign, page.line)

    def _finish(self, head: Voucher) -> Voucher:
        if self._awaits is not None:
            self._alone(self._awaits)
        voucher = head._replace(rows=tuple(self._rows), changes=tuple(self._changes))
        self._head = None
        self._ledger.check_dates(voucher)
        self._ledger.book(voucher, self._ledger.year_of(voucher.date))
        return voucher


def _joined(value: str, source: Fields) -> str:
    """An amount with unquoted blanks between its thousands, put together again.

    What follows an amount is a date of eight digits, so three digits can only be more of
    the amount.
    """
    if not GROUP_START.fullmatch(value):
        return value
    while source.at < len(source.fields):
        following = source.fields[source.at]
        if not isinstance(following, str) or not GROUP_END.fullmatch(following):
            break
        source.at += 1
        value = f"{value} {following}"
        if not GROUP.fullmatch(following):
            break
    return value
