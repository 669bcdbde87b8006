# SPDX-License-Identifier: EUPL-1.2
"""What was decided to move of the budgets, what is booked, and by what it shows."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

from django.db import connection
from django.db.models import Q

from gemensam.benefits.models import BudgetBooking, BudgetMove
from gemensam.benefits.queries.known import known
from gemensam.calc import budget
from gemensam.core.models import Import
from gemensam.costing.models import Voucher
from gemensam.costing.queries.turnover import OF_RESULT
from gemensam.group.models import Authority, Person

# The budget of an authority's cost centres from a month to the end of its year, as each
# file of the ledger told it. Only rows by cost centre: the totals hold them already.
BUDGETS = """
SELECT b.from_import_id, sum(b.amount_ore)::bigint
FROM costing_ledgerbalance b JOIN costing_ledger l ON l.id = b.ledger_id
JOIN core_import i ON i.id = b.from_import_id AND i.committed_at <= %(at)s
JOIN group_unitalias a ON a.register = 'ledger' AND a.legal_entity_id = l.legal_entity_id
    AND a.code = b.objects_key->>'1' AND a.valid_from <= %(month)s
    AND (a.valid_to IS NULL OR a.valid_to > %(month)s)
JOIN group_placement p ON p.unit_id = a.unit_id AND p.valid_from <= %(month)s
    AND (p.valid_to IS NULL OR p.valid_to > %(month)s)
WHERE b.kind = 'PBUDGET' AND b.year = 0 AND b.period >= %(month)s
    AND b.period < l.year_to AND l.year_from <= %(month)s AND l.year_to > %(month)s
    AND b.account ~ %(result)s AND p.authority_id = %(authority)s
    AND (SELECT count(*) FROM jsonb_object_keys(b.objects_key)) = 1
GROUP BY 1 ORDER BY 1
"""
ANY_TIME = datetime.max.replace(tzinfo=UTC)
VOUCHER = re.compile(r"(?P<series>\D*?)\s*(?P<number>\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A move with how it is known to be booked: by a `booking` that somebody confirmed,
    or by a later `file` in which the budget is lower by exactly as much."""

    move: BudgetMove
    booking: BudgetBooking | None
    file: Import | None

    @property
    def is_booked(self) -> bool:
        return self.booking is not None or self.file is not None

    @property
    def plain(self) -> budget.Move:
        return plain(self.move)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """An authority's moves; öre a year for good, and of one-offs in all."""

    authority: Authority
    moves: Sequence[Told]

    def _ore(self, *, permanent: bool, booked: bool) -> int:
        return sum(
            one.move.ore
            for one in self.moves
            if one.move.is_permanent is permanent and (one.is_booked or not booked)
        )

    @property
    def permanent_ore(self) -> int:
        return self._ore(permanent=True, booked=False)

    @property
    def booked_ore(self) -> int:
        return self._ore(permanent=True, booked=True)

    @property
    def once_ore(self) -> int:
        return self._ore(permanent=False, booked=False)

    @property
    def once_booked_ore(self) -> int:
        return self._ore(permanent=False, booked=True)


def plain(move: BudgetMove) -> budget.Move:
    """As `calc` takes it."""
    return budget.Move(
        ore=move.ore, from_month=move.from_month, is_permanent=move.is_permanent
    )


def told_moves(known_at: datetime | None = None) -> list[Told]:
    """Every move, the first made first; as booked now, or those of a time as they were
    known to be booked then."""
    made = Q() if known_at is None else Q(made_at__lte=known_at)
    moves = list(
        BudgetMove.objects.filter(made)
        .select_related("authority__legal_entity", "reverses", "from_import", "service")
        .order_by("number")
    )
    standing = BudgetBooking.objects.filter(
        known(known_at, since="made_at", until="withdrawn_by__made_at"), withdraws=None
    )
    confirmed = {one.move_id: one for one in standing}
    waiting = [one for one in moves if one.pk not in confirmed]
    found = _in_budgets(waiting, known_at or ANY_TIME)
    return [
        Told(move=one, booking=confirmed.get(one.pk), file=found.get(one.pk))
        for one in moves
    ]


def voucher_of(told: Told, person: Person) -> Voucher | None:
    """The voucher that a confirmation names (its series, then its number), where a ledger
    of the authority's legal entity has it in the year in which it was booked."""
    named = VOUCHER.fullmatch(told.booking.voucher) if told.booking else None
    if told.booking is None or named is None:
        return None
    return (
        Voucher.objects.visible_to(person)
        .filter(
            series=named["series"],
            number=named["number"],
            superseded_at=None,
            ledger__legal_entity=told.move.authority.legal_entity,
            ledger__year_from__lte=told.booking.booked_on,
            ledger__year_to__gt=told.booking.booked_on,
        )
        .order_by("occurrence")
        .first()
    )


def frames(told: Iterable[Told]) -> list[Frame]:
    """By authority; the one that most is moved from first."""
    by_authority: dict[Authority, list[Told]] = defaultdict(list)
    for one in told:
        by_authority[one.move.authority].append(one)
    found = [Frame(authority=one, moves=held) for one, held in by_authority.items()]
    return sorted(found, key=lambda one: (-one.permanent_ore, one.authority.name))


def budget_moved(*, today: date, known_at: datetime | None = None) -> int | None:
    """Öre a year that is booked for good by `today`; None before anything was decided."""
    told = told_moves(known_at)
    if not told:
        return None
    booked = [one.plain for one in told if one.is_booked]
    return budget.a_year(booked, at=today.replace(day=1))


def _in_budgets(moves: Sequence[BudgetMove], at: datetime) -> Mapping[int, Import]:
    """Move → the file whose budget is lower than the one before it by exactly the move,
    or by all of its authority's moves from that month together."""
    groups: dict[tuple[int, date], list[BudgetMove]] = defaultdict(list)
    for one in moves:
        groups[one.authority_id, one.from_month].append(one)
    shown: dict[int, int] = {}
    for (authority, month), held in groups.items():
        cuts = _cuts(authority, month, at)
        whole = sum(_in_its_year(one) for one in held)
        for file, ore in cuts:
            waiting = [one for one in held if one.pk not in shown]
            if ore == whole and waiting == held:
                shown |= {one.pk: file for one in held}
            elif same := [one for one in waiting if _in_its_year(one) == ore]:
                shown[same[0].pk] = file
    files = Import.objects.in_bulk(set(shown.values()))
    return {move: files[file] for move, file in shown.items()}


def _in_its_year(move: BudgetMove) -> int:
    return budget.in_year(plain(move), move.from_month.year)


def _cuts(authority: int, month: date, at: datetime) -> list[tuple[int, int]]:
    """Files with a budget, and öre by which it is lower than in the file before."""
    given: dict[str, Any] = {
        "authority": authority,
        "month": month,
        "result": OF_RESULT,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(BUDGETS, given)
        told: Sequence[tuple[int, int]] = cursor.fetchall()
    return [
        (file, before - now)
        for (_earlier, before), (file, now) in pairwise(told)
        if before != now
    ]
