# SPDX-License-Identifier: EUPL-1.2
"""Vouchers and rows into the database as the file streams by."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gemensam.core import audit
from gemensam.core.bulk import BATCH, Row, analyse, copy_rows
from gemensam.core.by import By
from gemensam.core.database import reserve_ids
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.actions.turnover import sum_turnover
from gemensam.costing.enums import BalanceKind
from gemensam.costing.importers.ledger.book import Book, Placed
from gemensam.costing.importers.ledger.compare import Identity, Standing
from gemensam.costing.models import Ledger, LedgerBalance, LedgerName, Voucher
from gemensam.formats.issues import mark
from gemensam.formats.sie.records import (
    Balance,
    PeriodBalance,
    Record,
    Voucher as FileVoucher,
)
from gemensam.group.enums import Chart, EntityKind
from gemensam.group.models import LegalEntity

ROWS = (
    "voucher_id", "ledger_id", "month", "account", "cost_centre", "activity",
    "project", "counterpart", "other", "amount_ore", "text",
)  # fmt: skip
VOUCHERS = (
    "id", "ledger_id", "series", "number", "occurrence", "date", "text", "digest",
    "first_import_id",
)  # fmt: skip
AT_ONCE = 2000  # numbers of vouchers that are looked up together
BALANCES = {"IB", "UB", "RES", "PSALDO", "PBUDGET"}


class ChangedSinceRead(ExpectedFailure):
    """Another import of the same ledger came between reading and committing."""

    def __init__(self) -> None:
        super().__init__(
            mark(
                "Another import of the same ledger came between; nothing was imported. "
                "Import the file again."
            )
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a voucher says without its rows, until the file has been read."""

    id: int
    identity: Identity
    replaces: bool
    date: date
    text: str
    digest: bytes


