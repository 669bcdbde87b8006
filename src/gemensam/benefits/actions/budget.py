# SPDX-License-Identifier: EUPL-1.2
"""Budget that is moved: decisions registered, booked, and taken back. Never edited."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from gemensam.benefits.enums import MoveOrigin
from gemensam.benefits.models import BudgetBooking, BudgetMove
from gemensam.catalogue.models import Service
from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.core.models import Import
from gemensam.formats.issues import mark
from gemensam.group.models import Authority


class NotACut(ExpectedFailure):
    """Nothing, or less than nothing, is no cut."""

    def __init__(self) -> None:
        super().__init__(mark("Give the kronor that the frame is cut by, above zero."))


class AlreadyReversed(ExpectedFailure):
    """What was taken back is not taken back again, nor is the taking back."""

    def __init__(self, move: BudgetMove) -> None:
        super().__init__(
            mark(
                "Move {number} is taken back already, or takes another back. "
                "Register a new one instead."
            ),
            number=move.number,
        )


class BeforeItBegan(ExpectedFailure):
    """A move is taken back from a month in which it holds."""

    def __init__(self, move: BudgetMove) -> None:
        super().__init__(
            mark(
                "Move {number} holds from {month}. Take a permanent one back from that "
                "month or a later one, and a one-off from that month."
            ),
            number=move.number,
            month=f"{move.from_month:%Y-%m}",
        )


class AlreadyBooked(ExpectedFailure):
    """It is confirmed already."""

    def __init__(self, move: BudgetMove) -> None:
        super().__init__(
            mark("That move {number} is booked is confirmed already."),
            number=move.number,
        )


class NotBooked(ExpectedFailure):
    """No confirmation stands that could be taken back."""

    def __init__(self, move: BudgetMove) -> None:
        super().__init__(
            mark("Nobody has confirmed that move {number} is booked."),
            number=move.number,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a nämnd or council decided: öre a year, or once; by what it was saved, and on
    which service, where it is one."""

    authority: Authority
    ore: int
    from_month: date
    is_permanent: bool
    decision: str
    decided_on: date
    note: str = ""
    origin: str = MoveOrigin.PROGRAMME
    service: Service | None = None


def register_move(
    decided: Decided, *, by: By, at: datetime, from_import: Import | None = None
) -> BudgetMove:
    """Raises `NotACut`."""
    if decided.ore <= 0:
        raise NotACut
    made = BudgetMove(
        authority=decided.authority,
        ore=decided.ore,
        from_month=decided.from_month.replace(day=1),
        is_permanent=decided.is_permanent,
        decision=decided.decision.strip(),
        decided_on=decided.decided_on,
        note=decided.note.strip(),
        origin=MoveOrigin(decided.origin),
        service=decided.service,
        from_import=from_import,
    )
    return _made(made, by=by, at=at, action="budget.moved")


def reverse_move(
    move: BudgetMove,
    *,
    from_month: date,
    decision: str,
    decided_on: date,
    by: By,
    at: datetime,
) -> BudgetMove:
    """Take a move back from a month on, by its opposite. What it was before then stays.
    Raises `BeforeItBegan`, `AlreadyReversed`."""
    begins = from_month.replace(day=1)
    if begins < move.from_month or (
        not move.is_permanent and begins != move.from_month
    ):
        raise BeforeItBegan(move)
    made = BudgetMove(
        authority_id=move.authority_id,
        ore=-move.ore,
        from_month=begins,
        is_permanent=move.is_permanent,
        origin=move.origin,
        service_id=move.service_id,
        decision=decision.strip(),
        decided_on=decided_on,
        reverses=move,
    )
    return _made(made, by=by, at=at, action="budget.reversed")


def _made(made: BudgetMove, *, by: By, at: datetime, action: str) -> BudgetMove:
    with transaction.atomic():
        chain.lock_aggregate("benefits.budget")
        back = made.reverses
        if back and (
            back.reverses_id or BudgetMove.objects.filter(reverses=back).exists()
        ):
            raise AlreadyReversed(back)
        last = BudgetMove.objects.aggregate(last=Max("number"))["last"]
        made.number = (last or 0) + 1
        made.made_at, made.made_by_id = at, by.account
        made.save(force_insert=True)
        names = (
            "number",
            "ore",
            "from_month",
            "is_permanent",
            "decision",
            "decided_on",
            "origin",
        )
        facts = {
            **{name: getattr(made, name) for name in names},
            "authority": made.authority.name,
            "service": made.service.code if made.service else None,
            "reverses": back.number if back else None,
        }
        audit.record(made, action, by=by, at=at, facts=facts)
    return made


def confirm_booking(
    move: BudgetMove, *, voucher: str, booked_on: date, by: By, at: datetime
) -> BudgetBooking:
    """Raises `AlreadyBooked`."""
    with transaction.atomic():
        chain.lock_aggregate("benefits.budget")
        if standing_booking(move):
            raise AlreadyBooked(move)
        made = BudgetBooking.objects.create(
            move=move,
            voucher=voucher.strip(),
            booked_on=booked_on,
            made_at=at,
            made_by_id=by.account,
        )
        facts = {"voucher": made.voucher, "booked_on": booked_on}
        audit.record(move, "budget.booked", by=by, at=at, facts=facts)
    return made


def withdraw_booking(
    move: BudgetMove, *, booked_on: date, by: By, at: datetime
) -> BudgetBooking:
    """Say that what was confirmed does not hold. Raises `NotBooked`."""
    with transaction.atomic():
        chain.lock_aggregate("benefits.budget")
        standing = standing_booking(move)
        if standing is None:
            raise NotBooked(move)
        made = BudgetBooking.objects.create(
            move=move,
            voucher=standing.voucher,
            booked_on=booked_on,
            withdraws=standing,
            made_at=at,
            made_by_id=by.account,
        )
        facts = {"voucher": made.voucher}
        audit.record(move, "budget.unbooked", by=by, at=at, facts=facts)
    return made


def standing_booking(move: BudgetMove) -> BudgetBooking | None:
    """The confirmation that holds, if any."""
    return move.bookings.filter(withdraws=None, withdrawn_by=None).first()
