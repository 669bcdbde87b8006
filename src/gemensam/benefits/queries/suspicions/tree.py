# SPDX-License-Identifier: EUPL-1.2
"""What became of a unit, and when a unit was reorganised."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import F, Q

from gemensam.benefits.queries.months import month_before, next_month
from gemensam.group.enums import Register
from gemensam.group.models import Placement, UnitAlias, UnitSuccession, tree_at
from gemensam.group.queries import aliases


@dataclass(frozen=True, slots=True)
class Successions:
    """Unit → (date, successor, share)."""

    of: Mapping[int, Sequence[tuple[date, int, float]]]

    def at(self, unit: int, month: date) -> list[tuple[int, float]]:
        """What `unit` is at the beginning of a month, with shares that sum to one."""
        later = [one for one in self.of.get(unit, ()) if one[0] <= month]
        if not later:
            return [(unit, 1.0)]
        return [
            (node, share * part)
            for _day, successor, share in later
            for node, part in self.at(successor, month)
        ]


def successions() -> Successions:
    found: dict[int, list[tuple[date, int, float]]] = defaultdict(list)
    rows = UnitSuccession.objects.values_list(
        "predecessor", "date", "successor", "share"
    )
    for unit, day, successor, share in rows:
        found[unit].append((day, successor, float(share)))
    return Successions(found)


def reorganised(months: Sequence[date]) -> set[tuple[int, date]]:
    """Units that became others, were placed elsewhere, or whose code was tied to another
    unit, and the month from which it holds."""
    within = Q(valid_from__gte=months[0], valid_from__lt=next_month(months[-1]))
    found: set[tuple[int, date]] = set()
    for one in UnitSuccession.objects.filter(
        date__gte=months[0], date__lt=next_month(months[-1])
    ):
        month = one.date.replace(day=1)
        found |= {(one.predecessor_id, month), (one.successor_id, month)}
    placed = Placement.objects.filter(
        within, unit__placements__valid_to=F("valid_from")
    )
    for unit, day in placed.values_list("unit", "valid_from"):
        found.add((unit, day.replace(day=1)))
    for unit, day in _tied_anew(within):
        found.add((unit, day.replace(day=1)))
    return found


def _tied_anew(within: Q) -> list[tuple[int, date]]:
    new = UnitAlias.objects.filter(within, register=Register.LEDGER)
    found = []
    for one in new:
        before = UnitAlias.objects.filter(
            register=one.register,
            legal_entity=one.legal_entity_id,
            code=one.code,
            valid_to=one.valid_from,
        ).exclude(unit=one.unit_id)
        units = [one.unit_id, *before.values_list("unit", flat=True)]
        if len(units) > 1:
            found += [(unit, one.valid_from) for unit in units]
    return found


@dataclass(frozen=True, slots=True)
class Places:
    """The units that cost centres are, those that ceased in the months included."""

    centres: Mapping[tuple[int | None, str], int]
    before: Mapping[tuple[int | None, str], int]  # as tied in the first month
    paths: Mapping[int, frozenset[int]]  # a unit and all above it

    def of(self, entity: int, code: str) -> frozenset[int]:
        """Every unit that a cost centre has been, and all above them."""
        tied = {self.centres.get((entity, code)), self.before.get((entity, code))}
        return frozenset().union(*(self.paths[one] for one in tied if one is not None))

    def codes(self, units: Sequence[int] | frozenset[int]) -> list[tuple[int, str]]:
        """Legal entities and cost centres of some units."""
        return sorted(
            (entity, code)
            for (entity, code), unit in self.centres.items()
            if unit in units and entity is not None
        )


def places(months: Sequence[date]) -> Places:
    first, last = months[0], months[-1]
    before = aliases(Register.LEDGER, first)
    centres = {**before, **aliases(Register.LEDGER, last)}
    old, new = tree_at(first), tree_at(last)
    paths = {
        unit: frozenset({unit, *old.path(unit), *new.path(unit)})
        for unit in {*centres.values(), *before.values()}
    }
    return Places(centres, before, paths)


@cache
def earlier(month: date, months: int) -> date:
    """So many months before."""
    for _ in range(months):
        month = month_before(month)
    return month
