# SPDX-License-Identifier: EUPL-1.2
"""Whole vouchers at a time, as long as nothing about them is unusual.

One expression matches the head of a voucher and another all its rows. What repeats –
object lists, dates, quantities – is read once and remembered, within bounds, and only if
it was without remark. Anything else is left to the line-by-line reader, whose results
are the same; this one is several times faster.
"""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import TypeVar

from gemensam.formats.sie.amounts import plain_amount, plain_quantity
from gemensam.formats.sie.columns import pairs
from gemensam.formats.sie.dates import plain_date
from gemensam.formats.sie.lexer import elements_of
from gemensam.formats.sie.page import Page
from gemensam.formats.sie.records import ObjectList, Row, Voucher
from gemensam.formats.sie.register import Register
from gemensam.formats.sie.vouchers import Ledger

CONTROLS = r"\x00-\x1f\x7f"
TEXT = rf'"[^"\\{CONTROLS}]*"'
BARE = rf'[^ \t"{{}}{CONTROLS}\u00a0\u202f]+'
FIELD = rf"(?:{TEXT}|{BARE})"
LIST = rf"\{{[^{{}}{CONTROLS}]*\}}"
SEPARATOR = r"[ \t]+"
END = r"[ \t]*\r?\n"


def _optional(*fields: str) -> str:
    return "".join(f"(?:{SEPARATOR}({field}))?" for field in fields)


HEAD = re.compile(
    rf"#VER{SEPARATOR}({FIELD}){SEPARATOR}({FIELD}){SEPARATOR}({FIELD})"
    rf"{_optional(FIELD, FIELD, FIELD)}{END}[ \t]*\{{{END}"
)
USUAL = re.compile(
    rf"^[ \t]*#TRANS ([0-9]+) ({LIST}) (-?[0-9]{{1,15}}\.[0-9]{{2}}) "
    rf'([0-9"]+) "([^"\\{CONTROLS}]*)"{END}',
    re.MULTILINE,
)
ANY = re.compile(
    rf"^[ \t]*#TRANS{SEPARATOR}([0-9]+){SEPARATOR}({LIST}){SEPARATOR}"
    rf"(-?[0-9]{{1,15}}(?:\.[0-9]{{1,2}})?){_optional(FIELD, FIELD, FIELD, FIELD)}{END}",
    re.MULTILINE,
)
PAIR = re.compile(r'([0-9]+) "([^"\\]*)"')

MAX_REMEMBERED = 1 << 16
LONGEST_REMEMBERED = 256
PATIENCE = 4
TRY_AGAIN = 64
"""The usual form is tried until it has failed `PATIENCE` times on end, and then again
after `TRY_AGAIN` vouchers."""

Value = TypeVar("Value")


class Unusual(Exception):
    """There is something to remark on, which the line-by-line reader does."""


