# SPDX-License-Identifier: EUPL-1.2
"""What was decided to move of the budgets, what is booked, and by what it shows."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

from django.db import connection
from django.db.models import Q

from gemensam.benefits.models import BudgetBooking, BudgetMove
from gemensam.benefits.queries.known import known
from gemensam.calc import budget
from gemensam.calc.cuts import Decision, shown
from gemensam.core.models import Import
from gemensam.costing.models import Voucher
from gemensam.costing.queries.turnover import OF_RESULT
from gemensam.group.models import Authority, Person

# The budget of authorities' cost centres from months to the end of their year, as each
# file of the ledger told it. Only rows by cost centre: the totals hold them already. What
# each of the two sides holds is found first: a planner that joins them as it likes takes
# every unit with every row.
BUDGETS = """
WITH asked AS (
    SELECT * FROM unnest(%(authorities)s::bigint[], %(months)s::date[])
        AS asked (authority, month)
), centres AS MATERIALIZED (
    SELECT w.authority, w.month, a.legal_entity_id, a.code
    FROM asked w
    JOIN group_placement p ON p.authority_id = w.authority AND p.valid_from <= w.month
        AND (p.valid_to IS NULL OR p.valid_to > w.month)
    JOIN group_unitalias a ON a.unit_id = p.unit_id AND a.register = 'ledger'
        AND a.valid_from <= w.month AND (a.valid_to IS NULL OR a.valid_to > w.month)
), told AS MATERIALIZED (
    SELECT w.month, l.legal_entity_id, b.objects_key->>'1' AS code, b.from_import_id,
        sum(b.amount_ore) FILTER (
            WHERE (SELECT count(*) FROM jsonb_object_keys(b.objects_key)) = 1) AS ore
    FROM (SELECT DISTINCT month FROM asked) w
    JOIN costing_ledger l ON l.year_from <= w.month AND l.year_to > w.month
    JOIN costing_ledgerbalance b ON b.ledger_id = l.id
    JOIN core_import i ON i.id = b.from_import_id AND i.committed_at <= %(at)s
    WHERE b.kind = 'PBUDGET' AND b.year = 0 AND b.period >= w.month
        AND b.period < l.year_to AND b.account ~ %(result)s
    GROUP BY 1, 2, 3, 4
)
SELECT c.authority, c.month, t.from_import_id, sum(t.ore)::bigint
FROM centres c JOIN told t USING (month, legal_entity_id, code)
WHERE t.ore IS NOT NULL
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
ANY_TIME = datetime.max.replace(tzinfo=UTC)
VOUCHER = re.compile(r"(?P<series>\D*?)\s*(?P<number>\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A move with how it is known to be booked: by a `booking` that somebody confirmed,
    or by a later `file` in which the budget is lower by exactly as much, by a cut that no
    other move has."""

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
    found = _in_budgets(moves, confirmed, known_at or ANY_TIME)
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


def _in_budgets(
    moves: Sequence[BudgetMove], confirmed: Container[int], at: datetime
) -> Mapping[int, Import]:
    """Move that nobody has confirmed → the file that shows it: its budget is lower than
    the one before by exactly the move, or by several from the same month together, and
    the cut is no other's. `calc.cuts` tells whose it is."""
    by_authority: dict[int, list[BudgetMove]] = defaultdict(list)
    for one in moves:
        by_authority[one.authority_id].append(one)
    open_ = {
        authority: held
        for authority, held in by_authority.items()
        if any(one.pk not in confirmed for one in held)
    }
    cuts = _cuts([one for held in open_.values() for one in held], at)
    found: dict[int, int] = {}
    for authority, held in open_.items():
        files = cuts.get(authority, {})
        numbers = sorted(files)
        decisions = [
            Decision(
                key=one.pk,
                month=one.from_month,
                ore=budget.in_year(plain(one), one.from_month.year),
                is_confirmed=one.pk in confirmed,
            )
            for one in held
        ]
        places = shown(decisions, [files[number] for number in numbers])
        found |= {
            move: numbers[place]
            for move, place in places.items()
            if move not in confirmed
        }
    held_files = Import.objects.in_bulk(set(found.values()))
    return {move: held_files[number] for move, number in found.items()}


def _cuts(
    moves: Sequence[BudgetMove], at: datetime
) -> Mapping[int, Mapping[int, dict[date, int]]]:
    """Authority → file → öre by which its budget is lower than in the file before, from
    each month from which any of `moves` cuts that authority's."""
    places = sorted({(one.authority_id, one.from_month) for one in moves})
    if not places:
        return {}
    given: dict[str, Any] = {
        "authorities": [authority for authority, _month in places],
        "months": [month for _authority, month in places],
        "result": OF_RESULT,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(BUDGETS, given)
        rows: Sequence[tuple[int, date, int, int]] = cursor.fetchall()
    found: dict[int, dict[int, dict[date, int]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for before, now in pairwise(rows):
        (*place, _earlier, was), (*same, file, ore) = before, now
        if place == same and was != ore:
            authority, month = now[:2]
            found[authority][file][month] = was - ore
    return found
