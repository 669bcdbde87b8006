# SPDX-License-Identifier: EUPL-1.2
"""The standard time of a service: a base, and what some of its units take beyond it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction

from gemensam.calc.tdabc import TimeEquation
from gemensam.catalogue.models import Service, StandardTime, TimeTerm
from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.formats.issues import mark

THOUSANDTH = Decimal("0.001")


class TooEarly(ExpectedFailure):
    """A time does not begin before the one it takes the place of."""

    def __init__(self, begun: date) -> None:
        super().__init__(
            mark(
                "The newest time begins {day}. Let this one begin a later day: what was "
                "noted stays as it was."
            ),
            day=begun,
        )


class TermTwice(ExpectedFailure):
    """Two terms of one name would be told apart by nobody."""

    def __init__(self, name: str) -> None:
        super().__init__(
            mark("“{name}” stands twice. Make it one, or name them apart."), name=name
        )


@dataclass(frozen=True, slots=True)
class Term:
    """`minutes` that `share` (of one) of the units take beyond the base."""

    name: str
    minutes: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A time equation of a service, on what it rests, and from which day it holds."""

    base: Decimal
    terms: Sequence[Term]
    basis: str
    valid_from: date

    @property
    def minutes(self) -> Decimal:
        """Of a unit on average, to the thousandth. Raises `NegativeTimeError`."""
        equation = TimeEquation(
            base=self.base, terms={one.name: one.minutes for one in self.terms}
        )
        exact = equation.minutes({one.name: one.share for one in self.terms})
        told = Decimal(exact.numerator) / Decimal(exact.denominator)
        return told.quantize(THOUSANDTH, rounding=ROUND_HALF_UP)


def set_time(service: Service, timed: Timed, *, by: By, at: datetime) -> StandardTime:
    """A new standard time from a day on; the one before ends there.

    Raises `TooEarly`, `TermTwice`, `calc.tdabc.NegativeTimeError`.
    """
    names = [one.name for one in timed.terms]
    for name in names:
        if names.count(name) > 1:
            raise TermTwice(name)
    minutes = timed.minutes
    with transaction.atomic():
        chain.lock_aggregate(f"catalogue.times:{service.pk}")
        before = service.standard_times.order_by("-valid_from").first()
        if before is not None:
            if before.valid_from >= timed.valid_from:
                raise TooEarly(before.valid_from)
            before.valid_to = timed.valid_from
            before.save(update_fields=["valid_to"])
        made = StandardTime.objects.create(
            service=service,
            minutes=minutes,
            base=timed.base,
            basis=timed.basis.strip(),
            valid_from=timed.valid_from,
            made_at=at,
        )
        TimeTerm.objects.bulk_create(
            TimeTerm(
                time=made,
                order=order,
                name=one.name,
                minutes=one.minutes,
                share=one.share,
            )
            for order, one in enumerate(timed.terms)
        )
        facts = {
            "base": timed.base,
            "terms": [
                f"{one.name}: {one.minutes} × {one.share}" for one in timed.terms
            ],
            "basis": made.basis,
            "from": timed.valid_from,
        }
        changes = {"minutes": (before.minutes if before else None, minutes)}
        audit.record(
            service, "service.timed", by=by, at=at, changes=changes, facts=facts
        )
    return made
