# SPDX-License-Identifier: EUPL-1.2
"""A whole file in memory, for uses where it is small."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from gemensam.formats.issues import Issue, IssueLog
from gemensam.formats.sie.facts import Facts
from gemensam.formats.sie.reader import Reader
from gemensam.formats.sie.records import (
    AnyRecord,
    FileKind,
    PeriodBalance,
    PeriodKind,
    Record,
    Voucher,
)


@dataclass(frozen=True, slots=True)
class SieFile:
    """The records in the order of the file, what is wrong with it, and what it says."""

    records: tuple[Record, ...]
    facts: Facts
    log: IssueLog

    def of(self, kind: type[AnyRecord]) -> tuple[AnyRecord, ...]:
        """The records of one type."""
        return tuple(record for record in self.records if isinstance(record, kind))

    @property
    def vouchers(self) -> tuple[Voucher, ...]:
        return self.of(Voucher)

    @property
    def issues(self) -> tuple[Issue, ...]:
        return tuple(self.log)

    @property
    def counts(self) -> dict[str, int]:
        """konto, ib, ub, res, psaldo, objekt, ver, trans, unbalanced_ver."""
        return self.facts.counts


def read_all(
    source: BinaryIO,
    *,
    encoding: str | None = None,
    needed: Collection[FileKind] = tuple(FileKind),
) -> SieFile:
    """Read a whole file; raises UnknownEncoding for an encoding that is not offered."""
    log = IssueLog()
    reader = Reader(source, log=log, encoding=encoding, needed=needed)
    records = tuple(reader)
    return SieFile(records, reader.facts, log)


class PeriodTotal(NamedTuple):
    """An account's change in a month, and the dimensions it was summed over, if any."""

    kind: PeriodKind
    year: int
    month: dt.date
    account: str
    amount: int
    dimensions: tuple[str, ...] = ()


def period_totals(balances: Iterable[PeriodBalance]) -> list[PeriodTotal]:
    """One total for each account and month.

    A row without objects is the account's total and the rows with objects are parts of
    it. Where there are parts only, those of one dimension are summed – the fewest and
    lowest dimensions – for every dimension divides the same money.
    """
    parts: defaultdict[
        tuple[PeriodKind, int, dt.date, str], defaultdict[tuple[str, ...], int]
    ] = defaultdict(lambda: defaultdict(int))
    for balance in balances:
        key = (balance.kind, balance.year, balance.month, balance.account)
        parts[key][tuple(dimension for dimension, _ in balance.objects)] += (
            balance.amount
        )
    totals = []
    for key, sums in parts.items():
        dimensions = min(sums, key=_breadth)
        totals.append(PeriodTotal(*key, sums[dimensions], dimensions))
    return totals


def _breadth(dimensions: tuple[str, ...]) -> tuple[int, list[tuple[int, str]]]:
    return len(dimensions), [(len(number), number) for number in dimensions]
