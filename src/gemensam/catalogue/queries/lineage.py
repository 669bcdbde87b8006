# SPDX-License-Identifier: EUPL-1.2
"""Whose a service's history is, where services were split or joined."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gemensam.catalogue.models import ServiceSuccession

Shares = Mapping[int | None, Decimal]  # service → share, together 1
WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Step:
    """From the first day of a month on a service is others, or itself in part."""

    since: date
    shares: Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class Lineage:
    """`steps`: of each service that something followed, in order. What was before a
    step is its successors', what comes later stays whose it is."""

    steps: Mapping[int, Sequence[Step]]

    def __bool__(self) -> bool:
        return bool(self.steps)

    def until(self, month: date) -> "Lineage":
        """As services were in `month`."""
        happened = {
            service: [step for step in steps if step.since <= month]
            for service, steps in self.steps.items()
        }
        return Lineage({service: held for service, held in happened.items() if held})

    def shares(self, service: int | None, month: date) -> Shares:
        """What a service's figures of `month` are now; None is cost on no service."""
        if service is None or service not in self.steps:
            return {service: WHOLE}
        found: dict[int | None, Decimal] = defaultdict(Decimal)
        self._follow(service, month, WHOLE, found)
        return found

    def _follow(
        self,
        service: int,
        since: date,
        share: Decimal,
        found: dict[int | None, Decimal],
    ) -> None:
        """Ends, as every step is later than the one before."""
        for step in self.steps.get(service, ()):
            if step.since > since:
                for new, part in step.shares.items():
                    self._follow(new, step.since, share * part, found)
                return
        found[service] += share


AS_THEN = Lineage({})  # each service's history is its own


def lineage(now: date) -> Lineage:
    """As services are in the month `now`; what is dated later has not happened."""
    parts: dict[int, dict[date, dict[int, Decimal]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    rows = ServiceSuccession.objects.filter(date__lte=now).order_by("date", "pk")
    for old, new, day, share in rows.values_list(
        "predecessor_id", "successor_id", "date", "share"
    ):
        parts[old][day][new] = share
    return Lineage(
        {
            service: [Step(day, shares) for day, shares in sorted(held.items())]
            for service, held in parts.items()
        }
    )
