# SPDX-License-Identifier: EUPL-1.2
"""A controller verifies what is realised, month by month, and may take it back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from gemensam.benefits.models import SavingVerified
from gemensam.benefits.queries.realised.made import Realised, realised
from gemensam.benefits.queries.realised.registers import Owed, owed
from gemensam.benefits.queries.realised.years import realised_in
from gemensam.calc.realised import Stage
from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.formats.issues import mark
from gemensam.group.models import Authority


class NothingToVerify(ExpectedFailure):
    """No krona is moved out of the budget that is not verified already."""

    def __init__(self, authority: Authority) -> None:
        super().__init__(
            mark(
                "{name} has nothing to verify: no saving of a closed month is moved out "
                "of its budget and booked that is not verified already."
            ),
            name=authority.name,
        )


class QualityFell(ExpectedFailure):
    """A guard-rail is breached: fewer were done on time three months running."""

    def __init__(self, authority: Authority, shares: Sequence[float]) -> None:
        super().__init__(
            mark(
                "{name} cannot be verified: fewer were done on time three months running "
                "({shares} %). Find what lies behind it under Quality, and verify when a "
                "closed month is no worse than the one before it."
            ),
            name=authority.name,
            shares=" → ".join(f"{100 * one:.1f}" for one in shares),
        )


class StaffUnknown(ExpectedFailure):
    """Who is employed is not known: a staff register has not come."""

    def __init__(self, authority: Authority, missing: Owed) -> None:
        super().__init__(
            mark(
                "{name} cannot be verified: the staff register of {which} has not come, so "
                "it is not known whose posts are gone. {owner} owes it."
            )
            if missing.owner
            else mark(
                "{name} cannot be verified: the staff register of {which} has not come, so "
                "it is not known whose posts are gone. Nobody is set to see to it: say who "
                "under the month’s files."
            ),
            name=authority.name,
            which=missing.which,
            owner=missing.owner,
        )


class NothingVerified(ExpectedFailure):
    """There is no signature to take back."""

    def __init__(self, authority: Authority) -> None:
        super().__init__(mark("Nothing of {name} is verified."), name=authority.name)


def verify_saving(
    authority: Authority, *, words: str, by: By, at: datetime, year: int | None = None
) -> list[SavingVerified]:
    """Sign every closed month of which something is moved out of the budget, for what it
    is now: of the closed `year`, or of the one before it. A month signed for another sum
    is signed anew. Raises `NothingToVerify`, `StaffUnknown` while it is not known who was
    employed, and `QualityFell` while a guard-rail is breached, whichever year it is: the
    last closed months tell."""
    with transaction.atomic():
        chain.lock_aggregate("benefits.verified")
        now = realised()
        is_now = year is None or (now is not None and now.months[-1].year == year)
        made = now if is_now else realised_in(year)
        missing = owed(made.missing(authority.pk)) if made else None
        if missing:
            raise StaffUnknown(authority, missing)
        held = {one.month: one for one in _standing(authority)}
        waiting = _waiting(made, authority, held) if made else {}
        if made is None or not waiting:
            raise NothingToVerify(authority)
        if fell := (now or made).fell(authority.pk):
            raise QualityFell(authority, fell)
        signed = []
        for month, ore in waiting.items():
            if month in held:
                _take_back(held[month], by=by, at=at)
            signed.append(
                SavingVerified.objects.create(
                    authority=authority,
                    month=month,
                    ore=ore,
                    words=words.strip()[:400],
                    made_at=at,
                    made_by_id=by.account,
                )
            )
        facts = {f"{one.month:%Y-%m}": one.ore for one in signed}
        told = {"words": words.strip(), **facts}
        audit.record(authority, "saving.verified", by=by, at=at, facts=told)
    return signed


def _waiting(
    made: Realised, authority: Authority, held: Mapping[date, SavingVerified]
) -> dict[date, int]:
    """Öre moved out of the budget of the months that are not signed for just that."""
    moved = {
        month: at_stage[Stage.BUDGET_MOVED]
        for month, at_stage in made.by_month(authority.pk)
    }
    signed = {month: one.ore for month, one in held.items()}
    return {
        month: ore
        for month, ore in moved.items()
        if ore > 0 and signed.get(month) != ore
    }


def withdraw_verified(
    authority: Authority, *, by: By, at: datetime, year: int | None = None
) -> None:
    """Take every signature under an authority's savings back, or those of a `year`.
    Raises `NothingVerified`."""
    with transaction.atomic():
        chain.lock_aggregate("benefits.verified")
        every = _standing(authority)
        standing = [one for one in every if year in (None, one.month.year)]
        if not standing:
            raise NothingVerified(authority)
        for one in standing:
            _take_back(one, by=by, at=at)
        facts = {f"{one.month:%Y-%m}": one.ore for one in standing}
        audit.record(authority, "saving.unverified", by=by, at=at, facts=facts)


def _standing(authority: Authority) -> list[SavingVerified]:
    rows = SavingVerified.objects.filter(
        authority=authority, withdraws=None, withdrawn_by=None
    )
    return list(rows.order_by("month"))


def _take_back(one: SavingVerified, *, by: By, at: datetime) -> None:
    SavingVerified.objects.create(
        authority_id=one.authority_id,
        month=one.month,
        ore=-one.ore,
        words=one.words,
        withdraws=one,
        made_at=at,
        made_by_id=by.account,
    )
