# SPDX-License-Identifier: EUPL-1.2
"""What a ledger file turns out to be: whose, which year, what is new in it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from gemensam.core.enums import ImportState
from gemensam.core.imports.importer import Novelty, Reading
from gemensam.core.models import Import
from gemensam.costing.importers.ledger import kinds
from gemensam.costing.importers.ledger.coding import ROLE_NAMES, Coding
from gemensam.costing.importers.ledger.compare import Identity, Known, Standing
from gemensam.costing.models import Ledger, LedgerName
from gemensam.formats.issues import Marked, mark
from gemensam.formats.sie.facts import Facts
from gemensam.formats.sie.kinds.file import NOT_SIE, SIE_5, UTF_16
from gemensam.formats.sie.records import (
    Account,
    Dimension,
    FiscalYear,
    Object,
    Record,
    Voucher,
)
from gemensam.group.models import LegalEntity

RESULT = frozenset("345678")  # classes of accounts that are income and cost
ACCOUNT = 0  # the dimension number under which accounts are named


@dataclass(frozen=True, slots=True)
class Placed:
    """A voucher of the file with where it belongs."""

    voucher: Voucher
    identity: Identity
    digest: bytes
    standing: Standing


@dataclass(slots=True)
class Book:
    """Gathers, while the file streams by, whose it is and what it would change."""

    reading: Reading
    facts: Facts = field(default_factory=Facts)
    entity: LegalEntity | None = None
    entity_name: str = ""
    orgnr: str | None = None
    year: FiscalYear | None = None
    ledger: Ledger | None = None
    known: Known | None = None
    coding: Coding = field(default_factory=Coding)
    names: dict[tuple[int, str], str] = field(default_factory=dict)
    weight: Counter[tuple[int, str]] = field(default_factory=Counter)
    placed: Placed | None = None
    vouchers: int = 0

    def take(self, record: Record) -> None:
        """One record of the file; after a voucher, `placed` tells how it stands."""
        if isinstance(record, Voucher):
            self._voucher(record)
        elif isinstance(record, Account):
            self.names[ACCOUNT, record.number] = record.name
        elif isinstance(record, Object) and record.dimension.isdigit():
            self.names[int(record.dimension), record.number] = record.name
        elif isinstance(record, Dimension):
            self.coding.see(record)

    def _voucher(self, voucher: Voucher) -> None:
        if self.known is None:
            self.identify()
        assert self.known is not None
        self.vouchers += 1
        identity, digest, standing = self.known.place(voucher)
        self.placed = Placed(voucher, identity, digest, standing)
        self.reading.count(f"vouchers_{standing.value}")
        self.reading.count("rows", len(voucher.rows))
        if voucher.date is None:
            self.reading.log.add(kinds.UNDATED, voucher.line, voucher=_label(voucher))
        if standing is Standing.OTHER:
            self._tell_differing(voucher, identity)
        weight = self.weight
        for row in voucher.rows:
            weight[ACCOUNT, row[0]] += abs(row[2])

    def _tell_differing(self, voucher: Voucher, identity: Identity) -> None:
        accepted = bool(self.reading.options.get("accept_changed"))
        kind = kinds.CHANGED_ACCEPTED if accepted else kinds.CHANGED
        assert self.ledger is not None
        before = self.ledger.voucher_set.get(
            series=identity[0],
            number=identity[1],
            occurrence=identity[2],
            superseded_at=None,
        )
        self.reading.log.add(
            kind,
            voucher.line,
            voucher=_label(voucher),
            date=voucher.date,
            before=_turnover(row.amount_ore for row in before.rows.all()),
            now=_turnover(row.amount for row in voucher.rows),
        )

    # ------------------------------------------------------------ whose and when

    def identify(self) -> None:
        """Whose ledger this is; called once the headings have gone by."""
        if self._is_no_ledger():
            self.known = Known.of(None)
            return
        self._whose()
        self.year = self.facts.years.get(0)
        if self.year is None:
            self.reading.log.add(kinds.NO_YEAR)
        elif self.entity is not None:
            self.ledger = Ledger.objects.filter(
                legal_entity=self.entity, year_from=self.year.start
            ).first()
            self._not_from_a_table()
        remembered = self.reading.mapping.get("dimensions", {}).get(self.key)
        if remembered:
            self.coding = Coding.remembered(remembered)
        self.known = Known.of(self.ledger)

    def _is_no_ledger(self) -> bool:
        """Whether the reader has said so already: then nothing else is worth saying."""
        log = self.reading.log
        return any(log.count(kind) for kind in (NOT_SIE, SIE_5, UTF_16))

    def _not_from_a_table(self) -> None:
        """The same postings by two kinds of export would count twice."""
        if (
            self.ledger is not None
            and self.ledger.voucher_set.filter(
                superseded_at=None, first_import__kind="ledger_table"
            ).exists()
        ):
            assert self.year is not None
            self.reading.log.add(
                kinds.FROM_TABLE,
                year=str(self.year.start.year),
                entity=self.ledger.legal_entity.name,
            )

    def _whose(self) -> None:
        log, facts = self.reading.log, self.facts
        self.entity_name = facts.company.name if facts.company else ""
        number = facts.organisation.number if facts.organisation else ""
        self.orgnr = number.replace("-", "") or None
        if self.orgnr is None and not self.entity_name:
            log.add(kinds.NAMELESS)
            return
        if self.orgnr is None:
            log.add(kinds.NO_NUMBER, name=self.entity_name)
        self.entity = find_entity(self.orgnr, self.entity_name)
        if self.entity is None:
            kind = kinds.WRONG_COMPANY if group_is_declared() else kinds.NEW_COMPANY
            log.add(kind, name=self.entity_name, orgnr=self.orgnr or "–")

    @property
    def key(self) -> str:
        """Under what the ledger's dimensions are remembered."""
        return self.orgnr or self.entity_name

    @property
    def through_year_end(self) -> Any:
        assert self.year is not None
        return self.year.end + timedelta(days=1)

    # ---------------------------------------------------------------- the end

    def close(self) -> None:
        """What can be said when all has been seen."""
        if self.known is None:
            self.identify()
        log, reading = self.reading.log, self.reading
        if not self.vouchers and not log.has_errors():
            kind = self.facts.kind
            log.add(kinds.NO_VOUCHERS, type=kind.value if kind else "SIE")
        assert self.known is not None
        if self.known.missing:
            log.add(kinds.GONE, count=self.known.missing)
        for what, number in self.facts.counts.items():
            reading.counts[what] = number
        reading.counts["accounts"] = self.facts.counts["konto"]
        self._tell_new()
        reading.nothing_new = bool(self.vouchers) and not (
            reading.counts.get("vouchers_new") or reading.counts.get("vouchers_other")
        )

    def _tell_new(self) -> None:
        """Accounts and objects the entity's ledgers did not have, by kronor."""
        if self.entity is None:
            return
        before = set(
            LedgerName.objects.filter(ledger__legal_entity=self.entity).values_list(
                "dimension", "code"
            )
        )
        if not before:
            return
        for (dimension, code), name in self.names.items():
            if (dimension, code) not in before:
                ore = self.weight.get((dimension, code))
                what, values = self._named(dimension)
                self.reading.new.append(Novelty(what, code, name, ore, values))

    def _named(self, dimension: int) -> tuple[Marked, Mapping[str, int]]:
        if dimension == ACCOUNT:
            return mark("account"), {}
        role = self.coding.roles.get(str(dimension))
        if role:
            return ROLE_NAMES[role], {}
        return mark("dimension {number}"), {"number": dimension}

    def mapping(self) -> Mapping[str, Any]:
        dimensions = dict(self.reading.mapping.get("dimensions", {}))
        return {"dimensions": {**dimensions, self.key: self.coding.roles}}


def find_entity(orgnr: str | None, name: str) -> LegalEntity | None:
    if orgnr:
        return LegalEntity.objects.filter(orgnr=orgnr).first()
    return LegalEntity.objects.filter(orgnr=None, name=name).first()


def group_is_declared() -> bool:
    """Once the legal entities were imported, a stranger's ledger is a mistake."""
    return Import.objects.filter(kind="entities", state=ImportState.COMMITTED).exists()


def _label(voucher: Voucher) -> str:
    return f"{voucher.series} {voucher.number}".strip() or f"#{voucher.line}"


def _turnover(amounts: Any) -> str:
    ore = sum(amount for amount in amounts if amount > 0)
    return f"{ore // 100:,}".replace(",", "\u00a0") + f",{ore % 100:02d}\u00a0kr"