class Remembered(dict[str, Value]):
    """What a text was read as; reads a text that is new."""

    def __init__(self, read: Callable[[str], Value]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> Value:
        value = self._read(text)
        if len(text) <= LONGEST_REMEMBERED:
            if len(self) >= MAX_REMEMBERED:
                self.clear()
            self[text] = value
        return value


class KnownPairs(dict[tuple[str, str], tuple[str, str]]):
    """The one copy of each pair of dimension and object that needs no remark."""

    def __init__(self, register: Register) -> None:
        super().__init__()
        self._register = register

    def __missing__(self, pair: tuple[str, str]) -> tuple[str, str]:
        if not self._register.is_known(pair):
            raise Unusual
        if len(self) >= MAX_REMEMBERED:
            self.clear()
        self[pair] = pair
        return pair


class FastVouchers:
    """Takes vouchers from a text at a position; answers None when one is unusual."""

    def __init__(self, page: Page, register: Register, ledger: Ledger) -> None:
        self._page = page
        self._register = register
        self._ledger = ledger
        self._counts = page.facts.counts
        self._misses = 0
        self._pairs = KnownPairs(register)
        self._lists: Remembered[ObjectList] = Remembered(self._list)
        self._dates: Remembered[dt.date | None] = Remembered(self._date_in_year)
        self._other_dates: Remembered[dt.date | None] = Remembered(_date)
        self._quantities: Remembered[Decimal | None] = Remembered(_quantity)
        self._years: dict[dt.date, int] = {}
        register.changed = self.forget

    def forget(self) -> None:
        """What was declared has changed, and with it what is worth a remark."""
        self._pairs.clear()
        self._lists.clear()
        self._dates.clear()
        self._years.clear()

    def take(self, text: str, start: int, line: int) -> tuple[Voucher, int] | None:
        """The voucher that begins at `start` on `line`, and where the text goes on."""
        head = HEAD.match(text, start)
        if head is None:
            return None
        first = head.end()
        last = text.find("\n}", first - 1) + 1
        if last <= first or text.find("#VER", first, last) >= 0:
            return None
        end = _after_brace(text, last)
        if not end:
            return None
        try:
            rows = self._rows(text[first:last], line + 2)
            if rows is None:
                return None
            date = self._dates[head[3]]
            if date is None:
                return None
            voucher = self._voucher(head.groups(""), date, rows, line)
        except Unusual:
            return None
        if date not in self._years:
            self._years[date] = self._ledger.year_of(date)
        self._counts["trans"] += len(rows)
        self._page.line = line + len(rows) + 2
        self._ledger.book(voucher, self._years[date])
        return voucher, end

    def _rows(self, body: str, line: int) -> tuple[Row, ...] | None:
        lines = body.count("\n")
        if self._misses < PATIENCE:
            found = USUAL.findall(body)
            if len(found) == lines:
                self._misses = 0
                return tuple(self._usual(found, line))
        self._misses = (self._misses + 1) % TRY_AGAIN
        found = ANY.findall(body)
        return tuple(self._any(found, line)) if len(found) == lines else None

    def _usual(self, found: list[tuple[str, ...]], line: int) -> list[Row]:
        lists, dates = self._lists, self._dates
        return [
            new_row(
                (
                    account,
                    lists[objects],
                    int(amount.replace(".", "")),
                    dates[date],
                    text,
                    None,
                    "",
                    at,
                )
            )
            for at, (account, objects, amount, date, text) in enumerate(found, line)
        ]

    def _any(self, found: list[tuple[str, ...]], line: int) -> list[Row]:
        lists, dates, quantities = self._lists, self._dates, self._quantities
        return [
            new_row(
                (
                    account,
                    lists[objects],
                    plain_amount(amount),
                    dates[date],
                    text.strip('"'),
                    quantities[quantity],
                    sign.strip('"'),
                    at,
                )
            )
            for at, (account, objects, amount, date, text, quantity, sign) in enumerate(
                found, line
            )
        ]

    def _voucher(
        self, head: tuple[str, ...], date: dt.date, rows: tuple[Row, ...], line: int
    ) -> Voucher:
        series, number, _, text, registered, sign = head
        return new_voucher(
            (
                series.strip('"'),
                number.strip('"'),
                date,
                text.strip('"'),
                self._other_dates[registered],
                sign.strip('"'),
                rows,
                (),
                line,
            )
        )

    def _list(self, text: str) -> ObjectList:
        found: ObjectList = tuple(PAIR.findall(text))
        if text != "{" + " ".join([f'{one} "{other}"' for one, other in found]) + "}":
            found = self._spaced(text)
        return tuple(map(self._pairs.__getitem__, found))

    def _spaced(self, text: str) -> ObjectList:
        """A list that is not written as the standard's examples are, or empty."""
        if "\u00a0" in text or "\u202f" in text:
            raise Unusual
        elements = elements_of(text[1:-1])
        if elements is None or len(elements) % 2:
            raise Unusual
        return pairs(elements, self._page)

    def _date_in_year(self, text: str) -> dt.date | None:
        date = _date(text)
        if date and self._page.facts.years and self._register.year_of(date) is None:
            raise Unusual
        return date


new_row: Callable[[tuple[object, ...]], Row] = partial(tuple.__new__, Row)
new_voucher: Callable[[tuple[object, ...]], Voucher] = partial(tuple.__new__, Voucher)
"""Without the checks of the constructors, which take longer than the making."""


def _after_brace(text: str, at: int) -> int:
    """Where the line of a voucher's closing brace ends, 0 if it is not alone on it."""
    if text.startswith("}\n", at):
        return at + 2
    return at + 3 if text.startswith("}\r\n", at) else 0


def _date(text: str) -> dt.date | None:
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    date = plain_date(text)
    if text and date is None:
        raise Unusual
    return date


def _quantity(text: str) -> Decimal | None:
    text = text.strip('"')
    quantity = plain_quantity(text)
    if text and quantity is None:
        raise Unusual
    return quantity