class LedgerWriter:
    """Rows are copied batch by batch; their vouchers, far fewer, wait for the end."""

    def __init__(self, book: Book, *, by: By) -> None:
        self._book = book
        self._by = by
        self._waiting: list[Waiting] = []
        self._balances: list[LedgerBalance] = []
        self._last: date | None = None
        self._months: set[date] = set()
        self._ledger: Ledger | None = None
        self._rows: list[Row] = []
        self._ids = _reserved_ids(book)

    def take(self, record: Record) -> None:
        if isinstance(record, FileVoucher):
            placed = self._book.placed
            assert placed is not None
            if placed.standing is not Standing.SAME:
                self._voucher(placed)
        elif isinstance(record, Balance | PeriodBalance):
            self._balance(record)

    def _voucher(self, placed: Placed) -> None:
        if self._ledger is None:
            self._ledger = self._find_ledger()
        voucher = placed.voucher
        assert voucher.date is not None
        number, ledger = self._new_id(), self._ledger.pk
        self._waiting.append(
            Waiting(
                number,
                placed.identity,
                placed.standing is Standing.OTHER,
                voucher.date,
                voucher.text[:400],
                placed.digest,
            )
        )
        if self._last is None or voucher.date > self._last:
            self._last = voucher.date
        month = voucher.date.replace(day=1)
        self._months.add(month)
        write, split = self._rows.append, self._book.coding.split
        for (
            account,
            objects,
            amount,
            _date,
            text,
            _quantity,
            _sign,
            _line,
        ) in voucher.rows:
            centre, activity, project, counterpart, other = split(objects)
            write(
                (
                    number,
                    ledger,
                    month,
                    account,
                    centre,
                    activity,
                    project,
                    counterpart,
                    json.dumps(other) if other else None,
                    amount,
                    text[:400],
                )
            )
        if len(self._rows) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        copy_rows("costing_ledgerrow", ROWS, self._rows)
        self._rows = []

    def _new_id(self) -> int:
        number = next(self._ids, None)
        if number is None:
            raise ChangedSinceRead
        return number

    def _balance(self, record: Balance | PeriodBalance) -> None:
        if record.kind.value not in BALANCES or (
            isinstance(record, Balance) and record.objects
        ):
            return
        self._balances.append(
            LedgerBalance(
                kind=BalanceKind(record.kind.value),
                year=record.year,
                period=record.month if isinstance(record, PeriodBalance) else None,
                account=record.account,
                objects_key=dict(record.objects) or None,
                amount_ore=record.amount,
            )
        )

    # ------------------------------------------------------ before and after the rows

    def _find_ledger(self) -> Ledger:
        book = self._book
        if book.ledger is not None:
            return book.ledger
        entity = book.entity or self._new_entity()
        assert book.year is not None
        ledger = Ledger.objects.create(
            legal_entity=entity,
            year_from=book.year.start,
            year_to=book.through_year_end,
        )
        audit.record(
            ledger,
            "ledger.opened",
            by=self._by,
            at=book.reading.at,
            facts={"entity": entity.name, "from": book.year.start},
        )
        return ledger

    def _new_entity(self) -> LegalEntity:
        book = self._book
        entity = LegalEntity.objects.create(
            orgnr=book.orgnr,
            name=book.entity_name or str(book.orgnr),
            kind=EntityKind.COMPANY,
            chart=Chart.BAS,
        )
        audit.record(
            entity,
            "entity.added",
            by=self._by,
            at=book.reading.at,
            facts={"name": entity.name, "orgnr": entity.orgnr},
        )
        return entity

    def close(self) -> None:
        """After the last record: what the rows belong to."""
        if self._ledger is None:
            self._ledger = self._find_ledger()
        self._flush()
        self._supersede()
        self._write_vouchers()
        self._write_balances()
        self._write_names()
        analyse("costing_ledgerrow", "costing_voucher")
        sum_turnover(self._ledger.pk, self._months)
        analyse("costing_ledgerturnover")
        if self._last and (
            self._ledger.through is None or self._last > self._ledger.through
        ):
            self._ledger.through = self._last
            self._ledger.save(update_fields=["through"])

    def _supersede(self) -> None:
        """What is replaced, found many at a time. Raises `ChangedSinceRead` when some of
        it was replaced by another import meanwhile."""
        wanted = {one.identity for one in self._waiting if one.replaces}
        numbers = sorted({number for _series, number, _occurrence in wanted})
        held = Voucher.objects.filter(ledger=self._ledger, superseded_at=None)
        replaced: dict[int, date] = {}
        for start in range(0, len(numbers), AT_ONCE):
            alike = held.filter(number__in=numbers[start : start + AT_ONCE])
            replaced |= {
                key: day
                for key, day, *identity in alike.values_list(
                    "pk", "date", "series", "number", "occurrence"
                )
                if tuple(identity) in wanted
            }
        if len(replaced) != len(wanted):
            raise ChangedSinceRead
        held.filter(pk__in=replaced).update(superseded_at=self._book.reading.at)
        self._months |= {day.replace(day=1) for day in replaced.values()}

    def _write_vouchers(self) -> None:
        assert self._ledger is not None
        ledger, record = self._ledger.pk, self._book.reading.record.pk
        rows = (
            (one.id, ledger, *one.identity, one.date, one.text, one.digest, record)
            for one in self._waiting
        )
        copy_rows("costing_voucher", VOUCHERS, rows)

    def _write_balances(self) -> None:
        for balance in self._balances:
            balance.ledger = self._ledger  # type: ignore[assignment]
            balance.from_import = self._book.reading.record
        LedgerBalance.objects.bulk_create(self._balances, batch_size=5000)

    def _write_names(self) -> None:
        record = self._book.reading.record
        assert self._ledger is not None
        LedgerName.objects.bulk_create(
            [
                LedgerName(
                    ledger=self._ledger,
                    dimension=dimension,
                    code=code,
                    name=name[:200],
                    first_import=record,
                )
                for (dimension, code), name in self._book.names.items()
            ],
            update_conflicts=True,
            unique_fields=["ledger", "dimension", "code"],
            update_fields=["name"],
            batch_size=5000,
        )


def _reserved_ids(book: Book) -> Iterator[int]:
    """As many ids as the reading said there are new vouchers."""
    counts = book.reading.record.report.get("counts", {})
    wanted = counts.get("vouchers_new", 0) + counts.get("vouchers_other", 0)
    return iter(reserve_ids("costing_voucher", wanted))
