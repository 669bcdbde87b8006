# SPDX-License-Identifier: EUPL-1.2
"""What came and nobody knows: codes without mapping with their kronor, and codes of units
that no register ties to a unit."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from gemensam.benefits.queries.months import next_month
from gemensam.core import clock
from gemensam.costing.models import LedgerTurnover, StaffRow, VolumeRow
from gemensam.costing.queries.strings import Posted, posted
from gemensam.costing.queries.uncoded import Uncoded, uncoded
from gemensam.desk.enums import CaseSystem
from gemensam.desk.models import Case
from gemensam.group.enums import Register
from gemensam.group.models import LegalEntity

MOST = 1000
Code = tuple[int, str, str]  # legal entity, account, cost centre


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCode:
    """A code without mapping in the month; `is_new`: never posted on before."""

    code: Uncoded
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """Öre without sign, like those of the mapping."""

    found: Sequence[NewCode]

    @property
    def new(self) -> Sequence[NewCode]:
        return [one for one in self.found if one.is_new]

    @property
    def ore(self) -> int:
        return sum(one.code.ore for one in self.found)

    @property
    def new_ore(self) -> int:
        return sum(one.code.ore for one in self.new)


def codes_without_mapping(
    month: date, *, rows: Sequence[Posted] | None = None
) -> Codes:
    """The heaviest first. `rows`: what was posted in the month, where that is at hand."""
    codes = uncoded([month], rows=rows, most=MOST)
    known = _posted_before(month, {code.account for code in codes})
    return Codes(
        found=[NewCode(code=code, is_new=_code(code) not in known) for code in codes]
    )


def _code(row: Uncoded) -> Code:
    return row.ledger.legal_entity_id, row.account, row.cost_centre


def _posted_before(month: date, accounts: set[str]) -> set[Code]:
    rows = LedgerTurnover.objects.filter(account__in=accounts, month__lt=month)
    return set(
        rows.values_list("ledger__legal_entity_id", "account", "cost_centre").distinct()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownUnit:
    """A code of a register that no unit has in the month. `rows`: how many rows name it;
    of people none is told, as they may be few. `ore` without sign, in ledgers only."""

    register: Register
    source: str
    code: str
    rows: int | None = None
    ore: int | None = None


def unknown_units(
    month: date, *, rows: Sequence[Posted] | None = None
) -> list[UnknownUnit]:
    """Of ledgers, meters, tickets and the staff register, in that order. `rows`: what was
    posted in the month, where that is at hand."""
    return [
        *_centres(posted([month]) if rows is None else rows),
        *_meters(month),
        *_tickets(month),
        *_employers(month),
    ]


def _centres(rows: Sequence[Posted]) -> Iterator[UnknownUnit]:
    sums: Counter[tuple[int, str]] = Counter()
    for row in rows:
        entity, centre = row.coding.entity, row.coding.cost_centre
        if centre and row.unbridged and isinstance(entity, int):
            sums[entity, centre] += row.unbridged
    entities = LegalEntity.objects.in_bulk({entity for entity, _centre in sums})
    for (entity, centre), ore in sums.most_common():
        yield UnknownUnit(
            register=Register.LEDGER, source=entities[entity].name, code=centre, ore=ore
        )


def _meters(month: date) -> Iterator[UnknownUnit]:
    rows = VolumeRow.objects.filter(month=month, unit=None)
    counted = rows.values_list("meter").annotate(n=Count("pk")).order_by("-n", "meter")
    for meter, count in counted:
        yield UnknownUnit(register=Register.METERS, source="", code=meter, rows=count)


def _tickets(month: date) -> Iterator[UnknownUnit]:
    rows = Case.objects.filter(
        unit=None,
        opened_at__gte=clock.start_of_day(month),
        opened_at__lt=clock.start_of_day(next_month(month)),
    ).exclude(log__system=CaseSystem.DESK)
    counted = rows.values_list("log__from_import__source", "branch").annotate(
        n=Count("pk")
    )
    for source, branch, count in counted.order_by("-n", "branch"):
        yield UnknownUnit(
            register=Register.TICKETS, source=source or "", code=branch, rows=count
        )


def _employers(month: date) -> Iterator[UnknownUnit]:
    rows = StaffRow.objects.filter(
        year=month.year,
        superseded_at=None,
        unit=None,
        employed_from__lt=next_month(month),
    ).exclude(employed_to__lte=month)
    for code in rows.order_by("hr_code").values_list("hr_code", flat=True).distinct():
        yield UnknownUnit(register=Register.HR, source="", code=code)
